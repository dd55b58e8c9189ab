import { assertOptions } from '../calibrator/options.ts';
import type { CalibrationRecord } from '../types.ts';
import { auditNames } from './audit.ts';
import { canBeProbed } from './auditable.ts';
import { assertProbes } from './check-probes.ts';
import { drawGroups } from './draw-groups.ts';
import type { TwinProbe } from './probe.ts';
import { twinProbes } from './probes/twin-probes.ts';
import { unchanged } from './try-probe.ts';
import { twinId, twinOf, type Twin } from './twin.ts';

export interface TwinsOptions {
  /** @default `twinProbes` */
  readonly probes?: readonly TwinProbe[] | undefined;
  /** Of about this many records, in whole groups drawn by the seed. @default 1000 */
  readonly most?: number | undefined;
  /** @default 1 */
  readonly seed?: number | undefined;
}

/** The original, to be rated again. */
function unchangedTwin(original: CalibrationRecord): Twin {
  return { id: twinId(original.id, unchanged), probe: unchanged, original, response: original.response! };
}

/**
 * All twins that `audit` with the same options asks a rating for, in that order: first each record `unchanged`, to be rated
 * again, then those of one probe after the other. A rating of each, by {@link recordedRatings}, is what it then goes by.
 */
export function twinsOf(records: readonly CalibrationRecord[], options: TwinsOptions = {}): Twin[] {
  // All that is said to `audit` may be said here too: the twins are those of its options.
  assertOptions<TwinsOptions>(options, auditNames);
  const { probes = twinProbes, most = 1000, seed = 1 } = options;
  assertProbes(probes);
  const probed = drawGroups(records.filter(canBeProbed), most, seed);
  return [
    ...probed.map(unchangedTwin),
    ...probes.flatMap((probe) => probed.flatMap((record) => twinOf(probe, record, seed) ?? [])),
  ];
}
