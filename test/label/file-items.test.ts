import { describe, expect, it } from 'vitest';
import { readLabelItems } from '../../src/label/file-items.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const options = { humanScale: { min: 1, max: 5 }, policy: 'v1' };
const read = (records: readonly object[]) => readLabelItems(folder.write('records.jsonl', toLines(records)), options);

describe('records to be labelled', () => {
  it('bring what a person judges by, and may have no self-rating, or one on any scale', async () => {
    const shown = {
      prompt: 'p',
      response: 'r',
      system: 's',
      conversation: [{ role: 'user', content: 'c' }],
      sources: ['a', 'b'],
      language: 'ar',
    };
    const { items } = await read([
      { id: 'a', ...shown, selfRating: 99 },
      { id: 'b', response: 'r' },
    ]);
    expect(items[0]).toEqual({ id: 'a', ...shown, ratedBy: [], rating: { selfRating: 99 } });
    expect(items[1]).toMatchObject({ id: 'b', response: 'r', rating: { selfRating: undefined } });
  });

  it('are left out where they have no text', async () => {
    const features = { words: 3 };
    const found = await read([
      { id: 'a', features },
      { id: 'b', response: '  ' },
      { id: 'c', response: 'r' },
    ]);
    expect(found.withoutText).toBe(2);
    expect(found.items.map(({ id }) => id)).toEqual(['c']);
  });

  it('say who has rated them under the same instructions', async () => {
    const humanRatings = [3, { value: 4, labeller: 'a', policy: 'v1' }, { value: 4, labeller: 'b' }];
    const { items } = await read([{ id: 'a', response: 'r', humanRatings }]);
    expect(items[0]!.ratedBy).toEqual(['a']);
  });

  it('are refused with everything that is wrong', async () => {
    const wrong = read([
      { id: 'a', response: 'r', conversation: [{ role: 'user' }] },
      { id: 'a', response: 'r', sources: 'one' },
      { id: 'b', response: 'r', humanRatings: [9] },
    ]);
    await expect(wrong).rejects.toMatchObject({
      code: 'invalid-records',
      details: {
        issues: [
          { line: 1, field: 'conversation.0.content', message: 'must be a string, got nothing' },
          { line: 2, field: 'sources', message: 'must be a list of texts, got "one"' },
          { line: 2, field: 'id', message: 'must be unique, got "a" as in line 1' },
          { line: 3, field: 'humanRatings.0', message: 'must be from 1 to 5, got 9' },
        ],
      },
    });
  });
});
