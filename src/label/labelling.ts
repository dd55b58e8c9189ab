import { assertOption, assertScale } from '../calibrator/target.ts';
import { UnflatterError } from '../errors.ts';
import type { Scale } from '../types.ts';
import type { LabelBook } from './book.ts';
import { isLabeller } from './calls.ts';
import type { LabelItem } from './item.ts';
import { levelsFor } from './levels.ts';
import { serveLabels, type LabelServer } from './server.ts';
import { createSession } from './session.ts';

export interface LabellingOptions {
  readonly items: readonly LabelItem[];
  readonly book: LabelBook;
  readonly humanScale: Scale;
  /** From which rating on a response passes: the page then says so. */
  readonly passAt?: number | undefined;
  /** What is labelled, as the page says it. */
  readonly title: string;
  /** What a good response does. */
  readonly rubric?: string | undefined;
  /** Version of the instructions. Labels of another are left alone, and all is asked again. */
  readonly policy?: string | undefined;
  /** Which kind of label it is. @default 'expert' */
  readonly source?: string | undefined;
  /** Who labels; the page asks where it is not said. */
  readonly labeller?: string | undefined;
  /** Of the order and of the repeats. @default 1 */
  readonly seed?: number | undefined;
  /** Which share of the labels is of responses that the labeller has labelled before, 0 to 0.5. @default 0.05 */
  readonly repeats?: number | undefined;
  /** @default any that is free */
  readonly port?: number | undefined;
}

/**
 * Serves a page on which people label responses, to this machine alone. A label is confirmed once the book has kept it.
 *
 * @throws UnflatterError `too-few-records` where there is nothing to label, `invalid-option`
 */
export async function startLabelling(options: LabellingOptions): Promise<LabelServer> {
  const { items, book, humanScale, passAt = null, title, rubric, policy, source = 'expert', labeller } = options;
  const { seed = 1, repeats = 0.05, port } = options;
  assertScale('humanScale', humanScale);
  assertOption(repeats >= 0 && repeats <= 0.5, 'repeats', 'from 0 to 0.5', repeats);
  assertOption(Number.isSafeInteger(seed), 'seed', 'a whole number', seed);
  assertOption(policy === undefined || isName(policy), 'policy', 'a name of 1 to 100 characters', policy);
  assertOption(isName(source), 'source', 'a name of 1 to 100 characters', source);
  assertOption(labeller === undefined || isLabeller(labeller), 'labeller', 'a name of 1 to 100 characters', labeller);
  if (items.length === 0)
    throw new UnflatterError('too-few-records', `${title}: labelling needs at least 1 response with a text, got 0`, {
      received: 0,
      required: 1,
    });
  const { min, max, step = null } = humanScale;
  const settings = { title, min, max, step, levels: levelsFor(humanScale), passAt, rubric: rubric ?? null };
  return serveLabels({
    session: createSession({ items, book, scale: humanScale, kind: { source, policy }, seed, repeats }),
    settings: { ...settings, policy: policy ?? null, labeller: labeller ?? null },
    port,
  });
}

function isName(text: string): boolean {
  return text !== '' && text.length <= 100;
}
