import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { PageSettings } from './page-state.ts';
import type { Session } from './session.ts';

/** An answer in JSON. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** A note that is longer than anybody writes. In characters. */
const longestNote = 10_000;

// No control characters, which a name in a file of labels could hide.
const labeller = z.string().regex(/^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,100}(?<!\s)$/u);
const asked = z.strictObject({ labeller, version: z.string().max(100), key: z.string().max(100) });
const saving = asked.extend({
  value: z.number(),
  note: z
    .string()
    .max(longestNote)
    .refine((text) => text.isWellFormed()),
});

/** Whether a name can be that of a labeller. */
export const isLabeller = (name: string): boolean => labeller.safeParse(name).success;

/** What the page may call, by path. There is nothing else. */
export function callsOf(session: Session, settings: PageSettings) {
  const statuses = { done: 200, stale: 409, invalid: 400 } as const;
  const change = async (work: Promise<{ readonly status: keyof typeof statuses; readonly reply: object }>) => {
    const { status, reply } = await work;
    return { status: statuses[status], body: reply };
  };
  return new Map<string, (body: unknown) => Promise<Answer>>([
    ['/api/settings', taking(z.strictObject({}), async () => ({ status: 200, body: settings }))],
    [
      '/api/state',
      taking(z.strictObject({ labeller }), async (body) => ({
        status: 200,
        body: { state: session.state(body.labeller) },
      })),
    ],
    ['/api/save', taking(saving, (body) => change(session.save(body)))],
    ['/api/undo', taking(asked, (body) => change(session.undo(body)))],
    ['/api/skip', taking(asked, (body) => change(session.skip(body)))],
    ['/api/reveal', taking(asked, (body) => change(session.reveal(body)))],
  ]);
}

function taking<Body>(schema: z.ZodType<Body>, call: (body: Body) => Promise<Answer>) {
  return async (body: unknown): Promise<Answer> => {
    const parsed = schema.safeParse(body);
    return parsed.success ? call(parsed.data) : { status: 400, body: { message: 'not what this page sends' } };
  };
}

/** The JSON of a request; undefined where it is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) as unknown;
  } catch {
    return undefined;
  }
}
