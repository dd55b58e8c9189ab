import type { Calibrator, Category } from '../../calibrator/calibrator.ts';
import { canonicalJson } from '../../calibrator/canonical.ts';

/**
 * The shifts of a pass head by name: `intercept`, `language de` or `rater m1` for a category, and `without hedges` for an
 * absent feature. Zero where there is no such thing.
 */
export function shiftsOf({ passHead, categories, features }: Calibrator): Map<string, number> {
  const { intercept, categoryShifts, absenceShifts } = passHead;
  const named = ({ of, name }: Category): string => `${of} ${name}`;
  return new Map([
    ['intercept', intercept],
    ...categories.map((category, at) => [named(category), categoryShifts[at] ?? 0] as const),
    ...features.map(({ name }, at) => [`without ${name}`, absenceShifts[at] ?? 0] as const),
  ]);
}

/** Fields that a diff shows whole, by other names; a part of the others is shown, but not all there is. */
const shown: readonly (keyof Calibrator)[] = [
  'featureSet',
  'target',
  'raters',
  'languages',
  'ratingPrompts',
  'labelPolicies',
  'fittedOn',
  'certificates',
  'digest',
];

/**
 * The names of all other fields that differ, whatever fields there are: `features` for more than the ranges, `passHead`
 * for the inner steps of the curve of the rating.
 */
export function otherParts(before: Calibrator, after: Calibrator): string[] {
  const [was, is] = [before, after].map(restOf) as [Map<string, unknown>, Map<string, unknown>];
  const text = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => text(was.get(name)) !== text(is.get(name)));
}

function restOf(calibrator: Calibrator): Map<string, unknown> {
  const rest = new Map<string, unknown>(Object.entries(calibrator));
  for (const name of shown) rest.delete(name);
  const { features, passHead } = calibrator;
  rest.set(
    'features',
    features.map(({ min: _, max: __, ...more }) => more),
  );
  const { intercept: _, featureSlopes: __, absenceShifts: ___, categoryShifts: ____, ...curve } = passHead;
  return rest.set('passHead', curve);
}
