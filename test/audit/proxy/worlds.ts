import { sigmoid } from '../../../src/math/logistic.ts';
import { normal, type Random } from '../../../src/math/random.ts';

/*
 * Worlds whose truth is known. A response has a quality and, on its own, a length. People pass it with probability
 * σ(1.5 quality); what differs is what the metric looks at.
 */

export interface ProxyRow {
  readonly group: string;
  readonly slice: string;
  readonly response: string;
  readonly metric: number;
  readonly decided: boolean;
  readonly goal: boolean;
  readonly rating: number;
}

export interface ProxyWorld {
  readonly rows: number;
  /** Rows of one group share half of their quality. @default 1 */
  readonly perGroup?: number;
  /** The metric, from quality and length, both standard normal, and noise. */
  readonly metric: (quality: number, length: number, noise: number) => number;
}

export function drawProxy(random: Random, { rows, perGroup = 1, metric }: ProxyWorld): ProxyRow[] {
  let shared = 0;
  return Array.from({ length: rows }, (_, i) => {
    if (i % perGroup === 0) shared = normal(random);
    const quality = perGroup === 1 ? shared : Math.SQRT1_2 * (shared + normal(random));
    const length = normal(random);
    const score = metric(quality, length, normal(random));
    return {
      group: `g${Math.floor(i / perGroup)}`,
      slice: 'abc'[Math.floor(i / perGroup) % 3]!,
      response: `${'A word '.repeat(Math.round(8 * Math.exp(0.5 * length)))}${random() < 0.3 ? 'clearly' : 'here'}.`,
      metric: score,
      decided: score > 0,
      goal: random() < sigmoid(1.5 * quality),
      rating: Math.min(5, Math.max(1, Math.round(3 + quality + 0.5 * normal(random)))),
    };
  });
}

export const good = (quality: number, _: number, noise: number): number => quality + 0.5 * noise;
export const unrelated = (_: number, __: number, noise: number): number => noise;
export const paysForLength = (quality: number, length: number, noise: number): number =>
  0.4 * quality + length + 0.5 * noise;
/** Rewards what is nobody's quality, in the best rows above all. */
export const overdone = (quality: number, _: number, noise: number): number =>
  noise > 0.8 ? 3 + noise - 2 * quality : quality;
