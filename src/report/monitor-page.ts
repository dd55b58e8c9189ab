import type { MonitorReport } from '../monitor/report.ts';
import { plotDrift, plotTransport, plotWatched } from './monitor-figures.ts';
import { monitorSteps, type MonitorPlaces } from './monitor-next-steps.ts';
import { certificatesTable, driftTable, labelsTable, transportTable } from './monitor-tables.ts';
import { monitorSentence, standingSentences } from './monitor-words.ts';
import { count } from './numbers.ts';
import { bullets, folded, page, paragraph, steps, subheading, type Headline, type Section } from './page/page.ts';
import { table } from './page/table.ts';

export interface MonitorPageOptions {
  readonly title: string;
  /** What was watched on what, as the names of the calibrator and the log. */
  readonly what: string;
  readonly places: MonitorPlaces;
}

const tones = { holds: 'good', alarm: 'bad', 'cannot tell': 'open' } as const satisfies Record<
  MonitorReport['verdict'],
  Headline['tone']
>;

/** What the monitor found, as one file of HTML that loads nothing and runs nothing. Same report, same bytes. */
export function monitorPage(report: MonitorReport, { title, what, places }: MonitorPageOptions): string {
  return page({
    title,
    what,
    headline: { verdict: report.verdict, tone: tones[report.verdict], sentence: monitorSentence(report) },
    opening: [
      subheading('Where things stand'),
      bullets(standingSentences(report)),
      subheading('What to do next'),
      steps(monitorSteps(report, places)),
    ],
    sections: sectionsOf(report),
  });
}

function sectionsOf(report: MonitorReport): Section[] {
  const { certificates, drift, transport } = report;
  return [
    {
      title: 'Promises',
      body:
        certificates.length === 0
          ? [paragraph('The calibrator has no certificate with a threshold, so there is no promise to watch.')]
          : [...plotWatched(report), table(certificatesTable(report))],
    },
    {
      title: 'Drift',
      body:
        drift === null
          ? [paragraph('Not looked at: no decisions were given.')]
          : [
              ...plotDrift(drift),
              ...(drift.inputs.length === 0
                ? []
                : [folded(`All ${count(drift.inputs.length)} inputs`, table(driftTable(drift)))]),
            ],
    },
    {
      title: 'Right on average',
      body:
        transport === null
          ? [paragraph('Not asked: no margin was given within which the pass probability has to be right.')]
          : [...plotTransport(transport), table(transportTable(transport))],
    },
    { title: 'Labels that came', body: [table(labelsTable(report))] },
    { title: 'How to read this', body: [bullets(meanings)] },
  ];
}

const meanings: readonly string[] = [
  'Alarm: something surely is wrong: a promise is broken, an input has drifted, or the pass probability is off by more than is tolerated.',
  'Holds: everything that was asked surely is as it should be. Cannot tell: neither; more labels or decisions may tell.',
  'The bounds of a promise may be looked at after every label. To stop at the first look that pleases does not spoil them, and a promise that was broken once stays broken.',
  'Drift says that responses are not like those that were labelled. Whether that matters only labels can tell: people may pass as many as before, or far fewer.',
  'No drift says nothing of what no input measures. A response may be wrong in a way that leaves its rating and its surface as they were.',
  'Labels stand for traffic only where they were drawn from it at random, or say with what chance each was chosen.',
];
