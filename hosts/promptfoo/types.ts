import type { ApiProvider, AssertionValueFunction, GradingResult } from 'promptfoo';
import { promptfooAssertion, promptfooProvider } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

declare const inner: ApiProvider;

export const assertion: AssertionValueFunction = promptfooAssertion({ gate, rate });
export const grading: GradingResult = await promptfooAssertion({ gate })('text');
export const provider: ApiProvider = promptfooProvider(inner, { gate, rate });
// @ts-expect-error a verdict is no boolean
export const wrong: AssertionValueFunction = async () => ({ pass: 'review', score: 0, reason: '' });
// @ts-expect-error a provider has an id
promptfooProvider({ callApi: inner.callApi }, { gate });
