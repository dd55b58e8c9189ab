import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The header with the token. A page of another origin cannot send it without being asked whether it may, and nobody says yes. */
export const tokenHeader = 'x-unflatter-token';

/** More than a label takes with the longest note, in bytes. */
const longestBody = 65_536;

/** Why a request is turned away: its status, and what it is told. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * Any name can be made to lead to this machine (DNS rebinding): a request that came by another name than these is not
 * from our page.
 */
export function hostRefusal(request: IncomingMessage, port: number): Refusal | undefined {
  const host = only(request, 'host');
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
    ? undefined
    : { status: 403, message: 'this server is for this machine alone' };
}

/** The page itself holds no secret, but no other page has a reason to open it, in a frame or otherwise. */
export function pageRefusal(request: IncomingMessage): Refusal | undefined {
  const from = request.headersDistinct['sec-fetch-site'] ?? ['none'];
  const isOpened = from.length === 1 && ['none', 'same-origin'].includes(from[0]!);
  return isOpened && request.headersDistinct['origin'] === undefined
    ? undefined
    : { status: 403, message: 'open the link that the command printed' };
}

/** What our own page sends, and nothing else does: its origin, that it is of the same, the token, and JSON. */
export function callRefusal(request: IncomingMessage, token: string): Refusal | undefined {
  const isOwn =
    only(request, 'origin') === `http://${only(request, 'host')}` && only(request, 'sec-fetch-site') === 'same-origin';
  if (!isOwn) return { status: 403, message: 'this server answers its own page alone' };
  if (!isSame(only(request, tokenHeader) ?? '', token))
    return { status: 401, message: 'the server was started again: open the link that it printed' };
  const type = only(request, 'content-type')?.toLowerCase().replaceAll(' ', '');
  if (type !== 'application/json' && type !== 'application/json;charset=utf-8')
    return { status: 415, message: 'expected application/json' };
  const length = Number(only(request, 'content-length') ?? Number.NaN);
  return length <= longestBody ? undefined : { status: 413, message: `expected at most ${longestBody} bytes` };
}

/** A header that is there once. Of two, it would be up to chance which one counts. */
function only(request: IncomingMessage, name: string): string | undefined {
  const all = request.headersDistinct[name] ?? [];
  return all.length === 1 ? all[0] : undefined;
}

/** In a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
