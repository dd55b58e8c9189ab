import { isLook, sign, type Look } from './looks.ts';
import { markup, unbroken, type Markup } from './markup.ts';
import { straight } from './svg.ts';

/** Two drawings of one thing, so that its text is readable on a phone as on a desk: the page shows the one that fits. */
export const widths = { wide: 860, narrow: 340 } as const;
export type Width = keyof typeof widths;

export interface Drawing {
  readonly height: number;
  readonly content: readonly Markup[];
}

export interface LegendEntry {
  readonly text: string;
  /** What stands beside the text: a sign, a line, or the line of a series without signs. */
  readonly sign: Look | 'limit' | 'foot' | 'axis' | 'band' | `course ${Look}`;
  /** Drawn on the line of its series. */
  readonly isLine?: boolean;
}

export interface Figure {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** The text alternative: what is to be seen, in words. */
  readonly alternative: string;
  readonly legend: readonly LegendEntry[];
  /** How to read it, below. */
  readonly caption: string;
  readonly draw: (width: Width) => Drawing;
}

/** A figure with its title, its legend, and a caption. */
export function figure({ id, title, alternative, legend, caption, draw }: Figure): Markup {
  const drawing = (width: Width): Markup => {
    const { height, content } = draw(width);
    const own = `${id}-${width}`;
    return markup`<svg class="${width}" role="img" aria-labelledby="${own}-title ${own}-desc" viewBox="0 0 ${widths[width]} ${height}" width="${widths[width]}" height="${height}"><title id="${own}-title">${title}</title><desc id="${own}-desc">${alternative}</desc>
${content}
</svg>`;
  };
  return markup`<figure id="${id}">
<p class="figure-title">${title}</p>
<ul class="legend">${legend.map(legendEntry)}</ul>
${drawing('wide')}
${drawing('narrow')}
<figcaption>${unbroken(caption)}</figcaption>
</figure>`;
}

function legendEntry(entry: LegendEntry): Markup {
  return markup`<li><svg aria-hidden="true" width="28" height="16" viewBox="0 0 28 16">${sample(entry)}</svg>${unbroken(entry.text)}</li>`;
}

function sample({ sign: name, isLine = false }: LegendEntry): readonly Markup[] {
  const whole = { x1: 2, y1: 8, x2: 26, y2: 8 };
  if (name === 'band') return [markup`<rect class="band main" x="2" y="3" width="24" height="10"/>`];
  if (isLook(name)) return [...(isLine ? [straight(whole, `course ${name}`)] : []), sign(name, 14, 8)];
  return [straight(whole, name)];
}
