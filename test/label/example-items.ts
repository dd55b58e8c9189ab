import type { LabelBook } from '../../src/label/book.ts';
import type { LabelItem } from '../../src/label/item.ts';
import type { LoggedLabel } from '../../src/log/decision.ts';

/** Responses to label. */
export function exampleItems(count: number): LabelItem[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    prompt: `Question ${i}`,
    response: `Answer ${i}`,
    ratedBy: [],
    rating: { selfRating: 7.77, passProbability: 0.625 },
  }));
}

/** Records of the same responses. */
export function exampleRecords(count: number): object[] {
  return exampleItems(count).map(({ id, prompt, response }) => ({ id, prompt, response, selfRating: 7.77 }));
}

export interface MemoryBook extends LabelBook {
  readonly now: () => readonly LoggedLabel[];
  /** Keys of labels that are final. */
  readonly final: () => readonly string[];
  /** From now on nothing can be kept. */
  readonly fail: () => void;
}

export function memoryBook(labels: readonly LoggedLabel[] = [], seen: readonly string[] = []): MemoryBook {
  const kept = [...labels];
  const final = [...seen];
  let isBroken = false;
  const check = (): void => {
    if (isBroken) throw new Error('the disk is full');
  };
  return {
    labels,
    seen,
    final: () => final,
    see: async ({ key }) => {
      check();
      final.push(key);
    },
    now: () => kept,
    fail: () => (isBroken = true),
    save: async (label) => {
      check();
      kept.push(label);
      return label;
    },
    takeBack: async ({ key }) => {
      check();
      kept.splice(
        kept.findIndex((one) => one.key === key),
        1,
      );
    },
  };
}
