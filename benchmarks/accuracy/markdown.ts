/** A table whose first columns are words and whose others are numbers. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[], words: number): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i < words ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** A number with its sign, and a true minus. What rounds to nothing has no sign. */
export function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** A number and the task that it belongs to. */
export function onTask(value: string, task: string): string {
  return `${value} ${task}`;
}

/** What is ours stands out. */
export function bold(method: string, cell: string): string {
  return method === 'unflatter' ? `**${cell}**` : cell;
}
