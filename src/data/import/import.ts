import { assertOptions } from '../../calibrator/options.ts';
import { UnflatterError } from '../../errors.ts';
import { detect, formats, type FormatName } from './formats.ts';
import { readExport } from './read.ts';
import { toRecords, type Choice, type Imported } from './records.ts';

export interface ImportOptions extends Choice {
  /** The tool that the export is from. @default recognised by its shape */
  readonly from?: FormatName | undefined;
}

/**
 * Reads the export of an eval tool as records of a calibration set. Several files are one export: some tools keep scores
 * apart from what they are of. Ratings are as they stand there; on which scales they are, an export does not say.
 *
 * @throws UnflatterError `unreadable-file`; `invalid-records` for a shape that is not known, with what was seen, and where;
 *   `too-few-records` for one without any response; `invalid-option` where it is not clear which scores are meant.
 */
export async function importRecords(
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<Imported & { readonly from: FormatName }> {
  assertOptions<ImportOptions>(options, { from: true, score: true, human: true });
  const { from, ...choice } = options;
  const entries = (await Promise.all(paths.map(readExport))).flat();
  const name = from ?? (entries.length === 0 ? undefined : detect(entries[0]!));
  const rows = name === undefined ? [] : formats[name].rowsOf(entries);
  if (name === undefined || rows.length === 0) {
    const message = `${paths.join(' ')}: an import needs at least 1 response, got 0`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  return { from: name, ...toRecords(rows, choice) };
}
