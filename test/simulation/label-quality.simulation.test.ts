import { describe, expect, it } from 'vitest';
import { judgeLabellers, type LabelWarning } from '../../src/fit/agreement/quality/quality.ts';
import { saidOf } from '../../src/fit/agreement/quality/said.ts';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';
import type { CalibrationRecord, HumanRating } from '../../src/types.ts';
import { keepMeasured, runs } from './runs.ts';

const measured = keepMeasured('label-quality');
const start = Date.UTC(2027, 0, 1);
/** Many more draws than a fit could have: each takes a few milliseconds. */
const draws = 10 * runs;

interface Labels {
  readonly records: number;
  /** How many of five people label each record. */
  readonly people: number;
  readonly perGroup?: number;
  /** What labeller `p0` does instead of rating as the others do: a value, given the honest one and how far the work is, 0..1. */
  readonly odd?: (value: number, done: number, random: Random) => number;
  /** Seconds that `p0` takes for a label. @default as the others, half a minute */
  readonly seconds?: number;
}

/** Five people label in turns, in the order of the records. Quality is shared in part within a group; a person adds noise. */
function drawn(seed: number, { records, people, perGroup = 1, odd, seconds = 30 }: Labels): CalibrationRecord[] {
  const random = seededRandom(seed);
  const clocks = Array.from({ length: 5 }, () => start);
  let shared = 0;
  return Array.from({ length: records }, (_, i) => {
    if (i % perGroup === 0) shared = normal(random);
    const quality = perGroup === 1 ? shared : Math.SQRT1_2 * (shared + normal(random));
    const first = Math.floor(5 * random());
    const humanRatings = Array.from({ length: people }, (__, place): HumanRating => {
      const who = (first + place) % 5;
      const honest = onScale(3 + quality + 0.7 * normal(random));
      const value = who === 0 && odd !== undefined ? onScale(odd(honest, i / records, random)) : honest;
      clocks[who]! += 1000 * (who === 0 ? seconds : 30) * Math.exp(0.5 * normal(random));
      return { value, labeller: `p${who}`, at: Math.round(clocks[who]!) };
    });
    return {
      id: `r${String(i).padStart(5, '0')}`,
      group: `g${Math.floor(i / perGroup)}`,
      selfRating: 3,
      humanRatings,
      features: { characters: 600 },
    };
  });
}

function onScale(value: number): number {
  return Math.min(5, Math.max(1, Math.round(value)));
}

/** The share of draws with a warning of a kind, of anybody or of one person. */
function sharesOf(labels: Labels, who?: string): Record<LabelWarning['kind'], number> {
  const counts = { apart: 0, drifts: 0, constant: 0, hasty: 0 };
  for (let draw = 0; draw < draws; draw++) {
    const { warnings } = judgeLabellers(saidOf(drawn(77_000 + draw, labels)));
    const own = warnings.filter(({ labeller }) => who === undefined || labeller === who);
    for (const kind of new Set(own.map((one) => one.kind))) counts[kind] += 1 / draws;
  }
  return counts;
}

describe('a set of labels of which nothing is wrong', () => {
  it.each([
    { records: 60, people: 2 },
    { records: 150, people: 2 },
    { records: 100, people: 3 },
    { records: 200, people: 3, perGroup: 10 },
  ])(
    'is seldom warned of: $records records, $people labels each',
    (labels) => {
      const shares = sharesOf(labels);
      const what = `${labels.records} records, ${labels.people} labels each, ${labels.perGroup ?? 1} a group`;
      for (const [kind, share] of Object.entries(shares)) {
        measured(`false alarm ${kind}, ${what}`, share);
        expect(share, kind).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / draws));
      }
    },
    120_000,
  );
});

describe('a labeller of whom something is wrong', () => {
  const labels = { records: 150, people: 3 };

  it.each<[string, LabelWarning['kind'], Partial<Labels>, number]>([
    ['clicks at random', 'apart', { odd: (_, __, random) => 1 + 4 * random() }, 0.9],
    ['becomes stricter by two steps', 'drifts', { odd: (value, done) => value - 2 * done }, 0.8],
    ['gives a 4 to everything', 'constant', { odd: () => 4 }, 0.95],
    ['takes two seconds for what takes six to look through', 'hasty', { seconds: 2 }, 0.95],
  ])(
    'who %s is found',
    (what, kind, odd, least) => {
      const share = sharesOf({ ...labels, ...odd }, 'p0')[kind];
      measured(`found ${kind}, who ${what}, 150 records, 3 labels each`, share);
      expect(share).toBeGreaterThanOrEqual(least);
    },
    120_000,
  );
});
