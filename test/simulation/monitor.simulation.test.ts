import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/calibrator/certificate.ts';
import { createMonitor } from '../../src/index.ts';
import { confidenceSequence, firstAbove, type WeightedValues } from '../../src/math/betting.ts';
import { seededRandom, type Random } from '../../src/math/random.ts';
import { equivalenceOf, type Residual } from '../../src/monitor/equivalence.ts';
import type { CountedLabel } from '../../src/monitor/label.ts';
import { revokedAt } from '../../src/monitor/watch.ts';
import { labelled, watched } from '../monitor/watched.ts';
import { keepMeasured, runs } from './runs.ts';

/*
 * Streams of labels are looked at after every label. In the worst healthy case the true rate is the limit itself. 300 streams in
 * every run of the tests, 1,500 in `npm run simulate`.
 */
const streams = 15 * runs;
const error = 0.025;
/** What is promised of an alarm; by default one half of it goes to drift. */
const promised = 0.05;
const limits = [0.05, 0.1, 0.2];
const measured = keepMeasured('monitor');

/** A share of so many draws that a promise of at most `share` breaks once in a thousand times. */
function atMost(share: number, draws: number): number {
  return share + 3 * Math.sqrt((share * (1 - share)) / draws);
}

function shareOf(draws: number, isSo: (random: Random) => boolean): number {
  return Array.from({ length: draws }, (_, run) => isSo(seededRandom(9000 + run))).filter(Boolean).length / draws;
}

/** So many labels of a rate, and before them some of another. */
function stream(random: Random, rate: number, length: number, before = { rate: 0, length: 0 }): WeightedValues {
  const values = new Float64Array(before.length + length);
  for (let i = 0; i < values.length; i++) values[i] = random() < (i < before.length ? before.rate : rate) ? 1 : 0;
  return { values, weights: new Float64Array(values.length).fill(1) };
}

describe('a stream of labels at the limit, looked at after every one of 2,000', () => {
  it.each(limits)('is called broken in at most 5 % of the streams, at %d', (limit) => {
    const share = shareOf(streams, (random) => firstAbove(limit, stream(random, limit, 2000), error) !== undefined);
    measured(`healthy streams called broken in 2,000 looks, limit ${limit}`, share);
    expect(share).toBeLessThanOrEqual(promised);
  });

  it('never leaves its limits in more than 5 % of the streams on either side', () => {
    const rate = 0.15;
    const sides = { lower: 0, upper: 0 };
    for (let run = 0; run < streams; run++) {
      const { lower, upper } = confidenceSequence(stream(seededRandom(run), rate, 1000), promised, [rate]);
      if (lower.at(-1)! >= rate) sides.lower++;
      if (upper.at(-1)! <= rate) sides.upper++;
    }
    measured('lower limit of 15 % ever wrong in 1,000 looks', sides.lower / streams);
    measured('upper limit of 15 % ever wrong in 1,000 looks', sides.upper / streams);
    expect(sides.lower / streams).toBeLessThanOrEqual(promised);
    expect(sides.upper / streams).toBeLessThanOrEqual(promised);
  });
});

/*
 * What passes lies at a place x, even on 0..1, is chosen with probability .02 + .98 x², and people fail more of it, or less, the
 * more probably it is chosen; of all that passes they fail the limit exactly.
 */
const inclusionAt = (x: number): number => 0.02 + 0.98 * x ** 2;
const tilts = { 'fail more of what is chosen often': 1.6, 'fail less of what is chosen often': -1.6 } as const;

function chosen(random: Random, limit: number, tilt: number): CountedLabel {
  let x = random();
  while (random() >= inclusionAt(x)) x = random();
  const fails = random() < limit * (1 + tilt * (x - 0.5)) ? 1 : 0;
  return { keys: [], at: null, inclusion: inclusionAt(x), says: [{ decided: true, fails }] };
}

describe('labels that were chosen with unequal probability', () => {
  const claims: readonly Pick<Certificate, 'estimand' | 'limit'>[] = limits.map((limit) => ({
    estimand: 'false-pass',
    limit,
  }));
  const designs = [
    { known: 'declared', leastOf: () => Array.from({ length: 5000 }, () => 0.02) },
    { known: 'of all rounds of one label so far', leastOf: (labels: readonly CountedLabel[]) => leastSoFar(labels, 1) },
    { known: 'of all rounds of 25 so far', leastOf: (labels: readonly CountedLabel[]) => leastSoFar(labels, 25) },
  ];
  const cases = designs.flatMap((design) => Object.keys(tilts).map((tilt) => ({ ...design, tilt })));
  const watching = { passedOnly: false, error };

  /** As the command takes it from a log: of each label, the least of all that was chosen up to and in its round. */
  function leastSoFar(labels: readonly CountedLabel[], round: number): number[] {
    let least = 1;
    return labels.map((_, i) => {
      if (i % round === 0) least = Math.min(least, ...labels.slice(i, i + round).map(({ inclusion }) => inclusion!));
      return least;
    });
  }

  /** What is left when chances are evened out, as a monitor does by a hash. */
  function evened(random: Random, labels: readonly CountedLabel[], least: readonly number[]): CountedLabel[] {
    return labels.filter(({ inclusion }, i) => random() < least[i]! / inclusion!);
  }

  it.each(cases)(
    'are not called broken too often where people $tilt, least inclusion $known',
    { timeout: 120_000 },
    ({ known, leastOf, tilt }) => {
      for (const claim of claims) {
        const share = shareOf(streams, (random) => {
          const labels = Array.from({ length: 5000 }, () =>
            chosen(random, claim.limit, tilts[tilt as keyof typeof tilts]),
          );
          return revokedAt(claim, 0, evened(random, labels, leastOf(labels)), watching) !== undefined;
        });
        measured(`the same with inclusion (${known}), limit ${claim.limit}, people ${tilt}`, share);
        expect(share).toBeLessThanOrEqual(promised);
      }
    },
  );

  it('show a rate of twice the limit later than labels that were drawn evenly', { timeout: 120_000 }, () => {
    const claim = claims[1]!;
    const found = Array.from({ length: streams }, (_, run) => {
      const random = seededRandom(9000 + run);
      const labels = Array.from({ length: 10_000 }, () => chosen(random, 2 * claim.limit, 1));
      const left = evened(
        random,
        labels,
        labels.map(() => 0.02),
      );
      const count = revokedAt(claim, 0, left, watching);
      return count === undefined ? Infinity : labels.indexOf(left[count - 1]!) + 1;
    }).sort((a, b) => a - b);
    const [median, most] = [0.5, 0.9].map((share) => found[Math.ceil(share * streams) - 1]!);
    measured('labels with inclusion to notice 2 times the limit 0.1, median', median!);
    measured('labels with inclusion to notice 2 times the limit 0.1, in 90 %', most!);
    expect(median).toBeGreaterThan(100);
    expect(most).toBeLessThan(6000);
  });

  it('would be if their chances were not evened out', () => {
    const claim = claims[2]!;
    const share = shareOf(streams, (random) => {
      const labels = Array.from({ length: 500 }, () => chosen(random, claim.limit, 1.6));
      return revokedAt(claim, 0, labels, watching) !== undefined;
    });
    measured('the same with inclusion, limit 0.2, not evened out, 500 looks', share);
    expect(share).toBeGreaterThan(0.5);
  });
});

describe('labels of groups whose responses are alike', () => {
  const calibrator = watched();
  const { limit } = calibrator.certificates[0]!;

  /** Groups of one to eight responses: after the first one, most are failed where the first one was. */
  function clustered(random: Random, responses: number): { readonly group: string; readonly fails: boolean }[] {
    const all: { readonly group: string; readonly fails: boolean }[] = [];
    for (let group = 0; all.length < responses; group++) {
      const first = random() < limit;
      const size = 1 + Math.floor(8 * random());
      for (let i = 0; i < size; i++)
        all.push({ group: `g${group}`, fails: i === 0 || random() < 0.9 ? first : random() < limit });
    }
    return all;
  }

  it('count one of each group, and are called broken no more often', { timeout: 120_000 }, () => {
    const share = shareOf(2 * runs, (random) => {
      const monitor = createMonitor({ calibrator });
      for (const one of clustered(random, 200)) monitor.label(labelled(one));
      return monitor.certificates()[0]!.state === 'revoked';
    });
    measured('healthy streams of groups of one to eight alike, 200 labels, called broken', share);
    expect(share).toBeLessThanOrEqual(atMost(promised, 2 * runs));
  });

  it('would be if each of them counted', () => {
    const share = shareOf(streams, (random) => {
      const values = clustered(random, 500).map(({ fails }) => (fails ? 1 : 0));
      return firstAbove(limit, { values, weights: values.map(() => 1) }, error) !== undefined;
    });
    measured('the same if every response counted, 500 labels', share);
    expect(share).toBeGreaterThan(0.15);
  });
});

describe('a rate that is too high', () => {
  const far = 6000;
  const starts = [
    { since: 'the first label', healthy: 0 },
    { since: '500 labels at half of the limit', healthy: 500 },
  ];
  const cases = starts.flatMap((start) =>
    limits.flatMap((limit) => [1.5, 2, 3].map((factor) => ({ ...start, limit, factor }))),
  );

  it.each(cases)(
    'is noticed at a limit of $limit when it is $factor times as high, since $since',
    ({ limit, factor, since, healthy }) => {
      const found = Array.from({ length: streams }, (_, run) => {
        const random = seededRandom(9000 + run);
        const labels = stream(random, factor * limit, far, { rate: limit / 2, length: healthy });
        return (firstAbove(limit, labels, error) ?? Infinity) - healthy;
      }).sort((a, b) => a - b);
      const [median, most] = [0.5, 0.9].map((share) => found[Math.ceil(share * streams) - 1]!);
      measured(`labels to notice ${factor} times the limit ${limit} since ${since}, median`, median!);
      measured(`labels to notice ${factor} times the limit ${limit} since ${since}, in 90 %`, most!);
      expect(most).toBeLessThan(far);
      // What one test of the two rates takes, some times over.
      expect(median).toBeLessThan((healthy === 0 ? 9 : 20) / divergence(factor * limit, limit));
    },
  );

  function divergence(truth: number, limit: number): number {
    return truth * Math.log(truth / limit) + (1 - truth) * Math.log((1 - truth) / (1 - limit));
  }
});

type Sizes = readonly [large: number, size: number, single: number];

const unevenSizes: readonly Sizes[] = [
  [5, 30, 300],
  [10, 40, 200],
  [20, 10, 200],
  [30, 10, 200],
];

/*
 * Another population: pass probabilities lie as those of a good calibrator, what people say is off by a bias, and the responses of
 * a group share three tenths of what is not expected of them.
 */
describe('the transport check', () => {
  const margin = 0.05;

  function residuals(random: Random, groups: number, bias: number, of: 'all' | 'passed'): Residual[] {
    return Array.from({ length: groups }, (_, group) => {
      const size = 1 + Math.floor(3 * random());
      const shared = random();
      return Array.from({ length: size }, () => {
        const expected = of === 'all' ? 0.1 + 0.8 * random() : 0.88 + 0.07 * random();
        const chance = expected + bias;
        const label = (random() < 0.3 ? shared : random()) < chance ? 1 : 0;
        return { label, expected, weight: 1, group: `${group}` };
      });
    }).flat();
  }

  const sizes = [25, 100, 400];
  const parts = ['all', 'passed'] as const;

  it.each(sizes.flatMap((groups) => parts.map((of) => ({ groups, of }))))(
    'is wrong in at most 5 % of the cases with $groups groups, $of',
    ({ groups, of }) => {
      const share = (bias: number, verdict: string): number =>
        shareOf(
          2 * streams,
          (random) => equivalenceOf(residuals(random, groups, bias, of), margin).verdict === verdict,
        );
      const wrong = {
        'holds, bias −.05': share(-margin, 'holds'),
        'holds, bias +.05': share(margin, 'holds'),
        'fails, bias −.05': share(-margin, 'fails'),
        'fails, no bias': share(0, 'fails'),
      };
      for (const [what, value] of Object.entries(wrong)) {
        measured(`transport called ${what}, ${of}, ${groups} groups`, value);
        expect(value, what).toBeLessThanOrEqual(atMost(promised, 2 * streams));
      }
    },
  );

  /** Large groups beside single responses; of a group so many share all of their luck. */
  function unevenly(random: Random, [large, size, single]: Sizes, alike: number, chance: number): Residual[] {
    return Array.from({ length: large + single }, (_, group) => {
      const shared = random();
      return Array.from({ length: group < large ? size : 1 }, () => {
        const label = (random() < alike ? shared : random()) < chance ? 1 : 0;
        return { label, expected: 0.95, weight: 1, group: `${group}` };
      });
    }).flat();
  }

  it.each(unevenSizes.flatMap(([large, size, single]) => [1, 0.3].map((alike) => ({ large, size, single, alike }))))(
    'holds wrongly in at most 5 % of the cases with $large groups of $size beside $single of one, alike by $alike',
    ({ large, size, single, alike }) => {
      const wrong = shareOf(
        2 * streams,
        (random) => equivalenceOf(unevenly(random, [large, size, single], alike, 0.85), 0.1).verdict === 'holds',
      );
      measured(
        `transport called holds, bias −.10 of .10, ${large} of ${size} and ${single} of 1, alike ${alike}`,
        wrong,
      );
      expect(wrong).toBeLessThanOrEqual(atMost(promised, 2 * streams));
    },
  );

  it('holds where there is no bias with sixty groups of ten', () => {
    const holds = shareOf(
      streams,
      (random) => equivalenceOf(unevenly(random, [60, 10, 0], 0.3, 0.95), 0.1).verdict === 'holds',
    );
    measured('transport called holds, no bias of .10, 60 of 10, alike 0.3', holds);
    expect(holds).toBeGreaterThan(0.9);
  });

  it('holds where there is no bias and enough labels, and fails where there is a large one', () => {
    const holds = shareOf(
      streams,
      (random) => equivalenceOf(residuals(random, 1000, 0, 'all'), margin).verdict === 'holds',
    );
    const fails = shareOf(
      streams,
      (random) => equivalenceOf(residuals(random, 400, -0.15, 'all'), margin).verdict === 'fails',
    );
    measured('transport called holds, no bias, all, 1000 groups', holds);
    measured('transport called fails, bias −.15, all, 400 groups', fails);
    expect(holds).toBeGreaterThan(0.9);
    expect(fails).toBeGreaterThan(0.9);
  });
});
