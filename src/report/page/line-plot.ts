import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Estimate } from '../../fit/bootstrap.ts';
import { widths, type Drawing, type Width } from './figure.ts';
import { sign, type Look } from './looks.ts';
import { markup, type Markup } from './markup.ts';
import { label, straight } from './svg.ts';
import { widthOf } from './text-width.ts';

export interface Curve {
  readonly look: Look;
  readonly points: readonly (Estimate & { readonly x: number })[];
}

export interface LinePlot {
  readonly curves: readonly Curve[];
  readonly axes: { readonly x: string; readonly y: string };
  /** Upright lines with a word beside them. */
  readonly marks: readonly { readonly x: number; readonly word: string }[];
}

const height = 340;
const margin = { bottom: 52, right: 16 };
const layouts = { wide: { left: 64, ticks: 16 }, narrow: { left: 44, ticks: 6 } } as const;

/** Curves over whole numbers with bands for their intervals, as a drawing of {@link figure}. */
export function linePlot({ curves, axes, marks }: LinePlot): (width: Width) => Drawing {
  return (width) => {
    const { left, ticks } = layouts[width];
    const [right, bottom] = [widths[width] - margin.right, height - margin.bottom];
    const top = 32 + 18 * marks.length;
    const points = curves.flatMap((curve) => curve.points);
    const x = scaleLinear(extent(points.map((point) => point.x)), [left + 10, right - 10]);
    const y = scaleLinear(extent(points.flatMap(seen)), [bottom, top]).nice();
    const whole = x.ticks(ticks).filter((tick) => Number.isInteger(tick));
    const show = y.tickFormat(5);
    return {
      height,
      content: [
        label(0, 16, axes.y),
        ...y
          .ticks(5)
          .flatMap((tick) => [
            straight({ x1: left, y1: y(tick), x2: right, y2: y(tick) }, 'grid'),
            label(left - 8, y(tick) + 4, show(tick), 'end'),
          ]),
        straight({ x1: left, y1: bottom, x2: right, y2: bottom }, 'axis'),
        ...whole.map((tick) => label(x(tick), bottom + 20, String(tick), 'middle')),
        label((left + right) / 2, height - 8, axes.x, 'middle'),
        ...curves.map((curve) => bandOf(curve, x, y)),
        ...curves.flatMap((curve) => drawCurve(curve, x, y)),
        ...marks.flatMap((mark, i) => {
          const place = x(mark.x);
          const start = Math.max(0, Math.min(place + 6, right - widthOf(mark.word, false)));
          return [
            straight({ x1: place, y1: top - 6, x2: place, y2: bottom }, 'foot'),
            label(start, 36 + 18 * i, mark.word),
          ];
        }),
      ],
    };
  };
}

type Place = (value: number) => number;

/** Of a curve that has intervals. At a point without one the band closes, so that those beside it still show theirs. */
function bandOf({ look, points }: Curve, x: Place, y: Place): Markup {
  const hasNone = points.every(({ lower, upper }) => lower === null && upper === null);
  const path = area<Curve['points'][number]>()
    .defined(({ value }) => value !== null && !hasNone)
    .x((point) => x(point.x))
    .y0(({ value, lower }) => y(lower ?? value!))
    .y1(({ value, upper }) => y(upper ?? value!))
    .digits(1);
  return markup`<path class="band ${look}" d="${path(points) ?? ''}"/>`;
}

function drawCurve({ look, points }: Curve, x: Place, y: Place): Markup[] {
  const path = line<Curve['points'][number]>()
    .defined(({ value }) => value !== null)
    .x((point) => x(point.x))
    .y(({ value }) => y(value!))
    .digits(1);
  const signs = points.flatMap((point) => (point.value === null ? [] : [sign(look, x(point.x), y(point.value))]));
  return [markup`<path class="course ${look}" d="${path(points) ?? ''}"/>`, ...signs];
}

function seen({ value, lower, upper }: Estimate): number[] {
  return [value, lower, upper].filter((one) => one !== null);
}

function extent(values: readonly number[]): [number, number] {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  return lowest === highest ? [lowest - 0.5, highest + 0.5] : [lowest, highest];
}
