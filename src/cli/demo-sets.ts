import { fileURLToPath } from 'node:url';
import { readTarget } from '../data/dataset.ts';
import { fitAndJudge, type Judgement } from '../fit/fit.ts';
import type { DemoDescription } from '../report/demo.ts';
import { loadRecords } from './load.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** A shipped set that the demo runs on. */
export interface DemoSet extends DemoDescription {
  readonly path: string;
  /** Only records rated by this model. */
  readonly rater?: string;
}

export const demoSets: readonly DemoSet[] = [
  {
    name: 'lsat-ar',
    path: shipped('lsat-self-confidence/lsat-ar.jsonl.gz'),
    about: 'Law-school exam answers, each rated by the model that wrote it.',
  },
  {
    name: 'llmbar-chatgpt',
    path: shipped('llmbar-ratings/instruction-following.jsonl.gz'),
    rater: 'ChatGPT',
    about:
      'Answers to instructions, rated twice by ChatGPT as a judge. Many wrong ones were made to look good.\n' +
      'Picked because something is gained here: with GPT-4 as the judge of the same answers, nothing is at 80 % of the scale.',
  },
];

/** A set that was fitted and judged out of fold, and who wrote each response. */
export interface JudgedSet {
  readonly judgement: Judgement;
  readonly authors: readonly string[];
}

export async function judgeSet({ name, path, rater }: DemoSet, terminal: Terminal): Promise<JudgedSet> {
  const target = await readTarget(path);
  const records = await loadRecords([path], target, rater === undefined ? {} : { rater }, terminal);
  const progress = await startProgress(terminal, `fitting ${name}`);
  try {
    const judgement = fitAndJudge(records, { ...target, onProgress: progress.update });
    const authorOf = new Map(records.map(({ id, generator }) => [id, generator ?? 'unknown']));
    return { judgement, authors: judgement.examples.map(({ id }) => authorOf.get(id)!) };
  } finally {
    progress.stop();
  }
}

function shipped(name: string): string {
  return fileURLToPath(new URL(`../../calibration-data/${name}`, import.meta.url));
}
