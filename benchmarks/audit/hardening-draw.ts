import { calibrateInputs, type Correction } from '../../src/calibrator/calibrate.ts';
import { toInputs, type Inputs } from '../../src/calibrator/inputs.ts';
import { harden } from '../../src/audit/harden.ts';
import { twinProbes } from '../../src/audit/probes/twin-probes.ts';
import { ratedTwin, twinOf } from '../../src/audit/twin.ts';
import { toExamples, type Example } from '../../src/fit/examples.ts';
import { fitHeads } from '../../src/fit/heads.ts';
import { candidatesOf } from '../../src/fit/scaling.ts';
import type { TwinInputs } from '../../src/fit/twins.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { logLosses, weightedMean } from '../../src/math/metrics.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';

export const surface = twinProbes.filter(({ kind }) => kind === 'surface').map(({ name }) => name);

/** Every other probe: what a fit is hardened with where the rest is tried on it. */
export const known = surface.filter((_, place) => place % 2 === 0);
export const unknown = surface.filter((_, place) => place % 2 === 1);

/** Records with all that their surface probes make of them, read once. */
export interface Prepared {
  readonly target: Target;
  readonly examples: readonly Example[];
  /** By the id of the record, then by the name of the probe. */
  readonly twins: ReadonlyMap<string, ReadonlyMap<string, Inputs>>;
  /** The probes that a record is hardened with. */
  readonly drawn: ReadonlyMap<string, readonly string[]>;
}

export function prepare(records: readonly CalibrationRecord[], target: Target): Prepared {
  const probes = twinProbes.filter(({ kind }) => kind === 'surface');
  const twinsOf = (record: CalibrationRecord): [string, Inputs][] =>
    probes.flatMap((probe) => {
      const twin = twinOf(probe, record, 1);
      return twin === undefined ? [] : [[probe.name, toInputs(ratedTwin(twin), target.ratingScale)]];
    });
  const drawn = Map.groupBy(harden(records).twins, ({ rated }) => rated.id);
  return {
    target,
    examples: toExamples(records, target),
    twins: new Map(records.map((record) => [record.id, new Map(twinsOf(record))])),
    drawn: new Map([...drawn].map(([id, twins]) => [id, twins.map(({ probe }) => probe)])),
  };
}

/** What became of the records of groups that a fit had not seen. */
export interface Measured {
  readonly logLoss: number;
  /** Share of the failing ones that some of the probes pushes over the gate; that passes as many as people do. */
  readonly flips: number;
  /** The same by the probes that no fit was hardened with where only some were. */
  readonly flipsByUnknown: number;
  /** Share of the failing ones that one of the probes pushes over, on average over the probes. */
  readonly flipsByOne: number;
}

/** Fits on so many records of whole groups that are drawn by seed, and measures on at most so many of the others. */
export function measureDraw(
  { target, examples, twins, drawn }: Prepared,
  { labels, most, seed }: { readonly labels: number; readonly most: number; readonly seed: number },
): (share: number, among?: readonly string[]) => Measured {
  const groups = shuffled([...Map.groupBy(examples, ({ group }) => group).values()], seededRandom(seed));
  const [fitted, fresh]: [Example[], Example[]] = [[], []];
  for (const group of groups) (fitted.length < labels ? fitted : fresh).push(...group);
  fitted.length = labels;
  fitted.sort((a, b) => (a.id < b.id ? -1 : 1));
  const tested = fresh.slice(0, most);
  const failing = tested.filter(({ passes }) => passes === 0).length;
  const candidates = candidatesOf(fitted, []);
  return (share, among = surface) => {
    const heads = fitHeads(fitted, { candidates, withCategories: true, twins: twinsFor(share, among) });
    const residuals = { lower: 0, upper: 0, coverage: 0 };
    const correction = { ...heads, target, ratingHead: { ...heads.ratingHead, residuals } };
    const scores = tested.map(({ inputs }) => scoreOf(correction, inputs));
    const threshold = thresholdFor(scores, tested.length - failing);
    const flipped = tested.map((example, i) => {
      const isStopped = example.passes === 0 && !(scores[i]!.passable >= threshold);
      return isStopped ? surface.filter((probe) => passes(twins.get(example.record)?.get(probe), threshold)) : [];
    });
    const shareOf = (count: (probes: readonly string[]) => number): number =>
      flipped.reduce((sum, probes) => sum + count(probes), 0) / failing;
    return {
      logLoss: weightedMean(
        logLosses(
          scores.map(({ probability }) => probability),
          tested.map(({ passes: outcome }) => outcome),
        ),
        tested.map(() => 1),
      ),
      flips: shareOf((probes) => (probes.length > 0 ? 1 : 0)),
      flipsByUnknown: shareOf((probes) => (probes.some((probe) => unknown.includes(probe)) ? 1 : 0)),
      flipsByOne: shareOf((probes) => probes.length / surface.length),
    };

    function passes(inputs: Inputs | undefined, least: number): boolean {
      return inputs !== undefined && scoreOf(correction, inputs).passable >= least;
    }
  };

  function twinsFor(share: number, among: readonly string[]): TwinInputs | undefined {
    if (share === 0) return undefined;
    const of = fitted.map(({ record }): [string, Inputs[]] => {
      const own = twins.get(record)!;
      const wanted =
        among === surface
          ? (drawn.get(record) ?? [])
          : shuffled(among, seededRandom(seed))
              .filter((one) => own.has(one))
              .slice(0, 3);
      return [record, [...wanted].sort().map((probe) => own.get(probe)!)];
    });
    return { share, of: new Map(of) };
  }
}

/** A pass probability, and the same as a gate takes it: what lies outside of the labels does not pass. */
function scoreOf(correction: Correction, inputs: Inputs): { readonly probability: number; readonly passable: number } {
  const { passProbability, outside } = calibrateInputs(correction, inputs);
  return { probability: passProbability, passable: outside.length > 0 ? Number.NaN : passProbability };
}

function thresholdFor(scores: readonly { readonly passable: number }[], wanted: number): number {
  const passable = scores.flatMap((score) => (Number.isNaN(score.passable) ? [] : score.passable));
  const sorted = passable.sort((a, b) => b - a);
  return sorted[Math.min(wanted, sorted.length) - 1] ?? 1;
}
