import { seededRandom } from '../../../src/math/random.ts';
import type { Columns } from '../columns.ts';
import { around, z, type Interval } from './interval.ts';
import { meanOf } from './mean.ts';

/** How often verdicts are right, by the labels. */
interface Rates {
  readonly positives: number;
  readonly negatives: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The share of passing verdicts, corrected by how often they are right. Delta method. Undefined where labels are of one class,
 * or verdicts no better than chance.
 *
 * @see Rogan and Gladen (1978), Estimating Prevalence from the Results of a Screening Test
 */
export function roganGladen({ outcomes, verdicts }: Columns): Interval | undefined {
  const { positives, negatives, sensitivity, specificity } = ratesOf(outcomes, verdicts);
  const youden = sensitivity + specificity - 1;
  if (!(youden > 0)) return undefined;
  const observed = meanOf(verdicts);
  const estimate = (observed + specificity - 1) / youden;
  const variance =
    bernoulli(observed) / verdicts.length +
    (estimate ** 2 * bernoulli(sensitivity)) / positives +
    ((1 - estimate) ** 2 * bernoulli(specificity)) / negatives;
  return around(estimate, Math.sqrt(variance) / youden);
}

/**
 * The same with smoothed rates and a shifted centre.
 *
 * @see Lee et al. (2025), How to Correctly Report LLM-as-a-Judge Evaluations, arXiv 2511.21140
 */
export function adjustedRoganGladen({ outcomes, verdicts }: Columns): Interval | undefined {
  const { positives, negatives, sensitivity, specificity } = ratesOf(outcomes, verdicts);
  if (positives === 0 || negatives === 0) return undefined;
  const others = verdicts.slice(outcomes.length);
  const [tested, positive, negative] = [others.length + z ** 2, positives + 2, negatives + 2];
  const observed = (meanOf(others) * others.length + z ** 2 / 2) / tested;
  const [q1, q0] = [(sensitivity * positives + 1) / positive, (specificity * negatives + 1) / negative];
  const youden = q0 + q1 - 1;
  if (!(youden > 0)) return undefined;
  const estimate = Math.min(1, Math.max(0, (observed + q0 - 1) / youden));
  const [fromFailing, fromPassing] = [bernoulli(q0) / negative, bernoulli(q1) / positive];
  const shift = 2 * z ** 2 * (estimate * fromPassing - (1 - estimate) * fromFailing);
  const variance = bernoulli(observed) / tested + (1 - estimate) ** 2 * fromFailing + estimate ** 2 * fromPassing;
  return around(estimate + shift, Math.sqrt(variance) / youden);
}

const resamples = 2000;

/** Percentiles of the corrected share over resamples of the labels, with the share of passing verdicts taken for known. */
export function resampledRoganGladen({ outcomes, verdicts }: Columns, seed: number): Interval | undefined {
  const n = outcomes.length;
  const observed = meanOf(verdicts.slice(n));
  const kinds = outcomes.map((outcome, i) => 2 * outcome + verdicts[i]!);
  const corrected = (counts: readonly number[]): number => {
    const [rejected, wronglyPassed, wronglyFailed, accepted] = counts as [number, number, number, number];
    const sensitivity = accepted / (accepted + wronglyFailed);
    const specificity = rejected / (rejected + wronglyPassed);
    const youden = sensitivity + specificity - 1;
    return youden > 0 ? Math.min(1, Math.max(0, (observed + specificity - 1) / youden)) : NaN;
  };
  const estimate = corrected([0, 1, 2, 3].map((kind) => kinds.filter((one) => one === kind).length));
  if (Number.isNaN(estimate)) return undefined;
  const random = seededRandom(seed);
  const found: number[] = [];
  for (let draw = 0; draw < resamples; draw++) {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) counts[kinds[Math.floor(random() * n)]!]!++;
    const value = corrected(counts);
    if (!Number.isNaN(value)) found.push(value);
  }
  found.sort((a, b) => a - b);
  const at = (share: number): number => found[Math.round(share * (found.length - 1))]!;
  return { estimate, lower: at(0.025), upper: at(0.975) };
}

function ratesOf(outcomes: readonly number[], verdicts: readonly number[]): Rates {
  const [positives, negatives] = [
    outcomes.filter((outcome) => outcome === 1).length,
    outcomes.filter((o) => o === 0).length,
  ];
  const right = (outcome: number): number =>
    outcomes.filter((own, i) => own === outcome && verdicts[i] === outcome).length;
  return { positives, negatives, sensitivity: right(1) / positives, specificity: right(0) / negatives };
}

function bernoulli(share: number): number {
  return share * (1 - share);
}
