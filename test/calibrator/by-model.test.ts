import { describe, expect, it } from 'vitest';
import { isModel } from '../../src/calibrator/by-model.ts';

describe('labels by a model', () => {
  it.each([
    'model',
    'Model ',
    'ｍｏｄｅｌ',
    'mo\u034Fdel',
    'model\uFE0F',
    '\u3164model',
    'mod\u200Bel',
    'LLM',
    'AI model',
    'llm judge',
  ])('are known by their source, however it is written: %j', (source) => expect(isModel(source)).toBe(true));

  it.each(['expert', 'user', 'modeller', 'fashion model', 'aid', ''])('are not those of %j', (source) =>
    expect(isModel(source)).toBe(false),
  );
});
