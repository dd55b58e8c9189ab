import type { DriftReport } from '../monitor/drift-report.ts';
import type { MonitorReport, ReportedLabels, TransportReport } from '../monitor/report.ts';
import { number } from './audit-words.ts';
import { asked, capital } from './certificate-words.ts';
import { binName, driftWord, inputName } from './drift-strips.ts';
import { promiseWords, stateShort } from './monitor-words.ts';
import { bounds, count, percent } from './numbers.ts';
import type { Table } from './page/table.ts';

export function certificatesTable({ certificates }: Pick<MonitorReport, 'certificates'>): Table {
  return {
    title: 'Promises',
    head: ['promise', 'state', 'labels', 'rate', 'surely at least', 'surely at most', 'each sure', 'to notice double'],
    rows: certificates.map((one) => [
      capital(promiseWords(one)),
      stateShort[one.state],
      count(one.units),
      percent(one.rate),
      percent(one.lower),
      percent(one.upper),
      asked(one.confidence),
      count(one.toNoticeDouble),
    ]),
  };
}

/** Every input, as the report orders them. */
export function driftTable({ inputs }: DriftReport): Table {
  return {
    title: 'All inputs',
    head: ['input', 'kind', 'state', 'index', 'p', 'first seen after', 'most changed range'],
    rows: inputs.map((one) => {
      const most = one.bins.toSorted((a, b) => gap(b) - gap(a))[0];
      return [
        inputName(one),
        one.kind,
        driftWord(one),
        one.psi === null ? 'none' : one.psi.toFixed(3),
        one.p === null ? 'none' : pWords(one.p),
        one.firstSeen === null ? '' : count(one.firstSeen.decisions),
        most === undefined || gap(most) === 0
          ? ''
          : `${binName(most)}: ${percent(most.reference)} ${one.kind === 'unjudged' ? 'are tolerated' : 'of the labels'}, ${percent(most.current)} now`,
      ];
    }),
  };
}

export function transportTable({ overall, passed }: TransportReport): Table {
  const row = (name: string, part: TransportReport['overall']): string[] => [
    name,
    part.verdict,
    count(part.labels),
    count(part.unjudged),
    count(part.groups),
    part.effectiveGroups.toFixed(1),
    part.bias === null ? 'none' : `${number(part.bias, 3)}${bounds(part.lower, part.upper, (one) => number(one, 3))}`,
    part.needed === null ? 'none' : count(Math.ceil(part.needed)),
  ];
  return {
    title: 'Pass probability against people, on 0 to 1',
    head: ['responses', 'verdict', 'labels', 'not judged', 'groups', 'worth groups', 'bias', 'groups it takes'],
    rows: [row('all', overall), ...(passed === null ? [] : [row('what the gate passes', passed)])],
  };
}

export const labelWords: Readonly<Record<keyof ReportedLabels, string>> = {
  counted: 'count, one of each group',
  evenedOut: 'of what was chosen more often than the rest, to even that out',
  sameGroup: 'second responses of a group',
  seenByFit: 'seen by the fit, or of a group that it has seen',
  byModel: 'given by models alone',
  otherPolicy: 'given by another policy of labelling',
  otherCalibrator: 'of decisions by another calibrator',
  unchosen: 'of responses that were not chosen for labelling',
  unjudged: 'of responses without a rating, or of which nothing else is known',
};

/** Which labels came, and why some count nowhere. */
export function labelsTable({ labels }: Pick<MonitorReport, 'labels'>): Table {
  return {
    title: 'Labels',
    head: ['labels', 'how many'],
    rows: Object.entries(labelWords).map(([name, words]) => [words, count(labels[name as keyof ReportedLabels])]),
  };
}

function gap({ reference, current }: DriftReport['inputs'][number]['bins'][number]): number {
  return Math.abs(reference - current);
}

function pWords(p: number): string {
  return p < 0.0001 ? 'below 0.0001' : p.toFixed(4);
}
