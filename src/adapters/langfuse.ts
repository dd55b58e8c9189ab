import { assessor, defaultName, subjectOf, type AdapterOptions, type Plain } from './assessment.ts';

/** What Langfuse hands to an evaluator. */
export interface LangfuseGiven {
  readonly input: unknown;
  readonly output: unknown;
}

export interface LangfuseEvaluation {
  name: string;
  value: number | string;
  dataType: 'NUMERIC' | 'CATEGORICAL';
  comment: string;
  metadata: { [key: string]: Plain };
}

/**
 * An evaluator for the experiments of `@langfuse/client`. A score of Langfuse has to have a value, so there are two: the
 * verdict, `review` for a pass by `pass-insecure`, and the corrected pass probability, left out where it did not decide.
 *
 * @throws UnflatterError `invalid-option`, at once. The evaluator itself never rejects.
 */
export function langfuseEvaluator(
  options: AdapterOptions<LangfuseGiven>,
): (given: LangfuseGiven) => Promise<LangfuseEvaluation[]> {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ input, output }) => subjectOf(input, output));
  return async (given) => {
    const { label, score, explanation: comment, metadata } = await assess(given);
    const said = { comment, metadata };
    const categorical: LangfuseEvaluation = {
      name: `${name}_verdict`,
      value: label,
      dataType: 'CATEGORICAL',
      ...said,
    };
    return score === null ? [categorical] : [{ name, value: score, dataType: 'NUMERIC', ...said }, categorical];
  };
}
