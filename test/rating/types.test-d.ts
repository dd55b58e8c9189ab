import { wrapLanguageModel, type LanguageModel } from 'ai';
import { qualityGateMiddleware, selfRater, type QualityGateMiddleware, type Rate } from '../../src/rating/index.ts';
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
