/** Most at a time. */
const largest = 100;

/** So often the store refuses one alone, and takes another after, before it is given up: it is not the store then. */
const refusals = 3;

/** So many refused alone one after the other, with none taken: it is the store. */
const hopeless = 5;

/** Which of a list to store next, so that one that a store refuses does not keep the rest from it. */
export interface Batches<Item> {
  readonly next: (waiting: readonly Item[]) => Item[];
  readonly taken: (some: readonly Item[]) => void;
  /** `divide`: try fewer. `later`: try this one again when another was taken. `never`: give this one up. */
  readonly refused: (some: readonly Item[]) => 'divide' | 'later' | 'never';
  /** Whether some of them were tried before: the store may have them. */
  readonly wereTried: (some: readonly Item[]) => boolean;
  /** Whether the store takes nothing. */
  readonly isHopeless: () => boolean;
}

export function createBatches<Item extends object>(): Batches<Item> {
  const tried = new WeakSet<Item>();
  /** What was refused alone: how often, and after how many batches that were taken. */
  const suspects = new WeakMap<Item, { readonly times: number; readonly after: number }>();
  let width = largest;
  let taken = 0;
  let inARow = 0;
  return {
    next: (waiting) => {
      const first = waiting.slice(0, width);
      const end = first.findIndex((one) => suspects.has(one));
      return end === -1 ? first : first.slice(0, Math.max(1, end));
    },
    taken: (some) => {
      for (const one of some) suspects.delete(one);
      taken++;
      inARow = 0;
      width = Math.min(largest, width * 2);
    },
    refused: (some) => {
      for (const one of some) tried.add(one);
      if (some.length > 1) {
        width = Math.ceil(some.length / 2);
        return 'divide';
      }
      inARow++;
      const [one] = some as readonly [Item];
      const { times, after } = suspects.get(one) ?? { times: 0, after: -1 };
      const now = taken > after ? times + 1 : times;
      suspects.set(one, { times: now, after: taken });
      return now < refusals ? 'later' : 'never';
    },
    wereTried: (some) => some.some((one) => tried.has(one)),
    isHopeless: () => inARow >= hopeless,
  };
}
