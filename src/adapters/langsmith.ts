import { assessor, defaultName, subjectOf, type AdapterOptions, type Plain } from './assessment.ts';

/** What LangSmith hands to an evaluator. */
export interface LangsmithGiven {
  readonly inputs?: unknown;
  readonly outputs?: unknown;
}

export interface LangsmithFeedback {
  key: string;
  /** 0..1; null where nothing was decided. */
  score: number | null;
  /** The verdict; `review` for a pass by `pass-insecure`. */
  value: string;
  comment: string;
  evaluatorInfo: { [key: string]: Plain };
}

/**
 * An evaluator for `evaluate` of `langsmith`: the corrected pass probability as the score, the verdict as the value. A
 * `review` has no score.
 *
 * @throws UnflatterError `invalid-option`, at once. The evaluator itself never rejects.
 */
export function langsmithEvaluator(
  options: AdapterOptions<LangsmithGiven>,
): (given: LangsmithGiven) => Promise<LangsmithFeedback> {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ inputs, outputs }) => subjectOf(inputs, outputs));
  return async (given) => {
    const { label, score, explanation, metadata } = await assess(given);
    return { key: name, score, value: label, comment: explanation, evaluatorInfo: metadata };
  };
}
