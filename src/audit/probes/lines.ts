/** What a line of Markdown is to the probes. What they do not know for sure is `other`, and is left as it is. */
export type LineKind = 'blank' | 'plain' | 'item' | 'heading' | 'code' | 'other';

export interface Line {
  readonly kind: LineKind;
  /** Where the content stands: without indentation and, of an item, without its mark. */
  readonly from: number;
  readonly to: number;
  /** Where the line itself starts. */
  readonly start: number;
}

/** After backticks no further one may come on the line: that would be code in a line of text. */
const fence = /^(?:`{3,}(?=[^`]*$)|~{3,})/;
const mark = /^(?:[-*+•]|\d{1,4}[.)])[ \t]/;
const heading = /^#{1,6}(?:[ \t]|$)/;
/** What else than prose starts with: a table, quote, heading, HTML, link, image, formula, fence, or an underline. */
const otherStart = /^(?:[|>#<=[\\$!~:]|```|-|\*\s|\+|_{2})/;
/** Fences are looked for behind the marks of lists and quotes too, up to so many. */
const deepestNesting = 20;

/** A line as what stands on it for opening a fenced block, and for closing one. */
interface FenceLine {
  readonly opening: string;
  readonly closing: string;
  /** Code units before `opening`, and before all that is not blank. */
  readonly column: number;
  readonly indentation: number;
}

/** Whether a line is in a fenced block, and what would close that. */
class Fence {
  private open: { readonly mark: string; readonly column: number; readonly isQuoted: boolean } | undefined;
  private isLost = false;

  holds({ opening, closing, column, indentation }: FenceLine, content: string): boolean {
    if (this.open === undefined) {
      const found = fence.exec(opening)?.[0];
      const isQuoted = content.startsWith('>');
      this.open = found === undefined ? undefined : { mark: found, column: isQuoted ? 0 : column, isQuoted };
      return found !== undefined;
    }
    const isOut =
      content !== '' && (indentation < this.open.column || (this.open.isQuoted && !content.startsWith('>')));
    this.isLost ||= isOut;
    const found = fence.exec(closing)?.[0];
    const isClosed = found?.startsWith(this.open.mark) === true && found.length === closing.length;
    if (isClosed && !this.isLost) this.open = undefined;
    return true;
  }

  get isOpen(): boolean {
    return this.open !== undefined;
  }
}

/**
 * Reads a text line by line. Code is what either reading says: as the surface features read fences, or with those that
 * stand behind marks of lists and quotes. Where a line leaves the item or quote that a fence opened in, readers differ on
 * what is code after it, so all is. Also tells whether a fence is still open at the end.
 */
export function linesOf(text: string): { readonly lines: readonly Line[]; readonly isOpen: boolean } {
  const lines: Line[] = [];
  const [plainFence, markedFence] = [new Fence(), new Fence()];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const from = skipBlanks(text, start, end);
    const content = text.slice(from, end).trimEnd();
    // Most lines are of neither, and reading what stands behind marks takes longer than all else.
    const mayBeCode = plainFence.isOpen || markedFence.isOpen || mayBeMarked(content);
    const isCode = mayBeCode && isFenced(content, from - start, plainFence, markedFence);
    lines.push(isCode ? { kind: 'code', from, to: end, start } : lineOf(content, from, start, lines.at(-1)?.kind));
    start = end + 1;
  }
  return { lines, isOpen: plainFence.isOpen || markedFence.isOpen };
}

function isFenced(content: string, indentation: number, plainFence: Fence, markedFence: Fence): boolean {
  const plain = { opening: content, closing: content, column: indentation, indentation };
  // A mark of a list starts another item, in which no block of the one before can close.
  const opening = withoutMarks(content, mark);
  const column = indentation + content.length - opening.length;
  const isPlain = plainFence.holds(plain, content);
  return markedFence.holds({ opening, closing: withoutMarks(content), column, indentation }, content) || isPlain;
}

/** Whether a line starts as a fence, or as an item or quote that one may stand in. */
function mayBeMarked(content: string): boolean {
  const first = content.charCodeAt(0);
  return (first >= 48 && first <= 57) || '`~>-*+•'.includes(content.charAt(0));
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 32 && (unit < 9 || unit > 13) && (unit < 128 || !/\s/.test(text.charAt(at)))) break;
  }
  return at;
}

function lineOf(content: string, from: number, start: number, before: LineKind = 'blank'): Line {
  const whole = { from, to: from + content.length, start };
  if (content === '') return { kind: 'blank', from: start, to: start, start };
  const isIndented = from > start;
  const own = mayBeMarked(content) ? mark.exec(content)?.[0] : undefined;
  if (own !== undefined) {
    // A number other than one goes on with a paragraph, and does not start a list.
    const goesOn = /^\d/.test(own) && !/^1[.)]/.test(own) && (before === 'plain' || before === 'other');
    const inner = content.slice(own.length).trimStart();
    const isPlain = !goesOn && isProse(inner) && !mark.test(inner) && from - start < 12;
    return { ...whole, kind: isPlain ? 'item' : 'other', from: whole.to - inner.length };
  }
  if (content.startsWith('#') && heading.test(content)) return { kind: isIndented ? 'other' : 'heading', ...whole };
  // What goes on with an item or a quote is part of it.
  const isNew = before === 'blank' || before === 'plain' || before === 'heading' || before === 'code';
  return { kind: isNew && !isIndented && isProse(content) ? 'plain' : 'other', ...whole };
}

function isProse(content: string): boolean {
  return content !== '' && !otherStart.test(content) && !content.includes('|') && /\p{L}|\p{N}/u.test(content);
}

/** Without marks of quotes, and the others given. */
function withoutMarks(content: string, others?: RegExp): string {
  let rest = content;
  for (let i = 0; i < deepestNesting; i++) {
    const inner = rest.startsWith('>') ? 1 : (others?.exec(rest)?.[0].length ?? 0);
    if (inner === 0) return rest;
    rest = rest.slice(inner).trimStart();
  }
  return rest;
}
