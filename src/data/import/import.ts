import { assertOptions } from '../../calibrator/options.ts';
import { UnflatterError } from '../../errors.ts';
import { assertOption } from '../../calibrator/target.ts';
import { placeColumns, type Columns } from './columns.ts';
import { detect, formatNames, formats, type FormatName } from './formats.ts';
import { isFields } from './entry.ts';
import { readExport } from './read.ts';
import { toRecords, type Choice, type Imported } from './records.ts';

export interface ImportOptions extends Choice {
  /** The tool that the export is from. @default recognised by its shape */
  readonly from?: FormatName | undefined;
  /** Of a table: which fields of a record stand in columns of another name, as `{ response: 'Answer' }`. */
  readonly columns?: Columns | undefined;
}

/**
 * Reads the export of an eval tool, or a table of the user's own, as records of a calibration set. Several files are one export: some tools keep scores
 * apart from what they are of. Ratings are as they stand there; on which scales they are, an export does not say.
 *
 * @throws UnflatterError `unreadable-file`; `invalid-records` for a shape that is not known, with what was seen, and where, and
 *   for a cell that is not what its column holds; `too-few-records` for one without any response; `invalid-option` where it is not clear which scores are meant.
 */
export async function importRecords(
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<Imported & { readonly from: FormatName; readonly leftColumns: readonly string[] }> {
  assertOptions<ImportOptions>(options, { from: true, columns: true, score: true, human: true });
  const { from, columns = {}, ...choice } = options;
  const isKnown = from === undefined || Object.hasOwn(formats, from);
  assertOption(isKnown, 'from', `one of ${formatNames.join(', ')}`, from);
  assertOption(isFields(columns), 'columns', "an object, as { response: 'Answer' }", columns);
  const entries = (await Promise.all(paths.map(readExport))).flat();
  const told = Object.keys(columns).length === 0 ? from : (from ?? 'table');
  const name = told ?? (entries.length === 0 ? undefined : detect(entries[0]!));
  assertChoice(name, columns, choice);
  const rows = name === undefined ? [] : formats[name].rowsOf(entries, columns);
  if (name === undefined || rows.length === 0) {
    const message = `${paths.join(' ')}: an import needs at least 1 response, got 0`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  const leftColumns = name === 'table' ? placeColumns(entries, columns).others : [];
  return { from: name, ...toRecords(rows, choice), leftColumns };
}

/** Of a table it is told which columns are meant, and of all else which scores. */
function assertChoice(name: FormatName | undefined, columns: Columns, { score, human }: Choice): void {
  if (name === 'table') {
    assertOption(score === undefined, 'score', 'left out for a table: say --column selfRating=Header', score);
    assertOption(human === undefined, 'human', 'left out for a table: say --column humanRating=Header', human);
  } else assertOption(Object.keys(columns).length === 0, 'columns', `left out with --from ${name}`, columns);
}
