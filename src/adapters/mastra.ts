import { assertOption } from '../calibrator/target.ts';
import { assessor, subjectOf, type AdapterOptions, type Assessment } from './assessment.ts';

/** What Mastra hands to the first step of a scorer. */
export interface MastraGiven {
  readonly run: { readonly input?: unknown; readonly output: unknown };
}

/** What it hands to the later ones. */
export interface MastraFound {
  readonly results: { readonly preprocessStepResult: Assessment };
}

export interface MastraOptions<NotScorable> extends Omit<AdapterOptions<MastraGiven>, 'name'> {
  /** The function of that name of `@mastra/core/evals`. */
  readonly notScorable: (reason: string) => NotScorable;
}

export interface MastraSteps<NotScorable> {
  /** Decides. The run keeps what it found as `preprocessStepResult`. */
  readonly preprocess: (given: MastraGiven) => Promise<Assessment>;
  readonly generateScore: (found: MastraFound) => number | NotScorable;
  readonly generateReason: (found: MastraFound) => string;
}

/**
 * The steps of a scorer, for `createScorer` of `@mastra/core/evals`: the corrected pass probability is the score and the
 * explanation the reason. A `review` is not scorable, and the explanation says why.
 *
 * @throws UnflatterError `invalid-option`, at once. The steps themselves never throw.
 */
export function mastraSteps<NotScorable>(options: MastraOptions<NotScorable>): MastraSteps<NotScorable> {
  const { notScorable, ...rest } = options;
  assertOption(typeof notScorable === 'function', 'notScorable', 'the function of Mastra', notScorable);
  return {
    preprocess: assessor(rest, ({ run }) => subjectOf(run.input, run.output)),
    generateScore: ({ results }) => {
      const { score, explanation } = results.preprocessStepResult;
      return score ?? notScorable(explanation);
    },
    generateReason: ({ results }) => results.preprocessStepResult.explanation,
  };
}
