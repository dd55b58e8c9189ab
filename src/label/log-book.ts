import type { LoggedLabel } from '../log/decision.ts';
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
  const times = new Map<string, number>();
  let [withoutText, notChosen] = [0, 0];
  for await (const { id, at, prompt, response, language, inclusion, labels: given, ...rest } of store.read()) {
    labels.push(...given);
    times.set(id, at);
    if (inclusion === undefined) notChosen++;
    else if (response === undefined || response.trim() === '') withoutText++;
    else {
      const { selfRating, passProbability } = rest;
      const rating = { selfRating: selfRating ?? undefined, passProbability: passProbability ?? undefined };
      items.push({ id, prompt, response, language, ratedBy: [], rating });
    }
  }
  const standing = async ({ id, key }: Pick<LoggedLabel, 'id' | 'key'>): Promise<LoggedLabel | undefined> => {
    const at = times.get(id) ?? 0;
    for await (const entry of store.read({ from: at, until: at + 1 }))
      if (entry.id === id) return entry.labels.find((one) => one.key === key);
    return undefined;
  };
  const book: LabelBook = {
    labels: labels.sort((a, b) => a.at - b.at),
    save: async (label) => {
      const kept = await store.label([label]);
      // Another session on the same log, or this one before an answer was lost, has been there.
      return kept === 1 ? label : ((await standing(label)) ?? label);
    },
    standing,
    takeBack: async ({ key }) => void (await store.unlabel(key)),
  };
  return { items, book, withoutText, notChosen };
}
