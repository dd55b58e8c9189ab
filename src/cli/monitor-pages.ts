import { assertWritable, replaceFile } from '../data/atomic.ts';
import type { MonitorReport } from '../monitor/report.ts';
import { isServer } from './monitor-read.ts';
import { assertOut } from './out.ts';
import type { Terminal } from './terminal.ts';

/** Where reports go, if anywhere, and all that is read. */
export interface MonitorPages {
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
  readonly calibrator: string;
  readonly paths: readonly string[];
}

/**
 * Refuses, before any work, to write over what is read, or where nothing can be written.
 *
 * @returns whether a page goes to what is no file of its own: it may be standard output, where what was asked for must
 *   stand alone
 */
export function assertPages(pages: MonitorPages, terminal: Terminal): boolean {
  assertPlaces(pages, terminal);
  const places = [pages.html, pages.markdown].filter((place) => place !== undefined).map(assertWritable);
  return places.some(({ isDirect }) => isDirect);
}

function assertPlaces({ html, markdown, calibrator, paths }: MonitorPages, terminal: Terminal): void {
  const read = { records: paths.filter((path) => !isServer(path)), calibrator, mayPrint: false };
  if (html !== undefined) assertOut(html, read, terminal, 'html');
  if (markdown !== undefined) assertOut(markdown, { ...read, others: [html] }, terminal, 'markdown');
}

/** Each whole or not at all. */
export async function writePages(report: MonitorReport, pages: MonitorPages, terminal: Terminal): Promise<void> {
  // What was not there at the beginning may be now, by any name.
  assertPlaces(pages, terminal);
  const { html, markdown, calibrator, paths } = pages;
  if (html !== undefined) {
    const { monitorPage } = await import('../report/monitor-page.ts');
    // A URL may have a password in it.
    const watched = paths.map((path) => (isServer(path) ? 'PostgreSQL' : path)).join(' ');
    const title = 'Does the calibrator still hold?';
    replaceFile(html, monitorPage(report, { title, what: `${calibrator} on ${watched}` }));
  }
  if (markdown !== undefined) {
    const { monitorMarkdown } = await import('../report/monitor-markdown.ts');
    replaceFile(markdown, monitorMarkdown(report));
  }
}
