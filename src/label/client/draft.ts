/** What somebody has typed or clicked and no server has confirmed yet. Nothing that a model wrote is ever in it. */
export interface Draft {
  readonly labeller: string;
  /** Of the label that it is for. */
  readonly key: string;
  readonly note: string;
  /** The rating that was given; null while there is none. */
  readonly value: number | null;
}

export interface DraftStore {
  readonly read: () => Draft | null;
  readonly write: (draft: Draft) => void;
}

/** Keeps a draft for as long as the tab is open, also through a reload. Where the browser keeps nothing, all goes on without. */
export function openDraft(): DraftStore {
  const name = 'unflatter-label';
  return {
    read: () => {
      try {
        const { labeller, key, note, value } = JSON.parse(sessionStorage.getItem(name) ?? '') as Draft;
        const isDraft = [labeller, key, note].every((text) => typeof text === 'string');
        return isDraft ? { labeller, key, note, value: typeof value === 'number' ? value : null } : null;
      } catch {
        return null;
      }
    },
    write: (draft) => {
      try {
        sessionStorage.setItem(name, JSON.stringify(draft));
      } catch {
        return;
      }
    },
  };
}
