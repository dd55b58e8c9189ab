import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Claim } from '../calibrator/certificate.ts';
import { UnflatterError, isUnflatterError, naming } from '../errors.ts';
import type { Judgement } from '../fit/fit.ts';
import { certify, type Certified, type CertifyOptions } from '../gate/certify/certify.ts';
import { splitForProof } from '../gate/certify/fit-and-certify.ts';
import { ofSources } from '../gate/certify/sources.ts';
import type { ProofFindings } from '../report/proof-report.ts';
import type { CalibrationRecord } from '../types.ts';
import { claimsOf, noClaim } from './claims.ts';
import { judge, type FitJob } from './judge.ts';
import type { ProofFlags } from './options.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';

/** Labels that decide claims. */
export interface ProofJob {
  readonly calibrator: Calibrator;
  readonly fresh: readonly CalibrationRecord[];
  readonly claims: readonly Claim[];
  readonly options: CertifyOptions;
  /** The files to name where it fails. */
  readonly from: string;
}

/** Certifies, and shows that it is at work. */
export async function prove(
  { calibrator, fresh, claims, options, from }: ProofJob,
  { terminal, begin }: Running,
): Promise<Certified> {
  const progress = await startProgress(terminal, 'certifying', begin);
  try {
    progress.update();
    return naming(from, () => certify(calibrator, fresh, claims, options));
  } finally {
    progress.stop();
  }
}

/** A fit, and where something was claimed, what the records that were kept from it say. */
export interface Proven {
  readonly judgement: Judgement;
  /** The records that it was fitted on. */
  readonly fitted: readonly CalibrationRecord[];
  /** With its certificates, if any. */
  readonly calibrator: Calibrator;
  readonly proof?: ProofFindings;
}

/** @throws UnflatterError `invalid-option` for flags of a proof without anything to prove. */
export function assertClaimed(flags: ProofFlags): void {
  if (claimsOf(flags).length > 0) return;
  if (flags.certifyShare !== undefined) throw noClaim('--certify-share');
  if (flags.confidence !== undefined) throw noClaim('--confidence');
  if (flags.passFrom !== undefined) throw noClaim('--pass-from');
  if (flags.leastInclusion !== undefined) throw noClaim('--least-inclusion');
  if (flags.expires !== undefined) throw noClaim('--expires');
  if (flags.source !== undefined) throw noClaim('--source');
}

/** Fits; where something is claimed, on one part of the groups only, and certifies on the others. */
export async function judgeAndProve(job: FitJob, flags: ProofFlags, running: Running): Promise<Proven> {
  const claims = claimsOf(flags);
  if (claims.length === 0) {
    const judgement = await judge(job, running);
    return { judgement, fitted: job.records, calibrator: judgement.calibrator };
  }
  const { seed } = job.options;
  const { fitted, kept: all } = splitForProof(job.records, { certifyShare: flags.certifyShare, seed });
  const counted = naming(job.from ?? 'records', () => ofSources(all, flags.source));
  const kept = counted.filter(({ humanRatings }) => humanRatings.length > 0);
  const of = job.from === undefined ? '' : ` of ${job.from}`;
  const part = { ...job, records: fitted, from: `the fitted part${of}` };
  const judgement = await hintingAtMore(wayOut(flags, kept), () => judge(part, running));
  const { expires, passFrom, leastInclusion, source: sources } = flags;
  const options = { seed, expires, sources, passFrom, leastInclusion };
  const from = `the part kept from the fit${of}`;
  const proofJob = { calibrator: judgement.calibrator, fresh: kept, claims, options, from };
  const { calibrator, reports, evenedOut } = await prove(proofJob, running);
  return { judgement, fitted, calibrator, proof: { labels: kept.length, evenedOut, reports } };
}

/** What can be done where labels are too few to share between a fit and a proof. */
function wayOut({ certifyShare }: ProofFlags, kept: readonly CalibrationRecord[]): string {
  const share = certifyShare === undefined ? '' : ', keep less of them by --certify-share';
  return kept.length === 0 ? 'label more' : `label more${share}, or fit without a promise and certify on a later round`;
}

async function hintingAtMore<Result>(hint: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isTooSmall = (['too-few-records', 'too-few-groups', 'one-class-only'] as const).some((code) =>
      isUnflatterError(error, code),
    );
    if (!isTooSmall) throw error;
    const { message, code, details } = error as UnflatterError;
    throw new UnflatterError(code, `${message}; ${hint}`, details, { cause: error });
  }
}

/** The same as data. */
export function plainProof({ labels, evenedOut, reports }: ProofFindings) {
  return {
    labels,
    evenedOut,
    reports: reports.map(({ certificate, frontier, needed }) => ({ certificate, needed: needed ?? null, frontier })),
  };
}
