/** The rows of a table with commas (RFC 4180), each with the line on which it begins. Quoted fields may hold lines. */
export function parseCsv(text: string): { readonly line: number; readonly fields: string[] }[] {
  const rows: { line: number; fields: string[] }[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|\r|$)/y;
  let [line, started] = [1, 1];
  let fields: string[] = [];
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) return [...rows, { line: started, fields: [] }];
    const [whole, raw, end] = found as unknown as [string, string, string];
    fields.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    line += whole.split(/\r\n|\n|\r/).length - 1;
    if (end === ',' && cell.lastIndex < text.length) continue;
    if (end === ',') fields.push('');
    if (fields.length > 1 || fields[0] !== '') rows.push({ line: started, fields });
    fields = [];
    started = line;
  }
  return rows;
}
