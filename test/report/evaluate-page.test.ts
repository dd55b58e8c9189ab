import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/fit/bootstrap.ts';
import type { CalibratorEvaluation } from '../../src/fit/evaluate-calibrator.ts';
import { dataCard } from '../../src/report/data-card.ts';
import { evaluationMarkdown } from '../../src/report/evaluate-markdown.ts';
import { evaluationPage } from '../../src/report/evaluate-page.ts';
import { evaluationHeadline, type EvaluationReport } from '../../src/report/evaluate-words.ts';
import { reliabilityTable } from '../../src/report/reliability-figure.ts';
import { worldTarget } from '../world.ts';
import { freshLabels, freshReport, mixedReport, sameReport, shiftedReport } from './evaluate-reports.ts';
import { faultsWritten } from './page-sense.ts';
import { elementsOf, tablesOf } from './page/elements.ts';

const files = { path: 'my calibrator.json', paths: ["it's new.jsonl"] };
const card = dataCard(freshLabels, worldTarget);
const pageOf = (report: EvaluationReport): string => evaluationPage(report, { title: 'Evaluation', files, card });
const reports = { fresh: freshReport, mixed: mixedReport, same: sameReport, shifted: shiftedReport };
const names = Object.keys(reports) as (keyof typeof reports)[];

/** The numbers of a cell: a value and its interval. */
const numbersIn = (cell: string): number[] =>
  [
    ...cell
      .replaceAll('−', '-')
      .replaceAll(',', ' ')
      .matchAll(/-?\d+(?:\.\d+)?/g),
  ].map(Number);

function expectShown(cell: string, { value, lower, upper }: Estimate, unit: number, half: number): void {
  const numbers = [value, lower, upper].filter((one) => one !== null);
  const shown = numbersIn(cell);
  expect(shown, cell).toHaveLength(numbers.length);
  shown.forEach((one, i) => expect(Math.abs(one - unit * numbers[i]!), cell).toBeLessThanOrEqual(half + 1e-9));
}

function commandsOf(report: EvaluationReport): string[] {
  return elementsOf(pageOf(report))
    .filter(({ name }) => name === 'code')
    .map(({ text }) => text);
}

describe.each(names)('the page of an evaluation, %s', (name) => {
  const report = reports[name];
  const page = pageOf(report);
  const tables = tablesOf(page);

  it('is well written, and the same for the same report, also for one that was read from JSON', () => {
    expect(faultsWritten(page)).toEqual([]);
    expect(pageOf(JSON.parse(JSON.stringify(report)) as EvaluationReport)).toBe(page);
  });

  it('has every number of the evaluation, and those behind its plots', () => {
    const rows = tables.get('Before and after, with 95\u00a0% intervals over groups'.replace('\u00a0', ' '))!.slice(1);
    const metrics = Object.values(report.evaluation.metrics);
    expect(rows).toHaveLength(metrics.length);
    metrics.forEach(({ before, after, difference }, i) => {
      const [unit, half] = i === metrics.length - 1 ? [100, 0.05] : [1, 0.0005];
      [before, after, difference].forEach((one, j) => expectShown(rows[i]![j + 1]!, one, unit, half));
    });
    const tops = tables.get('People fail, of the best')!.slice(1);
    expect(tops).toHaveLength(20);
    report.topShares.forEach(({ before, after, difference }, i) =>
      [before, after, difference].forEach((one, j) => expectShown(tops[i]![j + 1]!, one, 100, 0.05)),
    );
    expect(tables.get(reliabilityTable(report.reliability).title)!).toHaveLength(
      1 + report.reliability.before.bins.length + report.reliability.after.bins.length,
    );
  });

  it('has the curves of what fails at their places', () => {
    const elements = elementsOf(page);
    const at = elements.findIndex(({ attributes }) => attributes['id'] === 'risk');
    const ticks = elements
      .slice(at)
      .filter(({ name: one, attributes }) => one === 'text' && attributes['class'] === 'end');
    const [low, high] = [ticks[0]!, ticks[1]!].map(({ attributes, text }) => ({
      y: Number(attributes['y']) - 4,
      value: Number(text),
    }));
    const valueAt = (y: number): number =>
      low!.value + ((y - low!.y) * (high!.value - low!.value)) / (high!.y - low!.y);
    const circles = elements
      .slice(at)
      .filter(({ name: one, attributes }) => one === 'circle' && attributes['class'] === 'main');
    // The legend has one too, and there are two drawings.
    const placed = circles.slice(1, 21).map(({ attributes }) => valueAt(Number(attributes['cy'])));
    placed.forEach((value, i) => expect(Math.abs(value - 100 * report.topShares[i]!.after.value!)).toBeLessThan(0.3));
  });
});

describe('the headline', () => {
  it('says that the correction is better where it is, by what is passed and wrong', () => {
    const { verdict, tone, sentence } = evaluationHeadline(freshReport);
    const { before, after } = freshReport.evaluation.metrics.falsePass;
    expect([verdict, tone]).toEqual(['better', 'good']);
    expect(sentence).toContain(`${(100 * before.value!).toFixed(1)} %`);
    expect(sentence).toContain(`${(100 * after.value!).toFixed(1)} %`);
  });

  it('says that it is worse where it is: length misleads the correction, and not the rater', () => {
    expect(shiftedReport.evaluation.metrics.falsePass.difference.lower).toBeGreaterThan(0);
    expect(evaluationHeadline(shiftedReport)).toMatchObject({ verdict: 'worse', tone: 'bad' });
    expect(pageOf(shiftedReport)).toContain('Do not use it here.');
  });

  it('claims nothing of labels that the fit has seen, all or some', () => {
    expect(evaluationHeadline(sameReport)).toMatchObject({ verdict: 'not fresh', tone: 'open' });
    for (const report of Object.values(reports)) expect(evaluationHeadline(report).sentence).toMatch(/^[A-Z].*[^.]\.$/);
    for (const report of Object.values(reports)) expect(evaluationHeadline(report).sentence).not.toMatch(/\. [a-z]/);
    expect(mixedReport.seen).toBe(30);
    expect(pageOf(freshReport)).toContain('The calibrator was fitted on 900 others.');
    expect(pageOf(sameReport)).toContain('They are what the calibrator was fitted on.');
    expect(pageOf(mixedReport)).toContain('some of these or of their groups among them');
    expect(evaluationHeadline(mixedReport).sentence).toContain('the fit has seen 30 of these labels');
    for (const report of [sameReport, mixedReport])
      expect(commandsOf(report)[0]).toMatch(/^unflatter sample log\.sqlite .* && unflatter label /);
  });

  const estimate = (value: number, lower: number | null, upper: number | null): Estimate => ({ value, lower, upper });
  const none = estimate(0.01, -0.02, 0.03);
  const down = estimate(-0.07, -0.1, -0.04);
  const up = estimate(0.07, 0.04, 0.1);
  it.each<[string, Estimate, Estimate, string, string]>([
    ['both tell nothing', none, none, 'no gain to be seen', 'open'],
    ['there are no intervals', estimate(-0.5, null, null), estimate(-0.5, null, null), 'no gain to be seen', 'open'],
    ['only probabilities are closer', down, none, 'more honest, sorts no better', 'good'],
    ['less wrong is passed', none, down, 'better', 'good'],
    ['more wrong is passed', down, up, 'worse', 'bad'],
    ['probabilities are further off', up, down, 'worse', 'bad'],
  ])('goes by intervals of differences where %s', (_, logLoss, falsePass, verdict, tone) => {
    const { metrics } = freshReport.evaluation;
    const changed: CalibratorEvaluation['metrics'] = {
      ...metrics,
      logLoss: { ...metrics.logLoss, difference: logLoss },
      falsePass: { ...metrics.falsePass, difference: falsePass },
    };
    const report = { ...freshReport, evaluation: { ...freshReport.evaluation, metrics: changed } };
    expect(evaluationHeadline(report)).toMatchObject({ verdict, tone });
  });

  it('says so where a gate on the self-rating would pass nothing', () => {
    const { evaluation } = freshReport;
    const nothing: Estimate = { value: null, lower: null, upper: null };
    const metrics = {
      ...evaluation.metrics,
      logLoss: { ...evaluation.metrics.logLoss, difference: none },
      falsePass: { before: nothing, after: nothing, difference: nothing },
    };
    const report = {
      ...freshReport,
      evaluation: { ...evaluation, metrics, passedShare: { value: 0, lower: null, upper: null } },
    };
    expect(evaluationHeadline(report).sentence).toContain('no self-rating reaches 80 % of its scale');
    expect(faultsWritten(pageOf(report))).toEqual([]);
  });
});

describe('what the plots of an evaluation draw', () => {
  it.each(['topShares', 'reliability'] as const)('is what it was, on a drawn world: %s', async (part) => {
    await expect(`${JSON.stringify(freshReport[part], null, 2)}\n`).toMatchFileSnapshot(
      `golden/evaluation-${part}.json`,
    );
  });
});

describe('what to do next', () => {
  it('can be copied: files stand in commands as a shell takes them', () => {
    const commands = commandsOf(freshReport);
    expect(commands.some((one) => one.startsWith("unflatter certify 'my calibrator.json' "))).toBe(true);
    expect(commands.some((one) => one.includes(String.raw`'it'\''s new.jsonl'`))).toBe(true);
  });
});

describe('an evaluation in Markdown', () => {
  it.each(names)('has the headline and every measure, short enough for a comment, %s', (name) => {
    const report = reports[name];
    const markdown = evaluationMarkdown(report, files);
    expect(markdown.split('\n').length).toBeLessThanOrEqual(60);
    const elements = elementsOf(new MarkdownIt().render(markdown));
    const { verdict, sentence } = evaluationHeadline(report);
    expect(elements[0]).toMatchObject({ name: 'h2', text: `Evaluation: ${verdict}` });
    expect(elements.find((one) => one.name === 'strong')!.text).toBe(sentence);
    const rows = elements.filter((one) => one.name === 'tr').map(({ text }) => text.trim().split('\n'));
    expect(rows.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 4]);
    expectShown(rows[1]![2]!, report.evaluation.metrics.logLoss.after, 1, 0.0005);
  });

  it('shows names of files as text', () => {
    const hostile = { path: '<b>|*x*\n# y', paths: ['![a](http://127.0.0.1:9/)'] };
    const elements = elementsOf(new MarkdownIt({ html: true }).render(evaluationMarkdown(freshReport, hostile)));
    const allowed = new Set(['h2', 'h3', 'p', 'strong', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
    expect(elements.filter((one) => !allowed.has(one.name))).toEqual([]);
  });
});
