import { existsSync } from 'node:fs';
import { cutTorn, growFile } from '../data/growing.ts';
import { UnflatterError } from '../errors.ts';
import type { SelfRating } from '../rating/request.ts';
import { startProgress } from './progress.ts';
import { brief, type Failure } from './rate-failure.ts';
import { onInterrupt } from './rate-interrupt.ts';
import type { RateFlags } from './rate-options.ts';
import { startPool, type Stop } from './rate-pool.ts';
import type { RecordRater } from './rate-rater.ts';
import { keyOf, ratedLine, type RatableRecord } from './rate-records.ts';
import type { Found, Resuming } from './rate-resume.ts';
import { describeProgress } from './rate-summary.ts';
import { tell, type Terminal } from './terminal.ts';

/** A run on its file. */
export interface Job extends Resuming {
  /** Of the output, behind all links. */
  readonly path: string;
  readonly flags: RateFlags;
  readonly terminal: Terminal;
  readonly rater: RecordRater;
  /** Takes the key out of a text. */
  readonly withoutKey: (text: string) => string;
  /** Ends the run by what it throws, before a rating is written that is of no use. */
  readonly accept: (rating: SelfRating) => void;
}

const mostInRow = 10;
/** In milliseconds. */
const [firstPause, longestPause] = [1000, 30_000];
/** Shorter pauses are not told of. */
const shortPause = 5000;

/** Rates what is still to be rated, and adds each line to the file and to what is found there. */
export async function ratePending(
  { path, out, option, run, criterion, flags, terminal, rater, withoutKey, accept }: Job,
  found: Found,
  pending: readonly RatableRecord[],
): Promise<Stop | undefined> {
  if (pending.length === 0) {
    if (existsSync(path)) cutTorn(path, found.length);
    return undefined;
  }
  const begin = Date.now();
  const progress = await startProgress(terminal, 'rating', begin);
  const file = growFile(path, found.length);
  let { ratingPrompt } = found;
  let [lines, failures, longestTold] = [0, 0, shortPause];
  const add = (record: RatableRecord, outcome: Partial<SelfRating>, code?: string): void => {
    const span = file.append(ratedLine(record, { ...outcome, ratingRun: run }));
    found.done.set(keyOf(record, criterion), { ...span, code, rater: outcome.rater });
    const perSecond = (1000 * ++lines) / Math.max(1, Date.now() - begin);
    progress.update(lines, pending.length, describeProgress(failures, perSecond, rater.used(), flags));
  };
  const onRated = (record: RatableRecord, rating: SelfRating): void => {
    accept(rating);
    ratingPrompt ??= rating.ratingPrompt;
    if (rating.ratingPrompt !== ratingPrompt) throw otherPrompt({ out, option }, rating.ratingPrompt, ratingPrompt);
    add(record, rating);
  };
  const onFailed = (record: RatableRecord, { code, message }: Failure): void => {
    failures++;
    const ratingError = { code, message: brief(withoutKey(message)) };
    add(record, { ratingError } as object, code);
  };
  const talk: Promise<void>[] = [];
  const say = (line: string): void => {
    progress.stop();
    talk.push(tell(terminal, line));
  };
  const pool = startPool({
    records: pending,
    // All at once, where one batch holds them all; what fails in it says nothing of the others.
    concurrency: flags.batch === true ? pending.length : flags.concurrency,
    mostInRow: flags.batch === true ? Infinity : mostInRow,
    rate: rater.rate,
    limit: rater.limit,
    replies: () => rater.used().replies,
    isProven: [...found.done.values()].some(({ code }) => code === undefined),
    onRated,
    onFailed,
    // In a batch, that would be another batch.
    asksAgain: flags.batch !== true,
    firstPause,
    longestPause,
    onPause: (milliseconds) => {
      // Where there is one after each few records, all of them would be too many lines.
      if (milliseconds <= longestTold) return;
      longestTold = milliseconds;
      say(`the provider is busy or out of order: asking again in ${Math.ceil(milliseconds / 1000)} s`);
    },
  });
  const forget = onInterrupt((signal) => {
    pool.stop({ why: 'signal', signal });
    if (flags.batch !== true) return say('finishing what is under way; once more to leave at once');
    say('the batch goes on at the provider');
    pool.stop({ why: 'signal', signal });
  });
  try {
    return await pool.finished;
  } finally {
    forget();
    progress.stop();
    file.close();
    await Promise.all(talk);
  }
}

function otherPrompt(
  { out, option }: Pick<Job, 'out' | 'option'>,
  is: string | undefined,
  was: string | undefined,
): UnflatterError {
  const message = `${out} holds ratings by the rating prompt ${was}, and this version of unflatter asks by ${is}: give another --${option}`;
  return new UnflatterError('rating-prompt-mismatch', message, { ratingPrompt: is, calibrator: [was ?? 'none'] });
}
