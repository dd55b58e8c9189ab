import type { PageReply, PageState, Revealed } from '../page-state.ts';
import type { Called, Connection } from './connect.ts';
import type { DeskView } from './desk-view.ts';
import type { Draft, DraftStore } from './draft.ts';

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

/** Why a label was not saved: there is another already, or else. */
interface Behind {
  readonly standing: number | undefined;
  readonly why: string;
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

  const save = (value: number): Promise<void> =>
    alone(async ({ task }) => {
      if (task === null || performance.now() - view.shownAt() < tooSoon) return;
      view.bar.choose(value);
      await send({ labeller, key: task.key, note: view.note.value, value });
    });

  /** Sends a label until the server knows of it, also one of another response than the one that is shown. */
  async function send({ key, note, value }: Draft & { readonly value: number }, isOld = false): Promise<void> {
    const { version } = state!;
    drafts.write({ labeller, key, note, value });
    view.say('');
    const late = setTimeout(view.sayWaiting, 1000);
    try {
      for (let known = version; ;) {
        const called = await ask('/api/save', { labeller, version: known, key, value, note });
        const { state: next, standing } = (called.body ?? {}) as Partial<PageReply>;
        // Another tab did something else, or the server has started again: the response may still be to be labelled.
        if (called.status === 409 && standing === undefined && next !== undefined && next.version !== known)
          known = next.version;
        else if (next === undefined || called.status === 400) return refused(called);
        else {
          // What a draft was given for may have been of a server, or of a tab, that nobody knows of any more.
          const why = isOld ? 'what you rated before is not asked for any more' : whyBehind(version, next.version);
          return saved(called.status === 200, value, next, { standing, why });
        }
      }
    } finally {
      clearTimeout(late);
    }
  }

  /** Why the page was not up to date. Before the last hyphen of a version stands which server it is of. */
  function whyBehind(before: string, now: string): string {
    const [earlier, later] = [before, now].map((version) => version.slice(0, version.lastIndexOf('-')));
    return earlier === later ? 'another tab was faster' : 'the server was started again';
  }

  function saved(isSaved: boolean, value: number, next: PageState, { standing, why }: Behind): void {
    show(next);
    // Nothing is on its way any more; what is typed for the response that is shown stays.
    keep(view.note.value, null);
    if (isSaved) view.say(`Saved: ${value}`);
    else if (standing === undefined) view.say(`Nothing was saved: ${why}. This comes next.`, 'bad');
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
      view.say(`Nothing was changed: ${whyBehind(version, reply.state.version)}. This is how things stand.`, 'bad');
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
      if (draft === null || draft.labeller !== name) return true;
      const { value } = draft;
      // A rating that was given before the page or the server went away, whatever comes next now.
      if (value !== null) {
        if (isOfThis) view.bar.choose(value);
        await alone(() => send({ ...draft, value }, true));
      } else if (!isOfThis && draft.note !== '') view.say(`This note was of another response: ${draft.note}`, 'bad');
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
    keepDraft: () => {
      // A rating that is on its way is not forgotten for a note that comes too late for it.
      if (!isBusy) keep(view.note.value, null);
    },
  };
}
