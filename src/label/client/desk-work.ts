import type { PageReply, PageState, Revealed } from '../page-state.ts';
import type { Called, Connection } from './connect.ts';
import type { DeskView } from './desk-view.ts';
import type { DraftStore } from './draft.ts';

/** What somebody at the page can do. */
export interface DeskWork {
  /** Shows what a labeller has before them. Whether the server took the name. */
  readonly begin: (name: string) => Promise<boolean>;
  readonly save: (value: number) => void;
  readonly undo: () => void;
  readonly skip: () => void;
  readonly reveal: () => void;
  /** Whether something is on its way to the server. */
  readonly isBusy: () => boolean;
  /** Keeps what has been typed. */
  readonly keepDraft: () => void;
}

/** The place where the page and the server agree: nothing counts as saved before the server has said so. */
export function deskWork(view: DeskView, drafts: DraftStore, ask: Connection['ask']): DeskWork {
  let state: PageState | undefined;
  let labeller = '';
  let isBusy = false;
  /** What two presses of a key take at most: the second is no judgement of what has just appeared. In milliseconds. */
  const tooSoon = 250;

  const keep = (note: string, value: number | null): void =>
    drafts.write({ labeller, key: state?.task?.key ?? '', note, value });
  const show = (next: PageState, note = ''): void => {
    const isNew = state?.task?.key !== next.task?.key;
    state = next;
    if (isNew) keep(note, null);
    view.show(next, note);
  };
  const refused = ({ status, body }: Called): void =>
    view.say(`Not done: ${(body as { message?: string } | null)?.message ?? `the server answered ${status}`}`, 'bad');

  /** Does one thing at a time. */
  const alone = async (work: (now: PageState) => Promise<void>): Promise<void> => {
    if (isBusy || state === undefined) return;
    isBusy = true;
    view.setBusy(true);
    try {
      await work(state);
    } finally {
      isBusy = false;
      view.setBusy(false);
    }
  };

  const save = (value: number, isAgain = false): Promise<void> =>
    alone(async ({ task, version }) => {
      if (task === null || (!isAgain && performance.now() - view.shownAt() < tooSoon)) return;
      const note = view.note.value;
      view.bar.choose(value);
      keep(note, value);
      for (let known = version; ;) {
        const called = await ask('/api/save', { labeller, version: known, key: task.key, value, note });
        const { state: next, standing } = (called.body ?? {}) as Partial<PageReply>;
        // Another tab did something else, or the server has started again: the response is still to be labelled.
        const isOpen = called.status === 409 && standing === undefined && next?.task?.key === task.key;
        if (isOpen && next.version !== known) known = next.version;
        else if (next === undefined || called.status === 400) return refused(called);
        else return saved(called.status === 200, value, next, standing);
      }
    });

  function saved(isSaved: boolean, value: number, next: PageState, standing: number | undefined): void {
    show(next);
    if (isSaved) view.say(`Saved: ${value}`);
    else if (standing === undefined) view.say('Nothing was saved: another tab was faster. This comes next.', 'bad');
    else view.say(`Not saved: it has the label ${standing} already, perhaps from another tab. That stays.`, 'bad');
  }

  /** Where the page was behind, it shows how things stand and leaves it at that. */
  const change = (path: string, key: string | undefined, then: (reply: PageReply) => void): Promise<void> =>
    alone(async ({ version }) => {
      if (key === undefined) return;
      const called = await ask(path, { labeller, version, key });
      const reply = (called.body ?? {}) as Partial<PageReply>;
      if (reply.state === undefined) return refused(called);
      if (called.status === 200) return then(reply as PageReply);
      show(reply.state);
      view.say('Nothing was changed: another tab was faster. This is how things stand.', 'bad');
    });

  return {
    begin: async (name) => {
      const called = await ask('/api/state', { labeller: name });
      if (called.status !== 200) return false;
      const { state: next } = called.body as PageReply;
      const draft = drafts.read();
      const isOfThis = draft !== null && draft.labeller === name && draft.key === next.task?.key;
      labeller = name;
      state = undefined;
      show(next, isOfThis ? draft.note : '');
      view.say('');
      // A rating that was given before the page or the server went away.
      if (isOfThis && draft.value !== null) await save(draft.value, true);
      return true;
    },
    save: (value) => void save(value),
    undo: () => {
      const last = state?.last ?? null;
      if (last?.canUndo === false) view.say('That label stays: you have seen what the model said.', 'bad');
      else
        void change('/api/undo', last?.key, (reply) => {
          show(reply.state, last!.note);
          view.say(`Taken back: ${last!.value}`);
        });
    },
    skip: () =>
      void change('/api/skip', state?.task?.key, (reply) => {
        const isSame = reply.state.task?.key === state?.task?.key;
        show(reply.state);
        view.say(isSame ? 'This is the only one that is left.' : 'Skipped: it comes again at the end.');
      }),
    reveal: () => {
      const last = state?.last ?? null;
      void change('/api/reveal', last?.key, (reply) => {
        const { selfRating, passProbability } = reply as Revealed;
        const rating = selfRating === null ? 'the model gave no rating' : `the model gave it ${selfRating}`;
        const chance = passProbability === null ? '' : `, pass probability ${passProbability.toFixed(2)}`;
        show(reply.state);
        view.say(`You gave the last one ${last!.value}; ${rating}${chance}. Your label stays.`);
      });
    },
    isBusy: () => isBusy,
    keepDraft: () => keep(view.note.value, null),
  };
}
