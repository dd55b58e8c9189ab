import { markup, type Markup } from './markup.ts';

/** A place in a drawing, to a tenth of a pixel. */
export function at(value: number): number {
  return Math.round(10 * value) / 10;
}

export function straight(
  { x1, y1, x2, y2 }: Readonly<Record<'x1' | 'y1' | 'x2' | 'y2', number>>,
  name: string,
): Markup {
  return markup`<line class="${name}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
}

export function label(x: number, y: number, content: string, name = 'start'): Markup {
  return markup`<text class="${name}" x="${at(x)}" y="${at(y)}">${content}</text>`;
}

/** A tick as numbers stand everywhere: a space before the sign of a share, and no sign before zero. */
export function spaced(tick: string): string {
  return tick.replace(/^\+0(?=%?$)/, '0').replace('%', ' %');
}
