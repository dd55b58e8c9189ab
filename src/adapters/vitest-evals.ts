import { assessor, defaultName, subjectOf, type AdapterOptions, type Plain } from './assessment.ts';

/** What vitest-evals hands to a judge. */
export interface VitestEvalsGiven {
  readonly input: unknown;
  readonly output: unknown;
}

export interface VitestEvalsJudgement {
  /** 0..1; null, not scored, where nothing was decided. vitest-evals holds it against a threshold as 0. */
  score: number | null;
  metadata: { rationale: string; [key: string]: Plain };
}

export interface VitestEvalsJudge {
  name: string;
  assess: (given: VitestEvalsGiven) => Promise<VitestEvalsJudgement>;
}

/**
 * A judge for `vitest-evals`: the corrected pass probability. A `review` is null. The threshold is the test's to give, and
 * 1 where it gives none: take that of the gate.
 *
 * @throws UnflatterError `invalid-option`, at once. The judge itself never rejects.
 */
export function vitestEvalsJudge(options: AdapterOptions<VitestEvalsGiven>): VitestEvalsJudge {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ input, output }) => subjectOf(input, output));
  return {
    name,
    assess: async (given) => {
      const { score, explanation, metadata } = await assess(given);
      return { score, metadata: { ...metadata, rationale: explanation } };
    },
  };
}
