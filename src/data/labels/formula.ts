/*
 * A spreadsheet takes a cell that begins with one of these for a formula, and runs it. An apostrophe before it makes it a
 * text; so that every text comes back as it was, one that begins with apostrophes before such a character gets one more.
 */
const dangerous = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** A text that no spreadsheet takes for a formula. */
export function guarded(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

/** The text that was guarded; also where a spreadsheet has dropped the apostrophe. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && dangerous.test(cell) ? cell.slice(1) : cell;
}
