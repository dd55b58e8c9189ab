import type { Calibrator } from '../calibrator/calibrator.ts';
import { auditable } from '../audit/auditable.ts';
import { unchanged } from '../audit/try-probe.ts';
import type { Twin } from '../audit/twin.ts';
import { twinsOf } from '../audit/twins-of.ts';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { UnflatterError, naming } from '../errors.ts';
import { createQualityGate } from '../gate/gate.ts';
import type { GatePolicy } from '../gate/policy.ts';
import { count } from '../report/numbers.ts';
import { rubrics } from '../rating/rubrics.ts';
import type { CalibrationRecord } from '../types.ts';
import { describeEstimate, estimateOf } from './audit-estimate.ts';
import { mostOf, type TwinFlags } from './audit-options.ts';
import { assertOut } from './out.ts';
import type { RatableRecord } from './rate-records.ts';
import { jsonLine, print, type Terminal } from './terminal.ts';

/** Records whose twins are to be rated, and by what the audit will go. */
export interface TwinJob {
  /** Where the records are from. */
  readonly from: readonly string[];
  readonly calibratorPath: string;
  readonly calibrator: Calibrator;
  readonly records: readonly CalibrationRecord[];
  readonly flags: TwinFlags & { readonly seed: number; readonly json?: boolean };
  readonly policy: GatePolicy | undefined;
  readonly terminal: Terminal;
}

/** A twin as a record to be rated. It has no human ratings: nobody gave it any. */
export interface TwinRecord extends RatableRecord {
  readonly twinOf: string;
  readonly probe: string;
}

/**
 * The twins that the audit will ask for.
 *
 * @throws UnflatterError what the audit would, before anything is paid for.
 */
export function twinsFor({ calibrator, records, flags, policy, from }: TwinJob): Twin[] {
  const { seed } = flags;
  return naming(from.join(' '), () => {
    createQualityGate({ calibrator, policy });
    const labelled = auditable(calibrator, records);
    if (labelled.length > 0) return twinsOf(labelled, { most: mostOf(flags), seed });
    const message = `twins are made of labelled records with a text, got none in ${records.length}`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  });
}

export function twinRecord({ id, probe, original, response }: Twin): TwinRecord {
  const { prompt, criterion, generator, system, sources, conversation } = original as RatableRecord;
  const shown = { prompt, system, sources, conversation, response, criterion, generator };
  const known = Object.entries(shown).filter(([, value]) => value !== undefined);
  return { id, twinOf: original.id, probe, ...Object.fromEntries(known) };
}

/** Writes the twins for a rater, and says how many and how large they are. */
export async function writeTwins(job: TwinJob, out: string): Promise<void> {
  const { from, calibratorPath, calibrator, terminal, flags } = job;
  assertOut(out, { records: from, calibrator: calibratorPath, mayPrint: false }, terminal, 'twins');
  const { isDirect } = assertWritable(out);
  const twins = twinsFor(job);
  const records = twins.map(twinRecord);
  replaceFile(out, records.map(jsonLine).join(''));
  // The rubric is not known yet; they are of about one length.
  const estimate = estimateOf(records, rubrics.helpful.text, calibrator.target.ratingScale);
  await print(
    isDirect ? terminal.stderr : terminal.stdout,
    flags.json === true
      ? jsonLine({ out, ...countsOf(twins), ...estimate })
      : `${describeTwins(twins)}, in ${out}\n${describeEstimate(estimate, flags)}\n`,
  );
}

export function describeTwins(twins: readonly Twin[]): string {
  const { records, probes } = countsOf(twins);
  return `${count(twins.length)} twins of ${count(records)} records, by ${probes} probes and unchanged`;
}

function countsOf(twins: readonly Twin[]) {
  const ids = new Set(twins.map(({ original }) => original.id));
  const probes = new Set(twins.map(({ probe }) => probe).filter((probe) => probe !== unchanged));
  return { twins: twins.length, records: ids.size, probes: probes.size };
}
