import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Estimate } from '../../fit/bootstrap.ts';
import { widths, type Drawing, type Width } from './figure.ts';
import { sign, type Look } from './looks.ts';
import { markup, type Markup } from './markup.ts';
import { at, label, spaced, straight } from './svg.ts';

/** Points on two axes of numbers, with upright intervals where they have some, joined or not. */
export interface PlaneSeries {
  readonly look: Look;
  readonly points: readonly (Estimate & { readonly x: number })[];
  readonly isJoined: boolean;
  /** @default true */
  readonly hasSigns?: boolean;
}

export interface PlaneAxis {
  readonly name: string;
  /** Its ends. What lies beyond them is cut off. */
  readonly ends: readonly [number, number];
  /** As d3-format has it. */
  readonly ticks: string;
}

/** How many there are of each x: bars over equal parts of the x axis, below the plot. */
export interface PlaneStrip {
  readonly look: Look;
  readonly name: string;
  readonly counts: readonly number[];
}

export interface PlanePlot {
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  readonly series: readonly PlaneSeries[];
  /** Straight lines, by their ends on the axes. */
  readonly lines: readonly {
    readonly from: readonly [number, number];
    readonly to: readonly [number, number];
    readonly name: 'limit' | 'foot' | 'axis';
  }[];
  readonly strips?: readonly PlaneStrip[];
}

const layouts = {
  wide: { left: 64, right: 24, height: 420, ticks: 10 },
  narrow: { left: 54, right: 24, height: 320, ticks: 5 },
} as const;
const top = 30;
const foot = 54;
const strip = { words: 22, bars: 44, gap: 10 };

/** A plane of points, as a drawing of {@link figure}. */
export function planePlot(plot: PlanePlot): (width: Width) => Drawing {
  const { x: xAxis, y: yAxis, series, lines, strips = [] } = plot;
  return (width) => {
    const { left, right: margin, height, ticks } = layouts[width];
    const [right, bottom] = [widths[width] - margin, height - foot];
    const x = scaleLinear(xAxis.ends, [left, right]);
    const y = scaleLinear(yAxis.ends, [bottom, top]);
    const frame = { left, right, bottom, x, y };
    const inside = [
      ...lines.map(({ from, to, name }) =>
        straight({ x1: x(from[0]), y1: y(from[1]), x2: x(to[0]), y2: y(to[1]) }, name),
      ),
      ...series.flatMap((one) => drawSeries(one, frame)),
    ];
    return {
      height: height + strips.length * (strip.words + strip.bars + strip.gap),
      content: [
        label(0, 16, yAxis.name),
        ...drawAxes(plot, frame, ticks),
        ...clipped(inside, frame),
        ...strips.flatMap((one, i) =>
          drawStrip(one, frame, height + i * (strip.words + strip.bars + strip.gap) + strip.words),
        ),
      ],
    };
  };
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** A drawing within the drawing cuts off what leaves it; signs on its edge stay whole. */
function clipped(inside: readonly Markup[], { left, right, bottom }: Frame): Markup[] {
  const edge = 8;
  const [width, height] = [right - left + 2 * edge, bottom - top + 2 * edge];
  return [
    markup`<svg aria-hidden="true" x="${left - edge}" y="${top - edge}" width="${width}" height="${height}" viewBox="${left - edge} ${top - edge} ${width} ${height}">${inside}</svg>`,
  ];
}

function drawAxes({ x: xAxis, y: yAxis }: PlanePlot, { left, right, bottom, x, y }: Frame, ticks: number): Markup[] {
  const [showX, showY] = [x.tickFormat(ticks, xAxis.ticks), y.tickFormat(5, yAxis.ticks)];
  return [
    ...y
      .ticks(5)
      .flatMap((tick) => [
        straight({ x1: left, y1: y(tick), x2: right, y2: y(tick) }, 'grid'),
        label(left - 8, y(tick) + 4, spaced(showY(tick)), 'end'),
      ]),
    ...x.ticks(ticks).map((tick) => label(x(tick), bottom + 20, spaced(showX(tick)), 'middle')),
    straight({ x1: left, y1: bottom, x2: right, y2: bottom }, 'axis'),
    label((left + right) / 2, bottom + 42, xAxis.name, 'middle'),
  ];
}

function drawSeries({ look, points, isJoined, hasSigns = true }: PlaneSeries, { x, y }: Frame): Markup[] {
  const path = line<PlaneSeries['points'][number]>()
    .defined(({ value }) => value !== null)
    .x((point) => x(point.x))
    .y(({ value }) => y(value!))
    .digits(1);
  return [
    ...(isJoined ? [markup`<path class="course ${look}" d="${path(points) ?? ''}"/>`] : []),
    ...points.flatMap(({ x: place, value, lower, upper }) => {
      if (value === null) return [];
      const reach =
        lower === null || upper === null
          ? []
          : [straight({ x1: x(place), y1: y(lower), x2: x(place), y2: y(upper) }, `reach ${look}`)];
      return [...reach, ...(hasSigns ? [sign(look, x(place), y(value))] : [])];
    }),
  ];
}

function drawStrip({ look, name, counts }: PlaneStrip, { left, right, x }: Frame, start: number): Markup[] {
  const most = Math.max(1, ...counts);
  const base = start + strip.bars;
  const height = scaleLinear([0, most], [0, strip.bars]);
  const [lowest, highest] = x.domain() as [number, number];
  const place = (i: number): number => x(lowest + ((highest - lowest) * i) / counts.length);
  return [
    label(left, start - 8, name),
    label(left - 8, start + 5, most.toLocaleString('en'), 'end'),
    label(left - 8, base + 4, '0', 'end'),
    ...counts.flatMap((count, i) =>
      count === 0
        ? []
        : [
            markup`<rect class="bar ${look}" x="${at(place(i) + 1.5)}" y="${at(base - height(count))}" width="${at(place(i + 1) - place(i) - 3)}" height="${at(height(count))}"/>`,
          ],
    ),
    straight({ x1: left, y1: base, x2: right, y2: base }, 'axis'),
  ];
}
