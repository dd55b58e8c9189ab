/** Asks who labels. Gives back the name that was there before where it is left as it is; there may be none yet. */
export function askName(before: string): Promise<string> {
  const dialog = document.getElementById('name') as HTMLDialogElement;
  const input = document.getElementById('name-input') as HTMLInputElement;
  const listening = new AbortController();
  const { signal } = listening;
  input.value = before;
  dialog.showModal();
  input.select();
  return new Promise((resolve) => {
    const done = (name: string): void => {
      listening.abort();
      dialog.close();
      resolve(name);
    };
    const take = (): void => {
      const name = input.value.trim();
      if (name === '') input.focus();
      else done(name);
    };
    const onKey = ({ key, isComposing }: KeyboardEvent): void => (key === 'Enter' && !isComposing ? take() : undefined);
    document.getElementById('name-done')!.addEventListener('click', take, { signal });
    input.addEventListener('keydown', onKey, { signal });
    dialog.addEventListener('close', () => done(before), { signal });
  });
}
