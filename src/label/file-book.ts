import { growFile } from '../data/growing.ts';
import type { LoggedLabel } from '../log/decision.ts';
import type { LabelBook } from './book.ts';
import { readLabelLines } from './label-lines.ts';

export interface FileBook extends LabelBook {
  readonly close: () => void;
}

/**
 * Keeps labels in a file that only ever grows, one line for each that is made, taken back, or final. A line is on disk before its
 * promise resolves; the last one that a kill has torn is cut off when the next one comes.
 *
 * @throws UnflatterError `unreadable-file`, `invalid-records`; its methods `unwritable-file`.
 */
export async function openLabelFile(path: string): Promise<FileBook> {
  const { labels, length, size, seen, isOpen } = await readLabelLines(path);
  const file = growFile(path, length, size);
  let start = isOpen ? '\n' : '';
  const write = (line: object): void => {
    file.append(`${start}${JSON.stringify(line)}\n`);
    start = '';
    file.flush();
  };
  return {
    labels,
    seen,
    save: async (label) => {
      const { key, id, value, labeller, source, policy, note, at } = label;
      write({ key, id, value, labeller, source, policy, note, at } satisfies LoggedLabel);
      return label;
    },
    takeBack: async ({ key, labeller }) => write({ undo: key, labeller, at: Date.now() }),
    see: async ({ key, labeller }) => write({ seen: key, labeller, at: Date.now() }),
    close: file.close,
  };
}
