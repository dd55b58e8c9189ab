import { elementsOf, type Element } from './page/elements.ts';

/** What is wrong with how a page is written, in words: what a reader of the screen or of print would miss, or what could run. */
export function faultsWritten(page: string): string[] {
  const all = elementsOf(page);
  const ids = all.flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));
  const byId = new Map(all.map((one) => [one.attributes['id'], one]));
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  const links = all.flatMap(({ name, attributes: { href } }) => (name === 'a' ? [href ?? ''] : []));
  return [
    ...twice.map((id) => `two elements are ${id}`),
    ...links.filter((href) => !byId.has(href.slice(1))).map((href) => `a link to nowhere: ${href}`),
    ...all.filter(isActive).map(({ name }) => `${name} could run or load something`),
    ...all.flatMap((one) => drawingFaults(one, byId)),
    ...(all.some(({ name }) => name === 'h1') ? [] : ['no heading']),
    ...(/NaN|undefined|Infinity|null %|\[object/.exec(page) ?? []).map((word) => `says ${word}`),
  ];
}

function isActive({ name, attributes }: Element): boolean {
  const handles = Object.keys(attributes).some((one) => one.startsWith('on'));
  return handles || ['script', 'img', 'iframe', 'object', 'embed', 'form', 'base', 'use'].includes(name);
}

function drawingFaults({ name, attributes }: Element, byId: ReadonlyMap<string | undefined, Element>): string[] {
  // One that has a place stands within another.
  const isPart = attributes['x'] !== undefined;
  if (name !== 'svg' || isPart || attributes['aria-hidden'] === 'true') return [];
  const words = (attributes['aria-labelledby'] ?? '').split(' ').map((id) => byId.get(id));
  const isTold = words.length === 2 && words.every((one) => one !== undefined && one.text.trim() !== '');
  return isTold && attributes['role'] === 'img' ? [] : ['a drawing without a title and a text alternative'];
}
