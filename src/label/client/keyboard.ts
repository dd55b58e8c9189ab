/** What keys do. */
export interface KeyActions {
  /** A key that may be a rating. Whether it was. */
  readonly rate: (key: string) => boolean;
  /** Done once, however long the key is held. */
  readonly onceEach: Readonly<Record<string, () => void>>;
  readonly whileHeld: Readonly<Record<string, () => void>>;
  /** The field for a number, where there is one: letters typed in it are keys all the same. */
  readonly field: HTMLElement | undefined;
  /** Scrolls the response from the field, by so many of its heights. */
  readonly scroll: (pages: number) => void;
  /** Leaves a field. */
  readonly leave: () => void;
}

/** Hears the keys of the page. Those of the browser, of an input method and of text fields stay what they are. */
export function listenToKeys({ rate, onceEach, whileHeld, field, scroll, leave }: KeyActions): void {
  const pagesOf: Readonly<Record<string, number>> = {
    ' ': 0.9,
    PageDown: 0.9,
    PageUp: -0.9,
    ArrowDown: 0.1,
    ArrowUp: -0.1,
  };
  document.addEventListener('keydown', (event) => {
    const { key, target, isComposing, ctrlKey, metaKey, altKey, repeat } = event;
    if (isComposing || document.querySelector('dialog[open]') !== null) return;
    const isText = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
    const isField = isText && target === field;
    if (isText && (key === 'Escape' || (key === 'Enter' && (ctrlKey || metaKey)))) {
      event.preventDefault();
      return leave();
    }
    if (ctrlKey || metaKey || altKey || (isText && !isField)) return;
    if (isField && Object.hasOwn(pagesOf, key)) {
      event.preventDefault();
      return scroll(pagesOf[key]!);
    }
    if (isField && (/^[\d.,-]$/.test(key) || key.startsWith('Arrow'))) return;
    // A button that has the focus is pressed by it.
    if (target instanceof HTMLButtonElement && (key === 'Enter' || key === ' ')) return;
    const actions = Object.hasOwn(whileHeld, key) ? whileHeld : onceEach;
    if (Object.hasOwn(actions, key)) {
      event.preventDefault();
      if (!repeat || actions === whileHeld) actions[key]!();
    } else if (!repeat && rate(key)) event.preventDefault();
  });
}
