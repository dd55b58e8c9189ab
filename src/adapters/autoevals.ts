import { assessor, defaultName, subjectOf, type AdapterOptions, type Plain } from './assessment.ts';

/** What Braintrust, and whoever calls a scorer of autoevals, hands to it. */
export interface AutoevalsGiven {
  readonly input?: unknown;
  readonly output: unknown;
}

export interface AutoevalsScore {
  name: string;
  /** 0..1; null, which Braintrust leaves out of its averages, where nothing was decided. */
  score: number | null;
  metadata: { [key: string]: Plain };
}

/**
 * A scorer as those of `autoevals`, for `Eval` of `braintrust` as well: the corrected pass probability. A `review` is null.
 *
 * @throws UnflatterError `invalid-option`, at once. The scorer itself never rejects.
 */
export function autoevalsScorer(
  options: AdapterOptions<AutoevalsGiven>,
): (given: AutoevalsGiven) => Promise<AutoevalsScore> {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ input, output }) => subjectOf(input, output));
  return async (given) => {
    const { score, explanation, metadata } = await assess(given);
    return { name, score, metadata: { ...metadata, explanation } };
  };
}
