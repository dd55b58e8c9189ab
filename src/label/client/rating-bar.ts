import type { PageSettings } from '../page-state.ts';

/** Where a rating is given: buttons, or a field for a number. */
export interface RatingBar {
  /** Moves the choice one rating up or down. */
  readonly move: (by: 1 | -1) => void;
  readonly choose: (value: number | null) => void;
  /** Undefined where there is none, or what was typed is no rating. */
  readonly chosen: () => number | undefined;
  /** The rating that a key stands for. */
  readonly valueOf: (key: string) => number | undefined;
  /** The field, where there is one. */
  readonly field: HTMLInputElement | undefined;
}

export function ratingBar(settings: PageSettings, place: HTMLElement, give: (value: number) => void): RatingBar {
  const { levels, min, max, step } = settings;
  let at = -1;
  const buttons = levels.map(({ value, key }) => {
    const button = document.createElement('button');
    const name = document.createElement('span');
    const hint = document.createElement('kbd');
    name.textContent = String(value);
    hint.textContent = key;
    button.type = 'button';
    button.dataset['value'] = String(value);
    button.append(name, ...(key === String(value) ? [] : [hint]));
    button.addEventListener('click', () => give(value));
    return button;
  });
  let field: HTMLInputElement | undefined;
  if (buttons.length === 0) {
    field = document.createElement('input');
    field.inputMode = 'decimal';
    field.autocomplete = 'off';
    field.setAttribute('aria-label', `Rating from ${min} to ${max}${step === null ? '' : ` in steps of ${step}`}`);
    field.placeholder = `${min} to ${max}, then Enter`;
  }
  const mark = (): void => buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(i === at)));
  mark();
  place.replaceChildren(...buttons, ...(field === undefined ? [] : [field]));
  return {
    move: (by) => {
      // The first step goes to the middle, which favours neither end.
      if (levels.length > 0)
        at = at === -1 ? Math.floor((levels.length - 1) / 2) : Math.min(levels.length - 1, Math.max(0, at + by));
      mark();
    },
    choose: (value) => {
      at = levels.findIndex((level) => level.value === value);
      if (field !== undefined) field.value = value === null ? '' : String(value);
      mark();
    },
    chosen: () => {
      if (field === undefined) return levels[at]?.value;
      const typed = field.value.trim();
      // As people write it: 1e1 is a slip, not a ten.
      const value = /^-?\d+([.,]\d+)?$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
    valueOf: (pressed) => levels.find(({ key }) => key === pressed)?.value,
    field,
  };
}
