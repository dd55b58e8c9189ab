import { assessor, defaultName, subjectOf, type AdapterOptions, type Plain } from './assessment.ts';

/** What Phoenix hands to an evaluator. */
export interface PhoenixGiven {
  readonly input?: unknown;
  readonly output?: unknown;
}

export interface PhoenixEvaluation {
  /** 0..1; left out where nothing was decided. */
  score?: number;
  /** The verdict; `review` for a pass by `pass-insecure`. */
  label: string;
  explanation: string;
  metadata: { [key: string]: Plain };
}

export interface PhoenixEvaluator {
  readonly name: string;
  readonly kind: 'LLM';
  readonly optimizationDirection: 'MAXIMIZE';
  readonly evaluate: (given: PhoenixGiven) => Promise<PhoenixEvaluation>;
}

/**
 * An evaluator as those of `@arizeai/phoenix-evals`: the corrected pass probability as the score, the verdict as the label.
 * A `review` has no score.
 *
 * @throws UnflatterError `invalid-option`, at once. The evaluator itself never rejects.
 */
export function phoenixEvaluator(options: AdapterOptions<PhoenixGiven>): PhoenixEvaluator {
  const { name = defaultName } = options;
  const assess = assessor(options, ({ input, output }) => subjectOf(input, output));
  return {
    name,
    kind: 'LLM',
    optimizationDirection: 'MAXIMIZE',
    evaluate: async (given) => {
      const { label, score, explanation, metadata } = await assess(given);
      return { ...(score === null ? {} : { score }), label, explanation, metadata };
    },
  };
}
