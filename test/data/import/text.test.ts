import { describe, expect, it } from 'vitest';
import { promptIn, responseIn } from '../../../src/data/import/text.ts';
import { importRecords } from '../../../src/data/index.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();

describe('the response in an object', () => {
  it.each<[string, unknown]>([
    ['a text and another', { text: 'full doc', summary: 'short' }],
    ['two usual names that say little', { text: 'full doc', content: 'short' }],
    ['a text and parts', { text: 'full doc', content: [{ type: 'text', text: 'short' }] }],
    ['one within another', { output: { message: 'full doc', title: 'short' } }],
    ['no usual name', { document: 'full doc', summary: 'short' }],
    ['a message that calls a tool and says nothing', { role: 'assistant', content: null, tool_calls: [{}] }],
  ])('is not guessed: %s', (_name, output) => {
    expect(responseIn(output)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['a name that says what it is', { answer: 'So.', text: 'full doc', summary: 'short' }],
    ['a usual name alone', { text: 'So.', tokens: 3, error: '', sources: ['manual'] }],
    ['a message', { role: 'assistant', content: 'So.', reasoning_content: 'Hm.' }],
    ['a message in an object', { created_at: '2026-01-05', message: { role: 'assistant', content: 'So.' } }],
    ['a message by its type', { type: 'ai', content: 'So.', name: 'writer', id: 'run-1' }],
    [
      'a message in parts',
      { id: 'm', type: 'message', model: 'w', content: [{ type: 'text', text: 'So.' }], stop_reason: 'end_turn' },
    ],
    ['a completion', { choices: [{ text: 'So.', index: 0, finish_reason: 'stop', logprobs: null }] }],
    ['its only text', { summary: 'So.', id: 'x', score: 1 }],
  ])('is read where it is plain: %s', (_name, output) => {
    expect(responseIn(output)).toBe('So.');
  });

  it('is left out, with what was seen, where there are several texts', async () => {
    const event = { id: 'e', input: { text: 'Why?', tone: 'kind' }, scores: { fact: 1 } };
    const events = [
      { ...event, output: { text: 'full doc', summary: 'short' } },
      { ...event, output: { result: { text: 'full doc', summary: 'short' } } },
      { ...event, output: 'So.' },
    ];
    const { records, skipped } = await importRecords([folder.write('events.json', JSON.stringify(events))], {
      score: 'fact',
    });
    const reason =
      'has several texts, and no name that says which is the response: an object with the keys text, summary';
    expect(skipped.map((one) => one.reason)).toEqual([reason, reason]);
    expect(records).toEqual([{ id: 'e', response: 'So.', selfRating: 1, humanRatings: [] }]);
  });
});

describe('the prompt in an object', () => {
  it('is not guessed either', () => {
    expect(promptIn({ text: 'Why?', tone: 'kind' })).toBeUndefined();
    expect(promptIn({ question: 'Why?', text: 'full doc' })).toBe('Why?');
    expect(promptIn({ text: 'full doc', user_input: 'Why?' })).toBe('Why?');
    expect(promptIn({ role: 'user', content: 'Why?', name: 'x' })).toBe('Why?');
  });
});
