import { assertWritable, replaceFile } from '../data/atomic.ts';
import type { EstimateReport } from '../estimate/report.ts';
import { assertOut } from './out.ts';
import type { Terminal } from './terminal.ts';

/** Where reports go, if anywhere, and all files that are read. */
export interface EstimatePages {
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
  readonly paths: readonly string[];
  /** Those of the records alone. */
  readonly records: readonly string[];
  readonly mix?: string | undefined;
}

/**
 * Refuses, before any work, to write over what is read, or where nothing can be written.
 *
 * @returns whether a page goes to what is no file of its own: it may be standard output, where what was asked for must
 *   stand alone
 */
export function assertPages(pages: EstimatePages, terminal: Terminal): boolean {
  assertPlaces(pages, terminal);
  const places = [pages.html, pages.markdown].filter((place) => place !== undefined).map(assertWritable);
  return places.some(({ isDirect }) => isDirect);
}

function assertPlaces({ html, markdown, paths, mix }: EstimatePages, terminal: Terminal): void {
  const read = { records: paths, alsoRead: [mix], mayPrint: false };
  if (html !== undefined) assertOut(html, read, terminal, 'html');
  if (markdown !== undefined) assertOut(markdown, { ...read, others: [html] }, terminal, 'markdown');
}

/** Each whole or not at all. */
export async function writePages(report: EstimateReport, pages: EstimatePages, terminal: Terminal): Promise<void> {
  // What was not there at the beginning may be now, by any name.
  assertPlaces(pages, terminal);
  const { html, markdown, paths, records } = pages;
  if (html !== undefined) {
    const { estimatePage } = await import('../report/estimate-page.ts');
    replaceFile(html, estimatePage(report, { title: 'How many people would pass', what: paths.join(' '), records }));
  }
  if (markdown !== undefined) {
    const { estimateMarkdown } = await import('../report/estimate-markdown.ts');
    replaceFile(markdown, estimateMarkdown(report));
  }
}
