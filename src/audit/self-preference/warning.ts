import type { Estimate } from '../../fit/bootstrap.ts';
import { nothing, type Noise } from './noise.ts';

/** With human ratings at least so reliable, what noise leaves of the difference in quality is at most a fifth of it. */
const goodReliability = 0.8;

/**
 * Why a gap at equal human rating may be quality: at equal noisy ratings, the better ones are still somewhat better. Where
 * people rate own and others' responses alike, noise leaves nothing.
 */
export function warningOf({ reliability, gap, goneAt }: Noise, { value }: Estimate): string | undefined {
  if (value === null || Math.abs(value) < nothing) return undefined;
  if (reliability !== null && reliability >= goodReliability) return undefined;
  const why = `people rate own responses ${value < 0 ? 'lower' : 'higher'}, and noise in human ratings leaves part of that in the gap`;
  const bound =
    goneAt === null
      ? 'noise alone cannot make the gap'
      : `the gap would be gone if ${percent(goneAt)} of the variance of human ratings were quality`;
  if (reliability === null)
    return `${why}: how much is unknown, since too few responses were rated by several people; ${bound}`;
  if (gap.value === null) return `${why}: people agree too little for it to be taken out; ${bound}`;
  return `${why}: ${percent(reliability)} of their variance is quality; ${bound}; the gap without noise is the one to read`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
