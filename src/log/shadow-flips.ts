import type { LogEntry, LoggedDecision } from './decision.ts';

type Verdict = LoggedDecision['verdict'];

/** One response on which a candidate would have said something else. */
export interface Flip {
  readonly id: string;
  readonly at: number;
  readonly from: Verdict;
  readonly to: Verdict;
  /** Why the candidate would have. */
  readonly reason: string;
}

/** A calibrator that decided and one in its shadow, by their digests, on the same responses. */
export interface ShadowComparison {
  readonly champion: string;
  readonly candidate: string;
  readonly decisions: number;
  /** How many by the verdict that was given, then by that of the candidate. */
  readonly counts: Readonly<Record<Verdict, Readonly<Record<Verdict, number>>>>;
  readonly flips: readonly Flip[];
}

/** What would change with a candidate: one comparison for each pair of calibrators in the log. */
export function shadowFlips(entries: Iterable<LoggedDecision | LogEntry>): ShadowComparison[] {
  const shadowed = [...entries].flatMap((entry) =>
    entry.shadow === undefined ? [] : [{ entry, shadow: entry.shadow }],
  );
  const pairs = Map.groupBy(shadowed, ({ entry, shadow }) => JSON.stringify([entry.calibrator, shadow.calibrator]));
  return [...pairs.values()].map((pair) => {
    const counts = { pass: none(), fail: none(), review: none() };
    for (const { entry, shadow } of pair) counts[entry.verdict][shadow.verdict]++;
    const [{ entry, shadow }] = pair as [(typeof pair)[0]];
    const changed = pair.filter((one) => one.entry.verdict !== one.shadow.verdict);
    return {
      champion: entry.calibrator,
      candidate: shadow.calibrator,
      decisions: pair.length,
      counts,
      flips: changed.map((one) => ({
        id: one.entry.id,
        at: one.entry.at,
        from: one.entry.verdict,
        to: one.shadow.verdict,
        reason: one.shadow.reason,
      })),
    };
  });
}

function none(): Record<Verdict, number> {
  return { pass: 0, fail: 0, review: 0 };
}
