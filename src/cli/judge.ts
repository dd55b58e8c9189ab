import { naming } from '../errors.ts';
import { agreementOf } from '../fit/agreement/agreement.ts';
import { fitAndJudge, type FitOptions, type Judgement } from '../fit/fit.ts';
import { inflationReport } from '../fit/inflation/inflation.ts';
import { reliabilityDiagram } from '../fit/reliability-diagram.ts';
import { dataCard, type DataAbout } from '../report/data-card.ts';
import type { FitFindings } from '../report/fit-report.ts';
import { countLabels } from '../report/label-counts.ts';
import type { CalibrationRecord } from '../types.ts';
import { hardeningFor } from './hardening.ts';
import { ofOneCriterion } from './load.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';

/** To fit so many takes longer than a second on any machine, and so does its first step. */
const many = 5000;

export interface FitJob {
  readonly records: readonly CalibrationRecord[];
  readonly options: FitOptions;
  /** Whether twins of the records join the fit. */
  readonly isHardened?: boolean | undefined;
  /** What the work is called while it goes on. */
  readonly work: string;
  /** The files to name where it fails. */
  readonly from?: string;
}

/** Fits, and shows how far it is. */
export async function judge(
  { records, options, isHardened, work, from }: FitJob,
  running: Running,
): Promise<Judgement> {
  const { terminal, begin } = running;
  const job = { records, seed: options.seed, from };
  const twins = isHardened === true ? await hardeningFor(job, running) : undefined;
  // What is sure to take long is shown at once: nothing can be drawn before its first step is done.
  const progress = await startProgress(terminal, work, records.length < many ? begin : 0);
  try {
    progress.update();
    const fit = (): Judgement =>
      ofOneCriterion(() => fitAndJudge(records, { ...options, twins, onProgress: progress.update }));
    return from === undefined ? fit() : naming(from, fit);
  } finally {
    progress.stop();
  }
}

/** All there is to tell of a fit on these records. Of a hundred thousand, that takes as long as the fit. */
export async function findingsOf(
  { calibrator, examples, outOfFold }: Judgement,
  records: readonly CalibrationRecord[],
  { terminal, begin }: Running,
  about: DataAbout = {},
): Promise<FitFindings> {
  const progress = await startProgress(terminal, 'reporting', begin);
  try {
    progress.update();
    return {
      calibrator,
      counts: countLabels(examples),
      inflation: inflationReport(examples, calibrator.features, calibrator.target),
      reliability: reliabilityDiagram(
        examples,
        outOfFold.map(({ passProbability }) => passProbability),
      ),
      data: dataCard(records, calibrator.target, about),
      agreement: agreementOf(records, calibrator.target),
    };
  } finally {
    progress.stop();
  }
}

/** The same as data. */
export function plainFindings({ calibrator, inflation, reliability, agreement, data }: FitFindings) {
  const { fittedOn, outOfFold } = calibrator;
  return { fittedOn, outOfFold, inflation, reliability, agreement: agreement ?? null, data };
}
