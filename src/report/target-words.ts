import type { Calibrator } from '../calibrator/calibrator.ts';
import { count } from './numbers.ts';

type Target = Calibrator['target'];

/** What passing means: `mean human rating from 4`, or that a person drawn at random passes it. */
export function passWords({ passAt, passBy }: Target): string {
  return passBy === 'person'
    ? `a person drawn at random passes it, from ${passAt}`
    : `mean human rating from ${passAt}`;
}

/** What is counted: records by their mean human rating, or each human rating on its own. */
export function labelWords(labels: number, { passBy }: Target): string {
  return `${count(labels)} ${passBy === 'person' ? 'human ratings' : 'labelled records'}`;
}
