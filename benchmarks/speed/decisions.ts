import { calibrate, decide, fit, type CalibrationRecord, type Calibrator, type Target } from '../../src/index.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { kinds, type Kind } from './kinds.ts';
import { median, millisecondsOf, quantile } from './measure.ts';

/** One decision on a response of a thousand characters, features included. Times are in microseconds. */
export interface DecisionSpeed {
  readonly kind: string;
  readonly median: number;
  readonly ninetyNinth: number;
}

export const responseLength = 1000;
const promptLength = 200;
const decisionsEach = 20_000;
const texts = 200;

export const syntheticTarget: Target = {
  ratingScale: { min: 1, max: 10 },
  humanScale: { min: 1, max: 5 },
  passAt: 4,
};

/** `calibrate` and `decide`, each alone, on texts of every kind with their prompts. */
export function measureDecisions(): DecisionSpeed[] {
  const calibrator = syntheticCalibrator();
  return kinds.map((kind) => {
    const rated = Array.from({ length: texts }, (_, seed) => ratedOf(kind, seed));
    const times: number[] = [];
    for (let i = 0; i < 2 * decisionsEach; i++) {
      const one = rated[i % texts]!;
      const time = millisecondsOf(() => decide(calibrate(calibrator, one)));
      if (i >= decisionsEach) times.push(1000 * time);
    }
    return { kind: kind.name, median: median(times), ninetyNinth: quantile(times, 0.99) };
  });
}

/** Made from synthetic records with text and prompt, so that it has every feature that these have. */
export function syntheticCalibrator(): Calibrator {
  return fit(syntheticRecords(600), syntheticTarget);
}

/** Texts of all kinds in turn; the ratings are noise around a quality that nobody sees. */
function syntheticRecords(count: number): CalibrationRecord[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, i) => {
    const quality = normal(random);
    return {
      ...ratedOf(kinds[i % kinds.length]!, i),
      id: `synthetic-${i}`,
      selfRating: onScale(7 + quality + normal(random), 1, 10),
      humanRatings: [onScale(3.5 + quality, 1, 5)],
    };
  });
}

export function ratedOf({ text }: Kind, seed: number) {
  return {
    prompt: text(promptLength, seed + 1_000_000),
    response: text(responseLength, seed),
    selfRating: 5 + (seed % 5),
  };
}

function onScale(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}
