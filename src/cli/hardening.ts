import { canBeHardened, harden } from '../audit/harden.ts';
import { naming } from '../errors.ts';
import type { Hardening } from '../fit/twins.ts';
import { count } from '../report/numbers.ts';
import type { CalibrationRecord } from '../types.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';
import { tell } from './terminal.ts';

export interface HardeningJob {
  readonly records: readonly CalibrationRecord[];
  readonly seed: number | undefined;
  /** The files to name where it fails. */
  readonly from?: string | undefined;
}

/** Makes the twins for a fit, shows that it is at work, and says which records have none. */
export async function hardeningFor(
  { records, seed, from }: HardeningJob,
  { terminal, begin }: Running,
): Promise<Hardening> {
  const progress = await startProgress(terminal, 'hardening', begin);
  let hardening: Hardening;
  try {
    progress.update();
    const make = (): Hardening => harden(records, { seed });
    hardening = from === undefined ? make() : naming(from, make);
  } finally {
    progress.stop();
  }
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0).length;
  const without = labelled - records.filter(canBeHardened).length;
  if (without > 0)
    await tell(terminal, `note: ${count(without)} of ${count(labelled)} labelled records have no text and so no twins`);
  return hardening;
}
