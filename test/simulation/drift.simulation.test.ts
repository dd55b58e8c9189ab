import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fit, type CalibrationRecord, type Calibrator, type Target } from '../../src/index.ts';
import { seededRandom, shuffled, type Random } from '../../src/math/random.ts';
import { decisionsOf } from '../../src/monitor/drift-records.ts';
import { driftOf } from '../../src/monitor/drift.ts';
import { drawWorld, worldTarget } from '../world.ts';
import { atMost, keepMeasured, runs } from './runs.ts';

const minutes = 60_000;
const measured = keepMeasured('drift');

/*
 * A calibrator is fitted on some labels and then decides on 3,200 responses more, which are looked at after each hundred. In
 * the healthy streams nothing has changed: labels and traffic are drawn from one world, or are two parts of one real set,
 * parted at random by its questions, in which no response is used twice. In the others something changes, at once or late.
 */
const stream = 3200;
const names = ['characters', 'words', 'sentences', 'paragraphs', 'hedges', 'digits', 'questionMarks', 'variety'];

interface Parted {
  readonly labels: readonly CalibrationRecord[];
  readonly traffic: readonly CalibrationRecord[];
  readonly target: Target;
}

function world(random: Random, labels: number, perGroup: number, traffic = stream): Parted {
  const all = drawWorld(random, { records: labels + traffic, perGroup, measured: names }).map((record) => ({
    ...record,
    language: 'en',
  }));
  return { labels: all.slice(0, labels), traffic: all.slice(labels), target: worldTarget };
}

/** Answers to exam questions by eleven models, each with its rating of itself. About nine answers share a question. */
const folder = 'calibration-data/lsat-self-confidence';
const answers = gunzipSync(readFileSync(`${folder}/sciq.jsonl.gz`))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as CalibrationRecord & { readonly group: string })
  .map(({ rater: _, features = {}, ...record }) => ({
    ...record,
    features: Object.fromEntries(names.flatMap((name) => (name in features ? [[name, features[name]!]] : []))),
  }));
const ofAnswers = (
  JSON.parse(readFileSync(`${folder}/dataset.json`, 'utf8')) as { files: readonly (Target & { file: string })[] }
).files.find(({ file }) => file === 'sciq.jsonl.gz')!;

function real(random: Random): Parted {
  const questions = shuffled([...Map.groupBy(answers, ({ group }) => group).values()], random);
  const { ratingScale, humanScale, passAt } = ofAnswers;
  const traffic = questions.slice(60).flatMap((own) => shuffled(own, random));
  return { labels: questions.slice(0, 60).flat(), traffic, target: { ratingScale, humanScale, passAt } };
}

describe('traffic that is as the labels were, looked at 32 times', () => {
  it.each<[string, (random: Random) => Parted]>([
    ['200 labels, responses of their own each', (random) => world(random, 200, 1)],
    ['300 labels, five responses to each prompt', (random) => world(random, 300, 5)],
    ['real answers, nine to each question', real],
  ])(
    'is called drifted in at most 5 of 100 streams: %s',
    (what, draw) => {
      let alarmed = 0;
      for (let run = 0; run < runs; run++) {
        const { labels, traffic, target } = draw(seededRandom(1000 + run));
        const calibrator = fit(labels, target);
        const report = driftOf(calibrator, decisionsOf(calibrator, traffic.slice(0, stream)));
        expect(report).toMatchObject({ looks: 32, unjudged: 0 });
        if (report.verdict === 'drifted') alarmed++;
        else expect(report.verdict).toBe('holds');
      }
      measured(`share of healthy streams alarmed, ${what}`, alarmed / runs);
      expect(alarmed / runs).toBeLessThanOrEqual(atMost(0.05));
    },
    30 * minutes,
  );
});

/** Labels were chosen unevenly, so that few of them stand for much of the traffic. */
const uneven: readonly (readonly [string, (record: CalibrationRecord) => number])[] = [
  ['one in twenty long ones of 600', ({ features = {} }) => (features['words']! > 270 ? 0.05 : 1)],
  [
    'of 600, one in fifty of those rated 8 and more, three in ten of those above 4',
    ({ selfRating }) => (selfRating >= 8 ? 0.02 : selfRating <= 4 ? 1 : 0.3),
  ],
];

describe('traffic that is as all was that labels were chosen from, looked at 32 times', () => {
  it.each(uneven)(
    'is called drifted in at most 5 of 100 streams where a rare label stands for many: %s',
    (what, chance) => {
      let [alarmed, withRare] = [0, 0];
      for (let run = 0; run < 2 * runs; run++) {
        const random = seededRandom(3000 + run);
        const { labels, traffic, target } = world(random, 600, 1);
        const chosen = labels
          .map((record) => ({ ...record, inclusion: chance(record) }))
          .filter(({ inclusion }) => random() < inclusion);
        // Of what was never chosen, labels say nothing, and to be held against them it is new.
        if (chosen.every(({ inclusion }) => inclusion > 0.1)) continue;
        withRare++;
        const calibrator = fit(chosen, target);
        if (driftOf(calibrator, decisionsOf(calibrator, traffic)).verdict === 'drifted') alarmed++;
      }
      measured(`share of healthy streams alarmed, labels chosen unevenly, ${what}`, alarmed / withRare);
      expect(withRare).toBeGreaterThan(1.8 * runs);
      expect(alarmed / withRare).toBeLessThanOrEqual(atMost(0.05));
    },
    30 * minutes,
  );
});

type Shift = (record: CalibrationRecord, random: Random) => CalibrationRecord;

const rated = (record: CalibrationRecord, by: number): CalibrationRecord => ({
  ...record,
  selfRating: Math.min(10, Math.max(0, record.selfRating + by)),
});

const longer: Shift = ({ features = {}, ...record }) => {
  const words = Math.round(1.5 * features['words']!);
  const lengths = {
    characters: 6 * words,
    words,
    sentences: Math.ceil(words / 15),
    paragraphs: 1 + Math.floor(words / 60),
  };
  return { ...record, features: { ...features, ...lengths } };
};

/**
 * Most decisions, at the median, until it is noticed: at once, and after 3,200 that were healthy. The last one is smaller than
 * what 200 labels can tell from chance, however much traffic there is.
 */
const shifts: readonly (readonly [string, Shift, atOnce: number, late: number])[] = [
  ['responses 1.5 times as long', longer, 400, 400],
  ['ratings one step of ten higher', (record) => rated(record, 1), 400, 800],
  [
    'one in ten in a new language',
    (record, random) => (random() < 0.1 ? { ...record, language: 'de' } : record),
    400,
    400,
  ],
  [
    'one in five by a rater who gives the highest mark',
    (record, random) => rated(record, random() < 0.2 ? 10 : 0),
    400,
    800,
  ],
  [
    'answers worse by half a standard deviation',
    (record, random) => rated(record, random() < 0.75 ? -1 : 0),
    1600,
    3200,
  ],
  [
    'one in five without a response',
    (record, random) => (random() < 0.2 ? { ...record, response: '' } : record),
    200,
    200,
  ],
  [
    'one in five without a rating',
    (record, random) => (random() < 0.2 ? { ...record, selfRating: NaN } : record),
    200,
    400,
  ],
  [
    'one in five by a rater who is two steps higher',
    (record, random) => rated(record, random() < 0.2 ? 2 : 0),
    Infinity,
    Infinity,
  ],
];

describe('traffic that changes', () => {
  it(
    'is noticed, at the median, within as many decisions as the method says',
    () => {
      const noticed = new Map<string, number[]>();
      for (let run = 0; run < runs; run++) {
        const random = seededRandom(5000 + run);
        const { labels, traffic, target } = world(random, 200, 1, 3 * stream);
        const calibrator = fit(labels, target);
        const healthy = decisionsOf(calibrator, traffic.slice(0, stream));
        for (const [what, shift] of shifts) {
          const after = decisionsOf(
            calibrator,
            traffic.slice(stream).map((record) => shift(record, random)),
          );
          for (const [when, before] of [
            ['at once', []],
            ['late', healthy],
          ] as const) {
            const key = `${what}, ${when}`;
            const looks = firstLook(calibrator, [...before, ...after]);
            // Noticed before it came: a false alarm.
            const delay = looks > before.length ? looks - before.length : Infinity;
            noticed.set(key, [...(noticed.get(key) ?? []), delay]);
          }
        }
      }
      for (const [what, , atOnce, late] of shifts) {
        for (const [when, most] of [
          ['at once', atOnce],
          ['late', late],
        ] as const) {
          const delays = noticed.get(`${what}, ${when}`)!.sort((a, b) => a - b);
          const median = delays[Math.floor(delays.length / 2)]!;
          const noticedAtAll = delays.filter((delay) => delay < Infinity).length / delays.length;
          if (median < Infinity) measured(`decisions until noticed, ${what}, ${when}`, median);
          measured(`share of streams in which it is noticed, ${what}, ${when}`, noticedAtAll);
          expect(median, `${what}, ${when}`).toBeLessThanOrEqual(most);
        }
      }
    },
    40 * minutes,
  );
});

function firstLook(calibrator: Calibrator, decisions: ReturnType<typeof decisionsOf>): number {
  const { inputs } = driftOf(calibrator, decisions);
  return Math.min(...inputs.map(({ firstSeen }) => firstSeen?.decisions ?? Infinity));
}
