import { expect, it } from 'vitest';
import {
  calibrate,
  certify,
  createQualityGate,
  fit,
  type CalibrationRecord,
  type Calibrator,
} from '../../src/index.ts';
import { estimateFalsePass } from '../../src/log/sample-estimate.ts';
import { sampledRecord, type Sampled } from '../../src/log/sample-frame.ts';
import { chooseToLabel } from '../../src/log/sample.ts';
import { seededRandom, shuffled, type Random } from '../../src/math/random.ts';
import { drawWorld, worldTarget, type WorldOptions, type WorldRecord } from '../world.ts';
import { atMost, keepMeasured, runs } from './runs.ts';

const minutes = 60_000;
const measured = keepMeasured('sampling');

/*
 * A gate stands on 150 labels. Then the world moves on: length flatters less, and there is a new slice of traffic. 3,000 responses
 * come through the gate, and 300 of them get a label, chosen in one of four ways. What the labels say of that traffic is held
 * against the truth about it, and a calibrator that is fitted to them alone against fresh traffic.
 */
const features = ['characters', 'words', 'sentences', 'paragraphs', 'hedges', 'digits'];
const before: Omit<WorldOptions, 'records'> = { measured: features };
const after: Omit<WorldOptions, 'records'> = { measured: features, inflation: 0.2 };
const budget = 300;
const inForce = 0.6;
const lower = 0.4;

const designs = ['what passed alone', 'chosen, unweighted', 'chosen, weighted', 'drawn evenly'] as const;
type Design = (typeof designs)[number];

interface Labelled {
  readonly id: string;
  readonly inclusion?: number | undefined;
}

/** Labels, and the least probability with which any of the traffic could be chosen where they tell theirs. */
interface Round {
  readonly labels: readonly Labelled[];
  readonly least: number | undefined;
}

/** One in twenty is of a slice that people are much harder to please in, which neither rating nor features tell. */
function drawTraffic(random: Random, records: number): (WorldRecord & { readonly slice: string })[] {
  const rare = records / 20;
  return [
    ...drawWorld(random, { ...after, records: records - rare }).map((one) => ({
      ...one,
      id: `common ${one.id}`,
      group: `common ${one.group}`,
      slice: 'common',
    })),
    ...drawWorld(random, { ...after, records: rare, strictness: 2.5 }).map((one) => ({
      ...one,
      id: `rare ${one.id}`,
      group: `rare ${one.group}`,
      slice: 'rare',
    })),
  ];
}

function labelsBy(design: Design, traffic: readonly Sampled[], seed: number, bySlice = true): Round {
  if (design === 'what passed alone') {
    const passed = traffic.filter(({ verdict }) => verdict === 'pass');
    return { labels: shuffled(passed, seededRandom(seed)).slice(0, budget), least: undefined };
  }
  const shareOfEverything = design === 'drawn evenly' ? 1 : 0.2;
  const { chosen, floor } = chooseToLabel(traffic, { budget, seed, shareOfEverything, threshold: inForce, bySlice });
  if (design === 'chosen, unweighted') return { labels: chosen.map(({ id }) => ({ id })), least: undefined };
  return { labels: chosen, least: floor };
}

/** The share that people fail, of the traffic that is meant: by labels, less the truth. */
function errorOf(
  labels: readonly Labelled[],
  truth: ReadonlyMap<string, WorldRecord>,
  isMeant: (id: string) => boolean,
): number {
  const fails = (id: string): boolean => truth.get(id)!.humanRatings[0] === 0;
  const all = [...truth.keys()].filter(isMeant);
  const seen = labels.filter(({ id }) => isMeant(id)).map((one) => ({ ...one, group: one.id, fails: fails(one.id) }));
  return (estimateFalsePass(seen)?.value ?? Number.NaN) - all.filter(fails).length / all.length;
}

interface Fitted {
  readonly logLoss: number;
  readonly calibrationError: number;
  readonly keptBack: number;
}

/** How a refit does on fresh traffic, whose true probabilities are known, and how far off it is where the gate does not pass. */
function judge(refit: Calibrator, fresh: readonly WorldRecord[], isPassed: (record: WorldRecord) => boolean): Fitted {
  const judged = fresh.map((record) => ({ record, p: calibrate(refit, record).passProbability }));
  const kept = judged.filter(({ record }) => !isPassed(record));
  const bins = Map.groupBy(judged, ({ p }) => Math.min(9, Math.floor(10 * p)));
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const off = (list: typeof judged): number => mean(list.map(({ record, p }) => p - record.truth));
  return {
    logLoss: mean(judged.map(({ record: { truth }, p }) => -truth * Math.log(p) - (1 - truth) * Math.log(1 - p))),
    calibrationError: [...bins.values()].reduce((sum, own) => sum + Math.abs(off(own)) * own.length, 0) / judged.length,
    keptBack: off(kept),
  };
}

/** What a design gets wrong, as a mean over the runs with its standard error. */
interface Mean {
  readonly mean: number;
  readonly error: number;
}

function meanOf(values: readonly number[]): Mean {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

const what = {
  inForce: 'estimated less true false-pass rate of the gate in force',
  lower: 'estimated less true false-pass rate of a lower threshold',
  rare: 'mean distance between estimated and true share that people fail of the rare slice, by slices',
  near: 'mean distance between estimated and true share that people fail within 0.1 of the threshold',
  thin: 'mean distance between estimated and true share that people fail where labels are thin',
  logLoss: 'log loss of the refit on fresh traffic',
  calibrationError: 'calibration error of the refit on fresh traffic',
  certified: 'certified at most 30 % false passes with confidence 0.9',
  certifiedWrongly: 'certified that wrongly',
  keptBack: 'predicted less true pass probability of what the gate keeps back, after the refit',
} as const;
type What = keyof typeof what;

/** Whether labels certify a rule, and one of which people fail more than the limit in the traffic that they were chosen from. */
function certifiedBy(
  calibrator: Calibrator,
  { labels, least }: { readonly labels: readonly CalibrationRecord[]; readonly least: number | undefined },
  traffic: readonly (Sampled & { readonly truth: number })[],
): { readonly isCertified: boolean; readonly isWrong: boolean } {
  const claim = { estimand: 'false-pass', limit: 0.3, confidence: 0.9 } as const;
  const { rule } = certify(calibrator, labels, claim, { leastInclusion: least }).reports[0]!.certificate;
  if (rule === null) return { isCertified: false, isWrong: false };
  // What lies outside of the labels is passed by no rule.
  const scoreOf = (one: Sampled): number =>
    rule.score === 'selfRating' ? one.record!.selfRating : one.passProbability!;
  const passed = traffic.filter((one) => one.thinness < 1 && scoreOf(one) >= rule.threshold);
  const failing = passed.reduce((sum, { truth }) => sum + 1 - truth, 0) / passed.length;
  return { isCertified: true, isWrong: failing > claim.limit };
}

/** Choosing is cheap, so estimates are looked at more often than refits. */
const draws = 10;

function simulate(): Record<Design, Record<What, number[]>> {
  const none = (): Record<What, number[]> => ({
    inForce: [],
    lower: [],
    rare: [],
    near: [],
    thin: [],
    logLoss: [],
    calibrationError: [],
    keptBack: [],
    certified: [],
    certifiedWrongly: [],
  });
  const found = Object.fromEntries(designs.map((design) => [design, none()])) as ReturnType<typeof simulate>;
  for (let run = 0; run < runs; run++) {
    const random = seededRandom(7000 + run);
    const calibrator = fit(drawWorld(random, { ...before, records: 150 }), worldTarget);
    const gate = createQualityGate({ calibrator, policy: { passThreshold: inForce, failThreshold: 0.3 } });
    const traffic = drawTraffic(random, 3000);
    const fresh = drawTraffic(random, 2000);
    const truth = new Map(traffic.map((record) => [record.id, record]));
    const sampled = traffic.map((record) => sampledRecord({ ...record, humanRatings: [] }, gate));
    const known = sampled.map((one) => ({ ...one, truth: truth.get(one.id)!.truth }));
    const isThin = new Set(sampled.filter(({ thinness }) => thinness > 0.5).map(({ id }) => id));
    const scores = new Map(sampled.map(({ id, passProbability }) => [id, passProbability!]));
    const passed = new Set<WorldRecord>(fresh.filter((record) => gate.decide(record).verdict === 'pass'));
    for (const design of designs) {
      const labelled = (labels: readonly Labelled[]): CalibrationRecord[] =>
        labels.map(({ id, inclusion }) => ({ ...truth.get(id)!, inclusion }));
      const several = Array.from({ length: draws }, (_, k) => labelsBy(design, sampled, 1000 * k + run));
      const errors = (isMeant: (id: string) => boolean, sets = several): number[] =>
        sets.map(({ labels }) => errorOf(labels, truth, isMeant));
      const errorAt = (threshold: number): number => meanOf(errors((id) => scores.get(id)! >= threshold)).mean;
      const judged = judge(fit(labelled(several[0]!.labels), worldTarget), fresh, (record) => passed.has(record));
      const all = { inForce: errorAt(inForce), lower: errorAt(lower), ...judged };
      for (const { labels, least } of several.slice(0, 3)) {
        const { isCertified, isWrong } = certifiedBy(calibrator, { labels: labelled(labels), least }, known);
        found[design].certified.push(isCertified ? 1 : 0);
        found[design].certifiedWrongly.push(isWrong ? 1 : 0);
      }
      // Of the others it is no question how far they are off.
      if (design === 'chosen, weighted' || design === 'drawn evenly') {
        const plain = several.map((_, k) => labelsBy(design, sampled, 1000 * k + run, false));
        const distance = (isMeant: (id: string) => boolean, sets = plain): number =>
          meanOf(errors(isMeant, sets).map(Math.abs)).mean;
        found[design].rare.push(distance((id) => id.startsWith('rare'), several));
        found[design].near.push(distance((id) => Math.abs(scores.get(id)! - inForce) < 0.1));
        found[design].thin.push(distance((id) => isThin.has(id)));
      }
      for (const [key, value] of Object.entries(all)) found[design][key as What].push(value);
    }
  }
  return found;
}

it(
  'labels are unbiased where they are chosen and weighted, and not where they are not weighted or of what passed alone',
  () => {
    const found = simulate();
    const of = (design: Design, key: What): Mean => meanOf(found[design][key]);
    for (const key of Object.keys(what) as What[])
      for (const design of designs)
        if (found[design][key].length > 0) measured(`${what[key]}, ${design}`, of(design, key).mean);

    for (const key of ['inForce', 'lower'] as const) {
      const { mean, error } = of('chosen, weighted', key);
      // A ratio of two estimates is off by about one in the number of labels that it rests on.
      expect(Math.abs(mean), key).toBeLessThan(3 * error + 0.01);
      expect(of('chosen, unweighted', key).mean, key).toBeGreaterThan(0.1);
    }
    // A certificate at 90 % may be wrong in one of ten.
    expect(of('chosen, weighted', 'certifiedWrongly').mean).toBeLessThan(atMost(0.1));
    // What choosing is for.
    for (const key of ['near', 'thin'] as const)
      expect(of('chosen, weighted', key).mean, key).toBeLessThan(of('drawn evenly', key).mean);
    expect(of('chosen, weighted', 'rare').mean).toBeLessThan(0.5 * of('drawn evenly', 'rare').mean);
    // Of what passed, labels of what passed speak truly; of what a lower threshold would let through, not at all.
    expect(Math.abs(of('what passed alone', 'inForce').mean)).toBeLessThan(0.01);
    expect(of('what passed alone', 'lower').mean).toBeLessThan(-0.07);

    // The error of bins is above zero also where nothing is wrong, so it is never far below.
    for (const biased of ['what passed alone', 'chosen, unweighted'] as const) {
      const error = of(biased, 'calibrationError').mean;
      expect(error, biased).toBeGreaterThan(1.5 * of('chosen, weighted', 'calibrationError').mean);
      expect(Math.abs(of(biased, 'keptBack').mean), biased).toBeGreaterThan(0.05);
      // Paired by set, since some sets are harder than others: surely worse, by two standard errors.
      const worse = meanOf(found[biased].logLoss.map((loss, run) => loss - found['chosen, weighted'].logLoss[run]!));
      expect(worse.mean, biased).toBeGreaterThan(2 * worse.error);
    }
    const { mean, error } = of('chosen, weighted', 'keptBack');
    // Moderation draws towards one half, as it does with labels drawn evenly.
    expect(Math.abs(mean)).toBeLessThan(3 * error + 0.01);
    expect(of('chosen, weighted', 'logLoss').mean).toBeLessThan(of('drawn evenly', 'logLoss').mean + 0.01);
  },
  10 * minutes,
);
