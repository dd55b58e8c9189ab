import { expect } from 'vitest';
import {
  autoevalsScorer,
  evaliteScorer,
  langfuseEvaluator,
  langsmithEvaluator,
  mastraSteps,
  openevalsEvaluator,
  phoenixEvaluator,
  promptfooAssertion,
  promptfooProvider,
  vitestEvalsJudge,
  type AdapterOptions,
} from '../../src/adapters/index.ts';

/** What the options of all adapters have in common. */
export type Options = Omit<AdapterOptions<never>, 'request'>;

export interface Host {
  readonly name: string;
  /** Sets the adapter up and calls it as the host does, with an app's input and output. */
  readonly ask: (options: Options, input: unknown, output: unknown) => Promise<unknown>;
  /** What the host must be told of a decision that has a score. */
  readonly scored: (score: number, verdict: string) => unknown;
  /** What it must be told, exactly but for numbers and words, of one that has none; `label` is the verdict as hosts count it. */
  readonly unscored: (verdict: string, label: string) => unknown;
}

const words: unknown = expect.any(String);
const data: unknown = expect.objectContaining({ verdict: words, reason: words });
const explained = (verdict: string): unknown => expect.stringMatching(new RegExp(`^${verdict} \\(`));
const notScorable = (reason: string) => ({ skipped: reason });

export const hosts: readonly Host[] = [
  {
    name: 'evalite',
    ask: (options, input, output) => evaliteScorer(options)({ input, output }),
    scored: (score, verdict) => ({ name: 'unflatter', score, description: explained(verdict), metadata: data }),
    unscored: (verdict) => ({ name: 'unflatter', score: null, description: explained(verdict), metadata: data }),
  },
  {
    name: 'autoevals',
    ask: (options, input, output) => autoevalsScorer(options)({ input, output }),
    scored: (score) => ({ name: 'unflatter', score, metadata: data }),
    unscored: () => ({ name: 'unflatter', score: null, metadata: data }),
  },
  {
    name: 'promptfoo',
    ask: (options, prompt, output) => promptfooAssertion(options)(output, { prompt }),
    scored: (score, verdict) => ({ pass: verdict === 'pass', score, reason: explained(verdict), metadata: data }),
    unscored: (verdict, label) => ({ pass: label === 'pass', score: 0, reason: explained(verdict), metadata: data }),
  },
  {
    name: 'promptfoo, as a provider',
    ask: async (options, prompt, output) => {
      const app = { id: () => 'app', callApi: async () => ({ output }) };
      const { output: _, ...told } = await promptfooProvider(app, options).callApi(prompt as string);
      return told;
    },
    scored: (_score, verdict) => ({
      metadata: { unflatter: data },
      guardrails: { flagged: verdict !== 'pass', flaggedOutput: verdict !== 'pass', reason: explained(verdict) },
    }),
    unscored: (verdict, label) => ({
      metadata: { unflatter: data },
      guardrails: { flagged: label !== 'pass', flaggedOutput: label !== 'pass', reason: explained(verdict) },
    }),
  },
  {
    name: 'mastra',
    ask: async (options, input, output) => {
      const { preprocess, generateScore, generateReason } = mastraSteps({ ...options, notScorable });
      const results = { preprocessStepResult: await preprocess({ run: { input, output } }) };
      return {
        score: generateScore({ results }),
        reason: generateReason({ results }),
        metadata: results.preprocessStepResult.metadata,
      };
    },
    scored: (score, verdict) => ({ score, reason: explained(verdict), metadata: data }),
    unscored: (verdict) => ({ score: { skipped: explained(verdict) }, reason: words, metadata: data }),
  },
  {
    name: 'langsmith',
    ask: (options, inputs, outputs) => langsmithEvaluator(options)({ inputs, outputs }),
    scored: (score, verdict) => ({
      key: 'unflatter',
      score,
      value: verdict,
      comment: explained(verdict),
      evaluatorInfo: data,
    }),
    unscored: (verdict, label) => ({
      key: 'unflatter',
      score: null,
      value: label,
      comment: explained(verdict),
      evaluatorInfo: data,
    }),
  },
  {
    name: 'langfuse',
    ask: (options, input, output) => langfuseEvaluator(options)({ input, output }),
    scored: (value, verdict) => [
      { name: 'unflatter', value, dataType: 'NUMERIC', comment: explained(verdict), metadata: data },
      { name: 'unflatter_verdict', value: verdict, dataType: 'CATEGORICAL', comment: words, metadata: data },
    ],
    unscored: (verdict, label) => [
      {
        name: 'unflatter_verdict',
        value: label,
        dataType: 'CATEGORICAL',
        comment: explained(verdict),
        metadata: data,
      },
    ],
  },
  {
    name: 'phoenix',
    ask: (options, input, output) => phoenixEvaluator(options).evaluate({ input, output }),
    scored: (score, verdict) => ({ score, label: verdict, explanation: explained(verdict), metadata: data }),
    unscored: (verdict, label) => ({ label, explanation: explained(verdict), metadata: data }),
  },
  {
    name: 'openevals',
    ask: (options, inputs, outputs) => openevalsEvaluator(options)({ inputs, outputs }),
    scored: (score, verdict) => [
      { key: 'unflatter', score, comment: explained(verdict), metadata: data },
      { key: 'unflatter_pass', score: verdict === 'pass', comment: words, metadata: data },
    ],
    unscored: (verdict, label) => [
      { key: 'unflatter_pass', score: label === 'pass', comment: explained(verdict), metadata: data },
    ],
  },
  {
    name: 'vitest-evals',
    ask: (options, input, output) => vitestEvalsJudge(options).assess({ input, output }),
    scored: (score, verdict) => ({
      score,
      metadata: expect.objectContaining({ verdict, rationale: explained(verdict) }),
    }),
    unscored: (verdict) => ({
      score: null,
      metadata: expect.objectContaining({ verdict, rationale: explained(verdict) }),
    }),
  },
];
