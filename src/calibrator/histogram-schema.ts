import { z } from 'zod';
import { mustBe } from '../errors.ts';
import type { Histogram, Histograms } from './histograms.ts';
import { count, entries, finite, label, share } from './schema-parts.ts';

const few = 50;

const referenceShare = z.strictObject({ share, trials: count });
const listOf = (part: z.ZodNumber) =>
  z
    .array(part, mustBe('a list of numbers'))
    .min(1, entries(`1 to ${few} numbers`))
    .max(few, entries(`1 to ${few} numbers`));
const bins = { shares: listOf(share), trials: listOf(count) };
const atLeastZero = finite.min(0, mustBe('at least 0'));

const histogram = z.strictObject({
  cuts: z.array(finite, mustBe('a list of numbers')).max(few, entries(`at most ${few} numbers`)),
  ...bins,
  absent: referenceShare,
  location: atLeastZero,
  spread: atLeastZero,
  groups: atLeastZero,
});

export const histograms = z.strictObject({
  selfRating: histogram,
  passProbability: histogram,
  features: z.array(histogram, mustBe('a list')).max(1000, entries('at most 1000 features')),
  languages: z
    .strictObject({
      names: z.array(label, mustBe('a list of names')).max(few, entries(`at most ${few} names`)),
      ...bins,
      groups: atLeastZero,
    })
    .optional(),
  outside: referenceShare,
  degenerate: referenceShare,
});

/** What a schema cannot say of histograms: lists of one length, cuts that ascend, and shares that add up. */
export function* inHistograms(
  { selfRating, passProbability, features, languages }: Histograms,
  wanted: number,
): Generator<{ path: string; message: string }> {
  if (features.length !== wanted) {
    const message = `must have one histogram for each of ${wanted} features, got ${features.length}`;
    yield { path: 'histograms.features', message };
  }
  const all = { selfRating, passProbability, ...Object.fromEntries(features.map((one, i) => [`features.${i}`, one])) };
  for (const [name, one] of Object.entries(all))
    for (const message of inHistogram(one)) yield { path: `histograms.${name}`, message };
  if (languages === undefined) return;
  const { names, shares, trials } = languages;
  const isWhole = [shares, trials].every(({ length }) => length === names.length + 1) && addUp(shares);
  const message = 'must have one share a name and one of all others, that add up to 1, and as many trials';
  if (!isWhole) yield { path: 'histograms.languages', message };
  if (new Set(names).size !== names.length)
    yield { path: 'histograms.languages.names', message: 'must have each name once' };
}

function* inHistogram({ cuts, shares, trials, absent }: Histogram): Generator<string> {
  if (cuts.some((cut, i) => i > 0 && cut <= cuts[i - 1]!)) yield 'must have cuts that ascend';
  if ([shares, trials].some(({ length }) => length !== cuts.length + 1))
    yield `must have a share and trials for each of ${cuts.length + 1} bins, got ${shares.length} and ${trials.length}`;
  if (!addUp([...shares, absent.share])) yield 'must have shares that add up to 1';
}

/** But for rounding. */
function addUp(shares: readonly number[]): boolean {
  return Math.abs(shares.reduce((sum, one) => sum + one, 0) - 1) < 0.001;
}
