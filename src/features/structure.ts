/** Counts of what gives a text its shape. What is inside of code does not count. */
export interface Structure {
  /** Lines that are not blank. */
  readonly lines: number;
  readonly lineCharacters: number;
  readonly headings: number;
  readonly listItems: number;
  readonly codeBlocks: number;
  readonly tableRows: number;
  readonly quotedLines: number;
  /** Lines of text that end with a colon. */
  readonly leadIns: number;
  /** Runs of lines that are not blank. */
  readonly paragraphs: number;
}

/** Called with where the content of each line stands, without its indentation and its mark. */
export type OnLine = (from: number, to: number, isCode: boolean) => void;

/** After backticks no further one may come on the line: that would be code in a line of text. */
const fence = /^(`{3,}(?=[^`]*$)|~{3,})/;

/** What is indented further than this is no heading, fence or item. */
const deepest = 12;

/**
 * Reads a Markdown text once, line by line, with the state of the code fence. A code block is a fence that opens; one
 * that never closes runs to the end of the text, as in CommonMark.
 */
export function readStructure(text: string, onLine: OnLine): Structure {
  const counts = { ...noStructure };
  let openFence: string | undefined;
  let inParagraph = false;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const from = skipBlanks(text, start, end);
    const to = skipBlanksBack(text, from, end);
    const isDeep = from - start > deepest;
    const mark = isDeep ? undefined : fenceAt(text, from, to);
    start = end + 1;
    if (openFence !== undefined) {
      if (mark?.startsWith(openFence) === true && mark.length === to - from) openFence = undefined;
      else onLine(from, to, true);
      continue;
    }
    openFence = mark;
    const isText = from < to && mark === undefined;
    if (isText && !inParagraph) counts.paragraphs++;
    inParagraph = isText;
    if (mark !== undefined) counts.codeBlocks++;
    if (isText) onLine(readMark(text, from, to, isDeep, counts), to, false);
  }
  return counts;
}

const noStructure: Structure = {
  lines: 0,
  lineCharacters: 0,
  headings: 0,
  listItems: 0,
  codeBlocks: 0,
  tableRows: 0,
  quotedLines: 0,
  leadIns: 0,
  paragraphs: 0,
};

function fenceAt(text: string, from: number, to: number): string | undefined {
  const first = text[from];
  return first === '`' || first === '~' ? fence.exec(text.slice(from, to))?.[1] : undefined;
}

/** Counts what the mark of a line of text says it is, and gives back where its content starts. */
function readMark(
  text: string,
  from: number,
  to: number,
  isDeep: boolean,
  counts: { -readonly [Name in keyof Structure]: number },
): number {
  counts.lines++;
  counts.lineCharacters += to - from;
  if (text.endsWith(':', to) || text.endsWith('：', to)) counts.leadIns++;
  const end = isDeep ? from : markEnd(text, from, to);
  const first = text[from]!;
  if (first === '|') counts.tableRows++;
  else if (first === '>') counts.quotedLines++;
  else if (first === '#' && end > from) counts.headings++;
  else if (end > from) counts.listItems++;
  return end;
}

/** Where the mark of a heading (`## `) or an item (`- `, `1. `) ends; where the line starts if it has none. */
function markEnd(text: string, from: number, to: number): number {
  let at = from;
  const first = text.charCodeAt(at);
  if (first === 35) while (at < from + 7 && text.charCodeAt(at) === 35) at++;
  else if (first === 45 || first === 42 || first === 43 || first === 0x2022) at++;
  else {
    while (at < from + 4 && isDigit(text.charCodeAt(at))) at++;
    const follows = text.charCodeAt(at);
    at = at > from && at < from + 4 && (follows === 46 || follows === 41) ? at + 1 : from;
  }
  const isMark = at > from && at <= from + 6 && at < to && isBlank(text.charCodeAt(at));
  return isMark ? at + 1 : from;
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function skipBlanksBack(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function isBlank(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0x3000 || unit === 0x2028;
}
