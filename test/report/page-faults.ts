import { contrast } from '../contrast.ts';

/** What a browser sees of a page. */
export interface SeenPage {
  /** Pixels by which it is wider than the window. */
  readonly over: number;
  /** Texts of drawings that stick out of them. */
  readonly cut: readonly string[];
  /** Texts of one drawing that lie over one another. */
  readonly overlapping: readonly string[];
  /** Each colour of text with the ground that it stands on, and one text that has it. */
  readonly colours: readonly (readonly [text: string, ground: string, example: string])[];
  readonly drawings: readonly { readonly figure: string; readonly look: string }[];
  readonly figures: number;
}

/** Runs in the page, so it may use nothing from outside of itself. */
export function seePage(): SeenPage {
  // What is folded away is looked at too.
  const folded = [...document.querySelectorAll('details')].filter(({ open }) => !open);
  for (const one of folded) one.open = true;
  const shown = (one: Element): boolean => one.getBoundingClientRect().width > 0;
  const drawings = [...document.querySelectorAll<SVGSVGElement>('figure > svg')].filter(shown);
  const texts = drawings.map((one) => [...one.querySelectorAll<SVGTextElement>('text')].filter(shown));
  const name = (text: Element): string => `${text.closest('figure')!.id}: ${text.textContent}`;
  const isCut = (text: SVGTextElement): boolean => {
    const [inner, outer] = [text.getBoundingClientRect(), text.closest('figure > svg')!.getBoundingClientRect()];
    const { left, right, top, bottom } = inner;
    return left < outer.left - 1 || right > outer.right + 1 || top < outer.top - 1 || bottom > outer.bottom + 1;
  };
  // A box is as high as a line of text; letters fill it but for a pixel or two above and below.
  const spare = 2;
  const overlap = (one: Element, other: Element): boolean => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return across > 1 && along > spare;
  };
  const groundOf = (one: Element): string => {
    const ground = getComputedStyle(one).backgroundColor;
    const isClear = ground === 'transparent' || /^rgba\(.*, 0\)$/.test(ground);
    return isClear && one.parentElement !== null ? groundOf(one.parentElement) : ground;
  };
  const worded = [...document.querySelectorAll<HTMLElement | SVGElement>('main *')].filter(
    (one) =>
      shown(one) &&
      !['title', 'desc'].includes(one.tagName) &&
      [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== ''),
  );
  const colours = new Map(
    worded.map((one) => {
      const { color, fill } = getComputedStyle(one);
      const pair = [one instanceof SVGElement ? fill : color, groundOf(one)] as const;
      return [pair.join(' '), [...pair, one.textContent.trim().slice(0, 40)] as const] as const;
    }),
  );
  const seen = {
    over: document.documentElement.scrollWidth - window.innerWidth,
    cut: texts.flat().filter(isCut).map(name),
    overlapping: texts.flatMap((all) =>
      all.flatMap((one, i) =>
        all
          .slice(i + 1)
          .filter((other) => overlap(one, other))
          .map((other) => `${name(one)} / ${other.textContent}`),
      ),
    ),
    colours: [...colours.values()],
    drawings: drawings.map((one) => ({ figure: one.closest('figure')!.id, look: one.classList[0]! })),
    figures: document.querySelectorAll('figure').length,
  };
  for (const one of folded) one.open = false;
  return seen;
}

/** What is wrong with how a page looks, in words. */
export function faultsOf({ over, cut, overlapping, colours, drawings, figures }: SeenPage): string[] {
  return [
    ...(over > 0 ? [`${over} pixels wider than the window`] : []),
    ...cut.map((text) => `cut off: ${text}`),
    ...overlapping.map((pair) => `over one another: ${pair}`),
    ...colours
      .filter(([text, ground]) => contrast(text, ground) < 4.5)
      .map(([text, ground, example]) => `hard to read: ${text} on ${ground}, ${example}`),
    ...(drawings.length === figures ? [] : [`${drawings.length} drawings of ${figures} figures are seen`]),
  ];
}
