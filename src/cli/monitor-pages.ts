import { assertWritable, replaceFile } from '../data/atomic.ts';
import type { MonitorReport } from '../monitor/report.ts';
import { isServer, nameOf } from './log-there.ts';
import type { MonitorPlaces } from '../report/monitor-next-steps.ts';
import type { Target } from '../types.ts';
import { assertOut } from './out.ts';
import type { Terminal } from './terminal.ts';

/** Where reports go, if anywhere, and all that is read. */
export interface MonitorPages {
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
  /** What is read and written from run to run. */
  readonly memory?: string | undefined;
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

function assertPlaces({ html, markdown, memory, calibrator, paths }: MonitorPages, terminal: Terminal): void {
  const read = { records: paths.filter((path) => !isServer(path)), calibrator, mayPrint: false };
  if (memory !== undefined) assertOut(memory, read, terminal, 'memory');
  if (html !== undefined) assertOut(html, { ...read, others: [memory] }, terminal, 'html');
  if (markdown !== undefined) assertOut(markdown, { ...read, others: [memory, html] }, terminal, 'markdown');
}

/** What commands that can be copied are made of: the address of a server, which may hold a password, is not shown. */
export function placesOf({ calibrator, paths }: MonitorPages, target: Target): MonitorPlaces {
  return { calibrator, logs: paths.map((path) => (isServer(path) ? 'postgres://…' : path)), target };
}

/** Each whole or not at all. */
export async function writePages(
  report: MonitorReport,
  pages: MonitorPages,
  places: MonitorPlaces,
  terminal: Terminal,
): Promise<void> {
  // What was not there at the beginning may be now, by any name.
  assertPlaces(pages, terminal);
  const { html, markdown, calibrator, paths } = pages;
  if (html !== undefined) {
    const { monitorPage } = await import('../report/monitor-page.ts');
    const watched = paths.map(nameOf).join(' ');
    const title = 'Does the calibrator still hold?';
    replaceFile(html, monitorPage(report, { title, what: `${calibrator} on ${watched}`, places }));
  }
  if (markdown !== undefined) {
    const { monitorMarkdown } = await import('../report/monitor-markdown.ts');
    replaceFile(markdown, monitorMarkdown(report, places));
  }
}
