import type { Certificate } from '../calibrator/certificate.ts';
import type { CalibratorDiff, Change } from '../gate/promotion/diff.ts';
import type { Flips } from '../gate/promotion/flips.ts';
import { certificateInShort } from './certificate-report.ts';
import { count, percent } from './numbers.ts';

/** As many of each kind as a person reads. */
const most = { weights: 8, shifts: 8, envelope: 8, flips: 10 };

/** What changed from one calibrator to another, for a terminal. */
export function reportDiff(diff: CalibratorDiff, flips?: Flips): string {
  if (diff.isSame) return 'the same calibrator';
  const { digest, target, weights, shifts, envelope, names, certificates, labels, other } = diff;
  return [
    `calibrator ${digest.before!.slice(0, 12)} → ${digest.after!.slice(0, 12)}`,
    ...section('target', Object.entries(target).map(changeLine)),
    ...section('labels', Object.entries(labels).map(changeLine)),
    ...section('made for', Object.entries(names).map(nameLine)),
    ...section(
      'weights, in logits of the pass probability',
      some(weights, most.weights, ({ input, before, after }) => `${input} ${before} → ${after}`),
    ),
    ...section(
      'shifts of the logit',
      some(shifts, most.shifts, ({ input, before, after }) => `${input} ${before} → ${after}`),
    ),
    ...section(
      'envelope',
      some(Object.entries(envelope), most.envelope, ([name, { before, after }]) => {
        return `${name} ${rangeWords(before)} → ${rangeWords(after)}`;
      }),
    ),
    ...section('certificates', [
      ...certificates.gone.map((one) => `gone: ${words(one)}`),
      ...certificates.came.map((one) => `new: ${words(one)}`),
    ]),
    ...(other.length === 0 ? [] : [`other parts differ: ${other.join(', ')}`]),
    ...(flips === undefined ? [] : flipLines(flips)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function some<One>(all: readonly One[], shown: number, line: (one: One) => string): string[] {
  const rest = all.length - shown;
  return [...all.slice(0, shown).map(line), ...(rest > 0 ? [`and ${count(rest)} more, with --json`] : [])];
}

function changeLine([name, { before, after }]: [string, Change<unknown>]): string {
  return `${name} ${plainWords(before)} → ${plainWords(after)}`;
}

function plainWords(value: unknown): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value.slice(0, 12);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nameLine([what, { gone, came }]: [string, { gone: readonly string[]; came: readonly string[] }]): string {
  const parts = [
    ...(gone.length === 0 ? [] : [`without ${gone.slice(0, 5).join(', ')}${gone.length > 5 ? ', …' : ''}`]),
    ...(came.length === 0 ? [] : [`with ${came.slice(0, 5).join(', ')}${came.length > 5 ? ', …' : ''}`]),
  ];
  return `${what}: now ${parts.join(' and ')}`;
}

function rangeWords(range: readonly [number, number] | undefined): string {
  return range === undefined ? 'none' : `${Number(range[0].toPrecision(4))}..${Number(range[1].toPrecision(4))}`;
}

function words(certificate: Certificate): string {
  return `${certificateInShort(certificate)} (labels ${certificate.digest.slice(0, 12)})`;
}

function flipLines({ records, counts, flips }: Flips): string[] {
  return [
    `decisions: ${count(flips.length)} of ${count(records)} change (${percent(records === 0 ? null : flips.length / records)})`,
    ...Object.entries(counts).map(([pair, number]) => `  ${pair} ${count(number)}`),
    ...section(
      'that change',
      some(flips, most.flips, ({ id, before, after, reasons }) => {
        const why = reasons[0] === reasons[1] ? reasons[1] : reasons.join(', then ');
        return `${id}: ${before} → ${after} (${why})`;
      }),
    ),
  ];
}
