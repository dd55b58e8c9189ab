import { extractFeatures } from '../../src/index.ts';
import { pathological } from '../../test/features/pathological.ts';
import { fuzzedPair } from './fuzzed.ts';
import { median, millisecondsOf } from './measure.ts';

/** The kinds of text made to be slow, at one length. Times are in milliseconds, each the median of three. */
export interface HostileSpeed {
  readonly characters: number;
  readonly generators: number;
  /** The slowest, slowest first. */
  readonly worst: readonly { readonly name: string; readonly time: number }[];
}

export interface FuzzSpeed {
  readonly inputs: number;
  readonly characters: number;
  readonly seconds: number;
  /** Milliseconds of the slowest call. */
  readonly slowest: number;
}

const lengths = [10_000, 50_000, 200_000];
const runs = 3;
const shown = 3;

export function measureHostile(): HostileSpeed[] {
  return lengths.map((characters) => {
    const times = pathological.map(({ name, text }) => {
      const one = text(characters);
      const all = Array.from({ length: runs }, () => millisecondsOf(() => extractFeatures(one)));
      return { name, time: median(all) };
    });
    const worst = times.sort((a, b) => b.time - a.time).slice(0, shown);
    return { characters, generators: pathological.length, worst };
  });
}

/** As many inputs as the test reads; making them is not counted. */
export function measureFuzz(inputs = 100_000): FuzzSpeed {
  const next = fuzzedPair(1);
  let [characters, milliseconds, slowest] = [0, 0, 0];
  for (let i = 0; i < inputs; i++) {
    const { response, prompt } = next();
    characters += response.length + (prompt?.length ?? 0);
    const time = millisecondsOf(() => extractFeatures(response, prompt));
    milliseconds += time;
    slowest = Math.max(slowest, time);
  }
  return { inputs, characters, seconds: milliseconds / 1000, slowest };
}
