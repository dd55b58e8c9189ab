import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Example } from '../fit/examples.ts';
import { count } from './numbers.ts';

/** How many labels a fit had of what. */
export interface LabelCounts {
  readonly passing: number;
  /** The most frequent first. Records that do not say are not among them. */
  readonly languages: readonly NameCount[];
  readonly raters: readonly NameCount[];
  /** Of ratings by the model that wrote the response. */
  readonly self?: number;
}

export interface NameCount {
  readonly name: string;
  readonly labels: number;
}

/** As many names as a person reads in one line. */
const mostNames = 8;

export function countLabels(examples: readonly Example[]): LabelCounts {
  return {
    passing: examples.filter(({ passes }) => passes === 1).length,
    languages: countNames(examples.map(({ inputs }) => inputs.language)),
    raters: countNames(examples.map(({ inputs }) => inputs.rater)),
    self: examples.filter(({ self }) => self === true).length,
  };
}

/** Counts names, the most frequent first, then by name. */
export function countNames(names: readonly (string | undefined)[]): NameCount[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, labels]) => ({ name, labels }))
    .sort((a, b) => b.labels - a.labels || (a.name < b.name ? -1 : 1));
}

/** Names with their counts, as in `en 900, hi 120`. */
export function listNames(counts: readonly NameCount[]): string {
  const rest = counts.length - mostNames;
  const named = counts.slice(0, mostNames).map(({ name, labels }) => `${name} ${count(labels)}`);
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** How many of the ratings are by the model that wrote the response, if any. */
export function selfLines({ self = 0 }: LabelCounts, records: number): string[] {
  if (self === 0) return [];
  return [`${self === records ? 'all' : count(self)} rated by the model that wrote the response`];
}

/** Which languages and which raters the fit holds apart, where there are several. */
export function apartLines({ languages, raters }: LabelCounts, { categories }: Calibrator): string[] {
  const line = (of: 'language' | 'rater', counts: readonly NameCount[]): string[] => {
    if (counts.length < 2) return [];
    const isTold = ({ name }: NameCount): boolean => categories.some((one) => one.of === of && one.name === name);
    const [told, rare] = [counts.filter(isTold), counts.filter((one) => !isTold(one))];
    if (told.length === 0) return [`${of}s not told apart, as too few have enough labels: ${listNames(rare)}`];
    return [
      `${of}s told apart: ${listNames(told)}${rare.length === 0 ? '' : `; too rare for that: ${listNames(rare)}`}`,
    ];
  };
  return [...line('language', languages), ...line('rater', raters)];
}
