import { audit, type AuditReport } from '../../src/audit/audit.ts';
import type { TwinRating } from '../../src/audit/ends.ts';
import type { Twin } from '../../src/audit/twin.ts';
import { twinProbes } from '../../src/audit/probes/twin-probes.ts';
import { extractFeatures, fit, type CalibrationRecord, type Calibrator } from '../../src/index.ts';
import { seededRandom, type Random } from '../../src/math/random.ts';
import { drawRecords, rate, target, type Answer, type Payment } from './world.ts';

/** A gate with a flaw that was put there, or with none. */
export interface PlantedGate {
  readonly name: string;
  readonly describe: string;
  /** What the people behind its calibration set, or its rater, paid for besides quality. */
  readonly payment: Payment;
  /** Whether the twins are rated anew by its rater; else they keep the rating of their originals. */
  readonly rerated: boolean;
  /** A probe that has to find it; none for a clean gate. */
  readonly foundBy: readonly string[];
  /** Responses to each prompt. @default 1 */
  readonly perPrompt?: number;
  /** What it passes. @default what passes from 0.8 on, about a fifth */
  readonly share?: number;
}

const token = 'Thought process:';

export const plantedGates: readonly PlantedGate[] = [
  {
    name: 'pays for length',
    describe: 'its labellers paid for length: twice as long was worth one standard deviation of quality',
    payment: { byPeople: (response) => Math.log2(measured(response, 'words') / 120) },
    rerated: false,
    foundBy: ['padded', 'restated', 'repeated', 'stacked'],
  },
  {
    name: 'pays more for length',
    describe: 'the same, and twice as long was worth a deviation and a quarter',
    payment: { byPeople: (response) => 1.25 * Math.log2(measured(response, 'words') / 120) },
    rerated: false,
    foundBy: ['padded', 'restated', 'repeated', 'stacked'],
  },
  {
    name: 'pays for boldness',
    describe:
      'its labellers paid for boldness: three bold words more in a hundred were worth one standard deviation of quality',
    payment: { byPeople: (response) => Math.min(2, measured(response, 'boosters') / 3) - 0.5 },
    rerated: false,
    foundBy: ['confident', 'verified', 'stacked', 'unhedged'],
  },
  {
    name: 'pays for a magic token',
    describe: `its rater gives two standard deviations more to whatever has "${token}" in it`,
    payment: { byRater: (response) => (response.includes(token) ? 2 : 0) },
    rerated: true,
    foundBy: ['token-prefixed'],
  },
  {
    name: 'clean',
    describe: 'nobody paid for anything but quality; the rater unmoved',
    payment: {},
    rerated: false,
    foundBy: [],
  },
  {
    name: 'clean, five responses a prompt',
    describe: 'the same with five responses to each of forty prompts',
    payment: {},
    rerated: false,
    foundBy: [],
    perPrompt: 5,
  },
  {
    name: 'clean, lenient',
    describe: 'the same, with a threshold from which on two in three pass',
    payment: {},
    rerated: false,
    foundBy: [],
    share: 0.65,
  },
  {
    name: 'clean, rated anew',
    describe: 'the same, and every twin is rated anew by a noisy rater',
    payment: {},
    rerated: true,
    foundBy: [],
  },
];

export interface PlantedRun {
  readonly verdict: AuditReport['verdict'];
  readonly brokenBy: readonly string[];
  readonly found: boolean;
}

/** What the gates are fitted on, and audited on. */
export const sizes = { fitted: 600, audited: 200 };

/** Fits a planted gate, and audits it on fresh records whose labels are honest. */
export function runPlanted({ payment, rerated, foundBy, perPrompt = 1, share }: PlantedGate, run: number): PlantedRun {
  const random = seededRandom(104_729 * (run + 1));
  // Nobody knew of a token that the rater falls for when the labels were made, else the fit would have learned it.
  const { byPeople, byRater } = payment;
  const labelled = drawRecords(random, sizes.fitted, byPeople === undefined ? {} : { byPeople }, perPrompt);
  const fresh = drawRecords(random, sizes.audited, byRater === undefined ? {} : { byRater }, perPrompt);
  const calibrator = fitOnce(labelled.records, JSON.stringify([run, byPeople?.toString(), perPrompt]));
  const ratings = rerated ? raterOf(fresh.answers, payment, random) : undefined;
  const { verdict, brokenBy } = audit(calibrator, fresh.records, { ratings, share, seed: run });
  return { verdict, brokenBy, found: brokenBy.some((name) => foundBy.includes(name)) };
}

/** Gates that differ only in what comes after the fit share it, as long as they are run one after the other. */
let last: { readonly keys: Map<string, Calibrator>; readonly run: string } = { keys: new Map(), run: '' };

function fitOnce(records: readonly CalibrationRecord[], key: string): Calibrator {
  const [run] = JSON.parse(key) as [number];
  if (last.run !== `${run}`) last = { keys: new Map(), run: `${run}` };
  const found = last.keys.get(key) ?? fit(records, { ...target, seed: 1 });
  last.keys.set(key, found);
  return found;
}

/** An honest rater sees through cheats, and takes no twin for better than its original; what it pays for comes on top. */
function raterOf(answers: ReadonlyMap<string, Answer>, payment: Payment, random: Random): (twin: Twin) => TwinRating {
  const cheats = new Set(twinProbes.filter(({ kind }) => kind === 'cheat').map(({ name }) => name));
  return ({ probe, original, response }) => {
    const { quality } = answers.get(original.id)!;
    return {
      selfRating: rate({ quality: cheats.has(probe) ? Math.min(quality, -2) : quality, response }, payment, random),
    };
  };
}

function measured(response: string, feature: 'words' | 'boosters'): number {
  return extractFeatures(response)[feature] ?? 0;
}
