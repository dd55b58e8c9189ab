import { assertWritable, replaceFile } from '../data/atomic.ts';
import { declaredAbout } from '../data/dataset.ts';
import type { DataAbout } from '../report/data-card.ts';
import type { PageFlags } from './options.ts';
import { assertOut, type Reading } from './out.ts';
import type { Terminal } from './terminal.ts';

/** The reports that may be asked for, each made only where it is. */
export interface PageMakers {
  readonly html: () => Promise<string>;
  readonly markdown: () => Promise<string>;
}

/**
 * Refuses, before any work, to write a report over what is read or written besides, or where nothing can be written.
 *
 * @returns whether one goes to what is no file of its own: it may be standard output, where what was asked for must stand
 *   alone
 */
export function assertPages(flags: PageFlags, reading: Reading, terminal: Terminal): boolean {
  assertPlaces(flags, reading, terminal);
  const places = [flags.html, flags.markdown].filter((place) => place !== undefined).map(assertWritable);
  return places.some(({ isDirect }) => isDirect);
}

/** Writes each report that is asked for, whole or not at all. */
export async function writePages(
  flags: PageFlags,
  reading: Reading,
  makers: PageMakers,
  terminal: Terminal,
): Promise<void> {
  // What was not there at the beginning may be now, by any name.
  assertPlaces(flags, reading, terminal);
  if (flags.html !== undefined) replaceFile(flags.html, await makers.html());
  if (flags.markdown !== undefined) replaceFile(flags.markdown, await makers.markdown());
}

export function asksForPages({ html, markdown }: PageFlags): boolean {
  return html !== undefined || markdown !== undefined;
}

/** What is said of where the data of these files are from; of several that differ, all that is said. */
export async function aboutFiles(paths: readonly string[]): Promise<DataAbout> {
  const all = await Promise.all(paths.map(declaredAbout));
  const fields = (['name', 'licence', 'source', 'note'] as const).map((field) => {
    const texts = new Set(all.flatMap((about) => about[field] ?? []));
    return [field, texts.size === 0 ? undefined : [...texts].join('; ')];
  });
  return Object.fromEntries(fields) as DataAbout;
}

function assertPlaces({ html, markdown }: PageFlags, reading: Reading, terminal: Terminal): void {
  const others = reading.others ?? [];
  if (html !== undefined) assertOut(html, reading, terminal, 'html');
  if (markdown !== undefined) assertOut(markdown, { ...reading, others: [...others, html] }, terminal, 'markdown');
}
