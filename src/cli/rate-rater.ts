import { UnflatterError } from '../errors.ts';
import { metered, type Metered } from '../rating/metered.ts';
import type { RaterModel } from '../rating/rater-model.ts';
import type { SelfRating } from '../rating/request.ts';
import { selfRater } from '../rating/self-rater.ts';
import type { ChosenRubric, RateFlags } from './rate-options.ts';
import type { RatableRecord } from './rate-records.ts';

/** The model at work on records, within the limits of a run. */
export interface RecordRater {
  readonly rate: (record: RatableRecord, signal: AbortSignal) => Promise<SelfRating>;
  readonly used: () => Metered;
  /** What forbids a further call, if anything. */
  readonly limit: () => UnflatterError | undefined;
}

type Asked = Pick<RateFlags, 'scale' | 'timeout' | 'maxCalls' | 'maxTokens' | 'batch'>;

/** A batch has a day at most of the providers; in seconds, with time to spare. */
const batchTimeout = 2 * 86_400;

/** @throws UnflatterError `peer-missing` or `invalid-option` */
export async function recordRater(
  model: RaterModel,
  { rubric }: ChosenRubric,
  { scale, timeout, maxCalls, maxTokens, batch }: Asked,
): Promise<RecordRater> {
  const meter = await metered(model);
  const limit = (): UnflatterError | undefined => reached(meter.used(), maxCalls, maxTokens);
  // One for each record, since one for all would hold every record up where a few are too much for the provider. What
  // happens where it is out of order altogether is the business of the run.
  const seconds = batch === true ? batchTimeout : timeout;
  const raterBy = (asked: RaterModel) =>
    selfRater({
      model: asked,
      rubric,
      scale,
      timeout: seconds * 1000,
      // What is asked again would be another batch.
      ...(batch === true ? { maxCalls: 1 } : {}),
    });
  // What is wrong with the options shows before any record.
  raterBy(meter.model);
  const rate: RecordRater['rate'] = async (record, abortSignal) => {
    let refusal: UnflatterError | undefined;
    const doGenerate = async (options: never): Promise<unknown> => {
      refusal = limit();
      if (refusal !== undefined) throw refusal;
      return meter.model.doGenerate(options);
    };
    try {
      return await raterBy({ ...meter.model, doGenerate })(requestOf(record), { abortSignal });
    } catch (error) {
      // A record that was to be asked for once more is not known to have failed.
      throw refusal ?? error;
    }
  };
  return { rate, used: meter.used, limit };
}

function requestOf({ prompt, response, conversation, system, sources, generator }: RatableRecord) {
  if (response === undefined)
    throw new UnflatterError('response-missing', 'response must be a text, got nothing', { received: response });
  if (response.trim() === '') {
    const characters = response.length;
    throw new UnflatterError('response-empty', 'response must be a text that is not blank', { characters });
  }
  return { prompt, response, conversation, system, sources, generator };
}

function reached(used: Metered, maxCalls = Infinity, maxTokens = Infinity): UnflatterError | undefined {
  const tokens = used.tokensIn + used.tokensOut;
  const over = (limit: 'calls' | 'tokens', allowed: number, spent: number): UnflatterError => {
    const message = `--max-${limit} ${allowed} is reached: ${spent} ${limit} are used`;
    return new UnflatterError('budget-exhausted', message, { limit, allowed, used: spent });
  };
  if (used.calls >= maxCalls) return over('calls', maxCalls, used.calls);
  if (tokens >= maxTokens) return over('tokens', maxTokens, tokens);
  if (maxTokens === Infinity || used.unmetered === 0) return undefined;
  const message = '--max-tokens cannot be kept: the server does not say how many tokens a reply has used';
  return new UnflatterError('budget-exhausted', message, { limit: 'tokens', allowed: maxTokens, used: tokens });
}
