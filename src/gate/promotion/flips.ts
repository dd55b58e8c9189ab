import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { CustomFeature } from '../../calibrator/custom.ts';
import { assertOptions } from '../../calibrator/options.ts';
import type { CalibrationRecord } from '../../types.ts';
import type { GateDecision } from '../decide.ts';
import { createQualityGate } from '../gate.ts';
import type { GatePolicy } from '../policy.ts';

type Verdict = GateDecision['verdict'];

/** A record on which two gates decide otherwise. */
export interface Flip {
  readonly id: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** Why, on either side. */
  readonly reasons: readonly [GateDecision['reason'], GateDecision['reason']];
}

export interface Flips {
  readonly records: number;
  /** How many records got which two verdicts, as `pass → review`. Pairs that did not occur are left out. */
  readonly counts: Readonly<Record<string, number>>;
  /** In the order of the records. */
  readonly flips: readonly Flip[];
}

export interface FlipOptions {
  /** Of both gates. @default the certificates that each calibrator carries */
  readonly policy?: GatePolicy | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
  /** Milliseconds since 1970, to tell whether a certificate has expired. @default now */
  readonly now?: number | undefined;
}

/**
 * Which decisions change with one calibrator in place of another. Records need no labels. Never throws for a record: what a
 * gate cannot decide on is a `review`.
 *
 * @throws UnflatterError as {@link createQualityGate} does.
 */
export function decisionFlips(
  before: Calibrator,
  after: Calibrator,
  records: Iterable<Pick<CalibrationRecord, 'id'> & Partial<CalibrationRecord>>,
  options: FlipOptions = {},
): Flips {
  assertOptions<FlipOptions>(options, { policy: true, features: true, now: true });
  const { policy, features, now = Date.now() } = options;
  const [was, is] = [before, after].map((calibrator) =>
    createQualityGate({ calibrator, policy, features, now: () => now }),
  );
  const counts = new Map<string, number>();
  const flips: Flip[] = [];
  let total = 0;
  for (const record of records) {
    const [a, b] = [was!, is!].map((gate) => gate.decide(record as CalibrationRecord)) as [GateDecision, GateDecision];
    const pair = `${a.verdict} → ${b.verdict}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
    total++;
    if (a.verdict !== b.verdict)
      flips.push({ id: record.id, before: a.verdict, after: b.verdict, reasons: [a.reason, b.reason] });
  }
  return { records: total, counts: Object.fromEntries([...counts].sort(([, a], [, b]) => b - a)), flips };
}
