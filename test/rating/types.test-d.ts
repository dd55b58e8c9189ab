import { generateText, wrapLanguageModel, type LanguageModel } from 'ai';
import {
  bestOf,
  criteriaRater,
  gatedEach,
  memoryCache,
  qualityGateMiddleware,
  rubrics,
  scales,
  selfRater,
  type OnFail,
  type QualityGateMiddleware,
  type Rate,
} from '../../src/rating/index.ts';
import type { QualityGate } from '../../src/gate/gate.ts';

/*
 * Compiled, never run: against the installed `ai` by tsconfig.json, and against version 6 by tsconfig.ai6.json.
 */

type Wrapped = Parameters<typeof wrapLanguageModel>[0];

/** Neither side has become `any`, which would accept whatever follows. */
type IsAny<Type> = 0 extends 1 & Type ? true : false;
export const known: [IsAny<LanguageModel>, IsAny<Wrapped['model']>, IsAny<Wrapped['middleware']>] = [
  false,
  false,
  false,
];

export function wraps(model: Wrapped['model'], gate: QualityGate, rate: Rate): LanguageModel {
  const middleware: QualityGateMiddleware = qualityGateMiddleware({ gate, rate });
  return wrapLanguageModel({ model, middleware });
}

export function wrapsAmongOthers(model: Wrapped['model'], gate: QualityGate, rate: Rate): LanguageModel {
  return wrapLanguageModel({ model, middleware: [qualityGateMiddleware({ gate, rate })] });
}

export function wrapsWithFallback(
  model: Wrapped['model'],
  fallback: Wrapped['model'],
  gate: QualityGate,
  rate: Rate,
): LanguageModel[] {
  const modes: OnFail[] = ['annotate', 'throw', { retry: 2 }, { fallback }];
  // @ts-expect-error the id of a model cannot be asked
  modes.push({ fallback: 'provider/model' });
  return modes.map((onFail) => wrapLanguageModel({ model, middleware: qualityGateMiddleware({ gate, rate, onFail }) }));
}

/** What `generateText` gives, for `bestOf`. */
export async function best(model: LanguageModel, gate: QualityGate, rate: Rate): Promise<string> {
  const generate = () => generateText({ model, prompt: 'Hello' });
  const { response, result } = await bestOf({ n: 3, request: { prompt: 'Hello' }, generate, rate, gate });
  return response + result.usage.outputTokens;
}

const ofAnotherTime = { provider: 'house', modelId: 'judge', doGenerate: async () => ({}) };

export function rates(model: LanguageModel, wrapped: Wrapped['model'], gate: QualityGate): Rate[] {
  const scale = { min: 1, max: 10, step: 1 };
  const rate = selfRater({ model, rubric: 'Is it correct?', scale });
  return [
    rate,
    selfRater({ model: 'provider/model', rubric: 'Is it correct?', scale }),
    selfRater({ model: wraps(wrapped, gate, rate), rubric: 'Is it correct?', scale }),
    // @ts-expect-error a number is no model
    selfRater({ model: 7, rubric: 'Is it correct?', scale }),
    // @ts-expect-error a model of another time
    selfRater({ model: { ...ofAnotherTime, specificationVersion: 'v1' }, rubric: 'Is it correct?', scale }),
    // @ts-expect-error an object is no model
    selfRater({ model: { modelId: 'judge' }, rubric: 'Is it correct?', scale }),
  ];
}

export async function ratesByCriteria(model: LanguageModel, gate: QualityGate): Promise<number[]> {
  const rate = criteriaRater({ model, criteria: { ...rubrics, polite: 'Is it polite?' }, scale: scales.yesNo });
  const { helpful, polite, ...others } = await rate({ response: 'Yes.' });
  // @ts-expect-error no such criterion
  void others.friendly;
  const decide = gatedEach(rate, { helpful: gate, polite: gate });
  const decisions = await decide({ response: 'Yes.' });
  void decisions.polite.verdict;
  // @ts-expect-error it has no gate
  void decisions.safe;
  // @ts-expect-error nothing is rated by that name
  gatedEach(rate, { friendly: gate });
  // @ts-expect-error several criteria have no probabilities
  criteriaRater({ model, criteria: { helpful: rubrics.helpful }, scale: scales.unit, probabilities: true });
  selfRater({ model, rubric: rubrics.faithful, scale: { levels: ['poor', 'good'] }, cache: new Map<string, string>() });
  selfRater({ model, rubric: rubrics.faithful, scale: scales.unit, cache: memoryCache({ max: 5 }), samples: 3 });
  // @ts-expect-error a scale has names or numbers
  selfRater({ model, rubric: rubrics.faithful, scale: 'yes-no' });
  return [helpful.selfRating, polite.selfRating];
}
