import type { Estimand } from '../calibrator/certificate.ts';
import type { CountedLabel, Said } from './label.ts';

/** How labels are weighed, and how surely limits are to hold. */
export interface Watching {
  /** The least probability with which any label was chosen, if that is known; else what came before has to do. */
  readonly leastInclusion: number | undefined;
  /** The probability that a limit ever fails. */
  readonly error: number;
}

/** The values of which the rate of a certificate is the mean, and the label each comes from. */
export interface Units {
  readonly values: readonly number[];
  /** Of the bets: above 0, at most 1. */
  readonly weights: readonly number[];
  /** How many responses of all traffic each stands for. */
  readonly standFor: readonly number[];
  readonly labels: readonly CountedLabel[];
}

/**
 * Weights are 1 / inclusion, by the least inclusion at most 1, so that no label risks more than its bet. Where the least one is
 * not known beforehand, it is the least of the labels before: whatever comes next, its weight was bounded without it.
 */
export function unitsOf(
  labels: readonly CountedLabel[],
  place: number,
  estimand: Estimand,
  { leastInclusion }: Watching,
): Units {
  const [values, weights, standFor]: [number[], number[], number[]] = [[], [], []];
  const from: CountedLabel[] = [];
  if (needsOthers(estimand) && !labels.some(({ says }) => isUndecided(says[place]!)))
    return { values, weights, standFor, labels: from };
  let least = leastInclusion ?? 1;
  for (const label of labels) {
    const { says, inclusion } = label;
    const said = says[place]!;
    const { part, whole } = typeof said === 'string' ? { part: 0, whole: 0 } : ratioOf(said, estimand);
    if (whole > 0) {
      values.push(part / whole);
      weights.push(whole * Math.min(1, least / (inclusion ?? 1)));
      standFor.push(whole / (inclusion ?? 1));
      from.push(label);
    }
    least = Math.min(least, inclusion ?? 1);
  }
  return { values, weights, standFor, labels: from };
}

/** Where labels are of what passes alone, as far as can be seen, all that people fail seems to leak. */
function needsOthers(estimand: Estimand): boolean {
  return estimand === 'leak' || estimand === 'joint';
}

function isUndecided(said: CountedLabel['says'][number]): boolean {
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
