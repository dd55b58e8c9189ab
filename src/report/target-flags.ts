import type { Target } from '../types.ts';
import { shellWord } from './shell-word.ts';

/** What a target is, as the flags of a command that can be copied. */
export function targetFlags({ ratingScale, humanScale, passAt, passBy, criterion }: Target): string {
  const scale = ({ min, max, step }: Target['ratingScale']): string =>
    [min, max, ...(step === undefined ? [] : [step])].join(':');
  return [
    `--rating-scale ${scale(ratingScale)} --human-scale ${scale(humanScale)} --pass-at ${passAt}`,
    ...(passBy === undefined ? [] : [`--pass-by ${passBy}`]),
    ...(criterion === undefined ? [] : [`--criterion ${shellWord(criterion)}`]),
  ].join(' ');
}
