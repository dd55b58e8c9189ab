import type { Unit } from '../../src/estimate/unit.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';

/*
 * A world of units whose truth is known. A unit passes with probability σ(ease + quality); half of the variance of the
 * quality is that of its group. The prediction sees the quality through noise and is too sure, as fits of few labels are.
 * The self-rating is the prediction, flattered.
 */

export interface SystemOptions {
  readonly name: string;
  /** What is added to the logit of passing. */
  readonly ease: number;
  readonly perGroup: number;
  /** Groups whose units people have rated. */
  readonly isLabelled: (group: number) => boolean;
  /** What the names of its groups begin with: systems with the same share their groups. @default 'g' */
  readonly groups?: string;
}

/** Units of several systems on the same groups: what a group adds to the quality, it adds to all of them. */
export function drawSystems(random: Random, groups: number, systems: readonly SystemOptions[]): Unit[][] {
  const shared = Array.from({ length: groups }, () => normal(random));
  return systems.map((system) =>
    shared.flatMap((quality, group) =>
      Array.from({ length: system.perGroup }, (_, i) => drawUnit(random, { system, quality, group, i })),
    ),
  );
}

interface Place {
  readonly system: SystemOptions;
  readonly quality: number;
  readonly group: number;
  readonly i: number;
}

function drawUnit(random: Random, { system, quality, group, i }: Place): Unit {
  const logit = system.ease + Math.SQRT1_2 * quality + Math.SQRT1_2 * normal(random);
  const passes = random() < sigmoid(logit) ? 1 : 0;
  const seen = logit + 0.7 * normal(random);
  const predicted = sigmoid(1.3 * seen);
  return {
    id: `${system.name}-${group}-${i}`,
    group: `${system.groups ?? 'g'}${group}`,
    label: system.isLabelled(group) ? { passes, human: passes } : null,
    inclusion: undefined,
    predicted: { passes: predicted, human: predicted },
    rating: sigmoid(seen + 1),
  };
}

/** The share that passes of a system with this ease: the mean of σ(ease + a standard normal number). */
export function truePassRate(ease: number): number {
  const random = seededRandom(1);
  const draws = 400_000;
  let sum = 0;
  // Each number and its negative, which takes most of the noise away.
  for (let i = 0; i < draws / 2; i++) {
    const quality = normal(random);
    sum += sigmoid(ease + quality) + sigmoid(ease - quality);
  }
  return sum / draws;
}
