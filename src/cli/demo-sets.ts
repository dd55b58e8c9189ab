import { fileURLToPath } from 'node:url';
import { audit, type AuditReport } from '../audit/audit.ts';
import { groupOf } from '../calibrator/record.ts';
import { readTarget } from '../data/dataset.ts';
import { readRecords } from '../data/records.ts';
import { topSharesOf } from '../fit/evaluation-details.ts';
import { fit, type Judgement } from '../fit/fit.ts';
import type { TopShare } from '../fit/top-shares.ts';
import type { DemoDescription } from '../report/demo.ts';
import type { FitFindings } from '../report/fit-report.ts';
import type { CalibrationRecord } from '../types.ts';
import { findingsOf, judge } from './judge.ts';
import { loadRecords } from './load.ts';
import type { Running } from './running.ts';
import type { Terminal } from './terminal.ts';

/** A shipped set that the demo runs on. */
export interface DemoSet extends DemoDescription {
  /** A heading of a few words. */
  readonly title: string;
  readonly path: string;
  /** Only records rated by this model. */
  readonly rater?: string;
}

export const demoSets: readonly DemoSet[] = [
  {
    name: 'lsat-ar',
    title: 'Exam answers',
    path: shipped('lsat-self-confidence/lsat-ar.jsonl.gz'),
    about: 'Law-school exam answers, each rated by the model that wrote it.',
  },
  {
    name: 'llmbar-chatgpt',
    title: 'Answers to instructions',
    path: shipped('llmbar-ratings/instruction-following.jsonl.gz'),
    rater: 'ChatGPT',
    about:
      'Answers to instructions, rated twice by ChatGPT as a judge. Many wrong ones were made to look good.\n' +
      'Picked because something is gained here: with GPT-4 as the judge of the same answers, hardly anything is at 80 % of the scale.',
  },
];

/** A set that was fitted and judged out of fold, and who wrote each response. */
export interface JudgedSet {
  readonly judgement: Judgement;
  readonly findings: FitFindings;
  readonly topShares: readonly TopShare[];
  readonly authors: readonly string[];
  readonly records: readonly CalibrationRecord[];
}

export async function judgeSet({ name, path, rater }: DemoSet, terminal: Terminal): Promise<JudgedSet> {
  const target = await readTarget(path);
  const running: Running = { terminal, begin: Date.now() };
  const records = await loadRecords([path], target, rater === undefined ? {} : { rater }, running);
  const judgement = await judge({ records, options: target, work: `fitting ${name}` }, running);
  const authorOf = new Map(records.map(({ id, generator }) => [id, generator ?? 'unknown']));
  const { examples, outOfFold: calibrated } = judgement;
  return {
    judgement,
    records,
    findings: await findingsOf(judgement, records, running),
    topShares: topSharesOf({ examples, calibrated }, 1),
    authors: examples.map(({ id }) => authorOf.get(id)!),
  };
}

/**
 * Whether the gate can be gamed, on the shipped set that has texts: each half of its prompts by a gate that was fitted on the
 * other, since what a fit has learned of an answer flatters it.
 */
export async function auditExample(): Promise<AuditReport[]> {
  const path = shipped('example/records.jsonl');
  const target = await readTarget(path);
  const records = await readRecords([path], { target });
  const prompts = [...new Set(records.map(groupOf))];
  return [0, 1].map((half) => {
    const { unseen = [], others = [] } = Object.groupBy(records, (record) =>
      prompts.indexOf(groupOf(record)) % 2 === half ? 'unseen' : 'others',
    );
    return audit(fit(others, target), unseen);
  });
}

function shipped(name: string): string {
  return fileURLToPath(new URL(`../../calibration-data/${name}`, import.meta.url));
}
