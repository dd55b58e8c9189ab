import { shown } from '../errors.ts';
import type { Scale } from '../types.ts';
import { numberOfLevels } from './scale.ts';

/** Probabilities are often rounded, and unlikely levels left out: so far from one may their sum be. */
const sums = { least: 0.5, most: 1.01 };

/** No scale that people rate on has more levels. */
const mostLevels = 1000;

/** What is wrong with probabilities of the levels of a scale; undefined if nothing. */
export function problemWith(probabilities: unknown, scale: Scale): string | undefined {
  const levels = numberOfLevels(scale);
  if (levels === 0) return 'must be left out on a scale without steps';
  if (levels > mostLevels) return `must be left out on a scale of more than ${mostLevels} levels`;
  const expected = `must be ${levels} numbers from 0 on, one for each level of the scale, that add up to 0.5 at least and 1 at most`;
  if (!Array.isArray(probabilities)) return `${expected}, got ${shown(probabilities)}`;
  if (probabilities.length !== levels) return `${expected}, got ${probabilities.length}`;
  const wrong = probabilities.find((one) => !(typeof one === 'number' && one >= 0));
  if (wrong !== undefined) return `${expected}, got ${shown(wrong)}`;
  const sum = (probabilities as number[]).reduce((total, one) => total + one, 0);
  return sum >= sums.least && sum <= sums.most ? undefined : `${expected}, got the sum ${sum}`;
}
