import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Estimate } from '../../src/fit/bootstrap.ts';
import { fitMarkdown } from '../../src/report/fit-markdown.ts';
import { fitPage } from '../../src/report/fit-page.ts';
import type { FitFindings } from '../../src/report/fit-report.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';
import { findingsOf, shippedRecords } from './fit-findings.ts';
import { elementsOf, tablesOf } from './page/elements.ts';

const places = { out: 'calibrator.json', records: ['records.jsonl'] };
const titles = { title: 'Fit', what: 'calibrator.json on records.jsonl', ...places };
const pageOf = (findings: FitFindings): string => fitPage(findings, titles);

const stories = await shippedRecords('hanna-stories/coherence.jsonl.gz');
const story = findingsOf(stories.records, stories.target, { name: 'stories', licence: 'MIT' });
const small = findingsOf(exampleRecords(40), exampleTarget);

/** The rows of a table, each its cells by their headings. */
function rowsOf(page: string, caption: string): Record<string, string>[] {
  const [head, ...rows] = tablesOf(page).get(caption)!;
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [head![i]!, cell.replaceAll('\u00a0', ' ')])));
}

function shown({ value, lower, upper }: Estimate): string {
  return `${(100 * value!).toFixed(1)} % [${(100 * lower!).toFixed(1)}, ${(100 * upper!).toFixed(1)}]`;
}

const withVerdict = (verdict: Calibrator['outOfFold']['featuresWorthIt']['verdict']): FitFindings => {
  const { outOfFold } = small.calibrator;
  const featuresWorthIt = { ...outOfFold.featuresWorthIt, verdict };
  return { ...small, calibrator: { ...small.calibrator, outOfFold: { ...outOfFold, featuresWorthIt } } };
};

describe('the data behind the charts of a fit', () => {
  it.each(['reliability', 'inflation', 'agreement', 'data'] as const)(
    'is what it was, on shipped stories: %s',
    async (part) => {
      await expect(`${JSON.stringify(story[part], null, 2)}\n`).toMatchFileSnapshot(`golden/stories-${part}.json`);
    },
  );
});

describe('the page of a fit', () => {
  const page = pageOf(story);

  it('has the numbers of its plots, bin by bin and feature by feature', () => {
    const bins = rowsOf(page, 'Said and seen');
    const { before, after } = story.reliability;
    expect(bins).toHaveLength(before.bins.length + after.bins.length);
    [...before.bins, ...after.bins].forEach(({ predicted, passing, labels, groups }, i) => {
      expect(bins[i]!['said']).toBe(`${(100 * predicted).toFixed(1)} %`);
      expect(bins[i]!['passes']).toBe(shown(passing));
      expect([bins[i]!['labels'], bins[i]!['groups']].map(Number)).toEqual([labels, groups]);
    });
    const features = rowsOf(page, 'Inflation by feature');
    expect(features.map((row) => row['feature'])).toEqual(story.inflation.features.map(({ feature }) => feature));
    const [first] = story.inflation.features;
    expect(features[0]!['alone']).toContain(Math.abs(first!.alone.effect).toFixed(3));
    expect(features.filter((row) => row['holds'] === 'holds')).toHaveLength(
      story.inflation.features.filter(({ alone }) => alone.holds).length,
    );
  });

  it('draws every bin, and every label in a bar', () => {
    const all = elementsOf(page);
    const { before, after } = story.reliability;
    const start = all.findIndex(({ attributes }) => attributes['id'] === 'reliability-wide-title');
    const end = all.findIndex(({ attributes }) => attributes['id'] === 'reliability-narrow-title');
    const drawing = all.slice(start, end);
    const signs = (name: string, look: string): number =>
      drawing.filter((one) => one.name === name && one.attributes['class'] === look).length;
    expect(signs('circle', 'main')).toBe(after.bins.length);
    expect(signs('rect', 'other')).toBe(before.bins.length);
    expect(signs('rect', 'bar main')).toBe(after.spread.filter((labels) => labels > 0).length);
    expect(signs('rect', 'bar other')).toBe(before.spread.filter((labels) => labels > 0).length);
  });

  it('has the baselines, the people and the data', () => {
    const baselines = rowsOf(page, 'Out of fold; lower is better but for AUC');
    expect(baselines.find((row) => row['way'] === 'self-rating as it came')!['log loss']).toBe(
      story.calibrator.outOfFold.raw.logLoss.toFixed(3),
    );
    const data = new Map(
      tablesOf(page)
        .get('Data')!
        .map(([what, which]) => [what, which]),
    );
    expect(data.get('records')).toBe('1,634');
    expect(data.get('human ratings')).toBe('4,902, 3 a record');
    expect(data.get('licence')).toBe('MIT');
    expect(page).toContain('id="agreement"');
    expect(pageOf(small)).toContain('No record was rated by two people');
  });

  it('is the same to the last byte when it is made again', () => {
    expect(pageOf(findingsOf(exampleRecords(40).toReversed(), exampleTarget))).toBe(pageOf(small));
  });

  it.each([
    ['worth it', 'good', 'is worth it: the correction then tells better'],
    ['not yet', 'open', 'It is open whether'],
    ['no', 'bad', 'adds nothing worth having'],
  ] as const)('says first what the fit is worth: %s', (verdict, tone, words) => {
    const all = elementsOf(pageOf(withVerdict(verdict)));
    const headline = all.find(({ attributes }) => attributes['aria-label'] === 'Verdict')!;
    expect(headline.attributes['class']).toBe(`headline ${tone}`);
    expect(headline.text).toContain(verdict);
    expect(headline.text.replaceAll('\n', ' ')).toContain(words);
  });

  it('names commands that can be copied, whatever the files are called', () => {
    const name = `it's $(rm -rf) <b>.jsonl`;
    const findings = withVerdict('not yet');
    const changed = fitPage(findings, { ...titles, out: 'a b.json', records: [name] });
    const commands = elementsOf(changed).flatMap((one) => (one.name === 'code' ? [one.text] : []));
    expect(commands).toContain(`unflatter audit 'a b.json' 'it'\\''s $(rm -rf) <b>.jsonl' --html audit.html`);
    expect(commands.find((one) => one.startsWith('unflatter sample'))).toContain("--calibrator 'a b.json'");
  });

  it('warns where the calibrator predicts no better than the share that passes', () => {
    const { outOfFold } = small.calibrator;
    const bad = { ...outOfFold, corrected: { ...outOfFold.corrected, logLoss: outOfFold.baseRate.logLoss + 0.01 } };
    const changed = pageOf({ ...small, calibrator: { ...small.calibrator, outOfFold: bad } });
    expect(changed).toContain('predicts no better than the share that passes: do not gate on it.');
  });

  it('says that nothing goes with inflation where no feature varies, and draws no plot of it', () => {
    const changed = pageOf({ ...small, inflation: { ...small.inflation, features: [] } });
    expect(changed).toContain('No feature to tell of: none varies enough, or none was looked at.');
    expect(changed).not.toContain('id="inflation"');
  });
});

describe('names that nobody would choose', () => {
  const hostile = ['<script>run()</script>', 'long'.repeat(50), '\u202eback', '](javascript:run()) | `x` *b*'];
  const named = exampleRecords(80).map((record, i) => ({
    ...record,
    rater: hostile[i % 4]!,
    generator: hostile[(i + 1) % 4]!,
    criterion: hostile[0]!,
    humanRatings: [{ value: 1 + ((i * 7) % 5), labeller: hostile[i % 4]!, source: hostile[(i + 2) % 4]! }],
  }));
  const findings = findingsOf(named, exampleTarget, { name: hostile[3]!, licence: hostile[0]!, note: hostile[2]! });

  it('stand on the page as text', () => {
    const page = fitPage(findings, { ...titles, title: hostile[0]!, what: hostile[1]! });
    const all = elementsOf(page);
    expect(all.some(({ name }) => name === 'script')).toBe(false);
    expect(page).not.toContain('\u202e');
    const data = new Map(
      tablesOf(page)
        .get('Data')!
        .map(([what, which]) => [what, which]),
    );
    expect(data.get('licence')).toBe(hostile[0]);
    expect(data.get('raters')).toContain('long'.repeat(50));
  });

  it('stand in Markdown as text', () => {
    const html = new MarkdownIt('commonmark')
      .enable('table')
      .render(fitMarkdown(findings, { ...places, out: '```\nx' }));
    expect(html).not.toMatch(/<script|<a |<em>|<img/);
    expect(html).toContain('&lt;script&gt;run()&lt;/script&gt;');
  });
});

describe('a fit in Markdown', () => {
  it('has the verdict, what it means, what to do, and the tables, and is short', () => {
    const text = fitMarkdown(story, places);
    const lines = text.split('\n');
    expect(lines[0]).toBe('## Fit: worth it');
    expect(lines.filter((line) => line.startsWith('### '))).toEqual([
      '### Next',
      '### Against simpler ways, out of fold',
      '### Inflation by feature',
      '### Data',
    ]);
    expect(text).toContain('\n  unflatter certify calibrator.json fresh.jsonl --false-pass 0.1 --out calibrator.json');
    expect(text.length).toBeLessThan(6000);
  });
});
