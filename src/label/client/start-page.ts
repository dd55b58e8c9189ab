import type { PageSettings } from '../page-state.ts';
import type { connect } from './connect.ts';
import type { deskView, ViewParts } from './desk-view.ts';
import type { deskWork } from './desk-work.ts';
import type { openDraft } from './draft.ts';
import type { listenToKeys } from './keyboard.ts';
import type { askName } from './name-dialog.ts';

/** The functions of the page. It gets them as arguments, since in the browser nothing is imported. */
export interface PageParts extends ViewParts {
  readonly connect: typeof connect;
  readonly deskView: typeof deskView;
  readonly deskWork: typeof deskWork;
  readonly openDraft: typeof openDraft;
  readonly listenToKeys: typeof listenToKeys;
  readonly askName: typeof askName;
}

/** Runs the page: asks who labels, and joins what is pressed with what is then done. */
export async function startPage(parts: PageParts): Promise<void> {
  const element = (id: string): HTMLElement => document.getElementById(id)!;
  const trouble = (why: string): void => {
    element('message').textContent = why;
    element('message').className = 'bad';
  };
  const { ask } = parts.connect(trouble);
  const started = await ask('/api/settings', {});
  if (started.status !== 200) return trouble(`The server answered ${started.status}.`);
  const settings = started.body as PageSettings;
  const drafts = parts.openDraft();
  const view = parts.deskView(settings, (value) => work.save(value), parts);
  const work = parts.deskWork(view, drafts, ask);
  let labeller = drafts.read()?.labeller ?? settings.labeller ?? '';

  /** Until there is a name that the server takes. */
  async function begin(name: string): Promise<void> {
    for (let wanted = name; ; wanted = await parts.askName(wanted)) {
      if (wanted === '' || !(await work.begin(wanted))) {
        if (wanted !== '') view.say('A name has at most 100 characters, and none that cannot be seen.', 'bad');
        continue;
      }
      labeller = wanted;
      element('who').textContent = wanted;
      return;
    }
  }
  const changeName = async (): Promise<void> => {
    // What is on its way is of the one who gave it.
    if (work.isBusy()) return;
    const name = await parts.askName(labeller);
    if (name !== labeller) await begin(name);
  };

  const { bar } = view;
  const help = (): void => {
    (element('help') as HTMLDialogElement).showModal();
    // By an attribute the browser would try to as the page loads, and complain.
    element('help-title').focus();
  };
  const enter = (): void => {
    const value = bar.chosen();
    if (value !== undefined) work.save(value);
    else view.say(`Choose a rating from ${settings.min} to ${settings.max} first.`, 'bad');
  };
  const { undo, skip, reveal } = work;
  const onceEach = { Enter: enter, u: undo, s: skip, n: view.openNote, m: reveal, c: view.toggleCode, '?': help };
  parts.listenToKeys({
    rate: (key) => {
      const value = bar.valueOf(key);
      if (value !== undefined) work.save(value);
      return value !== undefined;
    },
    onceEach,
    whileHeld: {
      j: () => bar.move(-1),
      k: () => bar.move(1),
      ArrowLeft: () => bar.move(-1),
      ArrowRight: () => bar.move(1),
    },
    field: bar.field,
    scroll: view.scroll,
    leave: view.leave,
  });
  const clicks = { undo, skip, reveal, 'open-note': view.openNote, 'open-help': help, who: () => void changeName() };
  for (const [id, act] of Object.entries(clicks)) element(id).addEventListener('click', act);
  view.note.addEventListener('input', work.keepDraft);
  await begin(labeller);
}
