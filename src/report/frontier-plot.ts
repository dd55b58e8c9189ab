import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Estimand } from '../calibrator/certificate.ts';
import type { CertificateReport } from '../gate/certify/certify.ts';
import type { FrontierPoint } from '../gate/certify/frontier.ts';
import { asked } from './certificate-words.ts';
import { percent } from './numbers.ts';
import { plotStyle } from './plot-style.ts';

const width = 640;
const height = 400;
const margin = { top: 84, right: 28, bottom: 52, left: 64 };
const inner = { right: width - margin.right, bottom: height - margin.bottom };

/**
 * The frontiers of certificates as an SVG image, one under the other: the share that each threshold decides on against the
 * rate of the claim, observed and at most. Same reports, same bytes.
 */
export function plotFrontiers(reports: readonly CertificateReport[]): string {
  const panels = reports.map((report, i) => panel(report, i));
  const size = `width="${width}" height="${height * reports.length}" viewBox="0 0 ${width} ${height * reports.length}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="title">`,
    `<title id="title">${reports.map(({ certificate }) => frontierWords[certificate.estimand].title).join('; ')}</title>`,
    `<style>${plotStyle}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    ...panels,
    '</svg>\n',
  ].join('\n');
}

/** What is plotted for each claim. */
export const frontierWords: Readonly<
  Record<Estimand, { readonly title: string; readonly x: string; readonly y: string }>
> = {
  'false-pass': { title: 'False-pass rate', x: 'share passed', y: 'failing share of what is passed' },
  leak: { title: 'Leak rate', x: 'share passed', y: 'passed share of what fails' },
  joint: { title: 'Joint rate', x: 'share passed', y: 'share passed though it fails' },
  'false-fail': { title: 'False-fail rate', x: 'share failed', y: 'passing share of what is failed' },
};

interface Scales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

function panel({ certificate, frontier }: CertificateReport, i: number): string {
  const { estimand, limit, confidence, rule, decided, units } = certificate;
  const points = frontier.filter((point) => point.decided > 0);
  const scales = scalesFor(points, limit);
  const { title, x, y } = frontierWords[estimand];
  const share = decided / Math.max(1, units);
  const answer = rule === null ? 'not yet certified' : `certified, ${percent(share)} ${x.replace('share ', '')}`;
  const atMost = `at most ${asked(limit)}, ${asked(confidence)} sure`;
  return [
    `<g transform="translate(0 ${i * height})">`,
    text(margin.left, 26, `${title} ${atMost}: ${answer}`, 'title'),
    ...legend(rule !== null),
    ...axes(scales, { x, y }),
    `<clipPath id="inside-${i}"><rect x="${margin.left - 3}" y="${margin.top - 3}" width="${inner.right - margin.left + 6}" height="${inner.bottom - margin.top + 6}"/></clipPath>`,
    `<g clip-path="url(#inside-${i})">`,
    curve(points, scales, ({ upper }) => upper, 'upper'),
    curve(points, scales, ({ rate }) => rate, 'rate'),
    '</g>',
    straight({ x1: margin.left, y1: scales.y(limit), x2: inner.right, y2: scales.y(limit) }, 'limit'),
    ...(rule === null ? [] : certified(scales.x(share), scales.y(limit))),
    '</g>',
  ].join('\n');
}

/** Up to four times the limit, further if else the whole curve were above: what is far above the limit is of no use. */
export function topOf(points: readonly FrontierPoint[], limit: number): number {
  const lowest = Math.min(1, ...points.map(({ upper }) => upper));
  return Math.min(1, Math.max(4 * limit, 1.3 * lowest));
}

function scalesFor(points: readonly FrontierPoint[], limit: number): Scales {
  const top = topOf(points, limit);
  const widest = Math.max(0.01, ...points.map(({ share }) => share));
  return {
    x: scaleLinear([0, widest], [margin.left, inner.right]).nice(),
    y: scaleLinear([0, top], [inner.bottom, margin.top]).nice(),
  };
}

/** Gaps where there is no rate. */
function curve(
  points: readonly FrontierPoint[],
  { x, y }: Scales,
  of: (point: FrontierPoint) => number | null,
  name: string,
): string {
  const path = line<FrontierPoint>()
    .defined((point) => of(point) !== null)
    .x(({ share }) => x(share))
    .y((point) => y(of(point)!))
    .digits(1);
  const dots = points.flatMap((point) => {
    const value = of(point);
    return value === null ? [] : [`<circle class="${name}" cx="${at(x(point.share))}" cy="${at(y(value))}" r="2"/>`];
  });
  return [`<path class="${name}" d="${path(points) ?? ''}"/>`, ...dots].join('\n');
}

function axes({ x, y }: Scales, names: { readonly x: string; readonly y: string }): string[] {
  const [showX, showY] = [x.tickFormat(6, '~%'), y.tickFormat(5, '~%')];
  return [
    ...y
      .ticks(5)
      .flatMap((tick) => [
        straight({ x1: margin.left, y1: y(tick), x2: inner.right, y2: y(tick) }, 'grid'),
        text(margin.left - 8, y(tick) + 4, spaced(showY(tick)), 'end'),
      ]),
    straight({ x1: margin.left, y1: inner.bottom, x2: inner.right, y2: inner.bottom }, 'axis'),
    ...x
      .ticks(6)
      .flatMap((tick) => [
        straight({ x1: x(tick), y1: inner.bottom, x2: x(tick), y2: inner.bottom + 5 }, 'axis'),
        text(x(tick), inner.bottom + 20, spaced(showX(tick)), 'middle'),
      ]),
    text((margin.left + inner.right) / 2, height - 12, names.x, 'middle'),
    `<text class="middle" transform="translate(16 ${at((margin.top + inner.bottom) / 2)}) rotate(-90)">${names.y}</text>`,
  ];
}

/** What each line is, left to right above the curves. */
function legend(isCertified: boolean): string[] {
  const entries = [
    ['upper', 'at most', 90],
    ['rate', 'observed', 100],
    ['limit', 'asked limit', 115],
    ...(isCertified ? ([['certified', 'certified', 0]] as const) : []),
  ] as const;
  let left = margin.left;
  return entries.flatMap(([name, label, room]) => {
    const start = left;
    left += room;
    const sign =
      name === 'certified'
        ? `<circle class="certified" cx="${start + 12}" cy="52" r="5"/>`
        : straight({ x1: start, y1: 52, x2: start + 24, y2: 52 }, name);
    return [sign, text(start + 32, 56, label)];
  });
}

/** Where the certificate stands: what it decides on, and what its limit is. */
function certified(x: number, y: number): string[] {
  return [
    straight({ x1: x, y1: y, x2: x, y2: inner.bottom }, 'foot'),
    `<circle class="certified" cx="${at(x)}" cy="${at(y)}" r="6"/>`,
  ];
}

function straight(ends: Readonly<Record<'x1' | 'y1' | 'x2' | 'y2', number>>, name: string): string {
  const places = Object.entries(ends).map(([end, value]) => `${end}="${at(value)}"`);
  return `<line class="${name}" ${places.join(' ')}/>`;
}

function text(x: number, y: number, content: string, name?: string): string {
  return `<text ${name === undefined ? '' : `class="${name}" `}x="${at(x)}" y="${at(y)}">${content}</text>`;
}

function at(value: number): string {
  return String(Math.round(10 * value) / 10);
}

/** As everywhere, a space before the sign. */
function spaced(tick: string): string {
  return tick.replace('%', ' %');
}
