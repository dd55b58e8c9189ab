import { describe, expect, it } from 'vitest';
import type { Certificate, Estimand } from '../../src/calibrator/certificate.ts';
import type { CertificateReport } from '../../src/gate/certify/certify.ts';
import type { FrontierPoint } from '../../src/gate/certify/frontier.ts';
import { plotFrontiers } from '../../src/report/frontier-plot.ts';
import { certificate } from '../gate/certified.ts';

const point = (share: number, rate: number | null, upper: number): FrontierPoint => ({
  threshold: 1 - share,
  decided: Math.round(200 * share),
  contradicted: Math.round(200 * share * (rate ?? 0)),
  share,
  rate,
  upper,
});

const frontier = [
  point(0, null, 1),
  point(0.1, 0, 0.11),
  point(0.2, 0.02, 0.08),
  point(0.4, 0.04, 0.09),
  point(0.8, 0.2, 0.25),
];

const report = (parts: Partial<Certificate> = {}): CertificateReport => ({
  certificate: certificate(parts),
  frontier,
  needed: undefined,
});

/** Names of elements in the order they open; throws where one is not closed, or text would be taken for markup. */
function elementsOf(svg: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-zA-Z]+)((?:\s[\w:-]+="[^"<>&]*")*)\s*(\/?)>/g,
    (_, closing, name: string, __, single) => {
      if (closing === '/') expect(open.pop()).toBe(name);
      else {
        names.push(name);
        if (single !== '/') open.push(name);
      }
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>&]/);
  return names;
}

describe('the plot of a frontier', () => {
  it('is well-formed, has a title, names both axes, and draws both curves and the limit', () => {
    const svg = plotFrontiers([report()]);
    const names = elementsOf(svg);
    expect(names[0]).toBe('svg');
    expect(names.filter((name) => name === 'path')).toHaveLength(2);
    expect(svg).toContain('<title id="title">False-pass rate</title>');
    expect(svg).toContain('>False-pass rate at most 10 %, 90 % sure: certified, 40.0 % passed</text>');
    expect(svg).toContain('>share passed</text>');
    expect(svg).toContain('>failing share of what is passed</text>');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('places points by their share and their limit', () => {
    const svg = plotFrontiers([report()]);
    const circles = [...svg.matchAll(/<circle class="(\w+)" cx="([\d.]+)" cy="([\d.]+)" r="(\d)"/g)].map(
      ([, name, x, y, r]) => ({ name, x: Number(x), y: Number(y), r: Number(r) }),
    );
    const upper = circles.filter(({ name }) => name === 'upper');
    // The threshold that decides on nothing has no limit to show.
    expect(upper).toHaveLength(4);
    expect(upper.map(({ x }) => x)).toEqual(upper.map(({ x }) => x).toSorted((a, b) => a - b));
    // Four shares in the ratio 1 : 2 : 4 : 8.
    expect(Math.abs((upper[3]!.x - upper[2]!.x) / (upper[1]!.x - upper[0]!.x) - 4)).toBeLessThan(0.02);
    // Limits of .11, .08 and .09: a higher limit is further up.
    expect(upper[0]!.y).toBeLessThan(upper[2]!.y);
    expect(upper[2]!.y).toBeLessThan(upper[1]!.y);
    const mark = circles.find(({ name, r }) => name === 'certified' && r === 6);
    const [, limit] = svg.match(/<line class="limit" x1="64" y1="([\d.]+)" x2="612"/)!;
    expect(mark).toMatchObject({ x: upper[2]!.x, y: Number(limit) });
  });

  it.each<[Estimand, string]>([
    ['leak', 'passed share of what fails'],
    ['joint', 'share passed though it fails'],
    ['false-fail', 'passing share of what is failed'],
  ])('says of %s what its rate is', (estimand, says) => {
    expect(plotFrontiers([report({ estimand })])).toContain(`>${says}</text>`);
  });

  it('marks nothing where nothing is certified', () => {
    const svg = plotFrontiers([report({ rule: null, decided: 0, contradicted: 0 })]);
    expect(svg).toContain(': not yet certified</text>');
    expect(svg).not.toContain('<circle class="certified"');
    expect(svg).not.toContain('<line class="foot"');
  });

  it('is a frame where there is no point to show', () => {
    const svg = plotFrontiers([{ ...report({ rule: null, decided: 0, units: 0 }), frontier: [] }]);
    elementsOf(svg);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('stands under the one before, and ids are told apart', () => {
    const svg = plotFrontiers([report(), report({ estimand: 'leak' })]);
    elementsOf(svg);
    expect(svg).toMatch(/^<svg [^>]*height="800" viewBox="0 0 640 800"/);
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(plotFrontiers([report(), report({ estimand: 'leak' })])).toBe(svg);
  });
});
