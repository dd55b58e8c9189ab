import { dirname } from 'node:path';
import { assertWritable } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { readTarget } from '../data/dataset.ts';
import { UnflatterError, escaped, isUnflatterError, listIssues, naming, shown, type Issue } from '../errors.ts';
import { certificateInShort } from '../report/certificate-report.ts';
import { summariseFitInOneLine } from '../report/fit-summary.ts';
import { readCriteria, type CriterionSet, type ReadCriteria, type TargetedFile } from './criteria.ts';
import { criterionPlaceholder, criterionPlaces, type CriterionPlace } from './criterion-path.ts';
import { writeFitPages } from './fit-pages.ts';
import { watchFailures } from './failures.ts';
import { findingsOf, plainFindings } from './judge.ts';
import { assertKnown, pick } from './load.ts';
import { targetOf, type FitFlags } from './options.ts';
import { assertOut } from './out.ts';
import { aboutFiles, asksForPages, assertPages } from './pages.ts';
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
  assertEach(flags);
  const job: Job = { paths, flags, terminal, begin: Date.now() };
  const { sets, nameless } = await readSets(job);
  const { failed, add: fail } = watchFailures(terminal);
  for (const { path, issues } of nameless) await fail({ criterion: null, paths: [path] }, invalid(issues));
  const criteria = sets.map(({ criterion }) => criterion);
  const placesOf = (template: string | undefined): CriterionPlace[] =>
    template === undefined ? [] : criterionPlaces(template, criteria);
  const [outs, htmls, markdowns] = [flags.out, flags.html, flags.markdown].map(placesOf) as Triple<CriterionPlace[]>;
  const calibrators: object[] = [];
  for (const [i, set] of sets.entries()) {
    try {
      calibrators.push(await fitSet(set, { out: outs[i]!, html: htmls[i], markdown: markdowns[i] }, job));
    } catch (error) {
      if (!isUnflatterError(error)) throw error;
      await fail(set, error);
    }
  }
  const text = `${calibrators.length} of ${calibrators.length + failed.length} calibrators written, one a criterion\n`;
  await print(terminal.stdout, flags.json === true ? jsonLine({ calibrators, failed }) : text);
  return failed.length === 0 ? 0 : 1;
}

type Triple<Value> = [Value, Value, Value];

/** Where the calibrator of a criterion goes, and its reports, if they are asked for. */
interface Places {
  readonly out: CriterionPlace;
  readonly html: CriterionPlace | undefined;
  readonly markdown: CriterionPlace | undefined;
}

/** @throws UnflatterError `invalid-option` for a report that would be that of every criterion. */
function assertEach(flags: FitFlags): void {
  for (const option of ['html', 'markdown'] as const) {
    const received = flags[option];
    if (received === undefined || received.includes(criterionPlaceholder)) continue;
    const expected = `a place with ${criterionPlaceholder}, as --out has one`;
    const message = `--${option} must be ${expected}, got ${shown(received)}`;
    throw new UnflatterError('invalid-option', message, { option, expected, received });
  }
}

interface Job extends Running {
  readonly paths: readonly string[];
  readonly flags: FitFlags;
}

async function readSets({ paths, flags, terminal, begin }: Job): Promise<ReadCriteria> {
  const { criterion, ...scales } = flags;
  const files = await Promise.all(paths.map((path) => targeted(path, flags)));
  for (const place of [flags.out, flags.html, flags.markdown])
    if (place !== undefined && !dirname(place).includes(criterionPlaceholder)) assertWritable(place);
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
  places: Places,
  { paths, flags, ...running }: Job,
): Promise<object> {
  if (issues.length > 0) throw invalid(issues);
  const out = outOf(places.out, criterion);
  const html = places.html && outOf(places.html, criterion);
  const markdown = places.markdown && outOf(places.markdown, criterion);
  const reading = { records: paths, mayPrint: false };
  assertOut(out, reading, running.terminal);
  const pages = { html, markdown };
  assertPages(pages, { ...reading, others: [out] }, running.terminal);
  assertWritable(out);
  const picked = pick(records, flags.rater === undefined ? {} : { rater: flags.rater });
  const options = { ...target, seed: flags.seed, ratingOnly: flags.ratingOnly };
  const job = { records: picked, options, isHardened: flags.harden, work: `fitting ${escaped(criterion)}` };
  const { judgement, fitted, calibrator, proof } = await judgeAndProve(job, flags, running);
  const about = await aboutFiles(paths);
  writeCalibrator(out, calibrator);
  const findings =
    flags.json === true || asksForPages(pages)
      ? { ...(await findingsOf(judgement, fitted, running, about)), calibrator }
      : undefined;
  if (findings !== undefined)
    await writeFitPages(
      { findings, proof, out, records: paths, ...pages },
      { ...reading, others: [out] },
      running.terminal,
    );
  if (flags.json === true)
    return { criterion, out, ...pages, ...plainFindings(findings!), ...(proof === undefined ? {} : plainProof(proof)) };
  const promises = calibrator.certificates.map(certificateInShort);
  const line = `${criterion}: ${[summariseFitInOneLine(calibrator), ...promises, `wrote ${[out, html, markdown].filter((one) => one !== undefined).join(' and ')}`].join('; ')}`;
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
