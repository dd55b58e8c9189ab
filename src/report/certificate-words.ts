import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate, CertifiedRule, Estimand } from '../calibrator/certificate.ts';
import { count } from './numbers.ts';

type Target = Calibrator['target'];

/** A share that somebody asked for, as they would say it: 0.1 is `10 %`, 0.125 is `12.5 %`. */
export function asked(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`;
}

/** What a certificate speaks of. */
export type Claimed = Pick<Certificate, 'estimand' | 'limit' | 'raters' | 'ratingPrompts' | 'drawnFrom'>;

/**
 * What is claimed, of what traffic, without how surely: `of what this gate passes, counting one response of each group, at
 * most 10 % would be failed by people (…)`.
 */
export function claimWords({ estimand, limit, drawnFrom, ...madeOf }: Claimed, target: Target): string {
  const [most, who] = [`at most ${asked(limit)}`, target.passBy === 'person' ? 'a person' : 'people'];
  const [failed, passed] = [`(${outcomeWords(target, 'below')})`, `(${outcomeWords(target, 'from')})`];
  // Labels of the top alone do not tell how much of a group that is: a group with one such response counts as much as any.
  const of = drawnFrom === undefined ? '' : ` with a pass probability from ${drawnFrom} on`;
  const one = `counting one response${of} of each group`;
  const words: Readonly<Record<Estimand, string>> = {
    'false-pass': `of what this gate passes, ${one}, ${most} would be failed by ${who} ${failed}`,
    leak: `of what ${who} would fail ${failed}, ${one}, ${most} would be passed by this gate`,
    joint: `of all responses, ${one}, ${most} are passed by this gate and would be failed by ${who} ${failed}`,
    'false-fail': `of what this gate fails, ${one}, ${most} would be passed by ${who} ${passed}`,
  };
  return `${words[estimand]}${mixWords(madeOf)}`;
}

/** A rate over several raters or prompts may be that of none of them. */
function mixWords({ raters, ratingPrompts }: Pick<Claimed, 'raters' | 'ratingPrompts'>): string {
  const mixed = [
    ...(raters.length > 1 ? [`${count(raters.length)} raters`] : []),
    ...(ratingPrompts.length > 1 ? [`${count(ratingPrompts.length)} rating prompts`] : []),
  ];
  return mixed.length === 0 ? '' : `, for this mix of ${mixed.join(' and ')}`;
}

/** What a certificate says nothing of; nothing where there is no such thing. */
export function leftOutWords({ leftOut = 0 }: Pick<Certificate, 'leftOut'>): string {
  if (leftOut === 0) return '';
  const were = leftOut === 1 ? 'was' : 'were';
  return `; ${labels(leftOut)} of groups that the fit had seen ${were} left out: it says nothing of such`;
}

function outcomeWords({ passAt, passBy }: Target, side: 'below' | 'from'): string {
  return `${passBy === 'person' ? 'who is drawn at random and rates it' : 'mean human rating'} ${side} ${passAt}`;
}

/** The promise of a certificate in one sentence, with what it was shown on. */
export function promiseOf(certificate: Certificate, target: Target): string {
  const { estimand, confidence, units, decided, contradicted } = certificate;
  const wrong = `${count(contradicted)} of them ${estimand === 'false-fail' ? 'passing' : 'failing'}`;
  const isOfDecided = estimand === 'false-pass' || estimand === 'false-fail';
  const shownOn = isOfDecided
    ? `${labels(decided)} of ${count(units)} it had not seen, ${wrong}`
    : `${labels(units)} it had not seen, of which it passes ${count(decided)}, ${wrong}`;
  const rest = `${groupsWords(certificate)}${leftOutWords(certificate)}`;
  return `${capital(claimWords(certificate, target))}: ${asked(confidence)} sure, shown on ${shownOn}${rest}.`;
}

/** How labels of groups count where all do; nothing where one of each was drawn. */
export function groupsWords({ groups }: Pick<Certificate, 'groups'>): string {
  return groups === undefined ? '' : `, each of ${count(groups)} groups counted by the mean of its labels`;
}

/** What a certified rule does: `passes a pass probability from 0.74 on`. */
export function ruleWords({ score, threshold }: CertifiedRule, estimand: Estimand): string {
  const what = score === 'selfRating' ? 'self-rating' : 'pass probability';
  return estimand === 'false-fail' ? `fails a ${what} below ${threshold}` : `passes a ${what} from ${threshold} on`;
}

export function labels(number: number): string {
  return `${count(number)} ${number === 1 ? 'label' : 'labels'}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
