/**
 * Shows a text as it is, every character of it: what stands between fences in the type of code, the rest line by line,
 * each in its own direction. It is never read as markup; the fences stay in sight.
 */
export function showText(place: HTMLElement, text: string, { language, isCode }: ShowOptions = {}): void {
  const pieces: { readonly isCode: boolean; readonly lines: string[] }[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    const opens = fence === undefined && mark !== undefined;
    const wasCode = fence !== undefined;
    if (opens || pieces.length === 0 || pieces.at(-1)!.isCode !== (wasCode || isCode === true))
      pieces.push({ isCode: opens || wasCode || isCode === true, lines: [] });
    pieces.at(-1)!.lines.push(line);
    if (opens) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence) === true) fence = undefined;
  }
  const blocks = pieces.map((piece) => {
    const block = document.createElement(piece.isCode ? 'pre' : 'div');
    block.className = piece.isCode ? 'code' : 'prose';
    block.dir = piece.isCode ? 'ltr' : 'auto';
    block.textContent = piece.lines.join('\n');
    return block;
  });
  place.lang = language ?? '';
  place.replaceChildren(...blocks);
}

export interface ShowOptions {
  readonly language?: string | undefined;
  /** Whether all of it is shown in the type of code. */
  readonly isCode?: boolean;
}
