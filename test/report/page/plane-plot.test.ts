import { describe, expect, it } from 'vitest';
import { toText, markup } from '../../../src/report/page/markup.ts';
import { planePlot } from '../../../src/report/page/plane-plot.ts';
import { elementsOf, type Element } from './elements.ts';

const plot = planePlot({
  x: { name: 'said', ends: [0, 1], ticks: '~%' },
  y: { name: 'seen', ends: [0, 0.5], ticks: '~%' },
  lines: [{ from: [0, 0.1], to: [1, 0.1], name: 'limit' }],
  series: [
    {
      look: 'main',
      isJoined: true,
      points: [
        { x: 0, value: 0, lower: null, upper: null },
        { x: 0.5, value: 0.25, lower: 0.2, upper: 0.3 },
        { x: 1, value: 0.5, lower: 0.4, upper: 0.9 },
        { x: 0.7, value: null, lower: null, upper: null },
      ],
    },
    { look: 'other', isJoined: false, points: [{ x: 0.5, value: 0.1, lower: null, upper: null }] },
  ],
  strips: [{ look: 'main', name: 'labels', counts: [0, 1200, 600, 0] }],
});

const numberOf = (element: Element | undefined, name: string): number => Number(element!.attributes[name]);

describe.each(['wide', 'narrow'] as const)('a plane of points, %s', (width) => {
  const { content, height } = plot(width);
  const text = toText(markup`<svg>${content}</svg>`);
  const all = elementsOf(text);
  const named = (name: string): Element[] => all.filter(({ attributes }) => attributes['class'] === name);
  const limit = named('limit')[0];

  it('has signs, intervals and lines where their numbers are', () => {
    expect(text).not.toMatch(/NaN|undefined|null/);
    const [first, second, third] = named('main').filter(({ name }) => name === 'circle');
    expect(Math.abs(numberOf(second, 'cx') - (numberOf(first, 'cx') + numberOf(third, 'cx')) / 2)).toBeLessThan(0.2);
    expect(Math.abs(numberOf(second, 'cy') - (numberOf(first, 'cy') + numberOf(third, 'cy')) / 2)).toBeLessThan(0.2);
    // The limit at 0.1 is a fifth of the way up.
    const up = numberOf(first, 'cy') - 0.2 * (numberOf(first, 'cy') - numberOf(third, 'cy'));
    expect(Math.abs(numberOf(limit, 'y1') - up)).toBeLessThan(0.2);
    expect(named('other').map((one) => numberOf(one, 'y') + 4)).toEqual([numberOf(limit, 'y1')]);
    expect(named('reach main')).toHaveLength(2);
    expect(named('reach main').every((one) => one.attributes['x1'] === one.attributes['x2'])).toBe(true);
  });

  it('draws what leaves its axes within a frame that cuts it off, and hides that frame from readers', () => {
    const frame = all.find(({ name, attributes }) => name === 'svg' && attributes['viewBox'] !== undefined)!;
    const beyond = named('reach main')[1]!;
    expect(numberOf(beyond, 'y2')).toBeLessThan(numberOf(frame, 'y'));
    expect(frame.attributes['aria-hidden']).toBe('true');
    expect(frame.attributes['viewBox']).toBe(
      ['x', 'y', 'width', 'height'].map((one) => frame.attributes[one]).join(' '),
    );
  });

  it('counts in bars over equal parts of the axis, with their scale', () => {
    const [tall, half, ...none] = named('bar main');
    expect(none).toEqual([]);
    expect(Math.abs(numberOf(tall, 'height') - 2 * numberOf(half, 'height'))).toBeLessThan(0.2);
    const circles = named('main').filter(({ name }) => name === 'circle');
    expect(Math.abs(numberOf(half, 'x') - 1.5 - numberOf(circles[1], 'cx'))).toBeLessThan(0.2);
    expect(all.map((one) => one.text)).toEqual(expect.arrayContaining(['labels', '1,200', '0']));
    expect(numberOf(tall, 'y') + numberOf(tall, 'height')).toBeLessThan(height);
  });
});
