import type { AuditReport } from '../audit/audit.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import { rawThreshold } from '../fit/evaluate.ts';
import type { InflationReport } from '../fit/inflation/inflation.ts';
import { resolvePolicy } from '../gate/policy.ts';
import { demoAuditLine, verdictOfAll } from './demo-audit.ts';
import { demoEstimateLine, type DemoEstimate } from './demo-estimate.ts';
import type { DemoFindings } from './demo-page.ts';
import type { DemoChapter } from './demo-markdown.ts';
import { gainOf } from './demo-text.ts';
import type { DemoSummary } from './demo.ts';
import { count, interval, percent } from './numbers.ts';
import type { Step } from './page/page.ts';
import type { Table } from './page/table.ts';

/** One item for each thing that the page shows. */
export function shortSentences({ chapters, audits, estimate }: DemoFindings): string[] {
  return [
    ...chapters.map(({ title, summary }) => {
      const { raw, corrected, difference } = summary.falsePass;
      return `${title}: of what a gate passes, ${interval(raw)} are wrong by the raw rating and ${interval(corrected)} by the corrected probability, passing as many: ${plainGain(difference)}. ${gateInShort(summary)}`;
    }),
    demoAuditLine(audits),
    demoEstimateLine(estimate),
  ];
}

/** How much of what a raw rating passes is wrong. */
export function problemSentences(chapters: readonly DemoChapter[]): string[] {
  return [
    ...chapters.map(
      ({ summary: { about, records, passRate, passed, falsePass } }) =>
        `${about.replaceAll('\n', ' ')} Of ${count(records)} ratings, ${count(passed)} are at ${percent(rawThreshold, 0)} of the scale or more. Of what an app lets through by that, ${interval(falsePass.raw)} are wrong; of all answers, ${percent(1 - passRate)} are.`,
    ),
    'The rating is there, it is high, and it says little. A threshold on it looks like a check and is hardly one.',
  ];
}

/** What is gained at the same share passed, and at the top. */
export function correctionSentence({ summary: { falsePass, curve, passed, records } }: DemoChapter): string {
  const top = curve[0]!;
  return `At the share that the raw gate passes, ${percent(passed / records, 0)}, ${plainGain(falsePass.difference)}: corrected less raw is ${interval(falsePass.difference).replaceAll('-', '−')}. Of the best ${percent(top.share, 0)} alone, ${percent(top.raw, 0)} are wrong by the raw rating and ${percent(top.corrected, 0)} by the corrected probability.`;
}

/** Where several wrote the answers: how much of that is only who wrote what. */
export function authorSentences({ summary: { byAuthor, curve } }: DemoChapter): string[] {
  if (byAuthor === null) return [];
  const top = curve[0]!;
  const { passRates, within, authors } = byAuthor;
  const number = ({ value }: Estimate): string => value?.toFixed(3) ?? 'none';
  const hasNone = gainOf(within.difference, 1) === 'No gain';
  return [
    `Take care: some of these ${authors} models are far better than others, ${percent(passRates.lowest, 0)} to ${percent(passRates.highest, 0)} right, and a text shows who wrote it. Who sorts by the author alone and reads no answer gets ${percent(top.byAuthor, 0)} wrong ones among the best ${percent(top.share, 0)}.`,
    `Within one model, a right answer ranks above a wrong one in ${number(within.raw)} of all pairs by the raw rating and in ${number(within.corrected)} corrected, where 0.5 is chance.${hasNone ? ' So what is gained at the top here is to know which author to trust, and not which of its answers.' : ''}`,
  ];
}

/** How far ratings stand above what people say, and what of the text goes with that. */
export function inflationSentence({ mean, features }: InflationReport): string {
  const points = (value: number): string => (100 * value).toFixed(1);
  const holding = features.filter(({ alone }) => alone.holds);
  const direction = mean.value! < 0 ? 'below' : 'above';
  const all = `On average ratings stand ${points(Math.abs(mean.value!))} points of 100 ${direction} what people say.`;
  if (holding.length === 0) return `${all} No feature of the text is proven to go with that.`;
  const some = holding.slice(0, 3).map(({ feature, measures, alone }) => {
    return `${feature} (${measures}; with more of it ratings are ${alone.effect > 0 ? 'more' : 'less'} inflated)`;
  });
  return `${all} ${count(holding.length)} features of the text go with that beyond chance, ${holding.length > 3 ? 'among them' : 'which are'} ${some.join(', ')}.`;
}

export function gateSentences(): string[] {
  const { passThreshold, failThreshold } = resolvePolicy();
  return [
    `The gate as it comes passes from a pass probability of ${passThreshold} on, fails below ${failThreshold}, and leaves to people what lies between and what is unlike all it has learned from. Where a rating is missing or something goes wrong, it never passes.`,
    'How many it passes is its own choice: what it passes may be less, and surer, than what the raw gate above passes.',
    'Where no answer is sure enough, it passes none. That is its answer, and not a fault: on such a task the rating cannot carry a decision.',
  ];
}

export function gateTable({ title, summary: { gate, records } }: DemoChapter): Table {
  return {
    title,
    head: ['verdict', 'answers', 'share', 'wrong of them'],
    rows: gate.map(({ verdict, records: decided, failing }) => [
      verdict,
      count(decided),
      percent(decided / records),
      decided === 0 ? 'none' : percent(failing / decided),
    ]),
  };
}

function gateInShort({ gate, records }: DemoSummary): string {
  const [pass] = gate;
  const lead = 'The gate as it comes passes';
  if (pass!.records === 0) return `${lead} none: no answer is sure enough.`;
  return `${lead} ${count(pass!.records)} of ${count(records)}, and ${percent(pass!.failing / pass!.records)} of those are wrong.`;
}

/** What trying to get past the gate brings, on the example set. */
export function auditSentences(audits: readonly AuditReport[]): string[] {
  return [
    'Who is rated soon learns what is rated well. So the audit changes each answer in ways that make it no better, and looks how many that people fail get past the gate then.',
    demoAuditLine(audits).replace(/^Can it be gamed\? /, ''),
    `Verdict of the audit: ${verdictOfAll(audits)}. The example set is made up and small. Each half of its prompts was audited with a gate that was fitted on the other half: it shows how an audit reads, no more.`,
  ];
}

export function estimateSentences(estimate: DemoEstimate): string[] {
  const { labelled, records, truth, bySelfRating, estimate: found } = estimate;
  const isHeld = found.lower !== null && found.upper !== null && found.lower <= truth && truth <= found.upper;
  return [
    `A dashboard shows how many answers pass their own check: ${percent(bySelfRating)} of these. How many are right? For this page all but ${count(labelled)} of the ${count(records)} labels were hidden, drawn at random, and the true share was estimated from what was left.`,
    `The estimate is ${interval(found)}, and all labels say ${percent(truth)}: ${isHeld ? 'the interval holds it' : 'this interval misses it, as one in twenty does'}. ${estimate.reason}`,
  ];
}

/** From here to an own calibrator. */
export const nextDemoSteps: readonly Step[] = [
  {
    text: 'Bring ratings that you have: records with a self-rating, and a label by people for some hundreds of them.',
    command: 'unflatter import export.json --out records.jsonl',
  },
  { text: 'Or label what your app has logged, in the browser.', command: 'unflatter label records.jsonl' },
  {
    text: 'Fit the correction, and read its page.',
    command:
      'unflatter fit records.jsonl --rating-scale 1:10 --human-scale 1:5 --pass-at 4 --out calibrator.json --html fit.html',
  },
  {
    text: 'Prove a threshold on labels that the fit has not seen, so that the gate can promise something.',
    command: 'unflatter certify calibrator.json fresh.jsonl --false-pass 0.1 --out calibrator.json',
  },
  {
    text: 'Try to game it before others do.',
    command: 'unflatter audit calibrator.json fresh.jsonl --html audit.html',
  },
  {
    text: 'Let it decide, from the shell or in the app.',
    command: 'unflatter decide new.jsonl --calibrator calibrator.json --out decisions.jsonl',
  },
  {
    text: 'Tell how many really pass, from many ratings and few labels.',
    command: 'unflatter estimate records.jsonl --rating-scale 1:10 --human-scale 1:5 --pass-at 4 --html estimate.html',
  },
  {
    text: 'Watch whether it still holds.',
    command: 'unflatter monitor calibrator.json log.jsonl --html monitor.html',
  },
];

/** What lies beside the page. */
export function filesSentences(chapters: readonly DemoChapter[]): string[] {
  const folders = chapters.map(({ summary: { name } }) => name).join(' and ');
  return [
    `In ${folders}, beside this page: calibrator.json, which an app loads, and decisions.jsonl, a line for each answer with its label, its verdict and why.`,
    'report.md, beside this page, has more numbers.',
  ];
}

function plainGain(difference: Estimate): string {
  const gain = gainOf(difference, -1);
  return { 'No gain': 'nothing is gained', 'A gain': 'something is gained', 'A loss': 'something is lost' }[gain];
}
