import { isModel } from '../calibrator/by-model.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { unitGroups } from '../calibrator/linked.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { recordIssues } from '../calibrator/record.ts';
import { wasSeen } from '../calibrator/seen.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, listIssues, type Issue } from '../errors.ts';
import { createQualityGate } from '../gate/gate.ts';
import type { GatePolicy } from '../gate/policy.ts';
import type { CalibrationRecord } from '../types.ts';
import { failsBy, isOfPolicy } from './label.ts';
import { equivalenceOf, type Residual } from './equivalence.ts';
import type { TransportReport, TransportVerdict } from './report.ts';

export interface TransportOptions {
  /** How far the mean may be off to count as right, above 0 and below 0.5. @default 0.05 */
  readonly margin?: number | undefined;
  /** The gate whose passes are looked at apart. @default that of the calibrator */
  readonly policy?: GatePolicy | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
}

/**
 * Whether a calibrator is right on average on labels of another population: on all of them, and on those that the gate
 * passes. It holds where both surely lie within the margin, and fails where one of them surely lies beyond it; surely means
 * an error of 5 % at most. Labels of what the fit has seen, of other policies and of models are left out.
 *
 * For one look at a set of labels that was settled beforehand: who looks after every label finds something sooner or later.
 *
 * @throws UnflatterError `invalid-option`, `invalid-calibrator`, `invalid-records`, or `feature-set-mismatch`.
 */
export function checkTransport(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  options: TransportOptions = {},
): TransportReport {
  assertOption(typeof options === 'object' && options !== null, 'options', 'an object', options);
  const { margin = 0.05, policy, features } = options;
  assertOption(typeof margin === 'number' && margin > 0 && margin < 0.5, 'margin', 'above 0 and below 0.5', margin);
  const known = parseCalibrator(calibrator);
  assertValid(records, known);
  const gate = createQualityGate({ calibrator: known, policy, features });
  const groups = unitGroups(records.flatMap((record) => fresh(record, known)));
  const judged = groups.flatMap((own, group) =>
    own.flatMap((record): (Residual & { readonly isPassed: boolean })[] => {
      const { verdict, calibrated } = gate.decide(record);
      if (calibrated === undefined) return [];
      const label = 1 - failsBy(record.humanRatings, known.target);
      const expected = calibrated.passProbability;
      const isPassed = verdict === 'pass';
      return [{ label, expected, weight: 1 / (record.inclusion ?? 1), group: String(group), isPassed }];
    }),
  );
  const overall = equivalenceOf(judged, margin);
  const isPassing =
    gate.policy.passThreshold !== undefined || gate.policy.certificates?.some(({ rule }) => rule) === true;
  const passed = isPassing
    ? equivalenceOf(
        judged.filter(({ isPassed }) => isPassed),
        margin,
      )
    : null;
  return { verdict: bothOf(overall.verdict, passed?.verdict ?? overall.verdict), margin, overall, passed };
}

function bothOf(one: TransportVerdict, other: TransportVerdict): TransportVerdict {
  if (one === 'fails' || other === 'fails') return 'fails';
  return one === 'holds' && other === 'holds' ? 'holds' : 'cannot tell';
}

/** The record with the human ratings that count, if there are any. */
function fresh(record: CalibrationRecord, calibrator: Calibrator): CalibrationRecord[] {
  const humanRatings = record.humanRatings.filter(
    (rating) => (typeof rating === 'number' || !isModel(rating.source ?? '')) && isOfPolicy(rating, calibrator),
  );
  return humanRatings.length === 0 || wasSeen(calibrator.seen, record) !== undefined
    ? []
    : [{ ...record, humanRatings }];
}

/** @throws UnflatterError `invalid-option` or `invalid-records`. */
export function assertValid(records: readonly CalibrationRecord[], { target }: Pick<Calibrator, 'target'>): void {
  assertOption(Array.isArray(records), 'records', 'a list of records', records);
  const issues: Issue[] = records.flatMap((record, line) =>
    recordIssues(record, target).map((issue) => ({ path: 'records', line, ...issue })),
  );
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}
