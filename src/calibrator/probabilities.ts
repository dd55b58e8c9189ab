import { shown } from '../errors.ts';
import type { Scale } from '../types.ts';
import { levelsOf } from './scale.ts';

/** Probabilities are often rounded: so far above one may their sum be. Below it some levels were left out. */
const rounding = 0.01;

/** What is wrong with probabilities of the levels of a scale; undefined if nothing. */
export function problemWith(probabilities: unknown, scale: Scale): string | undefined {
  const levels = levelsOf(scale).length;
  if (levels === 0) return 'must be left out on a scale without steps';
  const expected = `must be ${levels} numbers from 0 on, one for each level of the scale, that add up to at most 1`;
  if (!Array.isArray(probabilities)) return `${expected}, got ${shown(probabilities)}`;
  if (probabilities.length !== levels) return `${expected}, got ${probabilities.length}`;
  const wrong = probabilities.find((one) => !(typeof one === 'number' && one >= 0));
  if (wrong !== undefined) return `${expected}, got ${shown(wrong)}`;
  const sum = (probabilities as number[]).reduce((total, one) => total + one, 0);
  return sum > 0 && sum <= 1 + rounding ? undefined : `${expected}, got the sum ${sum}`;
}
