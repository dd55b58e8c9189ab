import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Estimate } from '../../fit/bootstrap.ts';
import { widths, type Drawing, type Width } from './figure.ts';
import { sign, type Look } from './looks.ts';
import { markup, plainLine, type Markup } from './markup.ts';
import { label, spaced, straight } from './svg.ts';
import { characterWidth, shortened, widthOf } from './text-width.ts';

/** One row: a name, signs with intervals on a common axis, and a word at its end. */
export interface PlotRow {
  readonly name: string;
  readonly word: string;
  /** Below the name, as far as there is room. */
  readonly detail?: string;
  /** Stands out. */
  readonly isStrong?: boolean;
  /** Drawn one under the other. What has no value is left out. */
  readonly marks: readonly (Estimate & { readonly look: Look })[];
}

export interface RowPlot {
  readonly rows: readonly PlotRow[];
  readonly axis: string;
  /** Upright lines through all rows. */
  readonly lines: readonly { readonly at: number; readonly name: 'limit' | 'foot' | 'axis' }[];
  /** What the axis shows at least. */
  readonly least: readonly [number, number];
  /** As d3-format has it. */
  readonly ticks: string;
}

const layouts = {
  wide: { left: 214, right: 650, above: 0, ticks: 6 },
  narrow: { left: 24, right: 316, above: 18, ticks: 4 },
} as const;
const top = 26;
const lane = 15;

/** Dots and intervals in rows, as a drawing of {@link figure}. */
export function rowPlot({ rows, axis, lines, least, ticks }: RowPlot): (width: Width) => Drawing {
  return (width) => {
    const { left, right, above, ticks: wanted } = layouts[width];
    const x = scaleLinear(domainOf(rows, least), [left, right]).nice();
    const aboves = rows.map((row) => (width === 'narrow' && !fitsBesideWord(row) ? 2 * above : above));
    const heights = rows.map((row, i) => aboves[i]! + lanesOf(row, width) * lane + 10);
    const starts = heights.map((_, i) => top + heights.slice(0, i).reduce((sum, height) => sum + height, 0));
    const bottom = top + heights.reduce((sum, height) => sum + height, 0);
    const show = x.tickFormat(wanted, ticks);
    // Where names stand above their rows, lines leave them out.
    const spans =
      above === 0
        ? [{ y1: top, y2: bottom }]
        : starts.map((start, i) => ({ y1: start + aboves[i]! + 4, y2: start + heights[i]! }));
    const upright = (at: number, name: string): Markup[] =>
      spans.map((span) => straight({ x1: x(at), x2: x(at), ...span }, name));
    const content = [
      ...x
        .ticks(wanted)
        .flatMap((tick) => [
          ...upright(tick, 'grid'),
          ...[top - 10, bottom + 18].map((y) => label(x(tick), y, spaced(show(tick)), 'middle')),
        ]),
      ...lines.flatMap((one) => upright(one.at, one.name)),
      ...rows.flatMap((row, i) =>
        drawRow(row, { x, width, start: starts[i]!, height: heights[i]!, above: aboves[i]! }),
      ),
      label((left + right) / 2, bottom + 40, axis, 'middle'),
    ];
    return { height: Math.ceil(bottom + 50), content };
  };
}

interface Place {
  readonly x: ScaleLinear<number, number>;
  readonly width: Width;
  readonly start: number;
  readonly height: number;
  /** Room for its words above its signs. */
  readonly above: number;
}

/** Beside a name with a detail below it there is room for two. */
function lanesOf({ marks, detail }: PlotRow, width: Width): number {
  return Math.max(width === 'wide' && detail !== undefined ? 2 : 1, marks.length);
}

function drawRow(row: PlotRow, { x, width, start, height, above }: Place): Markup[] {
  const { name, word, detail, isStrong = false, marks } = row;
  const { left } = layouts[width];
  const weight = isStrong ? ' strong' : '';
  const isAlone = above > layouts.narrow.above;
  const room = width === 'wide' ? left - 14 : isAlone ? layouts.narrow.right : roomBeside(word, isStrong);
  const text = shortened(plainLine(name), room, (character) => characterWidth(character, isStrong));
  const middle = start + height / 2 + 4;
  const below = shortened(plainLine(detail ?? ''), width === 'wide' ? room : roomBeside(word, isStrong), (character) =>
    characterWidth(character, false),
  );
  const up = detail === undefined ? 0 : 8;
  const words =
    width === 'wide'
      ? [
          label(left - 14, middle - up, text, `end${weight}`),
          ...(detail === undefined ? [] : [label(left - 14, middle + up, below, 'end quiet')]),
          label(664, middle, word, `start${weight}`),
        ]
      : [
          label(0, start + 16, text, `start${weight}`),
          ...(detail === undefined ? [] : [label(0, start + above - 2, below, 'start quiet')]),
          label(widths.narrow, start + above - 2, word, `end${weight}`),
        ];
  const spare = ((lanesOf(row, width) - marks.length) * lane) / 2;
  return [
    straight({ x1: 0, y1: start, x2: widths[width], y2: start }, 'grid'),
    ...words,
    ...marks.flatMap((mark, i) => drawMark(mark, x, start + above + 5 + spare + (i + 0.5) * lane)),
  ];
}

/** Where it does not, its word has a line of its own; a detail stands beside it there. */
function fitsBesideWord({ name, word, detail, isStrong = false }: PlotRow): boolean {
  return detail === undefined && widthOf(plainLine(name), isStrong) <= roomBeside(word, isStrong);
}

function roomBeside(word: string, isStrong: boolean): number {
  return widths.narrow - widthOf(word, isStrong) - 12;
}

function drawMark({ look, value, lower, upper }: PlotRow['marks'][number], x: Place['x'], y: number): Markup[] {
  if (value === null) return [];
  const reach =
    lower === null || upper === null ? [] : [straight({ x1: x(lower), y1: y, x2: x(upper), y2: y }, `reach ${look}`)];
  return [markup`<g>${reach}${sign(look, x(value), y)}</g>`];
}

function domainOf(rows: readonly PlotRow[], least: readonly [number, number]): [number, number] {
  const values = rows
    .flatMap(({ marks }) => marks)
    .flatMap(({ value, lower, upper }) => [value, lower, upper].filter((one) => one !== null));
  return [Math.min(...least, ...values), Math.max(...least, ...values)];
}
