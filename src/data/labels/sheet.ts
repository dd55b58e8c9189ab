import type { CalibrationRecord } from '../../types.ts';
import { guarded } from './formula.ts';

/** The columns that a person fills in. */
const toFill = ['value', 'labeller', 'source', 'policy', 'note'] as const;

/** Those that hold what is labelled. */
export const given = ['id', 'criterion', 'prompt', 'response'] as const;

/**
 * Records as a table for a spreadsheet, to be labelled there: id, prompt and response, and empty columns for the label. No
 * self-rating is shown: who has seen it rates like it.
 *
 * CSV as RFC 4180 has it, in UTF-8 with a byte order mark, without which some spreadsheets garble what is not English.
 */
export function labelSheet(records: readonly Partial<CalibrationRecord>[]): string {
  const [id, ...texts] = given;
  const shown = texts.filter((name) => records.some((record) => record[name] !== undefined));
  const columns = [id, ...shown, ...toFill];
  const rows = records.map((record) => [record.id, ...shown.map((name) => record[name]), ...toFill.map(() => '')]);
  return `\uFEFF${[columns, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

function cellOf(text: string | undefined = ''): string {
  const safe = guarded(text);
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
