import { describe, expect, it } from 'vitest';
import { curveFiles } from '../../benchmarks/accuracy/curve/files.ts';
import { labelsNeeded } from '../../benchmarks/accuracy/curve/labels-needed.ts';
import { pictureOf } from '../../benchmarks/accuracy/curve/picture.ts';
import { curveSizes } from '../../benchmarks/accuracy/curve/sizes.ts';
import { spreadOut } from '../../benchmarks/accuracy/curve/spread-out.ts';
import { summariseCurves } from '../../benchmarks/accuracy/curve/summary.ts';
import type { Score } from '../../benchmarks/accuracy/protocol.ts';
import { expectClose } from '../close.ts';

describe('labelsNeeded', () => {
  const points = [
    { labels: 50, logLoss: 0.7 },
    { labels: 100, logLoss: 0.6 },
    { labels: 400, logLoss: 0.5 },
  ];

  /* Half way down between 100 and 400 is half way in the logarithm: 200. */
  it('goes by straight lines over the logarithm of the labels', () => {
    expect(labelsNeeded(points, 0.55)).toEqual({ relation: 'about', labels: 200 });
    expect(labelsNeeded(points, 0.6)).toEqual({ relation: 'about', labels: 100 });
  });

  it('says so where the curve is down from its start, or never', () => {
    expect(labelsNeeded(points, 0.7)).toEqual({ relation: 'at most', labels: 50 });
    expect(labelsNeeded(points, 0.49)).toEqual({ relation: 'more than', labels: 400 });
  });

  it('takes the first way down of a curve that goes up again', () => {
    const swinging = [...points, { labels: 800, logLoss: 0.65 }, { labels: 1600, logLoss: 0.4 }];
    expect(labelsNeeded(swinging, 0.55).labels).toBe(200);
  });
});

/* Loss of unflatter: 1 / ln n on a, and .1 more on b. Of the other: what unflatter has at half as many labels. */
const lossAt = (task: string, labels: number): number => 1 / Math.log(labels) + (task === 'b' ? 0.1 : 0);
const scoresOf = (task: string, repetition: number, most: number): Score[] =>
  curveSizes
    .filter((labels) => labels <= most)
    .flatMap((labels) =>
      [
        { method: 'base rate', logLoss: 0.5 },
        { method: 'other', logLoss: lossAt(task, labels / 2) },
        { method: 'unflatter', logLoss: lossAt(task, labels) },
      ].map(({ method, logLoss }) => ({
        task,
        source: task,
        pooled: false,
        labels,
        repetition,
        method,
        shuffled: false,
        logLoss,
        mildLogLoss: logLoss,
        auc: 0.5,
        calibrationError: 0,
        lengthBias: 0,
      })),
    );
const scores = [...scoresOf('a', 0, 300), ...scoresOf('a', 1, 200), ...scoresOf('b', 0, 200), ...scoresOf('c', 0, 150)];

describe('summariseCurves', () => {
  const [curve, ...others] = summariseCurves(scores);

  it('keeps to the splits that hold every number of labels up to the end, and to ends that two tasks hold', () => {
    expect(others).toEqual([]);
    expect(curve).toMatchObject({
      maximum: 200,
      tasks: ['a', 'b'],
      sources: 2,
      labels: [20, 30, 50, 75, 100, 150, 200],
    });
  });

  it('asks every method for the loss that unflatter has at 100', () => {
    const needed = Object.fromEntries(curve!.methods.map((own) => [own.method, own.needed]));
    expectClose(curve!.goal.logLoss, 1 / Math.log(100) + 0.05, { absolute: 1e-5 });
    expect(needed).toEqual({
      'base rate': { relation: 'more than', labels: 200 },
      other: { relation: 'about', labels: 200 },
      unflatter: { relation: 'about', labels: 100 },
    });
  });
});

describe('the page of the curve', () => {
  const { files, table } = curveFiles('data', scores, { missing: { boosting: 'there is no python3' } });

  it('has the numbers, a picture that is there, and what is left out', () => {
    expect(Object.keys(files)).toEqual(['curve-data.json', 'curve-data-200.svg']);
    expect(table).toContain('(results/curve-data-200.svg)');
    expect(table).toContain('**Up to 200 labels**: 2 tasks, 2 sources. Unflatter has 0.267 at 100.');
    expect(table).toMatch(/\| \*\*unflatter\*\* \| .* \| \*\*100\*\* \|/);
    expect(table).toMatch(/\| base rate \| 0\.500 \| .* \| more than 200 \|/);
    expect(table).toContain('*boosting* is left out, since there is no python3.');
  });
});

describe('pictureOf', () => {
  const [curve] = summariseCurves(scores);
  const picture = pictureOf('a <b>', curve!);

  it('is well-formed, and escapes what it is given', () => {
    const open: string[] = [];
    for (const [, close, name, self] of picture.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else if (self === '') open.push(name!);
    }
    expect(open).toEqual([]);
    expect(picture).toContain('a &lt;b&gt; data');
  });

  it('has a title and a description, and names every line', () => {
    expect(picture).toMatch(/<svg [^>]*role="img" aria-labelledby="title desc"/);
    expect(picture).toMatch(/<title id="title">[^<]+</);
    expect(picture).toMatch(/<desc id="desc">[^<]*unflatter 0\.384 to 0\.239/);
    for (const { method } of curve!.methods) expect(picture).toMatch(new RegExp(`<text [^>]*>${method}</text>`));
  });

  it('leaves out a method that is far above, and says so', () => {
    const raw = { ...curve!.methods[0]!, method: 'raw', logLoss: curve!.labels.map(() => 9) };
    const found = pictureOf('data', { ...curve!, methods: [...curve!.methods, raw] });
    expect(found).toContain('>Above the picture: raw</text>');
    expect(found.match(/clip-path="url/g)).toHaveLength(3);
  });

  it('has colours for dark pages', () => {
    expect(picture).toContain('@media (prefers-color-scheme: dark)');
  });
});

describe('spreadOut', () => {
  const options = { gap: 10, lowest: 0, highest: 100 };

  it('leaves alone what does not overlap, and keeps the order', () => {
    expect(spreadOut([50, 20, 80], options)).toEqual([50, 20, 80]);
  });

  it('moves apart what does, within the bounds', () => {
    expect(spreadOut([50, 51, 52], options)).toEqual([50, 60, 70]);
    expect(spreadOut([99, 100, 98], options)).toEqual([90, 100, 80]);
    expect(spreadOut([-5, 0], options)).toEqual([0, 10]);
  });
});
