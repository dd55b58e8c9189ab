import type { Estimand } from '../calibrator/certificate.ts';
import type { CountedLabel, Said } from './label.ts';

/** What labels are of, and how surely limits are to hold. */
export interface Watching {
  /** Whether they are of what the gate passes alone: all that people fail of those seems to leak. */
  readonly passedOnly: boolean;
  /** The probability that a limit ever fails. */
  readonly error: number;
}

/** The values of which the rate of a certificate is the mean, and the label each comes from. */
export interface Units {
  readonly values: readonly number[];
  /** How much of a unit each is, above 0 and at most 1: less than 1 only where a person drawn at random decides. */
  readonly weights: readonly number[];
  readonly labels: readonly CountedLabel[];
}

/** Whether its rate is one of all traffic, of which labels of what passes alone say nothing. */
export function isOfAll(estimand: Estimand): boolean {
  return estimand === 'leak' || estimand === 'joint';
}

export function unitsOf(
  labels: readonly CountedLabel[],
  place: number,
  estimand: Estimand,
  { passedOnly }: Pick<Watching, 'passedOnly'>,
): Units {
  const [values, weights]: [number[], number[]] = [[], []];
  const from: CountedLabel[] = [];
  if (passedOnly && isOfAll(estimand)) return { values, weights, labels: from };
  for (const label of labels) {
    const said = label.says[place]!;
    const { part, whole } = typeof said === 'string' ? { part: 0, whole: 0 } : ratioOf(said, estimand);
    if (!(whole > 0)) continue;
    values.push(part / whole);
    weights.push(whole);
    from.push(label);
  }
  return { values, weights, labels: from };
}

/** Whether the certificate can be told of, and does not decide on it. */
export function isUndecided(said: CountedLabel['says'][number]): boolean {
  return typeof said !== 'string' && !said.decided;
}

/** The rate of a certificate is the mean of `part` over the mean of `whole`. */
function ratioOf({ decided, fails }: Said, estimand: Estimand): { readonly part: number; readonly whole: number } {
  const [falls, both] = [decided ? 1 : 0, decided ? fails : 0];
  const ratios = {
    'false-pass': { part: both, whole: falls },
    leak: { part: both, whole: fails },
    joint: { part: both, whole: 1 },
    'false-fail': { part: falls - both, whole: falls },
  };
  return ratios[estimand];
}
