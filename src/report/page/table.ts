import { markup, plainLine, unbroken, type Markup } from './markup.ts';

/** Rows under headings. Plain text, for a page, Markdown or a terminal. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table that scrolls within itself where it is wider than the page. The first cell names its row. A number stands over
 * its interval.
 */
export function table({ title, head, rows }: Table): Markup {
  const isNumber = numberColumns(rows, head.length);
  const side = (column: number): string => {
    if (isNumber[column]!) return 'number';
    return rows.some((row) => row[column]!.length > longWord) ? 'sentence' : 'word';
  };
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${title}"><table>
<caption>${title}</caption>
<thead><tr>${head.map((one, i) => markup`<th scope="col" class="${side(i)}">${one}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([name, ...cells]) => markup`<tr><th scope="row" class="${side(0)}"><bdi>${name!}</bdi></th>${cells.map(
    (cell, i) =>
      markup`<td class="${side(i + 1)}">${side(i + 1) === 'number' ? numberCell(cell) : markup`<bdi>${cell}</bdi>`}</td>`,
  )}</tr>
`,
)}</tbody>
</table></div>`;
}

function numberCell(cell: string): Markup {
  const at = cell.endsWith(']') ? cell.indexOf(' [') : -1;
  if (at === -1) return markup`${unbroken(cell)}`;
  return markup`${unbroken(cell.slice(0, at))} <span class="interval">${cell.slice(at + 1)}</span>`;
}

/** Which columns hold numbers only; the first names its row. */
function numberColumns(rows: Table['rows'], columns: number): boolean[] {
  const isNumber = (cell: string): boolean => /^(?:[−+]?\d|none$|$)/.test(cell);
  return Array.from({ length: columns }, (_, column) => column > 0 && rows.every((row) => isNumber(row[column]!)));
}

/** A cell with more characters than this needs room for a line of them. */
const longWord = 24;

/** GitHub-flavoured Markdown. */
export function markdownTable({ head, rows }: Pick<Table, 'head' | 'rows'>): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  const rules = numberColumns(rows, head.length).map((isNumber) => (isNumber ? '---:' : '---'));
  return [line(head), `| ${rules.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Text that Markdown shows as it is, on one line: no markup, no link, and nobody is told of it. */
export function markdownText(text: string): string {
  return plainLine(text).split(' ').map(markdownWord).join(' ');
}

/** Keeps what stands after an at sign from being the name of somebody, even where the sign itself is escaped. */
const joiner = '\u2060';

function markdownWord(word: string): string {
  const shown = word.replace(/[\\`*_<>|[\]#&~$!]/g, '\\$&');
  // What reads as an address becomes a link without being marked as one, unless its signs are escaped.
  if (!/@|\/\/|www\./i.test(word)) return shown;
  return shown.replace(/[@:./]/g, (sign) => `\\${sign}${sign === '@' ? joiner : ''}`);
}
