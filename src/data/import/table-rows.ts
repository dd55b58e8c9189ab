import { plainName } from '../../calibrator/field-names.ts';
import { shown } from '../../errors.ts';
import { delimiters, parseCsv, type Delimiter } from './csv.ts';
import { refuse, type Entry } from './entry.ts';

/**
 * The rows of a table below its header, each as an object of its cells by the names of their columns. What parts the cells is
 * what parts the header into the most. Only columns of human ratings may share a name: their cells are a list then.
 *
 * @throws UnflatterError `invalid-records` for rows of another length, stray quotes, and columns that cannot be told apart.
 */
export function tableRows(path: string, text: string): Entry[] {
  const { delimiter, rows } = tableIn(text);
  const [head, ...body] = rows.filter(({ fields }) => fields.length === 0 || fields.some((cell) => cell.trim() !== ''));
  if (head === undefined) return [];
  const names = head.fields.map((name) => name.trim());
  const wrong = (line: number, field: string, message: string): void => refuse([{ path, line, field, message }]);
  const quote = [head, ...body].find(({ fields }) => fields.length === 0);
  if (quote !== undefined) wrong(quote.line, 'row', 'must be CSV, got a quote where none can be');
  const repeated = names.find((name, i) => isOne(name) && names.indexOf(name) !== i);
  if (repeated !== undefined) wrong(head.line, 'columns', `must have each name once, got ${shown(repeated)} twice`);
  refuse(
    body
      .filter(({ fields }) => fields.length !== names.length)
      .map(({ line, fields }) => {
        const message = `must have ${names.length} cells as the first line, got ${fields.length}`;
        return { path, line, field: 'row', message };
      }),
  );
  const nameless = names.flatMap((name, i) => (name === '' ? [i] : []));
  const lost = body.find(({ fields }) => nameless.some((i) => fields[i]!.trim() !== ''));
  if (lost !== undefined) wrong(lost.line, 'row', 'must have no cell in a column without a name, got one');
  const columns = [...Map.groupBy(names.keys(), (i) => names[i]!)].filter(([name]) => name !== '');
  return body.map(({ line, fields }) => {
    const cells = columns.map(([name, places]) => [name, places.map((i) => fields[i]!)] as const);
    const value = Object.fromEntries(cells.map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
    return { path, line, field: '', value, delimiter };
  });
}

/** Whether a column has to be the only one of its name. */
function isOne(name: string): boolean {
  return name !== '' && plainName(name) !== 'humanrating';
}

function tableIn(text: string): { readonly delimiter: Delimiter; readonly rows: ReturnType<typeof parseCsv> } {
  const tables = delimiters.map((delimiter) => ({ delimiter, rows: parseCsv(text, delimiter) }));
  const cells = ({ rows }: (typeof tables)[number]): number => rows[0]?.fields.length ?? 0;
  return tables.reduce((most, one) => (cells(one) > cells(most) ? one : most));
}
