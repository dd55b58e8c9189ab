import { seededRandom } from '../../../src/math/random.ts';
import { protocols, type Protocol } from './protocols.ts';
import type { Step } from './server.ts';

/** One rating against a provider that fails as the steps say, and what it may cost. */
export interface Script {
  readonly seed: number;
  readonly protocol: Protocol;
  readonly steps: readonly Step[];
  readonly maxCalls: number;
  readonly maxTokens: number | undefined;
  readonly timeout: number;
  readonly maxRetryAfter: number;
  /** Milliseconds until the caller leaves, if it does. */
  readonly abortAfter: number | undefined;
  /** Whether the provider goes on with what was given up. */
  readonly deaf: boolean;
}

/** A reply that a gate passes. All that is cut, late or otherwise broken is cut, late or broken of this one. */
export const goodText = '{"rating": 10}';

/** Milliseconds after which nothing of a script is left: later than any ends. */
export const lastOfAll = 300;
const longestTimeout = 200;

const noForm = { asks: 0, headers: () => ({}) };

/** Statuses that stay as they are however often one asks. */
export const permanentStatuses = [400, 401, 403, 404, 413, 422];
const passingStatuses = [408, 409, 429, 500, 502, 503, 504, 529];

export function scriptOf(seed: number): Script {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const maxCalls = between(1, 4);
  // Most have little time, some enough for all that is slow.
  const timeout = random() < 0.35 ? 3000 : between(60, longestTimeout);
  const script = {
    seed,
    protocol: pick(protocols),
    steps: Array.from({ length: maxCalls + 1 }, () => stepOf(random, pick, between)),
    maxCalls,
    maxTokens: random() < 0.5 ? between(1, 120) : undefined,
    timeout,
    maxRetryAfter: pick([20, 10_000]),
    abortAfter: random() < 0.15 ? between(0, Math.min(timeout, lastOfAll)) : undefined,
    deaf: random() < 0.25,
  };
  return script;
}

/** As often as they stand here. */
const kinds = [
  'answer',
  'answer',
  'busy',
  'busy',
  'busy briefly',
  'busy briefly',
  'broken',
  'permanent',
  'hang',
  'garbage',
  'cut',
  'cut',
  'bad text',
  'bad text',
  'cut off',
  'late',
  'reset',
  'drip',
] as const;

type Pick = <Item>(items: readonly Item[]) => Item;
type Between = (low: number, high: number) => number;

function stepOf(random: () => number, pick: Pick, between: Between): Step {
  const good = { text: goodText, tokens: between(10, 90) };
  const kind = pick(kinds);
  switch (kind) {
    case 'answer':
      return { kind: 'reply', ...good };
    case 'busy':
      return { kind: 'status', status: 429, ...pick(retryAfterForms) };
    case 'busy briefly':
      return { kind: 'status', status: 429, ...pick(briefForms) };
    case 'broken':
      return { kind: 'status', status: pick(passingStatuses), ...(random() < 0.3 ? pick(retryAfterForms) : noForm) };
    case 'permanent':
      return { kind: 'status', status: pick(permanentStatuses), ...(random() < 0.3 ? pick(retryAfterForms) : noForm) };
    case 'garbage':
      return { kind: 'garbage', body: pick(garbage) };
    case 'cut':
      return { kind: 'cut', ...good, share: random(), end: pick(['break', 'end']) };
    case 'bad text':
      return { kind: 'reply', ...good, text: pick(badTexts) };
    case 'cut off':
      return { kind: 'reply', ...good, text: goodText.slice(0, between(0, goodText.length)), cutOff: true };
    case 'late':
      return { kind: 'late', ...good, after: between(longestTimeout + 20, lastOfAll) };
    case 'drip':
      return { kind: 'drip', ...good };
    case 'reset':
      return { kind: 'reset' };
    default:
      return { kind: 'hang', after: lastOfAll };
  }
}

/** Every form of asking to wait, right and wrong, with the milliseconds that it asks for: none for what is no such form. */
export const retryAfterForms: readonly { readonly asks: number; readonly headers: () => Record<string, string> }[] = [
  ...['0', '-5', '', ' ', 'soon', '1e3', '0x10', 'NaN', 'Infinity', '2 seconds', '2099-01-01T00:00:00Z'].map(after(0)),
  ...['Wed, 99 Foo 2099 99:99:99 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT'].map(after(0)),
  ...['Sun Nov  6 08:49:37 1994', 'Sunday, 06-Nov-94 08:49:37 GMT'].map(after(0)),
  ...['0.02', ' 0.02 '].map(after(20)),
  ...['1', '2', '30', '2099', '9'.repeat(20), '9'.repeat(400)].map(after(1000)),
  ...['Fri, 31 Dec 2999 23:59:59 GMT', 'Sun Nov  6 08:49:37 2994', 'Tuesday, 06-Nov-40 08:49:37 GMT'].map(after(1000)),
  { asks: 0, headers: () => ({ 'retry-after': new Date(Date.now() - 60_000).toUTCString() }) },
  { asks: 1000, headers: () => ({ 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }) },
  // The clock of the provider is an hour late: what counts is the difference.
  { asks: 1000, headers: () => dated(-3_600_000, -3_600_000 + 2000) },
  { asks: 0, headers: () => dated(3_600_000, 3_600_000 - 2000) },
  { asks: 15, headers: () => ({ 'retry-after-ms': '15' }) },
  { asks: 15, headers: () => ({ 'retry-after-ms': '15', 'retry-after': '3600' }) },
  { asks: 20, headers: () => ({ 'retry-after-ms': 'soon', 'retry-after': '0.02' }) },
  { asks: 0, headers: () => ({ 'retry-after-ms': '-15' }) },
  { asks: 1000, headers: () => ({ 'retry-after-ms': '9'.repeat(30) }) },
];

const briefForms = retryAfterForms.filter(({ asks }) => asks > 0 && asks < 1000);

function after(asks: number) {
  return (value: string) => ({ asks, headers: () => ({ 'retry-after': value }) });
}

function dated(sent: number, until: number): Record<string, string> {
  return { date: new Date(Date.now() + sent).toUTCString(), 'retry-after': new Date(Date.now() + until).toUTCString() };
}

const garbage = [
  '',
  ' ',
  'null',
  'true',
  '10',
  '"rating"',
  '[]',
  '{}',
  goodText,
  '<html><body>502 Bad Gateway</body></html>',
  'data: {"rating": 10}\n\ndata: [DONE]\n\n',
  '{"choices":[]}',
  '{"output":[],"status":',
  '{"content":[],"type":"message"}',
  '{"error":{"message":"no"}}',
  '\u0000\u0001\uFFFD',
];

/** What a model may say instead of a rating. None of it is one. */
const badTexts = [
  '{"rating": 3, "rating": 10}',
  '{"rating": 10, "rating": 10}',
  '{"rating": 10, "\\u0072ating": 10}',
  '{"rating": 10}{"rating": 10}',
  '{"rating": 10} and that is final',
  '{"rating": 11}',
  '{"rating": 1e1}',
  '{"rating": 1e999}',
  '{"rating": null}',
  '{"rating": [10]}',
  '{"rating": "10/10"}',
  '{"rating": NaN}',
  '{"rating": 10',
  '{"rating"',
  '[10]',
  '10',
  '10/10',
  'I give it a 10.',
  'I am sorry, I cannot rate that.',
  '',
  'null',
];
