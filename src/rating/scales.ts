import { isOnScale, levelsOf, numberOfLevels } from '../calibrator/scale.ts';
import { assertOption, assertScale } from '../calibrator/target.ts';
import type { Scale } from '../types.ts';

/**
 * A scale whose levels have names. A list goes from the worst to the best and counts from 1; an object says which number
 * each name stands for.
 */
export interface NamedLevels {
  readonly levels: readonly string[] | Readonly<Record<string, number>>;
}

/** What to rate on: numbers, with a `step` only its levels, or names. */
export type RatingScale = Scale | NamedLevels;

/** Scales ready to use. */
export const scales = {
  /** 0 for no, 1 for yes. */
  yesNo: { levels: { no: 0, yes: 1 } },
  /** Any number from 0 to 1. */
  unit: { min: 0, max: 1 },
} as const satisfies Readonly<Record<string, RatingScale>>;

/** One level of a scale: how it is written in a reply, and the rating that it is. */
export interface Level {
  readonly written: string;
  readonly rating: number;
}

/** A scale as it is asked for and read. */
export interface ReplyScale {
  /** In numbers. What a rating names. */
  readonly scale: Scale;
  /** From the worst to the best; undefined where there are too many to spell out. */
  readonly levels: readonly Level[] | undefined;
  /** Only the names are ratings, no numbers. */
  readonly named: boolean;
}

/** Most levels that are spelled out. */
const mostLevels = 21;

/** @throws UnflatterError `invalid-option`. */
export function replyScaleOf(scale: RatingScale): ReplyScale {
  if (typeof scale === 'object' && scale !== null && 'levels' in scale) return namedScale(scale.levels);
  assertScale('scale', scale);
  const levels = numberOfLevels(scale) > mostLevels ? [] : levelsOf(scale).map((level) => Number(level.toFixed(9)));
  const written = levels.map((rating) => ({ written: String(rating), rating }));
  return { scale, levels: written.length === 0 ? undefined : written, named: false };
}

/**
 * The rating that a number is: of named levels one of their numbers; with steps a level itself, which may be written to any
 * number of digits; without, the number. Undefined for what is not on the scale.
 */
export function ratingAt({ scale, levels, named }: ReplyScale, number: number): number | undefined {
  if (named) return levels!.some(({ rating }) => rating === number) ? number : undefined;
  if (!isOnScale(number, scale)) return undefined;
  const { min, step } = scale;
  if (step === undefined) return number;
  const level = min + Math.round((number - min) / step) * step;
  const [short, hair] = [Number(level.toFixed(9)), 1e-8 * step];
  if (Math.abs(number - level) > hair) return undefined;
  return Math.abs(short - level) > hair ? level : short;
}

/** The highest rating: the end of the scale, unless its steps miss it. */
export function highestOf(scale: Scale): number {
  const { min, max, step } = scale;
  return step === undefined ? max : Number((min + (numberOfLevels(scale) - 1) * step).toFixed(9));
}

/** A name can be written in a sentence and in a schema as it is. */
const levelName = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} _'-]{0,58}[\p{L}\p{N}\p{M}])?$/u;

function namedScale(given: NamedLevels['levels']): ReplyScale {
  const names = Array.isArray(given) ? given.map((name: string, i) => [name, i + 1] as const) : entriesOf(given);
  const levels = names.map(([written, rating]) => ({ written, rating })).sort((a, b) => a.rating - b.rating);
  const expected = `2 to ${mostLevels} names of letters and digits, no two alike, each with a number of its own`;
  const holds =
    levels.length >= 2 &&
    levels.length <= mostLevels &&
    levels.every(({ written, rating }) => isName(written) && Number.isFinite(rating)) &&
    new Set(levels.map(({ written }) => written.toLowerCase())).size === levels.length &&
    new Set(levels.map(({ rating }) => rating)).size === levels.length;
  assertOption(holds, 'scale.levels', expected, given);
  const [min, max] = [levels[0]!.rating, levels.at(-1)!.rating];
  const even = { min, max, step: (max - min) / (levels.length - 1) };
  // Numbers that are not evenly apart are no steps.
  const scale = levels.every(({ rating }) => isOnScale(rating, even)) ? even : { min, max };
  assertScale('scale.levels', scale);
  return { scale, levels, named: true };
}

function entriesOf(given: unknown): [string, number][] {
  return typeof given === 'object' && given !== null ? Object.entries(given as Record<string, number>) : [];
}

function isName(name: unknown): boolean {
  return typeof name === 'string' && levelName.test(name);
}
