import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, shown } from '../errors.ts';
import { isRecord } from './plain-object.ts';
import type { RatingRequest } from './request.ts';

/**
 * The material as one line that holds one JSON object. It travels as data: no text in it can close a string, a tag, the
 * object or the line, and decoding the JSON gives every text back, as well-formed Unicode. Every slot is treated alike;
 * nothing else of the request is taken.
 *
 * @param earlierReply a reply that could not be read, where the rating is asked for again
 * @throws UnflatterError `response-missing`, or `invalid-option` for another slot of the wrong kind.
 */
export function ratingMaterial(request: RatingRequest, earlierReply?: string): string {
  const { system, sources, conversation, prompt, response } = request;
  assertMaterial(request);
  return encoded({
    ...(system === undefined ? {} : { system }),
    ...(sources === undefined || sources.length === 0 ? {} : { sources }),
    ...(conversation === undefined || conversation.length === 0
      ? {}
      : { conversation: conversation.map(({ role, content }) => ({ role, content })) }),
    ...(prompt === undefined ? {} : { prompt }),
    response,
    ...(earlierReply === undefined ? {} : { earlierReply }),
  });
}

/**
 * What JSON leaves as it is, and a reader may take for more than text: angle brackets and ampersands (also their wide forms,
 * which some software turns into the plain ones), control characters and line ends, marks that turn the direction of a
 * text, and the invisible letters of the tag block.
 */
const conspicuous =
  /[<>&\uff1c\uff1e\ufe64\ufe65\uff06\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

function encoded(material: object): string {
  return JSON.stringify(material, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  ).replace(conspicuous, (found) =>
    [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** @throws UnflatterError `response-missing`, or `invalid-option` for another slot of the wrong kind. */
export function assertMaterial({ system, sources, conversation, prompt, response }: RatingRequest): void {
  if (typeof response !== 'string') {
    const message = `response must be a string, got ${shown(response)}`;
    throw new UnflatterError('response-missing', message, { received: response });
  }
  for (const [name, value] of Object.entries({ system, prompt }))
    assertOption(value === undefined || isText(value), name, 'a string', value);
  const areTexts = sources === undefined || (Array.isArray(sources) && sources.every(isText));
  assertOption(areTexts, 'sources', 'a list of strings', sources);
  const areTurns = conversation === undefined || (Array.isArray(conversation) && conversation.every(isTurn));
  assertOption(areTurns, 'conversation', 'a list of turns {role, content}, both strings', conversation);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTurn(value: unknown): boolean {
  return isRecord(value) && isText(value['role']) && isText(value['content']);
}
