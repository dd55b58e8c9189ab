/** A stretch of a text, in UTF-16 code units; `to` is excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const ticks = /`+/g;

/**
 * Where code stands within a block of prose, from left to right: from a run of backticks to the next run of the same
 * length, as in CommonMark. Where it is hard to tell (a run without a partner, an escaped backtick, HTML), all the rest of
 * the block is taken for code, so that no change can get into it.
 */
export function codeSpansIn(block: string, offset: number): readonly Span[] {
  const first = block.indexOf('`');
  if (first === -1) return [];
  const rest = { from: offset + first, to: offset + block.length };
  if (block.includes('<') || block.includes('\\`')) return [rest];
  const runs = Array.from(block.matchAll(ticks), ({ index, 0: { length } }) => ({ index, length }));
  const partners = partnersOf(runs.map(({ length }) => length));
  const spans: Span[] = [];
  for (let i = 0; i < runs.length; i++) {
    const from = offset + runs[i]!.index;
    const partner = partners[i];
    if (partner === undefined) return [...spans, { from, to: rest.to }];
    spans.push({ from, to: offset + runs[partner]!.index + runs[partner]!.length });
    i = partner;
  }
  return spans;
}

/** The next run of the same length, by place. */
function partnersOf(lengths: readonly number[]): readonly (number | undefined)[] {
  const next = new Map<number, number>();
  const partners: (number | undefined)[] = [];
  for (let i = lengths.length - 1; i >= 0; i--) {
    partners[i] = next.get(lengths[i]!);
    next.set(lengths[i]!, i);
  }
  return partners;
}
