import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate, CertifiedRule, Claim, Estimand } from '../calibrator/certificate.ts';
import { count } from './numbers.ts';

type Target = Calibrator['target'];

/** A share that somebody asked for, as they would say it: 0.1 is `10 %`, 0.125 is `12.5 %`. */
export function asked(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`;
}

/** What a claim says, without how surely: `of what this gate passes, at most 10 % would be failed by people (…)`. */
export function claimWords({ estimand, limit }: Pick<Claim, 'estimand' | 'limit'>, target: Target): string {
  const [most, who] = [`at most ${asked(limit)}`, target.passBy === 'person' ? 'a person' : 'people'];
  const [failed, passed] = [`(${outcomeWords(target, 'below')})`, `(${outcomeWords(target, 'from')})`];
  const words: Readonly<Record<Estimand, string>> = {
    'false-pass': `of what this gate passes, ${most} would be failed by ${who} ${failed}`,
    leak: `of what ${who} would fail ${failed}, ${most} would be passed by this gate`,
    joint: `of all responses, ${most} are passed by this gate and would be failed by ${who} ${failed}`,
    'false-fail': `of what this gate fails, ${most} would be passed by ${who} ${passed}`,
  };
  return words[estimand];
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
  return `${capital(claimWords(certificate, target))}: ${asked(confidence)} sure, shown on ${shownOn}.`;
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
