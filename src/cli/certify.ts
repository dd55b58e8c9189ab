import { Option, type Command } from 'commander';
import type { Claim } from '../calibrator/certificate.ts';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { readCalibrator, writeCalibrator } from '../data/calibrator-file.ts';
import { UnflatterError, naming } from '../errors.ts';
import { ofSources } from '../gate/certify/sources.ts';
import { reportProof } from '../report/proof-report.ts';
import { certifyFindings, plainCertifyFindings, writeCertifyPages } from './certify-pages.ts';
import { claimOptions, claimsOf, noClaim } from './claims.ts';
import { freshOf, hintingAtNewOnly } from './fresh-labels.ts';
import { certifyRounds } from './help.ts';
import { loadRecords } from './load.ts';
import {
  filterOptions,
  jsonOption,
  pageOptions,
  parseShare,
  parseWhole,
  recordsArgument,
  type ClaimFlags,
  type PageFlags,
  type RecordFilter,
} from './options.ts';
import { assertOut } from './out.ts';
import { assertPages } from './pages.ts';
import { plainProof, prove, type ProofJob } from './proof.ts';
import type { Running } from './running.ts';
import { assertSameTarget, otherPassMark } from './same-target.ts';
import { sourceOption, type SourceFlag } from './source-option.ts';
import { escapedIn, jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends ClaimFlags, RecordFilter, SourceFlag, PageFlags {
  readonly out: string;
  readonly seed: number;
  readonly drawnFrom?: number;
  readonly newOnly?: boolean;
  readonly plot?: string;
  readonly json?: boolean;
}

export function addCertify(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('certify')
    .summary('prove a promise of the gate on labels that the fit has not seen')
    .description(
      'Finds out on fresh labels from which threshold on a promise holds, and writes the calibrator with what it found. ' +
        'Several promises are decided together. Where nothing can be promised yet, says what it takes; that is no error, ' +
        'and a gate then passes nothing on the strength of it.',
    )
    .argument('<calibrator>', 'a calibrator made by fit')
    .addArgument(recordsArgument())
    .requiredOption('--out <file>', 'where to write the calibrator; may be the one that is read');
  for (const option of claimOptions()) command.addOption(option);
  command
    .addOption(
      new Option('--seed <number>', 'draws one record of each group, and what is left out to even out inclusion')
        .argParser(parseWhole)
        .default(1),
    )
    .addOption(
      new Option(
        '--drawn-from <p>',
        'the labels were drawn only from responses with at least this pass probability; for --false-pass alone',
      ).argParser(parseShare),
    )
    .option('--new-only', 'leave out records and groups that the fit has seen, instead of refusing them')
    .option('--plot <file>', 'where to draw what each threshold would give, as SVG');
  for (const option of [...pageOptions(), sourceOption(), ...filterOptions()]) command.addOption(option);
  command
    .addOption(jsonOption())
    .addHelpText('after', certifyRounds)
    .action(async (path: string, paths: string[], flags: Flags) =>
      done(await runCertify(path, paths, flags, terminal)),
    );
}

async function runCertify(path: string, paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const running: Running = { terminal, begin: Date.now() };
  const {
    out,
    plot,
    html,
    markdown,
    seed,
    expires,
    drawnFrom,
    passFrom,
    leastInclusion,
    newOnly = false,
    source: sources,
  } = flags;
  const claims = claimsOf(flags);
  if (claims.length === 0) throw noClaim('certify');
  if (drawnFrom !== undefined) assertOfTop(claims);
  assertOut(out, { records: paths, mayPrint: false }, terminal);
  if (plot !== undefined)
    assertOut(plot, { records: paths, calibrator: path, mayPrint: false, others: [out] }, terminal, 'plot');
  const besides = { records: paths, calibrator: path, mayPrint: false, others: [out, plot] };
  const isPageDirect = assertPages(flags, besides, terminal);
  const calibrator = await readCalibrator(path);
  await Promise.all(paths.map((records) => assertSameTarget(records, calibrator, 'certify')));
  const places = [out, ...(plot === undefined ? [] : [plot])].map(assertWritable);
  const notes = await Promise.all(paths.map((records) => otherPassMark(records, calibrator, 'certified')));
  for (const note of notes) if (note !== undefined) await tell(terminal, `note: ${note}`);

  const records = await loadRecords(paths, calibrator.target, flags, running);
  const from = paths.join(' ');
  const counted = naming(from, () => ofSources(records, sources));
  const { fresh, leftOut } = freshOf(counted, calibrator, { newOnly, from });
  if (leftOut > 0)
    await tell(
      terminal,
      `note: left out ${leftOut} of ${leftOut + fresh.length} labels: the fit has seen them or their group`,
    );
  const options = { seed, expires, drawnFrom, passFrom, leastInclusion, leftOut, sources };
  const job: ProofJob = { calibrator, fresh, claims, options, from };
  const { calibrator: certified, reports, dropped, evenedOut } = await hintingAtNewOnly(() => prove(job, running));
  for (const { estimand, limit } of dropped)
    await tell(
      terminal,
      `note: the former certificate for ${estimand} at most ${limit} passes below --pass-from: dropped`,
    );
  const proof = { labels: fresh.length, evenedOut, reports };
  const findings = await certifyFindings({ calibrator: certified, proof, fresh, paths }, running);
  writeCalibrator(out, certified);
  if (plot !== undefined) {
    const { plotFrontiers } = await import('../report/frontier-plot.ts');
    replaceFile(plot, plotFrontiers(reports));
  }
  await writeCertifyPages({ findings, out, records: paths, calibrator: path, html, markdown }, besides, terminal);
  const wrote = [out, plot, html, markdown].filter((place) => place !== undefined).join(' and ');
  await print(
    // What is not a file of its own may be standard output, where what was asked for must stand alone.
    isPageDirect || places.some(({ isDirect }) => isDirect) ? terminal.stderr : terminal.stdout,
    flags.json === true
      ? jsonLine({ out, plot, html, markdown, leftOut, ...plainProof(proof), ...plainCertifyFindings(findings) })
      : `${reportProof(escapedIn(proof), certified)}\n\nwrote ${wrote}\n`,
  );
  return 0;
}

/** @throws UnflatterError `invalid-option` for a claim that labels from the top cannot show. */
function assertOfTop(claims: readonly Claim[]): void {
  const others = claims.filter(({ estimand }) => estimand !== 'false-pass').map(({ estimand }) => `--${estimand}`);
  if (others.length === 0) return;
  const [expected, received] = ['--false-pass alone', others.join(', ')];
  const message = `--drawn-from goes with ${expected}, got ${received}`;
  throw new UnflatterError('invalid-option', message, { option: 'drawnFrom', expected, received });
}
