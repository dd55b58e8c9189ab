import { assertOption } from '../calibrator/target.ts';
import type { TwinProbe } from './probe.ts';
import { unchanged } from './try-probe.ts';

/** @throws UnflatterError `invalid-option` for what are no probes, or have no names to tell them apart by. */
export function assertProbes(probes: readonly TwinProbe[]): void {
  assertOption(Array.isArray(probes), 'probes', 'a list of probes', probes);
  const seen = new Set<unknown>([unchanged]);
  for (const { name, kind, describe, twin } of probes.map((probe) => Object(probe) as TwinProbe)) {
    const isName = typeof name === 'string' && /^[A-Za-z0-9][\w.-]{0,99}$/.test(name) && !seen.has(name);
    assertOption(isName, 'probes[].name', 'a new name of letters, digits, _, . and -', name);
    assertOption(kind === 'surface' || kind === 'cheat', 'probes[].kind', 'surface or cheat', kind);
    assertOption(typeof describe === 'string', 'probes[].describe', 'a text', describe);
    assertOption(typeof twin === 'function', 'probes[].twin', 'a function', twin);
    seen.add(name);
  }
}
