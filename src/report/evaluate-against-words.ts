import { sameWithin } from '../fit/promotion/paired-gain.ts';
import type { CalibratorChange } from '../gate/promotion/against.ts';
import type { BesideMeasure } from '../gate/promotion/measure-changes.ts';
import { number } from './audit-words.ts';
import { besideNames } from './evaluate-against-rows.ts';
import { named } from './named.ts';
import { count, interval, percent } from './numbers.ts';
import type { Headline } from './page/page.ts';
import { claimShort, lostWords } from './promotion-text.ts';

/** The verdict in one or two words. */
export function changeVerdict({ verdict, digests }: CalibratorChange): string {
  if (digests.previous === digests.current) return 'the same calibrator';
  return verdict === 'same' ? 'no difference to be seen' : verdict;
}

const tones = { better: 'good', worse: 'bad', same: 'open' } as const;

export function changeTone(change: CalibratorChange): Headline['tone'] {
  return ofOneClass(change) === null ? tones[change.verdict] : 'open';
}

/** Which outcome all labels have, where they have one. */
export function ofOneClass({ failing }: Pick<CalibratorChange, 'failing'>): 'pass' | 'fail' | null {
  if (failing === 0) return 'pass';
  return failing === 1 ? 'fail' : null;
}

/** The verdict in a sentence, with what speaks against it. */
export function changeSentence(change: CalibratorChange): string {
  const { records, groups, digests } = change;
  if (digests.previous === digests.current) return 'Both files hold the same calibrator: nothing changes.';
  const on = `on ${count(records)} labels in ${count(groups)} groups that neither has seen`;
  const contrary = contraryTo(change);
  const but = contrary.length === 0 ? '' : `, but ${contrary.join(' and ')} ${contrary.length === 1 ? 'gets' : 'get'}`;
  return `${gainWords(change)} ${on}${but === '' ? '' : `${but} ${change.verdict === 'worse' ? 'better' : 'worse'}`}.${oneClassWords(change)}`;
}

function oneClassWords(change: CalibratorChange): string {
  const all = ofOneClass(change);
  if (all === null) return '';
  const none = all === 'pass' ? 'fails' : 'passes';
  return ` No record of them ${none}: that shows which one expects more to ${all}, not which one tells good from bad better.`;
}

function gainWords({ verdict, isSettled, logLoss: { gain, lower, upper } }: CalibratorChange): string {
  const by = `${number(Math.abs(gain), 4)} a record`;
  if (verdict !== 'same') return `The log loss ${gain > 0 ? 'falls' : 'rises'} by ${by}`;
  if (isSettled) return `The log loss is the same to within ${sameWithin} a record`;
  if (lower === null || upper === null)
    return `The log loss ${gain > 0 ? 'falls' : 'rises'} by ${by}, and it takes ten groups of about one size to tell that from chance,`;
  return `The log loss ${gain > 0 ? 'falls' : 'rises'} by ${by}, no more than chance gives,`;
}

/** The measures that surely say the opposite of the verdict; beside no verdict, those that get worse. */
function contraryTo({ verdict, beside }: CalibratorChange): string[] {
  const opposite = verdict === 'worse' ? 'better' : 'worse';
  return (Object.keys(besideNames) as BesideMeasure[])
    .filter((name) => beside[name].says === opposite)
    .map((name) =>
      name === 'falsePass' ? 'the share that fails of what the gate passes' : `the ${besideNames[name]}`,
    );
}

/** How sure what is said is, of how many measures together. */
const multiplicityWords =
  'The verdict goes by log loss alone, one test with a 5 % chance to be wrong where nothing changed. The other measures stand beside it; better and worse are said of them with a 5 % chance for all together (Holm).';

/** How sure what is said is, and what is not said of what the gates pass, and why. */
export function measuredSentences(change: CalibratorChange): string[] {
  const { previous, current, pValue } = change.beside.falsePass;
  if (pValue !== null) return [multiplicityWords];
  const why =
    previous === null || current === null
      ? `${previous === current ? 'both gates pass' : 'one of the gates passes'} none of these labels`
      : 'the gates pass the same ones, or differ on labels of too few groups to tell a difference from chance: it takes ten';
  return [multiplicityWords, `What fails of what the gate passes is not tested: ${why}.`];
}

/** As many records as are named, and as many promises. */
const most = { flips: 5, promises: 4 };

/** What the gate decides otherwise: one line, and one for each of a few records, by their ids. */
export function flipSentences({ decisions: { records, counts, flips } }: CalibratorChange): {
  readonly sum: string;
  readonly some: readonly string[];
} {
  const pairs = Object.entries(counts).filter(([pair]) => isFlip(pair));
  const kinds = pairs.length === 0 ? '' : `: ${pairs.map(([pair, number_]) => `${pair} ${count(number_)}`).join(', ')}`;
  const sum = `${count(flips.length)} of ${count(records)} decisions change (${percent(records === 0 ? null : flips.length / records)})${kinds}`;
  const rest = flips.length - most.flips;
  return {
    sum,
    some: [
      ...passesFirst(flips)
        .slice(0, most.flips)
        .map(({ id, before, after, reasons: [was, is] }) => {
          return `${named(id)}: ${before} → ${after} (${was === is ? is : `${was}, then ${is}`})`;
        }),
      ...(rest > 0 ? [`and ${count(rest)} more`] : []),
    ],
  };
}

/** What is let through now, then what no longer is, then the rest. */
function passesFirst(flips: CalibratorChange['decisions']['flips']): CalibratorChange['decisions']['flips'] {
  const rank = ({ before, after }: (typeof flips)[number]): number =>
    after === 'pass' ? 0 : before === 'pass' ? 1 : 2;
  return flips.toSorted((a, b) => rank(a) - rank(b));
}

function isFlip(pair: string): boolean {
  const [before, after] = pair.split(' → ');
  return before !== after;
}

/** What is promised no longer, or newly, and how much passes by what is promised by both. */
export function promiseSentences({ lost, gained, certified }: CalibratorChange): string[] {
  return [
    ...some(lost.map((one) => `lost: ${lostWords(one)}`)),
    ...some(gained.map((one) => `gained: ${claimShort(one)}`)),
    ...some(
      certified.map(
        (one) =>
          `certified ${claimShort(one)}: passes ${percent(one.champion)} before, ${percent(one.candidate)} now (difference ${interval(one.difference)})`,
      ),
    ),
  ];
}

function some(sentences: readonly string[]): string[] {
  const rest = sentences.length - most.promises;
  return [...sentences.slice(0, most.promises), ...(rest > 0 ? [`and ${count(rest)} more, with --json`] : [])];
}

/** What was left out, and why. */
export function leftOutSentences({ leftOut: { labels, seenBy, ids } }: CalibratorChange): string[] {
  if (labels === 0) return [];
  const names = `${ids.map(named).join(', ')}${labels > ids.length ? ', …' : ''}`;
  return [
    `${count(labels)} labels were left out, since a calibrator that was fitted on them or on their groups looks better there than it is: the one before has seen ${count(seenBy.previous)}, the one now ${count(seenBy.current)} (${names}).`,
  ];
}
