import type { Task } from '../page-state.ts';
import type { showText } from './show-text.ts';

/** Shows what a response answers, in the order in which it was said, and the response. */
export function showTask(task: Task, isCode: boolean, show: typeof showText): void {
  const { prompt, system, conversation, sources, response, language } = task;
  /** What is longer than this, and is not the prompt, is folded: the prompt should be in sight. In characters. */
  const long = 1500;
  const section = (title: string, text: string, isPrompt = false): HTMLElement => {
    const place = document.createElement('details');
    const summary = document.createElement('summary');
    const heading = document.createElement('h2');
    const body = document.createElement('div');
    const isFolded = !isPrompt && text.length > long;
    place.open = !isFolded;
    heading.textContent = isFolded ? `${title} (${text.length.toLocaleString('en')} characters)` : title;
    heading.dir = 'auto';
    body.className = 'text';
    show(body, text);
    summary.append(heading);
    place.append(summary, body);
    return place;
  };
  const parts = [
    ...(system === undefined ? [] : [section('System prompt', system)]),
    ...(conversation ?? []).map(({ role, content }) => section(`Before: ${role}`, content)),
    ...(prompt === undefined ? [] : [section('Prompt', prompt, true)]),
    ...(sources ?? []).map((source, i) => section(`Source ${i + 1}`, source)),
  ];
  document.getElementById('context')!.replaceChildren(...parts);
  show(document.getElementById('response')!, response, { language, isCode });
}
