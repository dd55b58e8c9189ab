import type { DriftBin, DriftReport, InputDrift } from '../monitor/drift-report.ts';
import { widths, type Drawing, type Width } from './page/figure.ts';
import { sign } from './page/looks.ts';
import { markup, plainLine, type Markup } from './page/markup.ts';
import { at, label, straight } from './page/svg.ts';
import { characterWidth, shortened } from './page/text-width.ts';

/** One input: how it lay over the labels, and how it lies now. */
export interface DriftStrip {
  readonly input: string;
  /** What happened to it, below its name. */
  readonly word: string;
  readonly hasDrifted: boolean;
  /** At the ends of the axis. */
  readonly ends: readonly [string, string];
  readonly bins: readonly { readonly reference: number; readonly current: number }[];
}

/** As many are shown at least, where there are so many; and no more that drifted than this. */
const fewest = 6;
const most = 12;

/** What drifted, and the largest of the others: enough to see what no drift looks like. */
export function driftStrips({ inputs }: DriftReport): DriftStrip[] {
  const seen = inputs.filter(({ bins, window }) => bins.length > 0 && window !== null);
  const drifted = seen.filter(({ status }) => status === 'drifted').slice(0, most);
  const others = seen
    .filter(({ status }) => status !== 'drifted')
    .toSorted((a, b) => (b.psi ?? 0) - (a.psi ?? 0))
    .slice(0, Math.max(2, fewest - drifted.length));
  return [...drifted, ...others].map(stripOf);
}

function stripOf(input: InputDrift): DriftStrip {
  const { bins, psi, status } = input;
  // A feature that no response is without has an empty bin for those.
  const shown = bins.filter(({ name, reference, current }) => name !== 'absent' || reference + current > 0);
  return {
    input: inputName(input),
    word: `${driftWord(input)}${psi === null ? '' : `, index ${psi.toFixed(2)}`}`,
    hasDrifted: status === 'drifted',
    ends: [binName(shown[0]!), binName(shown.at(-1)!)],
    bins: shown.map(({ reference, current }) => ({ reference, current })),
  };
}

const names: Readonly<Record<InputDrift['kind'], string | null>> = {
  rating: 'self-rating',
  probability: 'pass probability',
  outside: 'outside the envelope',
  degenerate: 'no whole response',
  unjudged: 'could not be judged',
  feature: null,
  language: null,
};

/** A feature by its own name, the others by what they are. */
export function inputName({ input, kind }: Pick<InputDrift, 'input' | 'kind'>): string {
  return names[kind] ?? input;
}

/** `drifted: higher`, `drifted: more of de`, `drifted: less below 12`, `no drift shown`. */
export function driftWord(input: InputDrift): string {
  return input.status === 'drifted' && input.change !== null
    ? `drifted: ${changeWord(input)}`
    : statusWords[input.status];
}

/** That no drift is shown does not show that there is none. */
const statusWords: Readonly<Record<InputDrift['status'], string>> = {
  drifted: 'drifted',
  holds: 'no drift shown',
  'not enough': 'not enough',
};

/** `higher`, `more of de`, `less below 12`; empty where nothing speaks for a drift. */
export function changeWord({ change, bins }: InputDrift): string {
  if (change === null) return '';
  if (change.bin === null) return change.way;
  const bin = bins[change.bin]!;
  return `${change.way}${bin.name === null ? '' : ' of'} ${binName(bin)}`;
}

/** `below 12`, `12 to 20`, `from 20 on`, or the name of what has one. */
export function binName({ from, to, name }: DriftBin): string {
  if (name !== null) return name;
  if (from === null) return to === null ? 'all' : `below ${short(to)}`;
  return to === null ? `from ${short(from)} on` : `${short(from)} to ${short(to)}`;
}

function short(value: number): string {
  const text = Number(Math.abs(value).toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
  return value < 0 ? `−${text}` : text;
}

const layouts = { wide: { columns: 3, gap: 28 }, narrow: { columns: 1, gap: 0 } } as const;
const strip = { bars: 46, base: 112, height: 150 };

/** Small plots side by side: bars for what is seen now, an outline for the labels. A drawing of a figure. */
export function stripPlot(strips: readonly DriftStrip[]): (width: Width) => Drawing {
  return (width) => {
    const { columns, gap } = layouts[width];
    const cell = (widths[width] - gap * (columns - 1)) / columns;
    return {
      height: Math.ceil(strips.length / columns) * strip.height,
      content: strips.flatMap((one, i) =>
        drawStrip(one, (i % columns) * (cell + gap), Math.floor(i / columns) * strip.height, cell),
      ),
    };
  };
}

function drawStrip(
  { input, word, hasDrifted, ends, bins }: DriftStrip,
  left: number,
  top: number,
  width: number,
): Markup[] {
  const [base, full] = [top + strip.base, strip.base - strip.bars];
  const highest = Math.max(...bins.flatMap(({ reference, current }) => [reference, current]), 1e-9);
  const height = (share: number): number => (full * share) / highest;
  const each = width / bins.length;
  const fitted = (text: string, room: number, isStrong = false): string =>
    shortened(plainLine(text), room, (character) => characterWidth(character, isStrong));
  const start = hasDrifted ? 18 : 0;
  const outline = bins
    .map(
      ({ reference }, i) =>
        `${i === 0 ? `M${at(left)} ${at(base)}` : ''}V${at(base - height(reference))}H${at(left + (i + 1) * each)}`,
    )
    .join('');
  return [
    ...(hasDrifted ? [sign('alarm', left + 8, top + 12)] : []),
    label(left + start, top + 16, fitted(input, width - start, hasDrifted), hasDrifted ? 'start strong' : 'start'),
    label(left, top + 34, fitted(word, width), 'start quiet'),
    ...bins.map(
      ({ current }, i) =>
        markup`<rect class="bar pale main" x="${at(left + i * each + 1.5)}" y="${at(base - height(current))}" width="${at(each - 3)}" height="${at(height(current))}"/>`,
    ),
    markup`<path class="outline" d="${outline}V${at(base)}"/>`,
    straight({ x1: left, y1: base, x2: left + width, y2: base }, 'axis'),
    ...endsOf(ends, bins.length).map(([text, side]) =>
      label(side === 'start' ? left : left + width, base + 18, fitted(text, width / 2 - 6), `${side} quiet`),
    ),
  ];
}

/** One bin has one name. */
function endsOf([first, last]: DriftStrip['ends'], bins: number): (readonly [string, 'start' | 'end'])[] {
  return bins === 1
    ? [[first, 'start']]
    : [
        [first, 'start'],
        [last, 'end'],
      ];
}
