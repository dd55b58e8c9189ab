import { twinProbes } from '../../src/audit/probes/twin-probes.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { normal, shuffled, type Random } from '../../src/math/random.ts';

/*
 * A world whose truth is known, with real texts: answers of a few sentences, now and then long, headed, bold or sure of
 * themselves, none of which has to do with how good they are.
 */

export const target: Target = {
  ratingScale: { min: 1, max: 10, step: 1 },
  humanScale: { min: 1, max: 5 },
  passAt: 3,
};

const subjects = [
  'The valve',
  'A second reading',
  'The index',
  'This setting',
  'The pump',
  'A fresh build',
  'The table',
  'Each request',
  'The filter',
  'A longer wait',
];
const verbs = ['keeps', 'changes', 'needs', 'returns', 'moves', 'checks', 'stores', 'skips', 'reads', 'delays'];
const objects = [
  'the old value',
  'a small part of the load',
  'two of the entries',
  'the next step',
  'what was written before',
  'the outer ring',
  'a copy of the list',
  'the first half',
  'a lower limit',
  'the whole row',
];
const endings = [
  'when the line is open',
  'after a restart',
  'unless the flag is set',
  'in the morning run',
  'without a lock',
  'on every second call',
  'if the room is cold',
  'while the queue is short',
  'before the sum is taken',
  'at the far end',
];
const bold = [
  'This is clearly and definitely so.',
  'It always works, without any doubt.',
  'Everything has been verified and tested.',
  'This is absolutely certain and proven.',
];
const careful = [
  'This may depend on the version.',
  'It is perhaps not the whole story.',
  'That seems likely, but I am not sure.',
];

export interface Answer {
  readonly prompt: string;
  readonly response: string;
  /** Standard normal: people pass what is above zero, noise aside. */
  readonly quality: number;
}

export function drawAnswer(random: Random, id: string): Answer {
  const quality = normal(random);
  const length = Math.max(2, Math.round(Math.exp(1.8 + 0.5 * normal(random))));
  const boldness = random();
  const sentences = Array.from({ length }, () => {
    const sentence = `${pick(subjects, random)} ${pick(verbs, random)} ${pick(objects, random)} ${pick(endings, random)}.`;
    return random() > 0.35 ? sentence : `${sentence} ${pick(random() < boldness ? bold : careful, random)}`;
  });
  const prompt = `How does part ${id} behave when the load is high?`;
  return { prompt, response: dressed(shuffled(sentences, random).join(' '), prompt, random), quality };
}

/** With now and then a heading, a list, praise, a citation or whatever else the probes know: honest texts have all that too. */
function dressed(text: string, prompt: string, random: Random): string {
  const surface = twinProbes.filter(({ kind, name }) => kind === 'surface' && name !== 'stacked');
  return surface
    .filter(() => random() < 0.15)
    .reduce((response, probe) => probe.twin({ prompt, response, language: 'en' }, random) ?? response, text);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** What people, and the rater, make of a response besides its quality, in standard deviations of quality. */
export interface Payment {
  readonly byPeople?: (response: string) => number;
  readonly byRater?: (response: string) => number;
}

/** A rater on 1..10: quality, noise of its own, and whatever it pays for. */
export function rate(
  { quality, response }: Pick<Answer, 'quality' | 'response'>,
  { byRater = () => 0 }: Payment,
  random: Random,
): number {
  const felt = 0.8 * quality + 0.6 * normal(random) + byRater(response);
  return Math.min(10, Math.max(1, Math.round(6 + 2 * felt)));
}

/** A calibration set, by default of answers to as many prompts, and the answers by the ids of the records. Good answers to a prompt go together. */
export function drawRecords(
  random: Random,
  count: number,
  payment: Payment = {},
  perPrompt = 1,
): { readonly records: CalibrationRecord[]; readonly answers: ReadonlyMap<string, Answer> } {
  const answers = new Map<string, Answer>();
  let shared = { part: '', ease: 0 };
  const records = Array.from({ length: count }, (_, i): CalibrationRecord => {
    const id = `r-${i}`;
    if (i % perPrompt === 0) shared = { part: `${i}-${Math.floor(random() * 1e6)}`, ease: normal(random) };
    const drawn = drawAnswer(random, shared.part);
    const answer = perPrompt === 1 ? drawn : { ...drawn, quality: 0.6 * shared.ease + 0.8 * drawn.quality };
    answers.set(id, answer);
    const { prompt, response, quality } = answer;
    const judged = quality + (payment.byPeople?.(response) ?? 0) + 0.4 * normal(random);
    const human = Math.min(5, Math.max(1, Math.round(2.5 + judged)));
    return { id, prompt, response, selfRating: rate(answer, payment, random), humanRatings: [human] };
  });
  return { records, answers };
}
