import type { PageSettings, PageState } from '../page-state.ts';
import type { ratingBar, RatingBar } from './rating-bar.ts';
import type { showTask } from './show-task.ts';
import type { showText } from './show-text.ts';

/** The page as it is seen. It shows what it is told, and decides nothing. */
export interface DeskView {
  readonly show: (state: PageState, note: string) => void;
  readonly say: (text: string, tone?: 'plain' | 'bad') => void;
  /** Says that it takes its time, unless there is more to say. */
  readonly sayWaiting: () => void;
  readonly setBusy: (isBusy: boolean) => void;
  readonly note: HTMLTextAreaElement;
  readonly openNote: () => void;
  /** Goes from the note back to where a rating is given. */
  readonly leave: () => void;
  /** Scrolls the response by so many of its heights. */
  readonly scroll: (pages: number) => void;
  readonly toggleCode: () => void;
  /** Since when the response has been there, as `performance.now` has it. */
  readonly shownAt: () => number;
  readonly bar: RatingBar;
}

export interface ViewParts {
  readonly ratingBar: typeof ratingBar;
  readonly showTask: typeof showTask;
  readonly showText: typeof showText;
}

export function deskView(settings: PageSettings, give: (value: number) => void, parts: ViewParts): DeskView {
  const element = (id: string): HTMLElement => document.getElementById(id)!;
  const note = element('note') as HTMLTextAreaElement;
  const response = element('response');
  const bar = parts.ratingBar(settings, element('levels'), give);
  let shown: PageState | undefined;
  let shownAt = 0;
  let isCode = false;

  element('title').textContent = settings.title;
  document.title = `${settings.title} · label`;
  element('policy').textContent = settings.policy === null ? '' : `policy ${settings.policy}`;
  const { min, max, passAt } = settings;
  element('ends').textContent = [
    `${min} is the worst, ${max} the best`,
    ...(passAt === null ? [] : [`from ${passAt} on it passes`]),
  ].join('; ');
  element('rubric-place').hidden = settings.rubric === null;
  if (settings.rubric !== null) parts.showText(element('rubric'), settings.rubric);

  const isNarrow = (): boolean => getComputedStyle(response).overflowY === 'visible';
  const scroller = (): HTMLElement => (isNarrow() ? element('work') : response);

  const show = (state: PageState, draft: string): void => {
    const { task, last, done, total } = state;
    const isNew = task?.key !== shown?.task?.key;
    shown = state;
    element('count').textContent = `${done} of ${total}`;
    Object.assign(element('bar'), { max: Math.max(1, total), value: done });
    (element('undo') as HTMLButtonElement).disabled = last?.canUndo !== true;
    (element('reveal') as HTMLButtonElement).disabled = last === null;
    document.body.dataset['view'] = task === null ? 'finished' : 'task';
    if (!isNew) return;
    isCode = false;
    if (task !== null) parts.showTask(task, isCode, parts.showText);
    bar.choose(null);
    note.value = draft;
    element('note-place').hidden = draft === '';
    for (const one of [response, element('side'), element('work')]) one.scrollTop = 0;
    // In one column the prompt can be longer than the screen: what is to be judged comes into sight.
    if (isNarrow()) element('response-title').scrollIntoView({ block: 'start' });
    (bar.field ?? response).focus({ preventScroll: true });
    shownAt = performance.now();
  };

  return {
    show,
    say: (text, tone = 'plain') => {
      element('message').textContent = text;
      element('message').className = tone;
    },
    sayWaiting: () => {
      if (element('message').textContent === '') element('message').textContent = 'Saving…';
    },
    setBusy: (isBusy) => document.body.toggleAttribute('data-busy', isBusy),
    note,
    openNote: () => {
      element('note-place').hidden = false;
      note.focus();
    },
    leave: () => (bar.field ?? response).focus({ preventScroll: true }),
    scroll: (pages) => scroller().scrollBy({ top: pages * scroller().clientHeight }),
    toggleCode: () => {
      const task = shown?.task ?? null;
      isCode = !isCode;
      if (task !== null) parts.showTask(task, isCode, parts.showText);
    },
    shownAt: () => shownAt,
    bar,
  };
}
