import { significant } from '../../math/round.ts';
import { bestOfChances } from './best-of.ts';
import type { Candidate, Choice } from './candidates.ts';

/** What the chosen are like on average: for each n a value for each choice. */
export type Courses = Readonly<Record<keyof Candidate, readonly Float64Array[]>>;

/** For each choice, exact over its subsets, when the best by one score is taken. */
export function coursesOf(used: readonly Choice[], most: number, score: keyof Candidate): Courses {
  const blank = (): Float64Array[] => Array.from({ length: most }, () => new Float64Array(used.length));
  const courses = { raw: blank(), corrected: blank(), human: blank(), passes: blank() };
  used.forEach(({ candidates }, choice) => {
    const scores = candidates.map((candidate) => candidate[score]);
    for (let i = 0; i < most; i++) {
      const chances = bestOfChances(scores, i + 1);
      for (const what of ['raw', 'corrected', 'human', 'passes'] as const) {
        const expected = candidates.reduce((sum, one, place) => sum + chances[place]! * one[what], 0);
        // What is the same by any score, as at n = 1, differs in no last digit.
        courses[what][i]![choice] = significant(expected, 12);
      }
    }
  });
  return courses;
}
