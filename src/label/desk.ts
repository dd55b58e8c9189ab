import { createHash } from 'node:crypto';
import type { LoggedLabel } from '../log/decision.ts';
import type { LabelBook } from './book.ts';
import type { LabelItem } from './item.ts';
import type { PageState, Task } from './page-state.ts';
import { orderFor, repeatOf, repeatPlaces, type QueueOptions } from './queue.ts';

/** As what the labels count. Labels of other instructions, or of another kind, are not asked of here. */
export interface LabelKind {
  /** `expert`, `user`, or a name of the app's own. */
  readonly source: string;
  /** Version of the instructions. */
  readonly policy?: string | undefined;
}

/** What one labeller has before them. Nothing of any other labeller's is in it. */
export interface Desk {
  readonly labeller: string;
  /** In the labeller's own order. */
  readonly items: readonly LabelItem[];
  /** After how many first labels a repeat comes. */
  readonly places: readonly number[];
  /** Own labels that stand, in the order in which they were made. */
  readonly labels: readonly LoggedLabel[];
  /** Keys of first labels that were put off, in this order. */
  readonly skipped: readonly string[];
  /** How many repeats were put off. */
  readonly skippedRepeats: number;
  /** Keys of labels after which the model's rating was looked at. */
  readonly seen: ReadonlySet<string>;
  /** Key of the first label that was taken back last: its response comes next. */
  readonly again?: string | undefined;
  readonly changes: number;
}

export interface DeskOptions extends QueueOptions {
  readonly kind: LabelKind;
}

export function deskFor(
  labeller: string,
  items: readonly LabelItem[],
  { labels, seen = [] }: Pick<LabelBook, 'labels' | 'seen'>,
  options: DeskOptions,
): Desk {
  const { kind, seed } = options;
  const own = labels.filter(
    (one) => one.labeller === labeller && one.source === kind.source && one.policy === kind.policy,
  );
  const mine = orderFor(items, labeller, seed).filter(({ ratedBy }) => !ratedBy.includes(labeller));
  const there = new Set(mine.map(({ id }) => id));
  return {
    labeller,
    items: mine,
    places: repeatPlaces(mine.length, labeller, options),
    labels: own.filter(({ id }) => there.has(id)),
    skipped: [],
    skippedRepeats: 0,
    seen: new Set(seen),
    changes: 0,
  };
}

/**
 * The key of a label: the same for the same response, labeller, kind and turn, so that no label can come twice, in
 * whatever tab or after whatever crash. It begins with `first` or `repeat`.
 */
export function keyFor(turn: 'first' | 'repeat', id: string, labeller: string, { source, policy }: LabelKind): string {
  const parts = JSON.stringify([turn, id, labeller, source, policy ?? null]);
  return `${turn}-${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}

export interface Turn {
  readonly key: string;
  readonly item: LabelItem;
}

/**
 * What comes next: what was taken back, a repeat that is due, the next in order, what was skipped; undefined where all is
 * done.
 */
export function nextTurn(desk: Desk, options: DeskOptions): Turn | undefined {
  const { skipped, skippedRepeats } = desk;
  const { open, due, repeat } = openTurns(desk, options);
  return (
    open.find(({ key }) => key === desk.again) ??
    (due > skippedRepeats ? repeat() : undefined) ??
    open.find(({ key }) => !skipped.includes(key)) ??
    open.toSorted((a, b) => skipped.indexOf(a.key) - skipped.indexOf(b.key))[0] ??
    (due > 0 ? repeat() : undefined)
  );
}

/**
 * What a key stands for while it is open, also where something else comes next: a label that was given before the server
 * was started again, which has forgotten what was skipped, is none the worse for it.
 */
export function turnOf(key: string, desk: Desk, options: DeskOptions): Turn | undefined {
  const { open, due, repeat } = openTurns(desk, options);
  const repeated = due > 0 ? repeat() : undefined;
  return repeated?.key === key ? repeated : open.find((turn) => turn.key === key);
}

/** First labels that are still to be given, in order; how many repeats are due, and of what the next one is. */
function openTurns({ labeller, items, labels, places, seen }: Desk, options: DeskOptions) {
  const key = (turn: 'first' | 'repeat', id: string): string => keyFor(turn, id, labeller, options.kind);
  const isRepeat = (one: LoggedLabel): boolean => one.key.startsWith('repeat-') && one.key === key('repeat', one.id);
  const repeated = labels.filter(isRepeat);
  const firsts = [...new Set(labels.filter((one) => !isRepeat(one)).map(({ id }) => id))];
  const done = new Set(firsts);
  const due = places.filter((place) => place <= firsts.length).length - repeated.length;
  const repeat = (): Turn | undefined => {
    const barred = labels.filter((one) => isRepeat(one) || seen.has(one.key)).map(({ id }) => id);
    const chance = { labeller, seed: options.seed, count: repeated.length };
    const id = repeatOf(firsts, new Set(barred), chance);
    const item = id === undefined ? undefined : items.find((one) => one.id === id);
    return item === undefined ? undefined : { key: key('repeat', item.id), item };
  };
  const open = items.filter(({ id }) => !done.has(id)).map((item): Turn => ({ key: key('first', item.id), item }));
  return { open, due, repeat };
}

/** What the page of this labeller shows. */
export function stateOf(desk: Desk, run: string, options: DeskOptions): PageState {
  const turn = nextTurn(desk, options);
  const last = desk.labels.findLast((one) => isOurs(one, options.kind));
  return {
    version: `${run}-${desk.changes}`,
    task: turn === undefined ? null : taskOf(turn),
    done: desk.labels.length,
    total: desk.items.length + desk.places.length,
    last:
      last === undefined
        ? null
        : { key: last.key, value: last.value, note: last.note ?? '', canUndo: !desk.seen.has(last.key) },
  };
}

/** Made on this page. What came from elsewhere is not taken back here. */
function isOurs({ key, id, labeller }: LoggedLabel, kind: LabelKind): boolean {
  return key === keyFor('first', id, labeller, kind) || key === keyFor('repeat', id, labeller, kind);
}

/** Named one by one: what an item has besides, as the rating, does not leave the server. */
function taskOf({ key, item }: Turn): Task {
  const { response, prompt, system, conversation, sources, language } = item;
  return { key, response, prompt, system, conversation, sources, language };
}
