import { assessor, defaultName, subjectOf, type AdapterOptions, type Plain } from './assessment.ts';

/** What evalite hands to a scorer. */
export interface EvaliteGiven {
  readonly input: unknown;
  readonly output: unknown;
}

export interface EvaliteScore {
  name: string;
  /** 0..1; null where nothing was decided, which evalite shows and averages as 0. */
  score: number | null;
  description: string;
  metadata: { [key: string]: Plain };
}

/**
 * A scorer for `evalite`: the corrected pass probability. A `review` is null.
 *
 * @throws UnflatterError `invalid-option`, at once. The scorer itself never rejects.
 */
export function evaliteScorer(options: AdapterOptions<EvaliteGiven>): (given: EvaliteGiven) => Promise<EvaliteScore> {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ input, output }) => subjectOf(input, output));
  return async (given) => {
    const { score, explanation, metadata } = await assess(given);
    return { name, score, description: explanation, metadata };
  };
}
