import { normal, seededRandom, type Random } from '../../math/random.ts';
import type { CalibrationRecord, Target } from '../../types.ts';

/** What the made-up set measures. */
export const madeUpTarget: Target = {
  ratingScale: { min: 1, max: 10, step: 1 },
  humanScale: { min: 1, max: 5 },
  passAt: 3,
  criterion: 'helpful',
};

const words =
  `the pump stops when its filter is full so open the lid and rinse it with cold water before you start again
  a loose belt makes noise and wears out early while dry bearings get hot check the level of oil twice a year`.split(
    /\s+/,
  );

/**
 * A hundred and twenty answers to sixty prompts, made up by seed. The rater sees quality with noise, and flatters what is
 * long; people see quality, and like it short.
 */
export function madeUpRecords(): CalibrationRecord[] {
  const random = seededRandom(20);
  return Array.from({ length: 120 }, (_, i) => {
    const quality = normal(random);
    const sentences = 1 + Math.floor(10 * random());
    const length = (sentences - 5.5) / 3;
    return {
      id: `r-${String(i).padStart(3, '0')}`,
      prompt: `Why does pump number ${i >> 1} stop, and what is there to do about it?`,
      response: Array.from({ length: sentences }, () => sentence(random)).join(' '),
      selfRating: within(5.5 + 1.5 * quality + length + normal(random), 1, 10),
      humanRatings: [within(3 + quality - 0.5 * length + 0.5 * normal(random), 1, 5)],
      rater: 'a-model',
      criterion: 'helpful',
    };
  });
}

/** A sentence of nine to fifteen words. */
function sentence(random: Random): string {
  const length = 9 + Math.floor(7 * random());
  const text = Array.from({ length }, () => words[Math.floor(random() * words.length)]!).join(' ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}
