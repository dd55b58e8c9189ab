import { elementsOf, type Element } from './elements.ts';

/** What is drawn in a figure. */
export interface Drawn {
  readonly all: readonly Element[];
  readonly withClass: (name: string) => Element[];
  readonly texts: () => string[];
}

/** The wide drawing of a figure of a page. */
export function drawnIn(page: string, id: string): Drawn {
  const start = page.indexOf('<svg class="wide"', page.indexOf(`<figure id="${id}">`));
  const all = elementsOf(page.slice(start, page.indexOf('</svg>', start) + 6));
  return {
    all,
    withClass: (name) => all.filter(({ attributes }) => attributes['class'] === name),
    texts: () => all.filter(({ name }) => name === 'text').map(({ text }) => text),
  };
}

export function headlineOf(page: string): string {
  return elementsOf(page).find(({ attributes }) => attributes['aria-label'] === 'Verdict')!.text;
}

export function idsOf(page: string): string[] {
  return elementsOf(page).flatMap(({ attributes: { id } }) => id ?? []);
}
