import type { ReadRecord } from '../data/records.ts';
import { shown } from '../errors.ts';

/** So many ids are kept, the first ones: memory stays bounded, and a file that is read twice is found out all the same. */
const mostIds = 100_000;

/** Counts the records whose id came before. */
export interface Repeats {
  readonly see: (read: ReadRecord) => void;
  /** What there is to warn of, if anything. */
  readonly warning: () => string | undefined;
}

export function watchRepeats(): Repeats {
  const seen = new Set<string>();
  let [count, first] = [0, ''];
  return {
    see: ({ path, line, value }) => {
      const id = (value as { readonly id?: unknown } | null | undefined)?.id;
      if (typeof id !== 'string' || id === '') return;
      if (seen.has(id)) {
        if (count++ === 0) first = `${shown(id)} in ${path}:${line}`;
      } else if (seen.size < mostIds) seen.add(id);
    },
    warning: () => {
      if (count === 0) return undefined;
      const least = seen.size < mostIds ? '' : 'at least ';
      return `warning: ${least}${count} ${count === 1 ? 'record has' : 'records have'} an id that came before, first ${first}`;
    },
  };
}
