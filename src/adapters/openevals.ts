import { assessor, defaultName, subjectOf, type AdapterOptions, type Plain } from './assessment.ts';

/** What is handed to an evaluator of openevals. */
export interface OpenevalsGiven {
  readonly inputs?: unknown;
  readonly outputs: unknown;
  readonly [key: string]: unknown;
}

export interface OpenevalsResult {
  key: string;
  score: number | boolean;
  comment: string;
  metadata: { [key: string]: Plain };
}

/**
 * An evaluator as those of `openevals`. It has no word for "not scored", so there are two results: the corrected pass
 * probability, left out for a `review`, and under `<name>_decided` whether there was anything but a review. Whoever asks
 * that all results be true asks for a decision too.
 *
 * @throws UnflatterError `invalid-option`, at once. The evaluator itself never rejects.
 */
export function openevalsEvaluator(
  options: AdapterOptions<OpenevalsGiven>,
): (given: OpenevalsGiven) => Promise<OpenevalsResult[]> {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ inputs, outputs }) => subjectOf(inputs, outputs));
  return async (given) => {
    const { score, explanation: comment, metadata } = await assess(given);
    const decided = { key: `${name}_decided`, score: score !== null, comment, metadata };
    return score === null ? [decided] : [{ key: name, score, comment, metadata }, decided];
  };
}
