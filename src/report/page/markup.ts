const written = Symbol('markup');

/** Markup in which every text is escaped: only the tag {@link markup} makes it. */
export interface Markup {
  readonly [written]: string;
}

export type Part = Markup | string | number | readonly Markup[];

/**
 * HTML or SVG from a template. What is put in is shown as text, whatever it holds, unless it is markup itself; it may
 * stand in an element or between the double quotes of an attribute.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = template.slice(1).reduce((sofar, next, i) => sofar + writtenOut(parts[i]!) + next, template[0]!);
  return { [written]: text };
}

/** The characters of markup. */
export function toText(one: Markup): string {
  return one[written];
}

/** No line of its own: it can stand in a table or beside a mark of a plot. */
export function plainLine(text: string): string {
  return text.replace(/[\t\n\v\f\r\u0085]/g, ' ').replace(unseen, (character) => `⟨U+${hex(character)}⟩`);
}

/** A number stays on one line with its sign and its interval. */
export function unbroken(text: string): string {
  const amounts = /\d[\d.,]*(?: %)?(?: \[[−\d., ]+\])?/g;
  return text.replace(amounts, (amount) => amount.replaceAll(' ', '\u00a0'));
}

/**
 * Characters that are not seen or turn around what stands beside them. They are named where they stand, so that no name
 * looks like another. Joiners stay: scripts and emoji need them.
 */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

function hex(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
}

function writtenOut(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return written in part ? part[written] : part.map(toText).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return plainLine(text).replace(/[&<>"']/g, (mark) => entities[mark]!);
}
