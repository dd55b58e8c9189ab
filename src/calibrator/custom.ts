import { UnflatterError, shown } from '../errors.ts';
import type { FeatureDescription } from '../features/definition.ts';
import { features as surfaceFeatures } from '../features/definitions.ts';
import { assertOption } from './target.ts';
import { ratingFeatures } from './rating-features.ts';

/** A feature of the app's own. Whoever fits with it has to calibrate with it. */
export interface CustomFeature {
  /** Unlike any built-in name. */
  readonly name: string;
  /** What it measures. A calibrator remembers it and refuses a feature of the same name that says something else. */
  readonly describe: string;
  /** `log` where ratios matter, as of counts and lengths. @default 'none' */
  readonly transform?: 'log' | 'none' | undefined;
  /** From -1e12 to 1e12; undefined where the feature does not exist for a response. */
  readonly compute: (response: string, prompt: string | undefined) => number | undefined;
}

/**
 * Declares a feature of the app's own. It enters the fit, the envelope, the contributions and the report like a built-in
 * one.
 *
 * @throws UnflatterError `invalid-option` for a name that is taken, or a part that is missing.
 * @example defineFeature({ name: 'tests', describe: 'mentions of tests', compute: (text) => text.split('test').length - 1 })
 */
export function defineFeature(feature: CustomFeature): CustomFeature {
  assertOption(typeof feature === 'object' && feature !== null, 'feature', 'an object', feature);
  const { name, describe, transform, compute } = feature;
  const isFree = typeof name === 'string' && /^[A-Za-z][\w.-]{0,99}$/.test(name) && !isBuiltIn(name) && !(name in {});
  assertOption(isFree, 'name', 'a new name of letters, digits, _, . and -', name);
  const isDescribed = typeof describe === 'string' && describe !== '' && describe.length <= 1000;
  assertOption(isDescribed, 'describe', 'a text of 1 to 1000 characters', describe);
  assertOption(
    transform === undefined || transform === 'log' || transform === 'none',
    'transform',
    'log or none',
    transform,
  );
  assertOption(typeof compute === 'function', 'compute', 'a function', compute);
  return feature;
}

/** @throws UnflatterError `invalid-option` for what is no list of features, or two of one name. */
export function assertFeatures(custom: readonly CustomFeature[]): void {
  assertOption(Array.isArray(custom), 'features', 'a list of features', custom);
  const names = custom.map((feature) => defineFeature(feature).name);
  assertOption(new Set(names).size === names.length, 'features', 'features with a name of their own each', custom);
}

/** All that is built in and may enter a fit. */
export const builtIn: readonly FeatureDescription[] = [...surfaceFeatures, ...ratingFeatures];

const builtInNames: ReadonlySet<string> = new Set(builtIn.map(({ name }) => name));

export function isBuiltIn(name: string): boolean {
  return builtInNames.has(name);
}

/** No real measurement is larger, and the squares of what is would not be finite. */
export const largestMeasurement = 1e12;

/** Measures a response by features of the app's own. @throws UnflatterError `feature-missing` where one is no measurement, or throws. */
export function measureCustom(
  custom: readonly CustomFeature[],
  response: string,
  prompt: string | undefined,
): Readonly<Record<string, number>> {
  const measured: Record<string, number> = {};
  for (const { name, compute } of custom) {
    const value = computed(name, () => compute(response, prompt));
    if (value === undefined) continue;
    if (!(typeof value === 'number' && Math.abs(value) <= largestMeasurement)) {
      const message = `feature ${name} must be a number from -1e12 to 1e12, got ${shown(value)}`;
      throw new UnflatterError('feature-missing', message, { feature: name });
    }
    measured[name] = value;
  }
  return measured;
}

/** What an app throws may be anything. */
function computed<Value>(name: string, compute: () => Value): Value {
  try {
    return compute();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : shown(cause);
    throw new UnflatterError('feature-missing', `feature ${name} threw: ${why}`, { feature: name }, { cause });
  }
}
