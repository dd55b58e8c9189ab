import type { MonitorReport, TransportPart, WatchedCertificate } from '../monitor/report.ts';
import { isOfAll } from '../monitor/units.ts';
import type { Target } from '../types.ts';
import { count } from './numbers.ts';
import type { Step } from './page/page.ts';
import { shellWord } from './shell-word.ts';
import { targetFlags } from './target-flags.ts';

/** Where things are and what they measure, for commands that can be copied. */
export interface MonitorPlaces {
  readonly calibrator: string;
  /** Files, or what stands for a server, whose address may hold a password. */
  readonly logs: readonly string[];
  readonly target: Target;
}

/** What to do about it, the most useful first. At least one. */
export function monitorSteps(report: MonitorReport, places: MonitorPlaces): Step[] {
  const { alarms, verdict } = report;
  return [
    ...(alarms.includes('certificate') ? afterBroken(report, places) : []),
    ...(alarms.includes('transport')
      ? [
          {
            text: 'Fit again with these labels among the others, and put the new calibrator in place of this one if it is better on labels that neither has seen.',
            command: `unflatter fit all-labels.jsonl ${targetFlags(places.target)} --out candidate.json`,
          },
        ]
      : []),
    ...(alarms.includes('drift') ? afterDrift(places) : []),
    ...(verdict === 'cannot tell' ? afterTooFew(report, places) : []),
    ...(verdict === 'holds'
      ? [{ text: 'Nothing to mend. Keep labelling a few responses at random, and look again after the next ones.' }]
      : []),
  ];
}

function afterBroken({ certificates }: MonitorReport, places: MonitorPlaces): Step[] {
  const broken = certificates.find(({ state }) => state === 'revoked')!;
  const { estimand, limit, confidence } = broken.certificate;
  const calibrator = shellWord(places.calibrator);
  return [
    {
      text: 'Take the gate off this promise until another is proven: have what it would pass reviewed by people, or put the calibrator before this one back.',
      command: `unflatter rollback ${calibrator}`,
    },
    {
      text: 'Label fresh responses and certify again. The labels that broke the promise may fit a new calibrator, but they cannot prove one.',
      command: `unflatter certify ${calibrator} fresh.jsonl --${estimand} ${limit} --confidence ${confidence} --out ${calibrator}`,
    },
  ];
}

const afterDrift = ({ logs }: MonitorPlaces): Step[] => [
  {
    text: 'Find out what changed at the time when the first input drifted: the model, its prompt, the language, who asks. A drift says that traffic is different, not that the calibrator is wrong about it.',
  },
  {
    text: 'Label some of the new traffic. Its labels tell whether the pass probability still is right there, and a new fit learns from them.',
    command: `unflatter sample ${shellWord(logs[0]!)} --budget 100 --out to-label.jsonl`,
  },
];

function afterTooFew({ certificates, drift, transport, passedOnly }: MonitorReport, places: MonitorPlaces): Step[] {
  const unshown = certificates.filter(({ state }) => state === 'watching');
  const watching = unshown.filter(({ certificate: { estimand } }) => !(passedOnly && isOfAll(estimand)));
  const parts = transport === null ? [] : [transport.overall, ...(transport.passed === null ? [] : [transport.passed])];
  const part = parts.find((one) => one.verdict === 'cannot tell');
  return [
    ...(watching.length === 0 ? [] : [{ text: watchingWords(watching) }]),
    ...(watching.length === unshown.length
      ? []
      : [
          {
            text: 'Label some of all responses, chosen at random, and look at those without --passed-only: labels of what passes alone say nothing of promises on all.',
          },
        ]),
    ...(part === undefined ? [] : [{ text: transportStep(part) }]),
    ...(drift?.lacking === 'histograms'
      ? [
          {
            text: 'Fit the calibrator again: this one was made without the histograms that drift is measured against.',
            command: `unflatter fit labels.jsonl ${targetFlags(places.target)} --out ${shellWord(places.calibrator)}`,
          },
        ]
      : []),
    ...(drift?.verdict === 'not enough' && drift.lacking !== 'histograms'
      ? [{ text: 'Look again when there are more decisions: these are too few to say that no input has drifted.' }]
      : []),
  ];
}

function watchingWords(watching: readonly WatchedCertificate[]): string {
  const most = Math.max(...watching.map(({ toNoticeDouble }) => toNoticeDouble));
  return `Go on labelling at random, and look again after every label. Were the rate twice its limit, it would as a rule show by ${count(most)} labels that count.`;
}

function transportStep({ groups, needed }: TransportPart): string {
  if (needed === null) return 'Label more responses of other groups: below 20 groups of equal weight nothing is told.';
  return `Label responses of more groups: there are ${count(groups)}, and a calibrator that is right would as a rule be told to hold with ${count(Math.ceil(needed))} of equal weight.`;
}
