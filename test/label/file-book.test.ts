import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labelsInLines } from '../../src/data/labels/read-lines.ts';
import { openLabelFile } from '../../src/label/file-book.ts';
import { readLabelLines } from '../../src/label/label-lines.ts';
import type { LoggedLabel } from '../../src/log/decision.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const label = (n: number): LoggedLabel => ({
  key: `k${n}`,
  id: `水${n}`,
  value: 3,
  labeller: 'a',
  source: 'expert',
  at: n,
});
const keysIn = async (path: string) => (await readLabelLines(path)).labels.map(({ key }) => key);

describe('a file of labels', () => {
  it('has one line for each label that is made or taken back, and goes on where it stopped', async () => {
    const path = folder.path('grow.labels.jsonl');
    const first = await openLabelFile(path);
    for (const n of [1, 2, 3]) await first.save(label(n));
    await first.takeBack(label(2));
    first.close();
    const second = await openLabelFile(path);
    expect(second.labels).toEqual([label(1), label(3)]);
    await second.save({ ...label(4), policy: 'v1', note: 'n' });
    second.close();
    const lines = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      label(1),
      label(2),
      label(3),
      { undo: 'k2', labeller: 'a', at: expect.any(Number) },
      { ...label(4), policy: 'v1', note: 'n' },
    ]);
  });

  it('can be joined to its records: what was taken back is none, and what was given instead counts', async () => {
    const path = folder.path('join.labels.jsonl');
    const book = await openLabelFile(path);
    for (const n of [1, 2]) await book.save(label(n));
    await book.takeBack(label(2));
    await book.save({ ...label(2), value: 5 });
    await book.save(label(3));
    await book.takeBack(label(3));
    book.close();
    const { labels, issues, blank } = labelsInLines(path, readFileSync(path, 'utf8'));
    expect(labels.map(({ id, value }) => [id, value])).toEqual([
      ['水1', 3],
      ['水2', 5],
    ]);
    expect([issues, blank]).toEqual([[], 0]);
  });

  it('cut at any byte of its last line loses that line at most, and the next label is readable', async () => {
    const whole = Buffer.from([1, 2].map((n) => `${JSON.stringify(label(n))}\n`).join(''));
    const start = whole.indexOf('\n') + 1;
    for (let end = start; end <= whole.length; end++) {
      const path = folder.path('cut.labels.jsonl');
      writeFileSync(path, whole.subarray(0, end));
      const book = await openLabelFile(path);
      await book.save(label(9));
      book.close();
      // Only the line feed was missing: the label is all there.
      const kept = end >= whole.length - 1 ? ['k1', 'k2', 'k9'] : ['k1', 'k9'];
      expect(await keysIn(path), `cut at ${end}`).toEqual(kept);
    }
  });

  it('to which others have added since it was read is left as it is', async () => {
    for (const before of ['', `${JSON.stringify(label(1))}\n`, `${JSON.stringify(label(1))}\n{"key":"k2`]) {
      const path = folder.write('others.labels.jsonl', before);
      const book = await openLabelFile(path);
      appendFileSync(path, `${JSON.stringify(label(3))}\n`);
      const there = readFileSync(path, 'utf8');
      await expect(book.save(label(9))).rejects.toMatchObject({
        code: 'unwritable-file',
        message: expect.stringMatching(/it had \d+ bytes when it was read and has \d+ now: start again/),
      });
      expect(readFileSync(path, 'utf8')).toBe(there);
      book.close();
    }
  });

  it('can be joined while its last line is torn, but not with anything else there', () => {
    const one = `${JSON.stringify(label(1))}\n`;
    for (const end of ['{"key":"k2","id"', '{"un', '{"seen":"k']) {
      const { labels, issues } = labelsInLines('torn', one + end);
      expect([labels.length, issues]).toEqual([1, []]);
    }
    for (const end of ['{"id":"a"', 'x', '{"key":"k2"\n', '{"key":"k2","id":"a","value":"4"}'])
      expect(labelsInLines('torn', one + end).issues).toHaveLength(1);
  });

  it('keeps which labels are final, and joins as before', async () => {
    const path = folder.path('seen.labels.jsonl');
    const book = await openLabelFile(path);
    await book.save(label(1));
    await book.see!(label(1));
    book.close();
    const again = await openLabelFile(path);
    expect([again.seen, again.labels]).toEqual([['k1'], [label(1)]]);
    const { labels, issues, blank } = labelsInLines(path, readFileSync(path, 'utf8'));
    expect([labels.length, issues, blank]).toEqual([1, [], 0]);
  });

  it('keeps a label that stands there twice once', async () => {
    const path = folder.write('twice.jsonl', `${JSON.stringify(label(1))}\n`.repeat(2));
    expect(await keysIn(path)).toEqual(['k1']);
  });

  it.each([
    ['another file', '{"name":"unflatter"}\n', /another\.jsonl:1 key must be a non-empty string, got nothing/],
    ['a last line that is all there, and wrong', '{"key":"k1","id":"a"}', /:1 value must be a number, got nothing/],
    ['a file of text', 'Dear diary', /:1 label must be one JSON object a line/],
    ['JSON over several lines', '{\n"key": "k1"\n}\n', /:1 label/],
    ['a line in the middle that is broken', `{"key":"k1"\n${JSON.stringify(label(2))}\n`, /:1 label/],
    [
      'a rating that is no number',
      `${JSON.stringify({ ...label(1), value: null })}\n`,
      /value must be a number, got null/,
    ],
  ])('is not taken for one, nor touched, where it is %s', async (_name, content, message) => {
    const path = folder.write('another.jsonl', content);
    await expect(openLabelFile(path)).rejects.toMatchObject({
      code: 'invalid-records',
      message: expect.stringMatching(message),
    });
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('says so where it cannot be written', async () => {
    const book = await openLabelFile(folder.path('no/such/folder.jsonl'));
    await expect(book.save(label(1))).rejects.toMatchObject({ code: 'unwritable-file' });
  });
});
