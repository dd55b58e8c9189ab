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
 * probability, left out where it did not decide, and under `<name>_pass` whether the gate passed the response. Whoever asks
 * that all results be true asks for a pass.
 *
 * @throws UnflatterError `invalid-option`, at once. The evaluator itself never rejects.
 */
export function openevalsEvaluator(
  options: AdapterOptions<OpenevalsGiven>,
): (given: OpenevalsGiven) => Promise<OpenevalsResult[]> {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ inputs, outputs }) => subjectOf(inputs, outputs));
  return async (given) => {
    const { label, score, explanation: comment, metadata } = await assess(given);
    const passed = { key: `${name}_pass`, score: label === 'pass', comment, metadata };
    return score === null ? [passed] : [{ key: name, score, comment, metadata }, passed];
  };
}
