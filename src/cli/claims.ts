import { InvalidArgumentError, Option } from 'commander';
import type { Claim } from '../calibrator/certificate.ts';
import { UnflatterError } from '../errors.ts';
import { hasExpired } from '../gate/bound.ts';
import type { CertificateChoice } from '../gate/standing.ts';
import { parseInclusion, parseShare, type ClaimFlags } from './options.ts';

const defaultConfidence = 0.9;

export const claimOptions = (): Option[] => [
  new Option('--false-pass <rate>', 'of what is passed, at most so much would be failed by people, as 0.1').argParser(
    parseShare,
  ),
  new Option('--leak <rate>', 'of what people would fail, at most so much is passed').argParser(parseShare),
  new Option('--joint <rate>', 'of all, at most so much is passed and would be failed by people').argParser(parseShare),
  new Option('--false-fail <rate>', 'of what is failed, at most so much would be passed by people').argParser(
    parseShare,
  ),
  new Option('--confidence <share>', `how sure each of them has to be [default: ${defaultConfidence}]`).argParser(
    parseShare,
  ),
  new Option(
    '--pass-from <p>',
    'nothing is to pass below this pass probability, whatever could be proved, as 0.6 [default: any]',
  ).argParser(parseShare),
  new Option(
    '--least-inclusion <p>',
    'the least probability with which any response could be chosen for labelling, as sample said; needed where records say their inclusion',
  ).argParser(parseInclusion),
  new Option('--expires <day>', 'first day on which it counts no more, as 2027-06-30 [default: never]').argParser(
    parseDay,
  ),
];

/** The claims that flags make, none or several. */
export function claimsOf({ falsePass, leak, joint, falseFail, confidence = defaultConfidence }: ClaimFlags): Claim[] {
  const limits = { 'false-pass': falsePass, leak, joint, 'false-fail': falseFail } as const;
  return (['false-pass', 'leak', 'joint', 'false-fail'] as const).flatMap((estimand) => {
    const limit = limits[estimand];
    return limit === undefined ? [] : [{ estimand, limit, confidence }];
  });
}

export function noClaim(what: string): UnflatterError<'invalid-option'> {
  const expected = 'a claim to go with it: --false-pass 0.1, --leak, --joint or --false-fail';
  const message = `${what} needs ${expected}`;
  return new UnflatterError('invalid-option', message, { option: 'claims', expected, received: undefined });
}

/** A claim for passing, as `false-pass`, or `false-pass:0.2` for the one of several with that limit. */
export function parseChoice(text: string): CertificateChoice {
  const [name, limit, ...rest] = text.split(':');
  const estimand = (['false-pass', 'leak', 'joint'] as const).find((one) => one === name);
  if (estimand === undefined || rest.length > 0)
    throw new InvalidArgumentError(`Expected false-pass, leak or joint, as false-pass:0.2, got "${text}".`);
  return { estimand, ...(limit === undefined ? {} : { limit: parseShare(limit) }) };
}

function parseDay(text: string): string {
  const day = new Date(`${text}T00:00:00Z`);
  if (text.length !== 10 || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new InvalidArgumentError(`Expected a day, as 2027-06-30, got "${text}".`);
  if (hasExpired(text)) throw new InvalidArgumentError(`Expected a day after today, got "${text}".`);
  return text;
}
