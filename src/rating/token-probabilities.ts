import { isRecord } from './plain-object.ts';
import type { ReplyScale } from './scales.ts';

/** What is asked of a provider for the log probabilities of its tokens; one that has none drops it. 20 is the most. */
export const askForProbabilities = { openai: { logprobs: 20 } };

/** With less than this accounted for, the rest could be anywhere on the scale. */
const leastMass = 0.5;

/**
 * The probabilities of the levels of a scale with steps, from the lowest on, by the log probabilities that a provider
 * gave of the token where the rating stands. Each is the sum over the tokens that spell exactly that level. Together they
 * make what is accounted for, from 0.5 to 1; what they lack went to tokens that are no level or were not listed.
 *
 * Undefined, and never an error, where a provider gave none, where they are not those of this reply, or where less than
 * half is accounted for. A token that may be the beginning of another level, as the `1` of a model that writes `10` in two,
 * is not accounted for.
 *
 * @param metadata the metadata of the provider; both shapes of OpenAI are read: a list of tokens, and a list of such lists
 * @param reply the text of the reply, which has one rating
 */
export function tokenProbabilities(
  metadata: unknown,
  reply: string,
  { levels, scale: { step } }: ReplyScale,
): number[] | undefined {
  const [whole, written] = lastRating.exec(reply) ?? [];
  if (levels === undefined || step === undefined || written === undefined) return undefined;
  const start = reply.length - whole!.length + whole!.indexOf(written, '"rating"'.length);
  const candidates = candidatesAt(start, tokensIn(metadata), reply);
  const isWhole = (level: string): boolean => candidates.some(({ spelled }) => spelled === level);
  const isBeginning = (level: string): boolean =>
    levels.some((other) => other.written !== level && other.written.startsWith(level) && !isWhole(other.written));
  const probabilities = levels.map((level) =>
    candidates
      .filter(({ spelled, closed }) => spelled === level.written && (closed || !isBeginning(spelled)))
      .reduce((sum, { probability }) => sum + probability, 0),
  );
  const mass = probabilities.reduce((sum, one) => sum + one, 0);
  const chosen = levels.findIndex((level) => level.written === written);
  // Log probabilities are rounded: their sum may be above one by as little.
  return mass >= leastMass && mass <= 1.001 && probabilities[chosen]! > 0 ? probabilities : undefined;
}

/** The rating as it is written: its key is the last of the reply. */
const lastRating =
  /"rating"[\t\n\r ]*:[\t\n\r ]*"?([^"{}:,\t\n\r ](?:[^"{}:,\t\n\r]*[^"{}:,\t\n\r ])?)"?[\t\n\r ]*\}[^{}]*$/;

/** A token that could stand where the rating does. */
interface Candidate {
  readonly spelled: string;
  /** The token goes on past the end of the rating: nothing can be added to it. */
  readonly closed: boolean;
  readonly probability: number;
}

/** Tokens are matched from the end on: those before may be parts of characters, which are not text. */
function candidatesAt(start: number, tokens: readonly Token[], reply: string): Candidate[] {
  let begin = reply.length;
  for (const { token, logprob, top_logprobs } of tokens.toReversed()) {
    begin -= token.length;
    if (begin < 0 || !reply.startsWith(token, begin)) return [];
    if (begin > start) continue;
    const before = token.slice(0, start - begin);
    const listed = top_logprobs.some((one) => one.token === token)
      ? top_logprobs
      : [...top_logprobs, { token, logprob }];
    return listed
      .filter((one) => one.token.startsWith(before))
      .map((one) => {
        const rest = one.token.slice(before.length);
        const spelled = withoutEnd(rest);
        return { spelled, closed: spelled !== rest, probability: Math.exp(one.logprob) };
      });
  }
  return [];
}

/** Without the quotes, braces and blanks that a token has behind what it spells. */
function withoutEnd(token: string): string {
  let end = token.length;
  while (end > 0 && /["}\s]/.test(token[end - 1]!)) end--;
  return token.slice(0, end);
}

interface LogProbability {
  readonly token: string;
  readonly logprob: number;
}

interface Token extends LogProbability {
  readonly top_logprobs: readonly LogProbability[];
}

/** The tokens of the first provider that gave some; none where anything has another shape. */
function tokensIn(metadata: unknown): Token[] {
  if (!isRecord(metadata)) return [];
  const given = Object.values(metadata).map((own) => (isRecord(own) ? own['logprobs'] : undefined));
  const tokens: unknown[] = given.find(Array.isArray)?.flat() ?? [];
  return tokens.every(isToken) ? tokens : [];
}

function isToken(value: unknown): value is Token {
  return (
    isLogProbability(value) && Array.isArray(value['top_logprobs']) && value['top_logprobs'].every(isLogProbability)
  );
}

function isLogProbability(value: unknown): value is LogProbability & Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const { token, logprob } = value;
  return typeof token === 'string' && typeof logprob === 'number' && logprob <= 1e-3;
}
