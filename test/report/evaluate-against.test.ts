import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/fit/bootstrap.ts';
import type { CalibratorChange } from '../../src/gate/promotion/against.ts';
import { changePage } from '../../src/report/evaluate-against-page.ts';
import { changeRows } from '../../src/report/evaluate-against-rows.ts';
import { changeMarkdown, describeChange } from '../../src/report/evaluate-against-text.ts';
import { changeSentence, changeTone, changeVerdict } from '../../src/report/evaluate-against-words.ts';
import { betterChange, hostileChange, worseChange } from './evaluate-reports.ts';
import { hostileNames } from './page-commands.ts';
import { faultsWritten } from './page-sense.ts';
import { drawnIn } from './page/drawn.ts';
import { elementsOf } from './page/elements.ts';

const files = { path: 'now.json', against: 'before.json', paths: ['fresh.jsonl'] };
const changes = { better: betterChange, worse: worseChange, hostile: hostileChange(hostileNames) };
const names = Object.keys(changes) as (keyof typeof changes)[];

describe.each(names)('what is told of a change, %s', (name) => {
  const change = changes[name];

  it('is at most sixty lines, short enough for a comment, and one value read from JSON', () => {
    for (const told of [describeChange(change, files), changeMarkdown(change, files)]) {
      expect(told.split('\n').length).toBeLessThanOrEqual(60);
      expect(told.length).toBeLessThan(10_000);
    }
    const read = JSON.parse(JSON.stringify(change)) as CalibratorChange;
    expect(changeMarkdown(read, files)).toBe(changeMarkdown(change, files));
    expect(changePage(read, files)).toBe(changePage(change, files));
  });

  it('begins with the verdict on the page, in the comment and in the terminal', () => {
    const verdict = changeVerdict(change);
    expect(describeChange(change, files)).toMatch(new RegExp(`^${verdict}: `));
    expect(elementsOf(new MarkdownIt().render(changeMarkdown(change, files)))[0]!.text).toBe(`Calibrator: ${verdict}`);
    const page = changePage(change, files);
    expect(faultsWritten(page)).toEqual([]);
    expect(elementsOf(page).find(({ attributes }) => attributes['class'] === 'verdict')!.text).toContain(verdict);
  });
});

describe('the rows of a change', () => {
  it('are what they were, on a drawn world', async () => {
    await expect(`${JSON.stringify(changeRows(betterChange), null, 2)}\n`).toMatchFileSnapshot(
      'golden/evaluation-change.json',
    );
  });

  it('have the difference as now less before, whichever way it goes', () => {
    const [there, back] = [betterChange, worseChange].map((change) => changeRows(change)) as [
      ReturnType<typeof changeRows>,
      ReturnType<typeof changeRows>,
    ];
    there.forEach(({ name, before, now, says }, i) => {
      expect(back[i]).toMatchObject({ name, before: now, now: before });
      expect(back[i]!.says).toBe({ better: 'worse', worse: 'better' }[says as string] ?? says);
    });
    expect(there[0]).toMatchObject({ says: 'better' });
    expect(there[0]!.difference.upper).toBeLessThan(0);
  });
});

describe('the figure of a change', () => {
  it('has every row by a name that is not cut, wide and narrow', () => {
    const falsePass = { ...betterChange.beside.falsePass, difference: { value: -0.02, lower: -0.03, upper: -0.01 } };
    const page = changePage({ ...betterChange, beside: { ...betterChange.beside, falsePass } }, files);
    const texts = drawnIn(page, 'change').texts();
    expect(texts).toEqual(expect.arrayContaining(['log loss', 'Brier score', 'AUC', 'fail, of passed']));
    expect(texts.filter((text) => text.endsWith('…'))).toEqual([]);
  });
});

describe('the sentence of a change', () => {
  const gain = (lower: number | null, upper: number | null): CalibratorChange => ({
    ...betterChange,
    verdict: 'same',
    isSettled: lower !== null && lower >= -0.005,
    logLoss: { ...betterChange.logLoss, gain: 0.001, lower, upper },
    beside: Object.fromEntries(
      Object.entries(betterChange.beside).map(([name, one]) => [name, { ...one, says: 'no difference' }]),
    ) as CalibratorChange['beside'],
  });

  it.each<[string, CalibratorChange, RegExp]>([
    ['is as good', gain(-0.002, 0.004), /^The log loss is the same to within 0\.005 a record on /],
    ['cannot be told', gain(-0.02, 0.03), /^The log loss falls by 0\.0010 a record, no more than chance gives, on /],
    ['has few groups', gain(null, null), /it takes ten groups of about one size to tell that from chance, on /],
  ])('says so where it %s', (_, change, says) => {
    expect(changeSentence(change)).toMatch(says);
    expect(changeVerdict(change)).toBe('no difference to be seen');
  });

  it.each([
    [0, 'fails', 'fail'],
    [1, 'passes', 'pass'],
  ])('says so where all labels have one outcome, and does not advise to promote: failing %d', (failing, none, some) => {
    const change = { ...betterChange, failing };
    expect(changeSentence(change)).toContain(`No record of them ${none}`);
    expect(changeTone(change)).toBe('open');
    for (const told of [describeChange(change, files), changeMarkdown(change, files), changePage(change, files)]) {
      expect(told.replaceAll('\n', ' ')).toContain(`labels of which some ${some}`);
      expect(told).not.toContain('unflatter promote');
    }
    expect(changeTone(betterChange)).toBe('good');
    expect(describeChange(betterChange, files)).toContain('unflatter promote');
  });

  it('is followed by what is not tested, and why', () => {
    const { falsePass } = betterChange.beside;
    const untested = { value: 0.01, lower: null, upper: null };
    const change = (previous: number | null): CalibratorChange => ({
      ...betterChange,
      beside: {
        ...betterChange.beside,
        falsePass: { ...falsePass, previous, current: 0.1, difference: untested, pValue: null, says: 'no difference' },
      },
    });
    for (const tell of [describeChange, changeMarkdown, changePage]) {
      expect(tell(change(null), files)).toContain('is not tested: one of the gates passes none of these labels.');
      expect(tell(change(0.09), files)).toContain(
        'differ on labels of too few groups to tell a difference from chance',
      );
      expect(tell(change(0.09), files)).toContain('not tested');
    }
    const tested = { ...falsePass, previous: 0.09, current: 0.1, pValue: 0.4, says: 'no difference' as const };
    expect(
      describeChange({ ...betterChange, beside: { ...betterChange.beside, falsePass: tested } }, files),
    ).not.toContain('not tested');
  });

  it('names what gets worse though the verdict is better, and the other way', () => {
    const falling: Estimate = { value: 0.1, lower: 0.05, upper: 0.15 };
    const beside = (says: 'better' | 'worse') => ({
      ...betterChange.beside,
      falsePass: { ...betterChange.beside.falsePass, difference: falling, pValue: 0.01, says },
    });
    expect(changeSentence({ ...betterChange, beside: beside('worse') })).toMatch(
      /, but .*the share that fails of what the gate passes gets? worse\.$/,
    );
    expect(
      changeSentence({ ...worseChange, beside: { ...worseChange.beside, falsePass: beside('better').falsePass } }),
    ).toMatch(/, but .*the share that fails of what the gate passes gets? better\.$/);
  });
});
