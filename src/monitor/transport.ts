import { isModel } from '../calibrator/by-model.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { unitGroups } from '../calibrator/linked.ts';
import { assertOptions } from '../calibrator/options.ts';
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
import type { TransportPart, TransportReport, TransportVerdict } from './report.ts';

export interface TransportOptions {
  /** How far the mean may be off to count as right, above 0 and below 0.5. @default 0.05 */
  readonly margin?: number | undefined;
  /** The gate whose passes are looked at apart. @default that of the calibrator */
  readonly policy?: GatePolicy | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
  /**
   * Labels on which the calibrator cannot speak since no record can be made of their responses, as where a rating was not to be
   * read: one over the inclusion of each, 1 or more. @default none
   */
  readonly unjudged?: readonly number[] | undefined;
}

/**
 * Whether a calibrator is right on average on labels of another population: on all of them, and on those that the gate
 * passes. It holds where both surely lie within the margin, and fails where one of them surely lies beyond it; surely means
 * an error of 5 % at most. Labels of what the fit has seen, of other policies and of models are left out; those on which the
 * calibrator cannot speak are counted, and where they could carry the mean beyond the margin, it does not hold.
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
  assertOptions<TransportOptions>(options, { margin: true, policy: true, features: true, unjudged: true });
  const { margin = 0.05, policy, features, unjudged = [] } = options;
  assertOption(typeof margin === 'number' && margin > 0 && margin < 0.5, 'margin', 'above 0 and below 0.5', margin);
  const areWeights = Array.isArray(unjudged) && unjudged.every((one) => Number.isFinite(one) && one >= 1);
  assertOption(areWeights, 'unjudged', 'a list of numbers from 1 on', unjudged);
  const known = parseCalibrator(calibrator);
  assertValid(records, known);
  const gate = createQualityGate({ calibrator: known, policy, features });
  const groups = unitGroups(records.flatMap((record) => fresh(record, known)));
  const labels = groups.flatMap((own, group) =>
    own.map((record) => {
      const { verdict, calibrated } = gate.decide(record);
      const label = 1 - failsBy(record.humanRatings, known.target);
      const weight = 1 / (record.inclusion ?? 1);
      return {
        label,
        expected: calibrated?.passProbability,
        weight,
        group: String(group),
        isPassed: verdict === 'pass',
      };
    }),
  );
  const overall = partOf(labels, margin, unjudged);
  const isPassing =
    gate.policy.passThreshold !== undefined || gate.policy.certificates?.some(({ rule }) => rule) === true;
  const passed = isPassing
    ? partOf(
        labels.filter(({ isPassed }) => isPassed),
        margin,
      )
    : null;
  return { verdict: bothOf(overall.verdict, passed?.verdict ?? overall.verdict), margin, overall, passed };
}

/** Of labels, those on which the calibrator could not speak are counted apart: it is neither right nor wrong on them. */
function partOf(labels: readonly MaybeJudged[], margin: number, others: readonly number[] = []): TransportPart {
  const judged = labels.flatMap(({ expected, ...label }) => (expected === undefined ? [] : [{ ...label, expected }]));
  const unjudged = labels.filter(({ expected }) => expected === undefined).map(({ weight }) => weight);
  return equivalenceOf(judged, margin, [...unjudged, ...others]);
}

interface MaybeJudged extends Omit<Residual, 'expected'> {
  readonly expected: number | undefined;
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
