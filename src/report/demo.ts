import type { Calibrator } from '../calibrator/calibrator.ts';
import { bootstrap, type Estimate } from '../fit/bootstrap.ts';
import { compareFalsePass, judgeCorrected, judgeRaw } from '../fit/evaluate.ts';
import type { Judgement } from '../fit/fit.ts';
import { decide } from '../gate/decide.ts';
import { failShareAtTop } from '../math/metrics.ts';
import { summariseFit } from './fit-summary.ts';
import { bar, columns, count, interval, percent } from './numbers.ts';

/** What the demo shows. All shares are out of fold. */
export interface DemoSummary {
  readonly records: number;
  readonly models: number;
  readonly passRate: number;
  /** How many a gate on the raw rating passes, at 80 % of the scale. */
  readonly passed: number;
  /** The share of them that fails, and of as many by corrected probability; 95 % intervals over questions. */
  readonly falsePass: { readonly raw: Estimate; readonly corrected: Estimate };
  /** The share that fails of the best by the raw rating and by the corrected probability, for several shares passed. */
  readonly curve: readonly { readonly share: number; readonly raw: number; readonly corrected: number }[];
  /** The gate as it comes: how many get each verdict, and how many of those fail by their labels. */
  readonly gate: readonly {
    readonly verdict: 'pass' | 'review' | 'fail';
    readonly records: number;
    readonly failing: number;
  }[];
}

const shares = [0.1, 0.2, 0.3, 0.4, 0.5];

export function summariseDemo({ calibrator, examples, outOfFold }: Judgement): DemoSummary {
  const weights = examples.map(() => 1);
  const raw = judgeRaw(examples);
  const corrected = judgeCorrected(examples, outOfFold);
  const groups = examples.map(({ group }) => group);
  const estimate = bootstrap((drawn) => compareFalsePass(raw, corrected, drawn), { weights, groups, seed: 1 });
  const verdicts = outOfFold.map((calibrated) => decide(calibrated).verdict);
  return {
    records: examples.length,
    models: calibrator.raters.length,
    passRate: calibrator.fittedOn.passRate,
    passed: Math.round(calibrator.outOfFold.falsePass.passedShare * examples.length),
    falsePass: { raw: estimate((gates) => gates.raw), corrected: estimate((gates) => gates.corrected) },
    curve: shares.map((share) => ({
      share,
      raw: failShareAtTop(raw.ties, raw.outcomes, weights, share),
      corrected: failShareAtTop(corrected.ties, raw.outcomes, weights, share),
    })),
    gate: (['pass', 'review', 'fail'] as const).map((verdict) => {
      const places = verdicts.flatMap((one, i) => (one === verdict ? i : []));
      return { verdict, records: places.length, failing: places.filter((i) => raw.outcomes[i] === 0).length };
    }),
  };
}

export function demoText(summary: DemoSummary): string {
  const { records, models, passRate, passed, falsePass, curve } = summary;
  return [
    `${count(records)} exam answers, each with the confidence that its own author, one of ${models} models, gave it. ${percent(passRate, 0)} are right.`,
    '',
    `A raw gate at 80 % of the scale passes ${count(passed)} answers: ${interval(falsePass.raw)} of them are wrong.`,
    `The corrected gate, passing as many (out of fold): ${interval(falsePass.corrected)} are wrong.`,
    'Where it matters is at the top, among the answers that each of them trusts most:',
    '',
    ...columns([
      ['  wrong, of the', 'by the raw rating', '', 'corrected', ''],
      ...curve.map(({ share, raw, corrected }) => [
        `  top ${percent(share, 0)}`,
        percent(raw, 0),
        bar(raw, 20),
        percent(corrected, 0),
        bar(corrected, 20),
      ]),
    ]),
    '',
    'The gate as it comes (pass from 0.8, fail below 0.5, else ask a person):',
    ...gateLines(summary),
    '',
  ].join('\n');
}

export function demoMarkdown(summary: DemoSummary, calibrator: Calibrator): string {
  const { curve, passed, falsePass } = summary;
  return [
    '# unflatter demo',
    '',
    'Made by `unflatter demo` from `calibration-data/lsat-self-confidence/lsat-ar.jsonl.gz`. Every number is out of fold:',
    'each answer was judged by a fit that had not seen its question.',
    '',
    `Of the ${count(passed)} answers that a raw gate at 80 % of the scale passes, **${interval(falsePass.raw)}** are wrong.`,
    `Of as many answers by corrected probability, **${interval(falsePass.corrected)}** are wrong.`,
    '',
    '| best … of the answers | wrong, by the raw rating | wrong, corrected |',
    '| --- | ---: | ---: |',
    ...curve.map(({ share, raw, corrected }) => `| ${percent(share, 0)} | ${percent(raw)} | ${percent(corrected)} |`),
    '',
    '## The gate as it comes',
    '',
    ...gateLines(summary).map((line) => `- ${line.trim()}`),
    '',
    '## The fit',
    '',
    '```',
    summariseFit(calibrator),
    '```',
    '',
    'The answers of eleven models are pooled here, and some models are far better than others, so part of what the',
    'surface tells is who wrote the answer. On the answers of one model expect less.',
    '',
    '## The files',
    '',
    '- `calibrator.json`: what an app loads. Plain JSON.',
    '- `decisions.jsonl`: one line an answer: its label, the verdict and why, the probability and what added up to it.',
    '',
  ].join('\n');
}

function gateLines({ gate }: DemoSummary): string[] {
  return gate.map(
    ({ verdict, records, failing }) =>
      `  ${verdict.padEnd(6)} ${count(records).padStart(5)} answers, ${percent(records === 0 ? null : failing / records)} of them wrong`,
  );
}
