import type { PlacedRow } from '../audit/proxy/cells.ts';
import { parseCsv } from '../data/import/csv.ts';
import { readText } from '../data/json.ts';
import { readLines, type Line } from '../data/lines.ts';
import { UnflatterError, listIssues, shown, type Issue } from '../errors.ts';
import type { Terminal } from './terminal.ts';

/**
 * The rows of files of JSON Lines or, where they are named so, of tables with commas.
 *
 * @throws UnflatterError `unreadable-file`; `invalid-records` with every line that is no row
 */
export async function readRows(paths: readonly string[], { stdin }: Terminal): Promise<PlacedRow[]> {
  const rows: PlacedRow[] = [];
  const issues: Issue[] = [];
  for (const path of paths) {
    if (/\.csv(?:\.gz)?$/.test(path)) {
      const read = tableRows(path, await readText(path));
      rows.push(...read.rows);
      issues.push(...read.issues);
      continue;
    }
    for await (const line of readLines(path, stdin)) {
      const { value, problem } = rowIn(line);
      if (problem === undefined) rows.push({ path, line: line.line, value });
      else issues.push({ path, line: line.line, field: 'row', message: problem });
    }
  }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  return rows;
}

function rowIn(line: Line): { readonly value?: unknown; readonly problem?: string } {
  if (line.text === undefined) return { problem: line.problem };
  const expected = 'must be one JSON object a line, got';
  try {
    const value: unknown = JSON.parse(line.text);
    const isRow = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRow ? { value } : { problem: `${expected} ${shown(value)}` };
  } catch (error) {
    return { problem: `${expected} ${(error as Error).message}` };
  }
}

function tableRows(
  path: string,
  text: string,
): { readonly rows: readonly PlacedRow[]; readonly issues: readonly Issue[] } {
  const [head, ...lines] = parseCsv(text);
  const names = head?.fields.map((name) => name.trim()) ?? [];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (head !== undefined && twice !== undefined) {
    const message = `must have each column once, got ${shown(twice)} twice`;
    return { rows: [], issues: [{ path, line: head.line, field: 'row', message }] };
  }
  const issues = lines
    .filter(({ fields }) => fields.length !== names.length)
    .map(({ line, fields }) => {
      const came = fields.length === 0 ? 'a quote that does not end where the cell does' : fields.length;
      return { path, line, field: 'row', message: `must have ${names.length} cells as the first line, got ${came}` };
    });
  const rows = lines.map(({ line, fields }) => {
    // Each as it stands: 1.10 may be a version, and True a response. An empty cell is none.
    const cells = names.map((name, i) => [name, fields[i]?.trim() === '' ? undefined : fields[i]] as const);
    return { path, line, value: Object.fromEntries(cells), isOfTable: true };
  });
  return { rows, issues };
}
