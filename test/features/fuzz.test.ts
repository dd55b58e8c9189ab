import { expect, it } from 'vitest';
import { fuzzedPair, type FuzzedPair } from '../../benchmarks/speed/fuzzed.ts';
import { features } from '../../src/features/definitions.ts';
import { extractFeatures, type SurfaceFeatures } from '../../src/features/extract.ts';

const inputs = 100_000;

/*
 * Many more inputs than a property test can afford, without its search for a smaller one: of what fails, the shortest is
 * shown. Each feature must have been above zero at least once, or the inputs would not say much of it.
 */
it(
  'measures a hundred thousand inputs of any kind, finite and without throwing',
  () => {
    const next = fuzzedPair(1);
    const failures: FuzzedPair[] = [];
    const seen = new Set<string>();
    for (let i = 0; i < inputs; i++) {
      const pair = next();
      const measured = measure(pair);
      if (measured === undefined || Object.values(measured).some((value) => !Number.isFinite(value)))
        failures.push(pair);
      for (const [name, value] of Object.entries(measured ?? {})) if (value > 0) seen.add(name);
    }
    expect(failures.sort((a, b) => sizeOf(a) - sizeOf(b)).slice(0, 1)).toEqual([]);
    expect(features.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  },
  // On a busy machine; it takes a few seconds.
  600_000,
);

function measure({ response, prompt }: FuzzedPair): SurfaceFeatures | undefined {
  try {
    return extractFeatures(response, prompt);
  } catch {
    return undefined;
  }
}

function sizeOf({ response, prompt = '' }: FuzzedPair): number {
  return response.length + prompt.length;
}
