import type { DecisionStore } from '../log/store.ts';
import type { LabelBook } from './book.ts';
import type { LabelItem } from './item.ts';

/** What of a log can be labelled, and what cannot. */
export interface LogWork {
  readonly items: readonly LabelItem[];
  readonly book: LabelBook;
  /** Decisions that were chosen, but whose texts were not stored. */
  readonly withoutText: number;
  /** Decisions that were not chosen: a label of theirs would count with an unknown weight. */
  readonly notChosen: number;
}

/** The decisions of a log that were chosen for labelling, with the log as the place of their labels. */
export async function openLogBook(store: DecisionStore): Promise<LogWork> {
  const items: LabelItem[] = [];
  const labels: LabelBook['labels'][number][] = [];
  let [withoutText, notChosen] = [0, 0];
  for await (const { id, prompt, response, language, inclusion, labels: given, ...rest } of store.read()) {
    labels.push(...given);
    if (inclusion === undefined) notChosen++;
    else if (response === undefined || response.trim() === '') withoutText++;
    else {
      const { selfRating, passProbability } = rest;
      const rating = { selfRating: selfRating ?? undefined, passProbability: passProbability ?? undefined };
      items.push({ id, prompt, response, language, ratedBy: [], rating });
    }
  }
  const book: LabelBook = {
    labels: labels.sort((a, b) => a.at - b.at),
    save: (label) => store.label([label]),
    takeBack: async ({ key }) => void (await store.unlabel(key)),
  };
  return { items, book, withoutText, notChosen };
}
