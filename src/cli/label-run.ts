import { spawn } from 'node:child_process';
import { accessSync } from 'node:fs';
import { basename } from 'node:path';
import { alone } from '../data/alone.ts';
import { declaredTarget } from '../data/dataset.ts';
import { unreadable } from '../data/lines.ts';
import { placeOf } from '../data/place.ts';
import { writing } from '../data/unwritable.ts';
import { UnflatterError } from '../errors.ts';
import { openLabelFile } from '../label/file-book.ts';
import { readLabelItems } from '../label/file-items.ts';
import { startLabelling, type LabellingOptions } from '../label/labelling.ts';
import { openLogBook } from '../label/log-book.ts';
import { openLog } from '../log/open.ts';
import type { LabelFlags } from './label.ts';
import { assertOut } from './out.ts';
import { onInterrupt } from './rate-interrupt.ts';
import { chosenRubric } from './rate-options.ts';
import { print, tell, type ExitCode, type Terminal } from './terminal.ts';

/** Another server on the same file goes on for long: it is hardly waited for. In milliseconds. */
const patience = 500;

type Work = Pick<LabellingOptions, 'items' | 'book' | 'humanScale' | 'passAt' | 'title'> & { readonly to: string };

export async function runLabel(place: string, flags: LabelFlags, terminal: Terminal): Promise<ExitCode> {
  const isServer = /^postgres(?:ql)?:\/\//.test(place);
  if (!isServer) assertFile(place);
  if (isServer || /\.(?:sqlite|db)$/.test(place)) await labelLog(place, flags, terminal);
  else await labelFile(place, flags, terminal);
  return 0;
}

async function labelFile(path: string, flags: LabelFlags, terminal: Terminal): Promise<void> {
  const out = flags.out ?? `${path.replace(/(?:\.jsonl)?(?:\.gz)?$/, '')}.labels.jsonl`;
  assertOut(out, { records: [path], mayPrint: false }, terminal);
  const declared = await declaredTarget(path);
  const humanScale = flags.humanScale ?? declared.humanScale;
  // A pass mark is one of its scale.
  const passAt = flags.humanScale === undefined ? declared.passAt : undefined;
  if (humanScale === undefined) throw withoutScale(path, ', or say it in dataset.json beside the file');
  const { items, withoutText } = await readLabelItems(path, { humanScale, policy: flags.policy });
  if (withoutText > 0) await tell(terminal, `note: ${withoutText} records of ${path} have no response to label`);
  const { path: grown, isDirect } = writing(out, () => placeOf(out));
  if (isDirect || out.endsWith('.gz')) throw wrong('out', 'a plain file, which can be gone on with', out);
  // Two servers would each think that the file is as they know it.
  await alone(
    grown,
    async () => {
      const book = await openLabelFile(grown);
      try {
        await serve({ items, book, humanScale, passAt, title: basename(path), to: out }, flags, terminal);
      } finally {
        book.close();
      }
    },
    { patience, throughSignals: true },
  );
}

async function labelLog(place: string, flags: LabelFlags, terminal: Terminal): Promise<void> {
  if (flags.out !== undefined) throw wrong('out', 'left away: the labels of a log go into the log', flags.out);
  const { humanScale } = flags;
  if (humanScale === undefined) throw withoutScale('the log', '');
  const store = await openLog(place);
  try {
    const { items, book, withoutText, notChosen } = await openLogBook(store);
    if (withoutText > 0)
      await tell(terminal, `note: ${withoutText} decisions were chosen, but the log has no text of them to label`);
    if (items.length === 0 && notChosen > 0)
      await tell(terminal, `note: ${notChosen} decisions were never chosen: choose with unflatter sample first`);
    // A URL may hold a password.
    const title = place.includes('://') ? 'decision log' : basename(place);
    await serve({ items, book, humanScale, title, to: 'the log' }, flags, terminal);
  } finally {
    await store.close();
  }
}

/** Serves the page until somebody interrupts it. */
async function serve({ to, ...work }: Work, flags: LabelFlags, terminal: Terminal): Promise<void> {
  const { labeller, policy, source, seed, repeats, port } = flags;
  const server = await startLabelling({
    ...work,
    labeller,
    policy,
    source,
    seed,
    repeats,
    port,
    rubric: rubricOf(flags),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall !== 'listen') throw error;
    throw wrong('port', 'one that is free', String(port));
  });
  const stopped = new Promise<void>((resolve) => {
    const forget = onInterrupt(() => {
      forget();
      resolve();
    });
  });
  await print(terminal.stdout, `${server.url}\n`);
  await tell(terminal, `${work.items.length} responses to label; labels go to ${to}. Ctrl-C ends it.`);
  if (flags.open === true) openBrowser(server.url, terminal);
  await stopped;
  await server.close();
}

function rubricOf(flags: LabelFlags): string | undefined {
  if (flags.rubric === undefined && flags.rubricFile === undefined) return undefined;
  const { rubric } = chosenRubric(flags, 'label');
  return typeof rubric === 'string' ? rubric : rubric.text;
}

/** The link has been printed: where no browser opens, that is all there is to say. */
function openBrowser(url: string, terminal: Terminal): void {
  const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command, ...args] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => void tell(terminal, 'note: no browser could be opened; open the link yourself'));
  child.unref();
}

function assertFile(path: string): void {
  try {
    accessSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function withoutScale(what: string, or: string): UnflatterError {
  const message = `humanScale of ${what} is not known: pass --human-scale 1:5 or the like${or}`;
  return new UnflatterError('invalid-option', message, {
    option: 'humanScale',
    expected: 'a value',
    received: undefined,
  });
}

function wrong(option: string, expected: string, received: string): UnflatterError {
  const message = `--${option} must be ${expected}, got ${received}`;
  return new UnflatterError('invalid-option', message, { option, expected, received });
}
