import type { Calibrator } from '../calibrator/calibrator.ts';
import type { ProofFindings } from './proof-report.ts';
import type { Step } from './page/page.ts';
import { shellWord } from './shell-word.ts';
import { targetFlags } from './target-flags.ts';

/** Where things are, for commands that can be copied. */
export interface Places {
  /** The calibrator that was written. */
  readonly out: string;
  readonly records: readonly string[];
}

/** What to do after a fit, the most useful first. */
export function fitNextSteps(
  { features, outOfFold, fittedOn, target }: Calibrator,
  proof: ProofFindings | undefined,
  { out, records }: Places,
): Step[] {
  const { verdict } = outOfFold.featuresWorthIt;
  const calibrator = shellWord(out);
  const from = records.map(shellWord).join(' ');
  const isProven = proof?.reports.some(({ certificate }) => certificate.rule !== null) === true;
  const isUseful = outOfFold.corrected.logLoss < outOfFold.baseRate.logLoss;
  const isBehind = outOfFold.corrected.logLoss > outOfFold.ratingOnly.logLoss;
  const isLeftOut = features.length === 0;
  return [
    ...((verdict === 'worth it' && !isLeftOut) || isUseful
      ? []
      : [
          {
            text: 'Do not gate on it yet. See whether people agree with each other, and whether the rating prompt asks for what they judge.',
            command: `unflatter labels ${from}`,
          },
        ]),
    ...(verdict === 'not yet' && !isLeftOut ? [moreLabels(calibrator)] : []),
    ...(!isLeftOut && verdict !== 'worth it' && (verdict === 'no' || isBehind)
      ? [
          {
            text: 'Leave the features out for now: a gate by the self-rating alone doubts less, and cannot be gamed by the surface.',
            command: `unflatter fit ${from} ${targetFlags(target)} --rating-only --out ${calibrator}`,
          },
        ]
      : []),
    ...(proof === undefined
      ? [
          {
            text: `Certify a promise on labels that the fit has not seen, one of each group${fittedOn.isEnoughToCertify ? '' : '; that takes at least 50 groups, and so many as these are too few'}.`,
            command: `unflatter certify ${calibrator} fresh.jsonl --false-pass 0.1 --out ${calibrator} --html certificate.html`,
          },
        ]
      : []),
    ...(isProven
      ? [
          {
            text: 'Let the gate decide on new responses.',
            command: `unflatter decide new.jsonl --calibrator ${calibrator} --out decisions.jsonl`,
          },
        ]
      : []),
    {
      text: 'Find out whether the gate can be gamed by changes that make no response better. It needs the texts.',
      command: `unflatter audit ${calibrator} ${from} --html audit.html`,
    },
    {
      text: 'Commit the calibrator: it is plain JSON and holds no text. Fit again when the rater, the rating prompt or the generator changes.',
    },
  ];
}

function moreLabels(calibrator: string): Step {
  return {
    text: 'Label more, where it tells most: choose from what the app logged, and label it in the browser.',
    command: `unflatter sample log.sqlite --budget 200 --calibrator ${calibrator} --out to-label.jsonl && unflatter label to-label.jsonl`,
  };
}
