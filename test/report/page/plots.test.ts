import { describe, expect, it } from 'vitest';
import { figure, type Drawing } from '../../../src/report/page/figure.ts';
import { linePlot } from '../../../src/report/page/line-plot.ts';
import { markup, toText } from '../../../src/report/page/markup.ts';
import { rowPlot } from '../../../src/report/page/row-plot.ts';
import { elementsOf, type Element } from './elements.ts';

const none = { value: null, lower: null, upper: null };
const rows = rowPlot({
  rows: [
    {
      name: '<b>\u202ename',
      word: 'breaks',
      isStrong: true,
      marks: [{ look: 'alarm', value: 0.4, lower: 0.3, upper: 0.5 }],
    },
    {
      name: 'a name that is far too long for the room that a row has for it',
      word: 'holds',
      marks: [
        { look: 'main', value: 0.1, lower: null, upper: null },
        { look: 'other', ...none },
      ],
    },
    { name: 'third', word: 'holds', marks: [{ look: 'main', value: 0.2, lower: 0.1, upper: 0.25 }] },
  ],
  axis: 'share',
  lines: [{ at: 0.05, name: 'limit' }],
  least: [0, 0.3],
  ticks: '~%',
});

const curves = linePlot({
  curves: [
    { look: 'main', points: [1, 2, 3].map((x) => ({ x, value: x, lower: x - 0.5, upper: x + 0.5 })) },
    {
      look: 'other',
      points: [
        { x: 1, ...none },
        { x: 2, value: 2, lower: null, upper: null },
      ],
    },
  ],
  axes: { x: 'n', y: 'rating' },
  marks: [{ x: 2, word: 'falls from n = 2' }],
});

function drawn({ content, height }: Drawing): Element[] {
  const text = toText(markup`<svg>${content}</svg>`);
  expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  expect(height).toBeGreaterThan(0);
  return elementsOf(text);
}

const numberOf = (element: Element | undefined, name: string): number => Number(element!.attributes[name]);
const withClass = (all: readonly Element[], name: string): Element[] =>
  all.filter(({ attributes }) => attributes['class'] === name);

describe.each(['wide', 'narrow'] as const)('a plot of rows, %s', (width) => {
  it('places signs, intervals and lines on one scale', () => {
    const all = drawn(rows(width));
    const [at1, at2] = withClass(all, 'main').map((one) => numberOf(one, 'cx'));
    const reach = withClass(all, 'reach main')[0];
    const perTenth = at2! - at1!;
    expect(perTenth).toBeGreaterThan(20);
    expect(Math.abs(numberOf(reach, 'x1') - at1!)).toBeLessThan(0.2);
    expect(Math.abs(numberOf(reach, 'x2') - (at2! + perTenth / 2))).toBeLessThan(0.2);
    const limit = withClass(all, 'limit')[0];
    expect(Math.abs(numberOf(limit, 'x1') - (at1! - perTenth / 2))).toBeLessThan(0.2);
    expect(withClass(all, 'reach alarm')).toHaveLength(1);
  });

  it('draws nothing of what has no value, and no interval where there is none', () => {
    const all = drawn(rows(width));
    expect(withClass(all, 'other')).toEqual([]);
    expect(withClass(all, 'reach main')).toHaveLength(1);
  });

  it('shortens long names and shows markup in names as text', () => {
    const texts = drawn(rows(width)).filter(({ name }) => name === 'text');
    expect(texts.map(({ text }) => text)).toContain('<b>⟨U+202E⟩name');
    const long = texts.find(({ text }) => text.startsWith('a name that'))!.text;
    expect(long.endsWith('…')).toBe(true);
    expect(long.length).toBeGreaterThan(15);
    expect(long.length).toBeLessThan(45);
  });
});

describe('a plot of rows on a phone', () => {
  it('draws no upright line through the words above a row', () => {
    const all = drawn(rows('narrow'));
    const words = all
      .filter(({ name, attributes }) => name === 'text' && attributes['class'] !== 'middle')
      .map((one) => numberOf(one, 'y'));
    const uprights = all.filter(
      ({ attributes }) => attributes['x1'] !== undefined && attributes['x1'] === attributes['x2'],
    );
    expect(words.length).toBeGreaterThan(5);
    expect(uprights.length).toBeGreaterThan(5);
    // From above its letters to below its base line.
    for (const y of words)
      expect(uprights.filter((one) => numberOf(one, 'y1') < y + 4 && numberOf(one, 'y2') > y - 10)).toEqual([]);
  });

  it('gives the word of a row a line of its own where its name would be cut beside it', () => {
    const name = 'all surface probes tried';
    const one = { name, isStrong: true, marks: [{ look: 'main', value: 0.1, lower: 0, upper: 0.2 }] } as const;
    const axis = { axis: 'share', lines: [], least: [0, 1], ticks: '~%' } as const;
    const [long, short] = ['38.8 %, alone 100.0 %', 'holds'].map((word) => {
      const texts = drawn(rowPlot({ ...axis, rows: [{ ...one, word }] })('narrow')).filter(
        (element) => element.name === 'text',
      );
      return [name, word].map((text) =>
        numberOf(
          texts.find((element) => element.text === text),
          'y',
        ),
      );
    });
    expect(long![1]! - long![0]!).toBe(18);
    expect(short![0]).toBe(short![1]);
  });
});

describe('a band', () => {
  it('closes at a point without an interval, so that the other end is seen', () => {
    const points = [
      { x: 1, value: 1, lower: null, upper: null },
      { x: 2, value: 2, lower: 1.5, upper: 2.5 },
    ];
    const all = drawn(
      linePlot({ curves: [{ look: 'main', points }], axes: { x: 'n', y: 'rating' }, marks: [] })('wide'),
    );
    const corners = [...withClass(all, 'band main')[0]!.attributes['d']!.matchAll(/[ML]([\d.]+),([\d.]+)/g)];
    const [first, second] = withClass(all, 'main').filter((one) => one.name === 'circle');
    const place = (x: string) => corners.filter(([, at]) => at === x).map(([, , y]) => Number(y));
    const pointed = place(first!.attributes['cx']!);
    expect(pointed).toEqual([numberOf(first, 'cy'), numberOf(first, 'cy')]);
    const [low, high] = place(second!.attributes['cx']!).sort((a, b) => b - a);
    expect(low).toBeGreaterThan(numberOf(second, 'cy'));
    expect(high).toBeLessThan(numberOf(second, 'cy'));
  });
});

describe.each(['wide', 'narrow'] as const)('a plot of curves, %s', (width) => {
  it('draws a curve, a band and a sign for each point that there is', () => {
    const all = drawn(curves(width));
    const signs = withClass(all, 'main').filter(({ name }) => name === 'circle');
    const [first, second, third] = signs.map((one) => [numberOf(one, 'cx'), numberOf(one, 'cy')] as const);
    expect(Math.abs(second![0] - first![0] - (third![0] - second![0]))).toBeLessThan(0.2);
    expect(Math.abs(second![1] - first![1] - (third![1] - second![1]))).toBeLessThan(0.2);
    expect(third![1]).toBeLessThan(first![1]);
    expect(withClass(all, 'band main')[0]!.attributes['d']).toMatch(/^M.*Z$/);
    expect(withClass(all, 'band other')[0]!.attributes['d']).toBe('');
    expect(withClass(all, 'other').filter(({ name }) => name === 'rect')).toHaveLength(1);
  });

  it('marks an n with a line and a word', () => {
    const all = drawn(curves(width));
    const [line] = withClass(all, 'foot');
    expect(line!.attributes['x1']).toBe(withClass(all, 'main')[1]!.attributes['cx']);
    expect(all.map(({ text }) => text)).toContain('falls from n = 2');
  });
});

describe('a figure', () => {
  it('has a text alternative in either drawing, ids of its own and a legend by shape', () => {
    const shown = figure({
      id: 'one',
      title: 'What <is>',
      alternative: 'a & b',
      caption: 'how to read it',
      legend: [
        { sign: 'alarm', text: 'breaks' },
        { sign: 'main', isLine: true, text: 'holds' },
        { sign: 'limit', text: 'limit' },
        { sign: 'band', text: 'interval' },
      ],
      draw: rows,
    });
    const all = elementsOf(toText(shown));
    const images = all.filter(({ attributes }) => attributes['role'] === 'img');
    const ids = all.flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));
    expect(images.map(({ attributes }) => attributes['class'])).toEqual(['wide', 'narrow']);
    for (const { attributes } of images) {
      const [title, description] = attributes['aria-labelledby']!.split(' ').map((id) =>
        all.find((one) => one.attributes['id'] === id),
      );
      expect(title).toMatchObject({ name: 'title', text: 'What <is>' });
      expect(description).toMatchObject({ name: 'desc', text: 'a & b' });
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(all.filter(({ name }) => name === 'li').map(({ text }) => text)).toEqual([
      'breaks',
      'holds',
      'limit',
      'interval',
    ]);
  });
});
