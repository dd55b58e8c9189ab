import { existsSync, rmSync } from 'node:fs';
import { replaceFile } from '../data/atomic.ts';
import { readText } from '../data/json.ts';
import { writing } from '../data/unwritable.ts';
import { UnflatterError } from '../errors.ts';
import { batchModel, defaultBatchApi, type StartedBatch } from '../rating/batch-model.ts';
import type { RaterModel } from '../rating/rater-model.ts';
import type { RateFlags } from './rate-options.ts';
import { differenceOf, type RatingRun } from './rate-resume.ts';
import { tell, type Terminal } from './terminal.ts';

/** A model that answers by batches, and what is to be done once all that it said is written. */
export interface BatchAtWork {
  readonly model: Exclude<RaterModel, string>;
  /** @param isAll whether every record has its line */
  readonly close: (isAll: boolean) => void;
}

interface Kept extends StartedBatch {
  readonly ratingRun: RatingRun;
}

/** Milliseconds between two looks at the provider. */
const interval = 60_000;

/** @throws UnflatterError `invalid-option` for what no batch can keep. */
export function assertBatchFlags({ batch, baseUrl, maxTokens }: RateFlags): void {
  if (batch !== true) return;
  if (baseUrl !== undefined) throw wrongBatch('used without --base-url: it goes to the AI Gateway');
  if (maxTokens !== undefined) throw wrongBatch('used without --max-tokens: what it uses is known only in the end');
}

/**
 * A batch for the records that are to be rated, or the one that an earlier run has sent off. What is known of it stands
 * beside the output while it is under way: nothing is sent twice.
 *
 * @throws UnflatterError `invalid-option`, also where a batch is under way and `--batch` is not given.
 */
export async function takeUpBatch(
  path: string,
  { batch, model }: RateFlags,
  ratingRun: RatingRun,
  terminal: Terminal,
): Promise<BatchAtWork | undefined> {
  const place = `${path}.batch.json`;
  const started = existsSync(place) ? await readKept(place, ratingRun) : undefined;
  if (batch !== true) {
    if (started === undefined) return undefined;
    throw wrongBatch(`given again: a batch is under way (to forget it, remove ${place})`);
  }
  const said: Promise<void>[] = [];
  let isOver = false;
  const keep = (kept: StartedBatch | undefined): void => {
    isOver = kept === undefined;
    if (kept === undefined) return;
    replaceFile(place, `${JSON.stringify({ ...kept, ratingRun })}\n`);
    const size = `${kept.requests.length} ${kept.requests.length === 1 ? 'request' : 'requests'}`;
    const says = `sent a batch of ${size}; it may take hours: interrupt, and run again whenever you like`;
    if (kept.batchId !== undefined) said.push(tell(terminal, says));
  };
  if (started !== undefined) await tell(terminal, `waiting for the batch ${started.batchId} sent before`);
  return {
    model: batchModel({
      api: await defaultBatchApi(),
      modelId: model,
      started,
      // Another batch would be paid for, and its name written over that of this one.
      unfit: (batchId) =>
        new Error(
          `the batch ${batchId} holds none of what is asked now: other records were sent, or by another version of unflatter or ai (to forget it, remove ${place})`,
        ),
      keep,
      interval,
    }),
    close: (isAll) => {
      if (isOver || isAll) writing(place, () => rmSync(place, { force: true }));
    },
  };
}

async function readKept(place: string, run: RatingRun): Promise<StartedBatch> {
  const { batchId, requests, ratingRun } = JSON.parse(await readText(place)) as Kept;
  const difference = differenceOf(ratingRun, run);
  if (difference !== undefined) throw wrongBatch(`of the same kind as the one under way, which has ${difference}`);
  if (batchId !== undefined) return { batchId, requests };
  throw wrongBatch(
    `the only one: one was sent off, and whether it arrived is not known. Look for it at the provider, then remove ${place}`,
  );
}

function wrongBatch(expected: string): UnflatterError<'invalid-option'> {
  return new UnflatterError('invalid-option', `--batch must be ${expected}`, {
    option: 'batch',
    expected,
    received: true,
  });
}
