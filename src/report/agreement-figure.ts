import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Agreement } from '../fit/agreement/agreement.ts';
import { ceilingLine, estimateWords, severityLines } from './agreement-lines.ts';
import { capital } from './certificate-words.ts';
import { count } from './numbers.ts';
import { figure } from './page/figure.ts';
import type { Markup } from './page/markup.ts';
import { bullets, folded, paragraph } from './page/page.ts';
import { rowPlot } from './page/row-plot.ts';
import { table, type Table } from './page/table.ts';

/** What was reached on the same labels, to be held against the ceiling. */
export type Reached = Pick<Calibrator['outOfFold'], 'raw' | 'corrected'>;

/**
 * How far people agree, and where it is known what was reached on the same labels, what is left to reach; or that nothing
 * is known of it.
 */
export function plotAgreement(
  agreement: Agreement | undefined,
  { passBy }: Calibrator['target'],
  reached?: Reached,
): Markup[] {
  if (agreement === undefined)
    return [
      paragraph(
        'No record was rated by two people, so nothing is known of how far people agree, nor of how good a correction could get at best.',
      ),
    ];
  const { alpha, person, records } = agreement;
  // A ceiling is that of mean ratings.
  const hasCeiling = reached !== undefined && passBy !== 'person';
  const rows = [
    { name: 'ratings', detail: 'alpha', estimate: alpha.ratings },
    { name: 'pass or fail', detail: 'alpha', estimate: alpha.verdicts },
    { name: 'one person and the others', detail: 'share of equal verdicts', estimate: person },
  ];
  const shown = figure({
    id: 'agreement',
    title: 'How far people agree',
    alternative: `Three rows: ${rows.map(({ name, detail, estimate }) => `${name}, ${detail}, ${estimateWords(estimate)}`).join('; ')}.`,
    legend: [
      { sign: 'main', text: 'agreement, with its 95 % interval' },
      { sign: 'foot', text: 'perfect' },
    ],
    caption: `By ${count(records)} records that several people rated. Alpha is Krippendorff's: 1 is perfect agreement, 0 is what chance would give.`,
    draw: rowPlot({
      rows: rows.map(({ name, detail, estimate }) => ({
        name,
        detail,
        word: estimateWords(estimate),
        marks: [{ look: 'main', ...estimate }],
      })),
      axis: 'agreement',
      lines: [
        { at: 0, name: 'axis' },
        { at: 1, name: 'foot' },
      ],
      least: [0, 1],
      ticks: '~f',
    }),
  });
  return [
    shown,
    bullets(
      [...(hasCeiling ? [ceilingLine(agreement, reached)] : []), ...severityLines(agreement.severity)].map(sentence),
    ),
    ...(hasCeiling ? [folded('The ceiling in numbers', table(ceilingTable(agreement, reached)))] : []),
  ];
}

/** What a perfect correction would have against labels like these, beside what there is. */
export function ceilingTable({ ceiling }: Agreement, { raw, corrected }: Reached): Table {
  const number = (value: number | null): string => value?.toFixed(3) ?? 'none';
  return {
    title: 'As people disagree, the best there could be',
    head: ['what', 'self-rating as it came', 'corrected', 'at best'],
    rows: [
      ['log loss, lower is better', number(raw.logLoss), number(corrected.logLoss), estimateWords(ceiling.logLoss, 3)],
      ['Brier score, lower is better', number(raw.brier), number(corrected.brier), estimateWords(ceiling.brier, 3)],
      ['AUC, higher is better', number(raw.auc), number(corrected.auc), estimateWords(ceiling.auc, 3)],
    ],
  };
}

function sentence(line: string): string {
  return `${capital(line)}.`;
}
