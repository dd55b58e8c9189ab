import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { holm } from '../math/holm.ts';
import type { DriftDecision } from './drift-decision.ts';
import { mostUnjudged, watchedInputs } from './drift-inputs.ts';
import { blocksIn, lookEvery } from './drift-looks.ts';
import { lifeOf, type Life } from './drift-life.ts';
import type { DriftReport, DriftWindow, InputDrift } from './drift-report.ts';
import { streamOf, type Stream } from './drift-stream.ts';
import { fewestGroups } from './drift-tests.ts';

export interface DriftOptions {
  /** How probable any false alarm may be in the life of a calibrator, at most. Above 0 and below 1. @default 0.05 */
  readonly falseAlarms?: number | undefined;
  /** The smallest drift that counts, as a population stability index. At least 0. @default 0.02 */
  readonly leastPsi?: number | undefined;
}

/**
 * Whether traffic still is what the calibrator was fitted on, without a label: how the rating, each feature, the pass
 * probability, languages and the shares outside the envelope and of degenerate responses lie, against the labels; and whether
 * more than one decision in twenty is one on which the correction cannot speak. It holds only where a large drift would show.
 *
 * Nothing is kept between two calls: hand over all decisions there are, and the looks are those of the calls before and
 * further ones. So it may be called as often as one likes, and the probability of a false alarm over the whole life of a
 * calibrator, over all inputs and all looks, stays what `falseAlarms` says.
 *
 * @param decisions in any order; those of other calibrators are counted and left out
 * @throws UnflatterError `invalid-option`.
 */
export function driftOf(
  calibrator: Calibrator,
  decisions: readonly DriftDecision[],
  options: DriftOptions = {},
): DriftReport {
  assertOptions<DriftOptions>(options, { falseAlarms: true, leastPsi: true });
  const { falseAlarms = 0.05, leastPsi = 0.02 } = options;
  assertOption(falseAlarms > 0 && falseAlarms < 1, 'falseAlarms', 'above 0 and below 1', falseAlarms);
  assertOption(leastPsi >= 0 && Number.isFinite(leastPsi), 'leastPsi', 'at least 0', leastPsi);
  const { histograms, digest } = calibrator;
  const stream = streamOf(digest, decisions);
  const blocks = blocksIn(stream.decisions.length);
  const isKnown = histograms !== undefined && histograms.selfRating.groups >= fewestGroups;
  const watched = isKnown ? watchedInputs(calibrator, histograms) : [];
  const lives = watched.map((input) => lifeOf(input, stream, blocks, leastPsi));
  // What is not said, as languages, is not shown, but counts: it may be said tomorrow, and today's looks must not change.
  const judged = judge(lives, stream, falseAlarms).filter((_, i) => stream.decisions.length === 0 || lives[i]!.isSaid);
  const inputs = inOrder(judged);
  const unjudged = stream.decisions.length - stream.judged.decisions;
  const isUnjudged = unjudged > mostUnjudged * stream.decisions.length;
  const isAllTold = isKnown && inputs.length > 0 && inputs.every(({ status }) => status !== 'not enough');
  const isDrifted = inputs.some(({ status }) => status === 'drifted');
  const verdict = isDrifted ? 'drifted' : isAllTold && !isUnjudged ? 'holds' : 'not enough';
  const lookedAt = stream.decisions.length - (stream.decisions.length % lookEvery);
  return {
    verdict,
    lacking: verdict === 'not enough' ? lackOf() : null,
    calibrator: digest,
    decisions: stream.judged.decisions,
    groups: stream.judged.groups,
    from: stream.decisions[0]?.at ?? null,
    to: stream.decisions.at(-1)?.at ?? null,
    otherCalibrator: stream.otherCalibrator,
    unjudged,
    looks: lookedAt / lookEvery,
    lookedAt,
    falseAlarms,
    leastPsi,
    inputs,
  };

  function lackOf(): DriftReport['lacking'] {
    if (histograms === undefined) return 'histograms';
    if (isUnjudged) return 'judged';
    return lookedAt === 0 ? 'decisions' : 'groups';
  }
}

/** Corrects for all inputs at each look, so that what is noticed once stays noticed. */
function judge(lives: readonly Life[], stream: Stream, falseAlarms: number): InputDrift[] {
  const current = lives.map(() => 1);
  const noticed = new Map<number, number>();
  const all = lives.flatMap(({ steps }, input) => steps.map(({ look, p }) => ({ look, p, input })));
  const byLook = [...Map.groupBy(all, ({ look }) => look)].sort(([a], [b]) => a - b);
  for (const [look, together] of byLook) {
    for (const { input, p } of together) current[input] = p;
    holm(current).forEach((p, input) => {
      if (p <= falseAlarms && !noticed.has(input)) noticed.set(input, look);
    });
  }
  const corrected = holm(current);
  return lives.map(({ input, isEnough, isStill, steps, whole }, i): InputDrift => {
    const look = noticed.get(i);
    const block = look === undefined ? undefined : steps.at(-1);
    const shown = block ?? whole;
    return {
      input: input.input,
      kind: input.kind,
      status: look !== undefined ? 'drifted' : isEnough && isStill ? 'holds' : 'not enough',
      psi: shown?.psi ?? null,
      p: isEnough ? corrected[i]! : null,
      firstSeen: look === undefined ? null : { look, decisions: look * lookEvery, at: timeOf(look * lookEvery - 1) },
      change: block?.change ?? null,
      window: shown === undefined ? null : windowOf(shown.start, shown.end),
      bins: input.bins.map((bin, k) => ({
        ...bin,
        reference: input.shares[k]!,
        current: shown?.shares[k] ?? 0,
      })),
    };
  });

  function timeOf(place: number): number | null {
    return stream.decisions[place]?.at ?? null;
  }

  function windowOf(start: number, end: number): DriftWindow {
    return { start, end, from: timeOf(start), to: timeOf(end - 1) };
  }
}

const ranks = { drifted: 0, holds: 1, 'not enough': 2 };

function inOrder(inputs: readonly InputDrift[]): InputDrift[] {
  return inputs.toSorted((a, b) => ranks[a.status] - ranks[b.status] || (b.psi ?? 0) - (a.psi ?? 0));
}
