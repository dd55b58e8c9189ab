import { describe, expect, it } from 'vitest';
import { extractFeatures } from '../../src/features/extract.ts';
import { read } from '../../src/features/reading.ts';
import { expectClose } from '../close.ts';

describe('words of scripts without spaces', () => {
  it.each([
    ['Chinese', '今天下雨', 2],
    ['Chinese with marks between', '今天下雨。我，不去', 4],
    ['Japanese', '私は学生です', 4],
    ['Thai', 'ฉันกินข้าว', 3],
    ['Chinese among Latin', '我用 Python 写', 4],
    ['Katakana with a long vowel', 'タワー', 1],
  ])('are told by their dictionaries: %s', (_, text, words) => {
    expect(read(text, undefined).words).toBe(words);
  });

  it.each(['今天下雨', '私は学生です', 'ฉันกินข้าว', 'ខ្ញុំញ៉ាំបាយ', 'ຂ້ອຍກິນເຂົ້າ', 'ထမင်းစားသည်'])(
    'have all the characters of the text: %s',
    (text) => {
      const { words, wordCharacters } = read(text, undefined);
      expect(words).toBeGreaterThan(1);
      expect(wordCharacters).toBe(text.length);
    },
  );

  it('are the same ones wherever they come', () => {
    expect(read('今天，今天。今天', undefined)).toMatchObject({ words: 3, distinctWords: 1 });
  });

  it('are cut in long runs as in short ones', () => {
    expect(read('今天'.repeat(1000), undefined)).toMatchObject({ words: 1000, distinctWords: 1, wordCharacters: 2000 });
  });

  it('are of their mean length so far behind the first three hundred letters', () => {
    // By the dictionary, 今天下雨 is two words, and 不可能性 is not cut in the middle.
    expect(read('今天下雨。'.repeat(75), undefined)).toMatchObject({ words: 150, distinctWords: 2 });
    expect(read(`${'今天下雨。'.repeat(75)}不可能性`, undefined)).toMatchObject({ words: 152, distinctWords: 4 });
    expect(read(`${'我。我。今天。'.repeat(75)}不可能性`, undefined)).toMatchObject({ words: 229, distinctWords: 6 });
    expect(read(`${'我。'.repeat(296)}今天下雨`, undefined)).toMatchObject({ words: 298, distinctWords: 3 });
  });

  /* What is cut ahead of the reading has to be what would have been cut run by run. */
  it.each([
    ['a mark', '。', 0],
    ['a word', ' and ', 3],
    ['a letter', 'n', 3],
    ['a line end', '\n', 0],
    ['a code block, whose fence is not read', '\n```不可能性\n学生\n```\n', 3],
    ['so much that nothing is cut ahead', ` ${'-'.repeat(2000)}\n`, 0],
  ])('are those of each run alone, with %s between', (_, between, words) => {
    const runs = ['不可能性', '今天下雨', '私は学生です', 'ฉันกินข้าว'];
    const { words: all, segments } = read(runs.join(between), undefined);
    const alone = runs.map((run) => read(run, undefined).segments);
    expect(alone).toEqual(
      runs.map((run) => [...new Intl.Segmenter('en', { granularity: 'word' }).segment(run)].length),
    );
    const inCode = between.includes('`') ? 3 * read('学生', undefined).segments : 0;
    expect(segments).toBe(alone.reduce((sum, count) => sum + count, inCode));
    expect(all).toBe(segments + (inCode > 0 ? 0 : words));
  });

  it('are of their dictionary up to the three hundredth letter also where a run that was cut ahead is not read', () => {
    const block = '\n```不可能性\n```\n';
    const { segments, segmentedLetters } = read(`今天。${block}${'今天下雨。'.repeat(80)}`, undefined);
    expect({ segments, segmentedLetters }).toEqual({ segments: 150, segmentedLetters: 300 });
  });

  it('are the same with the marks of kana apart', () => {
    const text = 'ガラスが、がらすで';
    const [whole, parted] = ['NFC', 'NFD'].map((form) => read(text.normalize(form), 'がらす'));
    expect(parted).toMatchObject({ words: whole!.words, promptShared: whole!.promptShared });
    expect(parted!.wordCharacters).toBe(whole!.wordCharacters);
  });

  it('are shared with a prompt', () => {
    // 我, 今天 and 不去, of which 今天 is in it.
    expectClose(extractFeatures('我今天不去', '今天下雨吗？').promptOverlap!, 1 / 3);
  });
});

describe('entries of scripts without spaces', () => {
  it('are found anywhere in a run, and wherever words are cut', () => {
    expect(read('这个方法可能也许很好', undefined).tones).toMatchObject({ hedge: 2 });
    expect(read('明日は雨かもしれません', undefined).tones).toMatchObject({ hedge: 1 });
  });

  it('take their characters, so that none counts inside a longer one', () => {
    // Impossible, which is an absolute, has possible inside, which is a hedge.
    expect(read('这不可能发生', undefined).tones).toMatchObject({ absolute: 1, hedge: 0 });
    expect(read('这不可能，但可能', undefined).tones).toMatchObject({ absolute: 1, hedge: 1 });
  });

  it('are found behind the first three hundred letters as before them', () => {
    expect(read(`${'今天下雨。'.repeat(200)}这不可能，但可能`, undefined).tones).toMatchObject({
      absolute: 1,
      hedge: 1,
    });
    expect(read(`${'天'.repeat(490)}可能${'天'.repeat(500)}可能`, undefined).tones).toMatchObject({ hedge: 2 });
  });

  it('end with the run', () => {
    expect(read('不，可，能', undefined).tones).toMatchObject({ absolute: 0, hedge: 0 });
  });

  it('open a text only within its first sixteen characters or so', () => {
    const filler = '这个村子在河边房子用石头盖成屋顶红红的';
    expect(read(`当然${filler}`, undefined).tones).toMatchObject({ opener: 1 });
    expect(read(`${filler.slice(0, 14)}当然`, undefined).tones).toMatchObject({ opener: 1 });
    expect(read(`${filler}当然`, undefined).tones).toMatchObject({ opener: 0 });
    expect(read(`${filler}。当然`, undefined).tones).toMatchObject({ opener: 0 });
  });

  it('are none in code', () => {
    const { tones } = read('河边有石头。\n```\n可能\n```', undefined);
    expect(tones).toMatchObject({ hedge: 0 });
  });
});
