import type { Scale } from '../types.ts';

/** Whether a rating is on its scale, and on a level of it where it has steps. False for NaN. */
export function isOnScale(rating: number, { min, max, step }: Scale): boolean {
  const steps = step === undefined ? 0 : (rating - min) / step;
  return rating >= min && rating <= max && Math.abs(steps - Math.round(steps)) < 1e-6;
}

/** A scale in words, as in "from 1 to 10 in steps of 1". */
export function describeScale({ min, max, step }: Scale): string {
  return `from ${min} to ${max}${step === undefined ? '' : ` in steps of ${step}`}`;
}

/** Steps are compared only where both scales have one. */
export function isSameScale(a: Scale, b: Scale): boolean {
  return a.min === b.min && a.max === b.max && (a.step ?? b.step) === (b.step ?? a.step);
}

/** A rating on its scale as 0..1. */
export function toUnit(rating: number, { min, max }: Scale): number {
  return (rating - min) / (max - min);
}

/** 0..1 as a rating on a scale. */
export function fromUnit(unit: number, { min, max }: Scale): number {
  return min + Math.min(1, Math.max(0, unit)) * (max - min);
}

/** How many levels a scale with steps has; none without. */
export function numberOfLevels({ min, max, step }: Scale): number {
  return step === undefined ? 0 : Math.floor((max - min) / step + 1e-6) + 1;
}

/** The levels of a scale with steps, from the lowest on; none of one without. */
export function levelsOf(scale: Scale): number[] {
  return Array.from({ length: numberOfLevels(scale) }, (_, i) =>
    Math.min(scale.max, scale.min + i * (scale.step ?? 0)),
  );
}
