/** Counts of what gives a text its shape. Headings, list items and bold spans inside code do not count. */
export interface Structure {
  readonly headings: number;
  readonly listItems: number;
  readonly boldSpans: number;
  readonly codeBlocks: number;
  readonly paragraphs: number;
  readonly sentences: number;
}

const heading = /^ {0,3}#{1,6}[ \t]/;
const listItem = /^[ \t]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t]/;
/** At any depth of a list. After backticks no further one may come on the line: that would be code in a line of text. */
const fence = /^[ \t]{0,12}(`{3,}(?=[^`]*$)|~{3,})/;
const inlineCode = /`[^`]*`/g;
/** Marks that end a clause; the full-width ones also where no space follows. */
const closingMarks = /[.!?…؟।॥。！？]+/g;
const afterClosing = /^["'”’)\]*_]{0,4}(?:\s|$)/;

/**
 * Reads a Markdown text once, line by line, with the state of the code fence.
 *
 * A code block is a fence that opens; one that never closes runs to the end of the text, as in CommonMark.
 * A paragraph is a run of lines outside code that are not blank. A sentence ends with a closing mark, or with
 * the line where the last clause has none (list items and headings seldom do).
 */
export function readStructure(text: string): Structure {
  const counts = { headings: 0, listItems: 0, boldSpans: 0, codeBlocks: 0, paragraphs: 0, sentences: 0 };
  let openFence: string | undefined;
  let inParagraph = false;
  for (const line of text.split('\n')) {
    const mark = fence.exec(line)?.[1];
    if (openFence !== undefined) {
      if (mark?.startsWith(openFence) && line.trim() === mark) openFence = undefined;
      continue;
    }
    const blank = line.trim() === '';
    if (mark !== undefined) {
      openFence = mark;
      counts.codeBlocks++;
      inParagraph = false;
    } else if (blank) {
      inParagraph = false;
    } else {
      if (!inParagraph) counts.paragraphs++;
      inParagraph = true;
      if (heading.test(line)) counts.headings++;
      if (listItem.test(line)) counts.listItems++;
      counts.boldSpans += countBold(line.replace(inlineCode, ''));
      // The dot of "1." ends no sentence.
      counts.sentences += countSentences(line.replace(listItem, ''));
    }
  }
  return counts;
}

/** Pairs of double asterisks, and of double underscores, on one line. */
function countBold(line: string): number {
  return (occurrences(line, '**') >> 1) + (occurrences(line, '__') >> 1);
}

function occurrences(line: string, mark: string): number {
  let count = 0;
  for (let at = line.indexOf(mark); at !== -1; at = line.indexOf(mark, at + mark.length)) count++;
  return count;
}

/** The marks are matched as whole runs and looked past afterwards: a look-ahead inside the match would be quadratic. */
function countSentences(line: string): number {
  let count = 0;
  let end = 0;
  for (const { 0: marks, index } of line.matchAll(closingMarks)) {
    const after = index + marks.length;
    if (!/[。！？]/.test(marks) && !afterClosing.test(line.slice(after, after + 5))) continue;
    count++;
    end = after;
  }
  return /[\p{L}\p{N}]/u.test(line.slice(end)) ? count + 1 : count;
}
