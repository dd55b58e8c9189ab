import { randomUUID } from 'node:crypto';
import { isOnScale } from '../calibrator/scale.ts';
import type { LoggedLabel } from '../log/decision.ts';
import type { Scale } from '../types.ts';
import type { LabelBook } from './book.ts';
import { deskFor, nextTurn, stateOf, turnOf, type Desk, type DeskOptions } from './desk.ts';
import type { LabelItem } from './item.ts';
import type { PageReply, PageState, Revealed } from './page-state.ts';

export interface SessionOptions extends DeskOptions {
  readonly items: readonly LabelItem[];
  readonly book: LabelBook;
  readonly scale: Scale;
}

/** What a page asks for, and the state that it believes in. */
export interface Asked {
  readonly labeller: string;
  readonly version: string;
  /** Of the label to be made, or taken back, or of the response to be skipped. */
  readonly key: string;
}

export interface Saving extends Asked {
  readonly value: number;
  readonly note: string;
}

/** `stale`: the page did not know how things stand; nothing was changed. `invalid`: no such rating. */
export interface Outcome<Reply extends PageReply = PageReply> {
  readonly status: 'done' | 'stale' | 'invalid';
  readonly reply: Reply;
}

/** The labelling of some responses by any number of people, in any number of tabs. */
export interface Session {
  readonly state: (labeller: string) => PageState;
  /** Resolves when the label is on disk. A label that stands already is not made again. */
  readonly save: (asked: Saving) => Promise<Outcome>;
  readonly undo: (asked: Asked) => Promise<Outcome>;
  readonly skip: (asked: Asked) => Promise<Outcome>;
  /** What the model said of a response that the labeller has labelled; the label is final from then on. */
  readonly reveal: (asked: Asked) => Promise<Outcome<Revealed>>;
}

export function createSession(options: SessionOptions): Session {
  const { items, book, kind, scale } = options;
  const desks = new Map<string, Desk>();
  // A version of one server means nothing to the next.
  const run = randomUUID();
  let turn: Promise<unknown> = Promise.resolve();
  /** One after the other: between the look at a version and the label that is saved for it, nothing happens. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  };
  const deskOf = (labeller: string): Desk => {
    const desk = desks.get(labeller) ?? deskFor(labeller, items, book, options);
    desks.set(labeller, desk);
    return desk;
  };
  const state = (labeller: string): PageState => stateOf(deskOf(labeller), run, options);
  const put = (desk: Desk, changed: Partial<Desk>): void =>
    void desks.set(desk.labeller, { ...desk, ...changed, changes: desk.changes + 1 });
  const done = (labeller: string): Outcome => ({ status: 'done', reply: { state: state(labeller) } });
  const stale = (labeller: string, standing?: LoggedLabel): Outcome => ({
    status: 'stale',
    reply: { state: state(labeller), ...(standing === undefined ? {} : { standing: standing.value }) },
  });

  /** Keys of labels of which an error left open whether they were kept or taken back, and what they are of. */
  const unsure = new Map<string, string>();
  const surely = async (label: LoggedLabel, work: () => Promise<LoggedLabel | void>): Promise<LoggedLabel | void> => {
    try {
      return await work();
    } catch (cause) {
      unsure.set(label.key, label.id);
      throw cause;
    }
  };
  /** After an error, the desk is brought to what the book has. */
  const settle = async ({ labeller, key }: Asked): Promise<void> => {
    const id = unsure.get(key);
    if (id === undefined || book.standing === undefined) return;
    const now = await book.standing({ id, key });
    unsure.delete(key);
    const desk = deskOf(labeller);
    const before = desk.labels.find((one) => one.key === key);
    if (before?.at === now?.at) return;
    put(desk, { labels: [...desk.labels.filter((one) => one !== before), ...(now === undefined ? [] : [now])] });
  };

  return {
    state,
    save: (asked) =>
      inTurn(async () => {
        await settle(asked);
        const { labeller, key, value } = asked;
        const note = asked.note.trim();
        const isAsSaid = (one: LoggedLabel): boolean => one.value === value && (one.note ?? '') === note;
        const desk = deskOf(labeller);
        const standing = desk.labels.find((one) => one.key === key);
        if (standing !== undefined) return isAsSaid(standing) ? done(labeller) : stale(labeller, standing);
        const open = turnOf(key, desk, options);
        if (asked.version !== state(labeller).version || open === undefined) return stale(labeller);
        if (!isOnScale(value, scale)) return { ...stale(labeller), status: 'invalid' };
        const { source, policy } = kind;
        // In order of time also where two fall into one millisecond.
        const at = Math.max(Date.now(), (desk.labels.at(-1)?.at ?? 0) + 1);
        const label = { key, id: open.item.id, value, labeller, source, policy, note: note || undefined, at };
        const kept = (await surely(label, () => book.save(label))) ?? label;
        put(desk, { labels: [...desk.labels, kept] });
        return isAsSaid(kept) ? done(labeller) : stale(labeller, kept);
      }),
    undo: (asked) =>
      inTurn(async () => {
        await settle(asked);
        const { labeller, key, version } = asked;
        const desk = deskOf(labeller);
        const { last, version: current } = state(labeller);
        const label = desk.labels.find((one) => one.key === key);
        if (version !== current || last?.key !== key || !last.canUndo || label === undefined) return stale(labeller);
        await surely(label, () => book.takeBack(label));
        put(desk, { labels: desk.labels.filter((one) => one !== label), again: key });
        return done(labeller);
      }),
    skip: (asked) =>
      inTurn(async () => {
        const { labeller, key, version } = asked;
        const desk = deskOf(labeller);
        if (version !== state(labeller).version || nextTurn(desk, options)?.key !== key) return stale(labeller);
        if (key.startsWith('repeat-')) put(desk, { skippedRepeats: desk.skippedRepeats + 1 });
        else put(desk, { skipped: [...desk.skipped.filter((one) => one !== key), key], again: undefined });
        return done(labeller);
      }),
    reveal: (asked) =>
      inTurn(async () => {
        const { labeller, key, version } = asked;
        const desk = deskOf(labeller);
        const label = desk.labels.find((one) => one.key === key);
        const item = desk.items.find(({ id }) => id === label?.id);
        if (version !== state(labeller).version || label === undefined || item === undefined)
          return { status: 'stale', reply: { state: state(labeller), selfRating: null, passProbability: null } };
        if (!desk.seen.has(key)) await book.see?.(label);
        put(desk, { seen: new Set([...desk.seen, key]) });
        const { selfRating = null, passProbability = null } = item.rating;
        return { status: 'done', reply: { state: state(labeller), selfRating, passProbability } };
      }),
  };
}
