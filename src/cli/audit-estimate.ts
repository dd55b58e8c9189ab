import { ratingMaterial } from '../rating/material.ts';
import { ratingInstructions, ratingSchema, reminderOf, type RatingTask } from '../rating/prompt.ts';
import { replyScaleOf } from '../rating/scales.ts';
import { count } from '../report/numbers.ts';
import type { Scale } from '../types.ts';
import type { RatableRecord } from './rate-records.ts';
import { costOf, money, type Prices } from './rate-summary.ts';

/** What ratings will take, roughly: where nothing is asked for twice. */
export interface Estimate {
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/**
 * Bytes that make a token, rather too few. By the vocabulary o200k it is 4.1 to 4.9 in English sets, 6.6 to 7.0 in Indic
 * ones; older vocabularies cut finer.
 */
const bytesPerToken = 4;

/** The reasons of a few sentences, and the rating. A model that thinks first needs many times as much. */
const tokensPerReply = 100;

/** What rating these records by a rubric will take. */
export function estimateOf(records: readonly RatableRecord[], rubric: string, scale: Scale): Estimate {
  const criteria = [{ key: undefined, text: rubric }];
  const task: RatingTask = { criteria, replyScale: replyScaleOf(scale), reason: true };
  const told = [ratingInstructions(task), reminderOf(task, false), JSON.stringify(ratingSchema(task))].join('\n');
  const bytes = records.reduce(
    (sum, record) => sum + Buffer.byteLength(ratingMaterial({ response: '', ...record })),
    records.length * Buffer.byteLength(told),
  );
  return {
    calls: records.length,
    tokensIn: Math.round(bytes / bytesPerToken),
    tokensOut: tokensPerReply * records.length,
  };
}

export function describeEstimate({ calls, tokensIn, tokensOut }: Estimate, prices: Prices): string {
  const used = { calls, replies: calls, tokensIn, tokensOut, unmetered: 0 };
  const cost = costOf(used, prices);
  const paid = cost === undefined ? '' : `, cost ${money(cost)}`;
  return `to rate: ${count(calls)} calls, about ${rough(tokensIn)} tokens in and ${rough(tokensOut)} out${paid}, without what is asked again`;
}

/** Two digits: the others would be made up. */
function rough(tokens: number): string {
  return count(Number(tokens.toPrecision(2)));
}
