import { dirname } from 'node:path';
import { assertWritable } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { readTarget } from '../data/dataset.ts';
import { UnflatterError, escaped, isUnflatterError, listIssues, naming, type Issue } from '../errors.ts';
import { certificateInShort } from '../report/certificate-report.ts';
import { summariseFitInOneLine } from '../report/fit-summary.ts';
import { readCriteria, type CriterionSet, type ReadCriteria, type TargetedFile } from './criteria.ts';
import { criterionPlaceholder, criterionPlaces, type CriterionPlace } from './criterion-path.ts';
import { watchFailures } from './failures.ts';
import { findingsOf, plainFindings } from './judge.ts';
import { assertKnown, pick } from './load.ts';
import { targetOf, type FitFlags } from './options.ts';
import { assertOut } from './out.ts';
import { startProgress } from './progress.ts';
import { assertClaimed, judgeAndProve, plainProof } from './proof.ts';
import type { Running } from './running.ts';
import { overridingFlags } from './same-target.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

/**
 * Fits one calibrator a criterion, each into a file of its own, in the order of their names. Where one cannot be fitted or
 * written, the others are all the same; standard error says why, and the exit code is 1.
 */
export async function fitCriteria(paths: readonly string[], flags: FitFlags, terminal: Terminal): Promise<ExitCode> {
  assertClaimed(flags);
  const job: Job = { paths, flags, terminal, begin: Date.now() };
  const { sets, nameless } = await readSets(job);
  const { failed, add: fail } = watchFailures(terminal);
  for (const { path, issues } of nameless) await fail({ criterion: null, paths: [path] }, invalid(issues));
  const criteria = sets.map(({ criterion }) => criterion);
  const places = criterionPlaces(flags.out, criteria);
  const calibrators: object[] = [];
  for (const [i, set] of sets.entries()) {
    try {
      calibrators.push(await fitSet(set, places[i]!, job));
    } catch (error) {
      if (!isUnflatterError(error)) throw error;
      await fail(set, error);
    }
  }
  const text = `${calibrators.length} of ${calibrators.length + failed.length} calibrators written, one a criterion\n`;
  await print(terminal.stdout, flags.json === true ? jsonLine({ calibrators, failed }) : text);
  return failed.length === 0 ? 0 : 1;
}

interface Job extends Running {
  readonly paths: readonly string[];
  readonly flags: FitFlags;
}

async function readSets({ paths, flags, terminal, begin }: Job): Promise<ReadCriteria> {
  const { criterion, ...scales } = flags;
  const files = await Promise.all(paths.map((path) => targeted(path, flags)));
  if (!dirname(flags.out).includes(criterionPlaceholder)) assertWritable(flags.out);
  for (const note of await overridingFlags(paths, scales)) await tell(terminal, `note: ${note}`);
  const progress = await startProgress(terminal, 'reading', begin);
  const read = await readCriteria(files, terminal, progress.update).finally(progress.stop);
  if (criterion === undefined) return read;
  const found = read.sets.map((set) => set.criterion);
  naming(paths.join(' '), () => assertKnown(found, 'criterion', criterion));
  return { ...read, sets: read.sets.filter((set) => set.criterion === criterion) };
}

/** Here `--criterion` only picks, and names what has no name: it renames nothing. */
async function targeted(path: string, { criterion, ...scales }: FitFlags): Promise<TargetedFile> {
  const target = await readTarget(path, targetOf(scales));
  return { path, target: criterion === undefined ? target : { criterion, ...target } };
}

/** Fits one criterion and writes its calibrator. */
async function fitSet(
  { criterion, target, records, issues }: CriterionSet,
  place: CriterionPlace,
  { paths, flags, ...running }: Job,
): Promise<object> {
  if (issues.length > 0) throw invalid(issues);
  const out = outOf(place, criterion);
  assertOut(out, { records: paths, mayPrint: false }, running.terminal);
  assertWritable(out);
  const picked = pick(records, flags.rater === undefined ? {} : { rater: flags.rater });
  const options = { ...target, seed: flags.seed };
  const job = { records: picked, options, isHardened: flags.harden, work: `fitting ${escaped(criterion)}` };
  const { judgement, fitted, calibrator, proof } = await judgeAndProve(job, flags, running);
  writeCalibrator(out, calibrator);
  if (flags.json === true) {
    const findings = plainFindings(await findingsOf(judgement, fitted, running));
    return { criterion, out, ...findings, ...(proof === undefined ? {} : plainProof(proof)) };
  }
  const promises = calibrator.certificates.map(certificateInShort);
  const line = `${criterion}: ${[summariseFitInOneLine(calibrator), ...promises, `wrote ${out}`].join('; ')}`;
  await print(running.terminal.stdout, `${escaped(line)}\n`);
  return { criterion, out };
}

function outOf(place: CriterionPlace, received: string): string {
  if (place.out !== undefined) return place.out;
  throw new UnflatterError('invalid-option', place.problem, { option: 'out', expected: 'a file of its own', received });
}

function invalid(issues: readonly Issue[]): UnflatterError<'invalid-records'> {
  return new UnflatterError('invalid-records', listIssues(issues), { issues });
}
