import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { widths, type Drawing, type Width } from './page/figure.ts';
import { sign } from './page/looks.ts';
import { markup } from './page/markup.ts';
import { label, spaced, straight } from './page/svg.ts';
import { widthOf } from './page/text-width.ts';

/** What is known of a share after so many labels. */
export interface SequencePoint {
  readonly labels: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface SequencePlot {
  /** By how many labels there were. At least one. */
  readonly points: readonly SequencePoint[];
  /** What was promised. */
  readonly limit: number;
  /** A look that stands out, with a word beside it. */
  readonly stop?: { readonly labels: number; readonly word: string } | undefined;
  readonly axes: { readonly x: string; readonly y: string };
}

const height = 320;
const margin = { top: 48, bottom: 52, right: 16 };
const layouts = { wide: { left: 56, ticks: 10 }, narrow: { left: 56, ticks: 4 } } as const;

/** A share and its bounds as labels come in, beside a limit: a drawing of a figure. */
export function sequencePlot({ points, limit, stop, axes }: SequencePlot): (width: Width) => Drawing {
  return (width) => {
    const { left, ticks } = layouts[width];
    const [right, bottom, top] = [widths[width] - margin.right, height - margin.bottom, margin.top];
    const last = points.at(-1)!;
    const x = scaleLinear([0, last.labels], [left, right]);
    const y = scaleLinear([0, topOf(points, limit)], [bottom, top])
      .nice(5)
      .clamp(true);
    const seen = thinned(points, stop?.labels);
    const band = area<SequencePoint>()
      .x((point) => x(point.labels))
      .y0((point) => y(point.lower))
      .y1((point) => y(point.upper))
      .digits(1);
    const course = (of: (point: SequencePoint) => number): string =>
      line<SequencePoint>()
        .x((point) => x(point.labels))
        .y((point) => y(of(point)))
        .digits(1)(seen) ?? '';
    const show = y.tickFormat(5, '~%');
    const stopped = stop === undefined ? undefined : points.find(({ labels }) => labels === stop.labels);
    return {
      height,
      content: [
        label(0, 16, axes.y),
        ...y
          .ticks(5)
          .flatMap((tick) => [
            straight({ x1: left, y1: y(tick), x2: right, y2: y(tick) }, 'grid'),
            label(left - 8, y(tick) + 4, spaced(show(tick)), 'end'),
          ]),
        straight({ x1: left, y1: bottom, x2: right, y2: bottom }, 'axis'),
        ...x
          .ticks(ticks)
          .filter((tick) => Number.isInteger(tick))
          .map((tick) => label(x(tick), bottom + 20, tick.toLocaleString('en'), 'middle')),
        label((left + right) / 2, height - 8, axes.x, 'middle'),
        markup`<path class="band main" d="${band(seen) ?? ''}"/>`,
        ...[(point: SequencePoint) => point.lower, (point: SequencePoint) => point.upper].map(
          (of) => markup`<path class="course main" d="${course(of)}"/>`,
        ),
        markup`<path class="course other" d="${course((point) => point.value)}"/>`,
        straight({ x1: left, y1: y(limit), x2: right, y2: y(limit) }, 'limit'),
        ...(stop === undefined || stopped === undefined
          ? []
          : [
              straight({ x1: x(stop.labels), y1: top - 6, x2: x(stop.labels), y2: bottom }, 'foot'),
              sign('alarm', x(stop.labels), y(stopped.lower)),
              label(startOf(x(stop.labels), stop.word, right), top - 10, stop.word, 'start strong'),
            ]),
      ],
    };
  };
}

/** High enough for the limit and for what is known in the end; what is unknown in the beginning goes up to the edge. */
function topOf(points: readonly SequencePoint[], limit: number): number {
  const { value, upper } = points.at(-1)!;
  return Math.min(1, Math.max(2 * limit, 1.25 * upper, value, ...points.map(({ lower }) => lower)));
}

const mostPoints = 400;

/** As many as are told apart, the last and the one that stands out among them. */
function thinned(points: readonly SequencePoint[], stop: number | undefined): SequencePoint[] {
  const step = Math.ceil(points.length / mostPoints);
  return points.filter(({ labels }, i) => i % step === 0 || i === points.length - 1 || labels === stop);
}

/** Beside a line, and within the drawing. */
function startOf(place: number, word: string, right: number): number {
  return Math.max(0, Math.min(place + 6, right - widthOf(word, true)));
}
