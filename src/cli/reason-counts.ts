import type { DecisionReason, GateDecision } from '../gate/decide.ts';

/** How often a verdict had a reason, and what was said of it first. */
interface ReasonCount {
  readonly verdict: GateDecision['verdict'];
  readonly reason: DecisionReason;
  readonly count: number;
  readonly message: string | undefined;
}

/** Counts decisions by verdict and reason. */
export function countReasons() {
  const counts = new Map<string, ReasonCount>();
  return {
    see: ({ verdict, reason, message }: GateDecision): void => {
      const name = `${verdict} ${reason}`;
      const before = counts.get(name) ?? { verdict, reason, count: 0, message };
      counts.set(name, { ...before, count: before.count + 1 });
    },
    /** By reason, as JSON. */
    byReason: (): Record<string, number> => {
      const all: Record<string, number> = {};
      for (const { reason, count } of counts.values()) all[reason] = (all[reason] ?? 0) + count;
      return all;
    },
    /** The most frequent first. What a threshold alone has passed or failed needs no word. */
    lines: (): string[] =>
      [...counts.values()]
        .filter(({ reason }) => reason !== 'above-threshold' && reason !== 'below-threshold')
        .sort((a, b) => b.count - a.count)
        .map(({ verdict, reason, count, message }) => {
          const what = message === undefined ? meanings[reason] : `${count === 1 ? '' : 'first: '}${message}`;
          return `${verdict} ${count}: ${reason}${what === undefined ? '' : ` (${what})`}`;
        }),
  };
}

/** Of reasons that are no error, so that no message comes with them. */
const meanings: Partial<Record<DecisionReason, string>> = {
  'between-thresholds': 'ask a person',
  'not-certified': 'certify on more labels, or decide by --pass-threshold',
  'outside-envelope': 'unlike the labels: outside, in each line, says what; label some like these and fit again',
  'response-wordless': 'no letter and no digit',
  'response-boilerplate': 'nothing but the opening of an answer',
  'response-echo': 'nothing but the prompt again',
  'response-truncated': 'cut off, by its text',
};
