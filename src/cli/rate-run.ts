import { alone } from '../data/alone.ts';
import { assertWritable } from '../data/atomic.ts';
import { keepLines } from '../data/growing.ts';
import { placeOf } from '../data/place.ts';
import { writing } from '../data/unwritable.ts';
import { UnflatterError } from '../errors.ts';
import { assertOut } from './out.ts';
import { assertBatchFlags, takeUpBatch } from './rate-batch.ts';
import { cannotAsk } from './rate-failure.ts';
import { chosenModel, keyHint } from './rate-model.ts';
import { chosenRubric, type ChosenRubric, type RateFlags } from './rate-options.ts';
import type { Stop } from './rate-pool.ts';
import { recordRater } from './rate-rater.ts';
import { keyOf, readRatable, type RatableRecord } from './rate-records.ts';
import { readRated, type Found } from './rate-resume.ts';
import { costOf, describeTally, describeUse, type Tally } from './rate-summary.ts';
import { ratePending, type Job } from './rate-work.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

/** Another run on the same file goes on for long: it is hardly waited for. In milliseconds. */
const patience = 500;

export async function rateRecords(paths: readonly string[], flags: RateFlags, terminal: Terminal): Promise<ExitCode> {
  const { out } = flags;
  assertOut(out, { records: paths, mayPrint: false }, terminal);
  assertBatchFlags(flags);
  const rubric = chosenRubric(flags);
  const records = await readRatable(paths, terminal, rubric);
  const tally = await rateInto({ records, rubric, flags, terminal, option: 'out' });
  return tally.rated === tally.records ? 0 : 1;
}

/** What is to be rated, and by what. */
export interface RatingJob extends Pick<Job, 'records' | 'flags' | 'terminal' | 'option'> {
  readonly rubric: ChosenRubric;
  /** Called before the model is asked, with what it is to rate and what is rated already; ends the run by what it throws. */
  readonly beforeAsking?: (pending: readonly RatableRecord[], found: Found) => Promise<void>;
  readonly accept?: Job['accept'];
}

/** Rates records into a file, from where an earlier run has stopped, and says on standard error what came of it. */
export async function rateInto({ rubric, beforeAsking, accept = () => {}, ...asked }: RatingJob): Promise<Tally> {
  const { flags, terminal, option } = asked;
  const { out, model, scale } = flags;
  const { criterion } = rubric;
  const path = placeToGrow(out, option);
  // What `ai` warns of, as a setting that a server does not know, is no news here, and would stand among our lines.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  const chosen = await chosenModel(flags, process.env);
  const run = { model, rubric: rubric.name, scale };
  const rateThem = async () => {
    const batch = await takeUpBatch(path, flags, run, terminal);
    const rater = await recordRater(batch?.model ?? chosen.model, rubric, flags);
    const job: Job = { ...asked, out, path, run, criterion, rater, accept, withoutKey: chosen.withoutKey };
    const outcome = await rateAlone(job, beforeAsking);
    batch?.close(outcome.isAll);
    return outcome;
  };
  const { tally, stop } = await alone(path, rateThem, { patience, throughSignals: true });
  if (stop?.why === 'broken') throw cannotAsk(stop.error, keyHint(flags.baseUrl), chosen.withoutKey);
  // The signal then does what it would have done.
  if (stop?.why === 'signal') process.kill(process.pid, stop.signal);
  return tally;
}

interface Outcome {
  readonly tally: Tally;
  readonly stop: Stop | undefined;
  /** Whether every record has its line, also beyond a limit. */
  readonly isAll: boolean;
}

async function rateAlone(job: Job, beforeAsking: RatingJob['beforeAsking']): Promise<Outcome> {
  const { out, records, criterion, flags, terminal } = job;
  const found = await takeUp(job);
  const wanted = records.slice(0, flags.limit);
  const pending = wanted.filter((record) => !found.done.has(keyOf(record, criterion)));
  const before = wanted.length - pending.length;
  if (before > 0) await tell(terminal, `${out} has ${before} of ${wanted.length} records already`);
  if (pending.length > 0) await beforeAsking?.(pending, found);
  const stop = await ratePending(job, found, pending);
  if (stop?.why !== 'signal') putInOrder(job, found);
  const tally = tallyOf(job, wanted, found);
  // Where nothing could be asked, there is nothing to tell but why.
  if (stop?.why !== 'broken' || tally.left < tally.records) await report(job, tally, stop);
  return { tally, stop, isAll: records.every((record) => found.done.has(keyOf(record, criterion))) };
}

/** What is there, without the failures that are to be tried again. */
async function takeUp(job: Job): Promise<Found> {
  const found = await readRated(job.path, job);
  const kept = [...found.done.values()].filter(({ code }) => code === undefined);
  if (job.flags.retryFailed !== true || kept.length === found.done.size) return found;
  keepLines(job.path, kept);
  return readRated(job.path, job);
}

/** Where a file can grow: no pipe, no device, nothing compressed. @throws UnflatterError */
function placeToGrow(out: string, option: Job['option']): string {
  const { path, isDirect } = writing(out, () => placeOf(out));
  if (isDirect || out.endsWith('.gz')) {
    const expected = 'a plain file, which can be gone on with';
    const message = `--${option} must be ${expected}, got ${out}`;
    throw new UnflatterError('invalid-option', message, { option, expected, received: out });
  }
  assertWritable(out);
  return path;
}

/** Puts the lines in the order of the records. Nobody should depend on which reply came first. */
function putInOrder({ path, records, criterion }: Job, { done }: Found): void {
  const lines = records.flatMap((record) => done.get(keyOf(record, criterion)) ?? []);
  if (lines.some(({ start }, i) => i > 0 && start < lines[i - 1]!.start)) keepLines(path, lines);
}

function tallyOf({ criterion }: Job, wanted: readonly RatableRecord[], { done }: Found): Tally {
  const failed: Record<string, number> = {};
  let [rated, left] = [0, 0];
  for (const record of wanted) {
    const line = done.get(keyOf(record, criterion));
    if (line === undefined) left++;
    else if (line.code === undefined) rated++;
    else failed[line.code] = (failed[line.code] ?? 0) + 1;
  }
  const raters = [...new Set([...done.values()].flatMap(({ rater }) => rater ?? []))].sort();
  return { records: wanted.length, rated, failed, left, raters };
}

async function report({ out, flags, terminal, rater }: Job, tally: Tally, stop: Stop | undefined): Promise<void> {
  const used = rater.used();
  const { left, raters, failed } = tally;
  if (stop?.why === 'limit') await tell(terminal, stop.error.message);
  const goOn = left > 0 ? '; run again to go on' : '';
  await tell(terminal, `${describeTally(tally)}, in ${out}${goOn}`);
  if (used.calls > 0) await tell(terminal, describeUse(used, flags));
  if (Object.keys(failed).length > 0)
    await tell(terminal, 'run again with --retry-failed to ask again for what failed');
  if (raters.length > 1)
    await tell(
      terminal,
      `note: the model answered as ${raters.join(', ')}: a calibrator takes them for different raters`,
    );
  if (flags.json === true)
    await print(terminal.stdout, jsonLine({ out, ...tally, ...used, cost: costOf(used, flags) }));
}
