import { assertOption } from '../calibrator/target.ts';
import { assessor, subjectOf, type AdapterOptions, type Assessment, type Plain } from './assessment.ts';

/** What promptfoo hands to an assertion, as one object. */
export interface PromptfooGiven {
  readonly prompt?: unknown;
  readonly output: unknown;
}

export interface PromptfooGrading {
  /** Only for a `pass` by the rules of the gate: one by `pass-insecure` is none here. */
  pass: boolean;
  /** The pass probability, 0..1; 0 where it did not decide. */
  score: number;
  reason: string;
  metadata: { [key: string]: Plain };
}

type PromptfooOptions = Omit<AdapterOptions<PromptfooGiven>, 'name'>;

/**
 * An assertion for `promptfoo`, of the type `javascript`. There is only pass and fail in promptfoo: a `review` does not
 * pass, with a score of 0, and the reason begins with the verdict.
 *
 * @throws UnflatterError `invalid-option`, at once. The assertion itself never rejects.
 */
export function promptfooAssertion(
  options: PromptfooOptions,
): (output: unknown, context?: { readonly prompt?: unknown }) => Promise<PromptfooGrading> {
  const assess = assessor(options, ({ prompt, output }) => subjectOf(prompt, output));
  return async (output, context) => {
    const { label, score, explanation, metadata } = await assess({ prompt: context?.prompt, output });
    return { pass: label === 'pass', score: score ?? 0, reason: explanation, metadata };
  };
}

/** What has to be known of a provider of promptfoo. */
export interface PromptfooProvider<Context, Options, Response> {
  readonly id: () => string;
  readonly callApi: (prompt: string, context?: Context, options?: Options) => Promise<Response>;
}

export interface PromptfooGated {
  metadata: { unflatter: { [key: string]: Plain }; [key: string]: unknown };
  guardrails: { flagged: boolean; flaggedOutput: boolean; reason: string };
}

/**
 * Puts a gate behind a provider of `promptfoo`. The output stays as it is, so that every other assertion still sees it; the
 * decision is added to `metadata.unflatter`, and what did not pass is flagged as the guardrails of a provider flag it,
 * for the assertion `guardrails`. An answer that is an error is passed on untouched: nothing was said that could be rated.
 *
 * @throws UnflatterError `invalid-option`, at once. It rejects only where the provider does.
 */
export function promptfooProvider<Context, Options, Response extends object>(
  provider: PromptfooProvider<Context, Options, Response>,
  options: PromptfooOptions,
): PromptfooProvider<Context, Options, Response & Partial<PromptfooGated>> {
  const isProvider = typeof provider?.id === 'function' && typeof provider.callApi === 'function';
  assertOption(isProvider, 'provider', 'a provider of promptfoo', provider);
  const assess = assessor(options, ({ prompt, output }) => subjectOf(prompt, output));
  return {
    id: () => `unflatter:${provider.id()}`,
    callApi: async (prompt, ...rest) => {
      const answer = await provider.callApi(prompt, ...rest);
      // A provider that answers nothing has said nothing that could pass.
      const said: Answer = answer ?? {};
      // As promptfoo tells an error: an empty one is none.
      if (said.error) return answer;
      const assessment = await assess({ prompt, output: said.output });
      return { ...answer, ...gatedBy(assessment, said) };
    },
  };
}

interface Answer {
  readonly error?: unknown;
  readonly output?: unknown;
  readonly metadata?: unknown;
  readonly guardrails?: Partial<PromptfooGated['guardrails'] & { flaggedInput: boolean }> | null;
}

/** A flag that the provider has set itself stays, with its reason. */
function gatedBy(assessment: Assessment, { metadata, guardrails }: Answer): PromptfooGated {
  const { label, explanation } = assessment;
  // As promptfoo reads a flag, and whichever of the three it is: a provider need not set them all.
  const isOwn = Boolean(guardrails?.flagged || guardrails?.flaggedInput || guardrails?.flaggedOutput);
  const flagged = label !== 'pass';
  return {
    metadata: { ...(metadata as object | undefined), unflatter: assessment.metadata },
    guardrails: {
      ...guardrails,
      flagged: isOwn || flagged,
      flaggedOutput: Boolean(guardrails?.flaggedOutput) || flagged,
      reason: (isOwn ? guardrails?.reason : undefined) ?? explanation,
    },
  };
}
