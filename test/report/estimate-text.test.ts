import { describe, expect, it } from 'vitest';
import { reportEstimate, type EstimateReport } from '../../src/estimate/report.ts';
import { seededRandom } from '../../src/math/random.ts';
import { estimateMarkdown } from '../../src/report/estimate-markdown.ts';
import { describeEstimate } from '../../src/report/estimate-text.ts';
import {
  costSentences,
  differenceSentences,
  estimateSentence,
  methodSentences,
  ratedSentence,
  sliceSentences,
  slicesTable,
} from '../../src/report/estimate-words.ts';
import { drawWorld, worldTarget } from '../world.ts';
import { chosenEstimate, wholeEstimate } from './estimate-reports.ts';

const records = drawWorld(seededRandom(4), { records: 600, perGroup: 2, measured: [] }).map(
  ({ truth: _, ...record }, i) => ({
    ...record,
    generator: ['a', 'b', 'rare'][i % 40 === 0 ? 2 : i % 2]!,
    humanRatings: i % 8 < 2 ? record.humanRatings : [],
  }),
);
const report = reportEstimate(records, {
  ...worldTarget,
  sliceBy: 'generator',
  mix: undefined,
  against: records.map((record, i) => ({ ...record, selfRating: 10 - record.selfRating, group: `other ${i}` })),
  width: 0.02,
});

const changed = (change: Partial<EstimateReport>): EstimateReport => ({ ...report, ...change });
const interval = { lower: 0.6, upper: 0.7, confidence: 0.95 };

describe('the words of an estimate', () => {
  it('say how many people would pass, first of all, and what is only a fact about ratings', () => {
    const [first, second] = describeEstimate(report).split('\n');
    expect(first).toMatch(/^People would pass \d\d\.\d % \[\d\d\.\d, \d\d\.\d\] of these 600 records\.$/);
    expect(second).toMatch(/^\d\d\.\d % of them are rated at the pass mark or above: a fact about the ratings, not/);
    expect(ratedSentence(changed({ ratedToPass: 0.87 }))).toContain('87.0 %');
  });

  it('speak of what is estimated as it is', () => {
    const base = changed({ estimate: 0.65, interval });
    const person = { ...base, target: { ...worldTarget, passBy: 'person' as const } };
    expect(estimateSentence(base)).toBe('People would pass 65.0 % [60.0, 70.0] of these 600 records.');
    expect(estimateSentence(person)).toBe(
      'A person drawn at random would pass 65.0 % [60.0, 70.0] of these 600 records.',
    );
    expect(estimateSentence({ ...base, labelled: 600 })).toBe('People pass 65.0 % [60.0, 70.0] of these 600 records.');
    expect(estimateSentence({ ...person, labelled: 600 })).toMatch(/^A person drawn at random passes 65\.0 %/);
    expect(estimateSentence({ ...base, interval: null })).toBe(
      'People would pass 65.0 % of these 600 records; the labels are of one group, so how sure that is cannot be told.',
    );
  });

  it('speak of the records that these were chosen from where all that were chosen are labelled', () => {
    const base = changed({ estimate: 0.451, interval, records: 150, labelled: 150, chosenFrom: 3012.4 });
    expect(estimateSentence(base)).toBe(
      'People would pass 45.1 % [60.0, 70.0] of the about 3,012 records that these 150 were chosen from.',
    );
    expect(methodSentences(base).at(-1)).toMatch(/ stand for the records that they were chosen from\.$/);
  });

  it('say how it was made, what labels alone would say, and what it is worth', () => {
    const powered = methodSentences(
      changed({ method: 'prediction-powered', labelsOnly: { estimate: 0.61, interval }, equivalentLabels: 231.4 }),
    );
    expect(powered[1]).toBe(
      'The labels alone would say 61.0 % [60.0, 70.0]. With the ratings they say as much as 231 such labels would alone.',
    );
    const alone = methodSentences(changed({ method: 'labels-only', worth: 1, labelled: 1, labelledGroups: 1 }));
    expect(alone[0]).toMatch(/^From 1 label in 1 group, with 95 % intervals/);
    expect(alone[1]).toBe('They say as much as 1 unrelated label drawn evenly.');
    expect(alone.join(' ')).not.toContain('labels alone would say');
  });

  it('say first that nothing can be told where the labels do not look like a random sample, and whose the number is', () => {
    expect(estimateSentence(chosenEstimate)).toBe(
      'How many of these 5,000 records people would pass cannot be told: the labels do not look like a random sample of them. They are rated 1.23 higher than all records on average, p below 0.001. Of labels like these, people pass 60.0 % [54.4, 65.4].',
    );
    const lower = { ...chosenEstimate, selection: { ratingDifference: -0.5, pValue: 0.004 } };
    expect(estimateSentence(lower)).toContain('They are rated 0.50 lower than all records on average, p 0.004.');
    expect(methodSentences(report).at(-1)).toMatch(/how they were chosen\.$/);
  });

  it.each([
    ['a terminal', describeEstimate],
    ['a comment', estimateMarkdown],
  ])('leave out all that rests on such labels, in %s, and say what to do', (_, words) => {
    const text = words(chosenEstimate).replaceAll('\n', ' ').replaceAll('\\', '');
    expect(text).toMatch(/^(## How many people would pass {2}\*\*Cannot tell\. )?How many of these 5,000 records/);
    expect(text).toContain('87.4 % of all records are rated at the pass mark');
    expect(text).toContain('Mean human rating of labels like these: 3.71');
    expect(text).toContain('Find out how the labels were chosen.');
    expect(text).not.toMatch(/62\.0|54\.0 %|Half as wide|than the others|too few labels/);
  });

  it('keep no difference from another system whose labels do not look like a random sample', () => {
    const { difference } = wholeEstimate;
    const second = { ...difference!.second, looksChosen: true };
    const found = { ...wholeEstimate, difference: { ...difference!, second, verdict: 'cannot tell' as const } };
    expect(differenceSentences(found).slice(0, 2)).toEqual([
      'Whether people would pass more of these or of the others cannot be told: the labels of the others do not look like a random sample.',
      'These: 62.0 % [57.1, 66.7] of 5,000, from 300 labels. The others: 70.0 % [63.0, 76.0] as far as labels like theirs go, from 200 labels.',
    ]);
  });

  it('do not take the labels of a model for those of people', () => {
    expect(methodSentences(changed({ labelledByModel: 0 })).join(' ')).not.toContain('a model');
    expect(methodSentences(changed({ labelled: 150, labelledByModel: 12 })).at(-1)).toBe(
      "12 of the 150 labels are a model's: as far as they go, this is what that model would pass, not people.",
    );
  });

  it('say what narrower intervals cost, or why they cannot be had', () => {
    const precision = { ...report.precision!, records: 600, labelled: 150, floor: 0.031 };
    const costs = [
      { halfWidth: 0.04, labels: 412, more: 262 },
      { halfWidth: 0.02, labels: null, more: null },
      { halfWidth: 0.2, labels: 150, more: 0 },
    ];
    expect(costSentences(changed({ precision, costs }))).toEqual([
      'Half as wide, ±4.0 %: about 412 labels, 262 more.',
      '±2.0 %: out of reach, as labels of all 600 records would leave ±3.1 %. It takes more records.',
      '±20.0 %: reached with the labels that there are.',
    ]);
    expect(costSentences(changed({ precision: { ...precision, labelled: 600 }, costs: [costs[1]!] }))).toEqual([
      'Half as wide, ±2.0 %: out of reach, as every record is labelled. It takes more records.',
    ]);
    expect(costSentences(changed({ precision: null, costs: [] }))).toEqual([]);
  });

  it('name slices that stand out by their p, and those with too few labels', () => {
    const slice = {
      slice: 'a',
      records: 300,
      labelled: 75,
      labelledGroups: 70,
      estimate: 0.65,
      interval,
      method: 'labels-only',
    } as const;
    const slices = [
      {
        ...slice,
        againstRest: { difference: -0.2, interval: { lower: -0.3, upper: 0.01, confidence: 0.975 }, pValue: 0.03 },
      },
      { ...slice, slice: 'b', againstRest: { difference: 0.2, interval: null, pValue: 0.06 } },
      {
        ...slice,
        slice: 'c',
        labelled: 3,
        labelledGroups: 2,
        estimate: null,
        interval: null,
        method: null,
        againstRest: null,
      },
    ];
    const found = changed({ slices: { by: 'tier', confidence: 0.95, slices, unsliced: 1 } });
    expect(sliceSentences(found)).toEqual([
      'All intervals hold at once in 95 % of repetitions. Whether a slice differs from the rest is judged by p, which is corrected for their number.',
      'a passes less often than the rest, by 20.0 points, p 0.030.',
      'Too few labels for an interval (it takes 20 of 5 groups): c with 3 of 2.',
      '1 record without tier.',
    ]);
    expect(slicesTable(found.slices!).rows).toEqual([
      ['a', '300', '75', '65.0 % [60.0, 70.0]', '−20.0 [−30.0, +1.0]', '0.030'],
      ['b', '300', '75', '65.0 % [60.0, 70.0]', '+20.0', '0.060'],
      ['c', '300', '3', 'too few labels', '', ''],
    ]);
  });

  it('tell two systems apart only where they are', () => {
    const difference = {
      ...report.difference!,
      difference: -0.123,
      interval: { lower: -0.2, upper: -0.04, confidence: 0.95 },
    };
    const said = (verdict: 'better' | 'worse' | 'cannot tell', more = {}) =>
      differenceSentences(changed({ difference: { ...difference, ...more, verdict } }));
    expect(said('worse')[0]).toBe('People would pass less of these than of the others, by −12.3 [−20.0, −4.0] points.');
    expect(said('cannot tell', { interval: null })[0]).toBe(
      'Whether people would pass more of these or of the others cannot be told: the difference is −12.3 points, with no interval, as the labels of one are of one group.',
    );
    expect(said('worse')[2]).toBe('They share no group, so the two are compared as strangers.');
    expect(said('worse', { sharedGroups: 1 })[2]).toBe('They share 1 group, and what a group does to both cancels.');
  });

  it('fit a terminal, and a comment', () => {
    const text = describeEstimate(report);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).toContain('too few labels');
    const markdown = estimateMarkdown(report);
    expect(markdown).toMatch(/^## How many people would pass\n\n\*\*People would pass /);
    expect(markdown).toContain('### By generator\n\n| generator | records | labels | pass |');
    expect(markdown).toContain('### Against the others\n\n- ');
    expect(markdown.length).toBeLessThan(4000);
  });

  it('keep what a name holds from being markup, or lines of its own', () => {
    const [first, ...rest] = report.slices!.slices;
    const evil = { ...report.slices!, by: 'x\n# y', slices: [{ ...first!, slice: '<b>|`\n# no' }, ...rest] };
    const markdown = estimateMarkdown(changed({ slices: evil }));
    expect(markdown).not.toContain('<b>');
    expect(markdown.split('\n').filter((line) => /^#+ /.test(line))).toEqual([
      '## How many people would pass',
      '### By x \\# y',
      '### Against the others',
    ]);
    expect(describeEstimate(changed({ slices: evil }))).not.toContain('\n# ');
  });
});
