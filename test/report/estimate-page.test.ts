import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labelsNeeded } from '../../src/estimate/plan.ts';
import type { EstimateReport } from '../../src/estimate/report.ts';
import { costPoints, rateRows, sliceRows } from '../../src/report/estimate-figures.ts';
import { estimateMarkdown } from '../../src/report/estimate-markdown.ts';
import { estimateSteps } from '../../src/report/estimate-next-steps.ts';
import { estimatePage } from '../../src/report/estimate-page.ts';
import { named } from '../../src/report/named.ts';
import { chosenEstimate, fewEstimate, plainEstimate, wholeEstimate } from './estimate-reports.ts';
import { hostileNames } from './page-commands.ts';
import { drawnIn, headlineOf, idsOf } from './page/drawn.ts';
import { elementsOf, tablesOf } from './page/elements.ts';

const pageOf = (report: EstimateReport): string =>
  estimatePage(report, { title: 'Estimate', what: 'records.jsonl', records: ['records.jsonl'] });
const difference = wholeEstimate.difference!;
const othersChosen: EstimateReport = {
  ...wholeEstimate,
  difference: { ...difference, verdict: 'cannot tell', second: { ...difference.second, looksChosen: true } },
};
const stepsOf = (report: EstimateReport): string =>
  estimateSteps(report, ['records.jsonl'])
    .map(({ text }) => text)
    .join('\n');

describe('what the charts of an estimate show', () => {
  it('is what it was', () => {
    const shown = {
      rates: rateRows(wholeEstimate),
      slices: sliceRows(wholeEstimate.slices!),
      cost: costPoints(wholeEstimate.precision!),
    };
    expect(shown).toEqual(JSON.parse(readFileSync('test/report/golden/estimate.json', 'utf8')));
  });
});

describe('the headline of an estimate', () => {
  it('says how many people would pass, with the interval', () => {
    expect(headlineOf(pageOf(plainEstimate))).toContain(
      'People would pass 62.0\u00a0%\u00a0[57.1,\u00a066.7] of these 5,000 records.',
    );
  });

  it('never has what the ratings say of themselves', () => {
    for (const report of [plainEstimate, wholeEstimate, fewEstimate])
      expect(headlineOf(pageOf(report))).not.toContain('87.4');
    expect(pageOf(plainEstimate)).toContain('a fact about the ratings, not an estimate');
  });

  it('of two systems says which is better', () => {
    expect(headlineOf(pageOf(wholeEstimate))).toMatch(/worse/);
    expect(headlineOf(pageOf(wholeEstimate))).toContain('−8.0');
  });
});

describe('labels that do not look like a random sample', () => {
  const page = pageOf(chosenEstimate);

  it('are what the headline begins with, and the number is said to be of labels like these', () => {
    expect(headlineOf(page)).toContain('cannot tell');
    expect(headlineOf(page)).not.toContain('62.0');
    expect(headlineOf(page)).toContain('Of labels like these, people pass 60.0');
  });

  it('leave no chart, no table and no other number that rests on them', () => {
    expect(idsOf(page).filter((id) => ['rates', 'slices', 'cost'].includes(id))).toEqual([]);
    expect([...tablesOf(page).keys()]).toEqual(['Made from']);
    expect(page).not.toMatch(/62\.0|−8\.0/);
  });

  it('of the other system have no place beside the estimate', () => {
    expect(headlineOf(pageOf(othersChosen))).toContain('the labels of the others do not look like a random sample');
    expect(rateRows(othersChosen).map(({ name }) => name)).not.toContain('the other system');
  });
});

describe('the plot of the estimates', () => {
  const places = (page: string, look: string): number[] =>
    drawnIn(page, 'rates')
      .withClass(look)
      .map(({ attributes }) => Number(attributes['cx'] ?? Number(attributes['x']) + 4));

  it('has the estimate, the labels alone, the mix and the other system on one axis', () => {
    const page = pageOf(wholeEstimate);
    const [estimate, mix, other] = places(page, 'main');
    const [alone] = places(page, 'other');
    expect(mix! < alone! && alone! < estimate! && estimate! < other!).toBe(true);
    const perPoint = (other! - estimate!) / 8;
    expect(Math.abs(estimate! - alone! - 2 * perPoint)).toBeLessThan(0.2);
    expect(drawnIn(page, 'rates').withClass('reach main')).toHaveLength(3);
  });

  it('draws no interval where there is none', () => {
    const drawn = drawnIn(pageOf(fewEstimate), 'rates');
    expect(drawn.all.filter(({ attributes }) => attributes['class']?.startsWith('reach'))).toEqual([]);
    expect(drawn.texts()).toContain('62.0 %');
  });
});

describe('the slices of an estimate', () => {
  it('in bold are those that surely differ, and those with too few labels are not drawn', () => {
    const rows = sliceRows(wholeEstimate.slices!);
    expect(rows.map(({ isStrong }) => isStrong)).toEqual([true, false, false]);
    expect(rows.map(({ name }) => name)).not.toContain('rare');
    expect(pageOf(wholeEstimate)).toContain('1 more has too few labels to be shown.');
    expect(stepsOf(wholeEstimate)).toContain('too few for an estimate of its own: rare.');
  });

  it('are not there where nobody asked', () => {
    expect(idsOf(pageOf(plainEstimate))).not.toContain('slices');
  });
});

describe('the curve of what labels buy', () => {
  const points = costPoints(plainEstimate.precision!);

  it('starts at what there is, and ends above what all labels would leave', () => {
    expect(points[0]).toEqual({ labels: 300, halfWidth: 0.048 });
    expect(points.at(-1)!.halfWidth).toBeGreaterThan(0.013);
    expect(points.at(-1)!.labels).toBeLessThanOrEqual(5000);
  });

  it('has at each width the labels that it needs, ever more of them', () => {
    for (const { labels, halfWidth } of points)
      expect(labelsNeeded(plainEstimate.precision!, halfWidth).labels).toBe(labels);
    expect(points.map(({ labels }) => labels)).toEqual(points.map(({ labels }) => labels).toSorted((a, b) => a - b));
    expect(drawnIn(pageOf(plainEstimate), 'cost').withClass('main')).toHaveLength(points.length);
  });

  it('is left out where labels buy nothing, or there is no interval', () => {
    const { precision } = plainEstimate;
    const done = { ...plainEstimate, precision: { ...precision!, floor: precision!.halfWidth } };
    expect(idsOf(pageOf(done))).not.toContain('cost');
    expect(idsOf(pageOf(fewEstimate))).not.toContain('cost');
  });
});

describe('what to do after an estimate', () => {
  it('is to show it in place of what the ratings say', () => {
    expect(stepsOf(plainEstimate)).toContain('Show 62 % with its interval where 87 %');
    expect(stepsOf({ ...plainEstimate, ratedToPass: 0.63 })).not.toContain('Show');
  });

  it('is to find out how the labels were chosen, and nothing else, where they do not look drawn at random', () => {
    expect(stepsOf(chosenEstimate)).toMatch(
      /^Find out how the labels were chosen\. .*Show nobody a number until then\.$/,
    );
    expect(stepsOf(plainEstimate)).not.toContain('how the labels were chosen');
  });

  it('is not to choose by labels of the other system that do not look drawn at random', () => {
    expect(stepsOf(othersChosen)).toContain('For those of the others that are labelled: find out how they were chosen');
    expect(stepsOf(othersChosen)).not.toContain('label more of both');
  });

  it('says how many labels half of the width takes, or that it takes more records', () => {
    expect(stepsOf(plainEstimate)).toContain('For ±2.4 % in place of ±4.8 %, label about 1,020 more');
    expect(stepsOf(wholeEstimate)).toContain('For ±1.0 % in place of ±4.8 %, rate more responses');
  });
});

describe('the fit that is advised after an estimate', () => {
  it('is of the same files and of what they measure, and can be copied whatever they are called', () => {
    const report = { ...plainEstimate, target: { ...plainEstimate.target, criterion: "what's right" } };
    const { ratingScale, humanScale, passAt } = report.target;
    const command = estimateSteps(report, ['a b.jsonl', 'c.jsonl']).at(-1)!.command!;
    expect(command).toBe(
      `unflatter fit 'a b.jsonl' c.jsonl --rating-scale ${ratingScale.min}:${ratingScale.max} --human-scale ${humanScale.min}:${humanScale.max} --pass-at ${passAt}${report.target.passBy === undefined ? '' : ` --pass-by ${report.target.passBy}`} --criterion 'what'\\''s right' --out calibrator.json --html fit.html`,
    );
  });
});

describe('the page of an estimate', () => {
  it('shortens names that are longer than a line, and so do its tables and its Markdown', () => {
    const long = 'n'.repeat(1000);
    const { slices, mix } = wholeEstimate;
    const report: EstimateReport = {
      ...wholeEstimate,
      slices: {
        ...slices!,
        by: long,
        unsliced: 3,
        slices: slices!.slices.map((one, i) => ({ ...one, slice: `${i}${long}` })),
      },
      mix: { ...mix!, shares: mix!.shares.map((one, i) => ({ ...one, slice: `${i}${long}` })) },
    };
    expect(pageOf(report)).not.toContain('n'.repeat(61));
    expect(pageOf(report)).toContain('n'.repeat(50));
    expect(estimateMarkdown(report)).not.toContain('n'.repeat(61));
    expect(estimateMarkdown(report)).toContain('n'.repeat(50));
  });

  it('shows names as text, and has the same bytes for a report that was read from JSON', () => {
    const page = pageOf(wholeEstimate);
    expect(pageOf(JSON.parse(JSON.stringify(wholeEstimate)) as EstimateReport)).toBe(page);
    expect(elementsOf(page).map(({ name }) => name)).not.toContain('script');
    expect([...tablesOf(page).keys()]).toContain(`Pass rate by ${named(hostileNames[0])}`);
  });

  it('has the numbers of both means in its table', () => {
    const [, passes, human] = tablesOf(pageOf(plainEstimate)).get('Estimates')!;
    expect(passes!.slice(1)).toEqual([
      '62.0\u00a0% [57.1, 66.7]',
      '60.0\u00a0% [54.4, 65.4]',
      'labels and ratings',
      '402',
    ]);
    expect(human!.slice(1)).toEqual(['3.71 [3.60, 3.82]', '3.71 [3.60, 3.82]', 'labels alone', '300']);
  });
});
