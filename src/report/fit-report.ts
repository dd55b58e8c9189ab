import type { Agreement } from '../fit/agreement/agreement.ts';
import type { InflationReport } from '../fit/inflation/inflation.ts';
import type { ReliabilityDiagram } from '../fit/reliability-diagram.ts';
import { agreementLines } from './agreement-lines.ts';
import type { DataCard } from './data-card.ts';
import { summariseFit, type FitSummary } from './fit-summary.ts';
import { tabulateInflation } from './inflation-table.ts';

/** All that is told of a fit. */
export interface FitFindings extends FitSummary {
  readonly inflation: InflationReport;
  /** Out of fold. */
  readonly reliability: ReliabilityDiagram;
  /** Of the records that it was fitted on. */
  readonly data: DataCard;
  /** Undefined where no record was rated by several people. */
  readonly agreement?: Agreement | undefined;
}

/** What a fit is worth, what inflates, and how far the people agree, for a terminal. */
export function reportFit({ inflation, agreement, ...summary }: Omit<FitFindings, 'reliability' | 'data'>): string {
  return [
    summariseFit(summary),
    '',
    tabulateInflation(inflation),
    ...(agreement === undefined ? [] : ['', ...agreementLines(agreement, summary.calibrator)]),
  ].join('\n');
}
