import { markup, type Markup } from './markup.ts';
import { at } from './svg.ts';

/**
 * How a series is drawn. Each has a shape and a stroke of its own, so that none is told by its colour alone: `main` a filled
 * circle on a solid line, `alarm` a filled triangle, `open` an empty circle, `none` a cross, `other` an empty square on a dashed line,
 * `best` a diamond on a dotted line.
 */
export type Look = (typeof looks)[number];

const looks = ['main', 'alarm', 'open', 'none', 'other', 'best'] as const;

export function isLook(name: string): name is Look {
  return (looks as readonly string[]).includes(name);
}

/** The sign of a series around a point. */
export function sign(look: Look, x: number, y: number): Markup {
  if (look === 'main' || look === 'open') return markup`<circle class="${look}" cx="${at(x)}" cy="${at(y)}" r="4.5"/>`;
  if (look === 'other') return markup`<rect class="other" x="${at(x - 4)}" y="${at(y - 4)}" width="8" height="8"/>`;
  return markup`<path class="sign ${look}" d="${paths[look](x, y)}"/>`;
}

const paths: Readonly<Record<'alarm' | 'none' | 'best', (x: number, y: number) => string>> = {
  alarm: (x, y) => `M${at(x)} ${at(y - 7)}L${at(x + 6.5)} ${at(y + 5)}H${at(x - 6.5)}Z`,
  none: (x, y) =>
    `M${at(x - 4)} ${at(y - 4)}L${at(x + 4)} ${at(y + 4)}M${at(x - 4)} ${at(y + 4)}L${at(x + 4)} ${at(y - 4)}`,
  best: (x, y) => `M${at(x)} ${at(y - 6)}L${at(x + 6)} ${at(y)}L${at(x)} ${at(y + 6)}L${at(x - 6)} ${at(y)}Z`,
};
