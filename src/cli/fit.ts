import { Option, type Command } from 'commander';
import { assertWritable } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { defaultCertifyShare } from '../gate/certify/fit-and-certify.ts';
import { reportFit } from '../report/fit-report.ts';
import { count } from '../report/numbers.ts';
import { reportProof } from '../report/proof-report.ts';
import { claimOptions } from './claims.ts';
import { criterionPlaceholder } from './criterion-path.ts';
import { fitCriteria } from './fit-criteria.ts';
import { writeFitPages } from './fit-pages.ts';
import { certifyRounds } from './help.ts';
import { findingsOf, plainFindings } from './judge.ts';
import { loadRecords, loadTarget } from './load.ts';
import {
  filterOptions,
  jsonOption,
  pageOptions,
  parseShare,
  parseWhole,
  recordsArgument,
  targetOptions,
  type FitFlags,
} from './options.ts';
import { assertOut } from './out.ts';
import { aboutFiles, assertPages } from './pages.ts';
import { assertClaimed, judgeAndProve, plainProof } from './proof.ts';
import type { Running } from './running.ts';
import { overridingFlags } from './same-target.ts';
import { sourceOption } from './source-option.ts';
import { escapedIn, jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

export function addFit(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('fit')
    .summary('make a calibrator from labelled records')
    .description(
      'Fits a calibrator and reports, out of fold, what it is worth, what inflates, and how far people agree. Needs 20 ' +
        'labelled records; 100 make it useful.\n' +
        `With ${criterionPlaceholder} in --out, fits one calibrator a criterion. One that cannot be fitted is named on ` +
        'stderr and makes the exit code 1; the others are written. Reports are one a criterion then, too.\n' +
        'With a promise such as --false-pass 0.1, fits on one part of the groups and certifies on the others, which it ' +
        'has not seen. Where nothing can be promised yet, the calibrator says so, and the exit code is 0 all the same.',
    )
    .addArgument(recordsArgument())
    .requiredOption('--out <file>', `where to write the calibrator; 'folder/${criterionPlaceholder}.json' for several`)
    .addOption(new Option('--seed <number>', 'seed of the folds and of --harden').argParser(parseWhole).default(1));
  for (const option of [...targetOptions(), ...filterOptions()]) command.addOption(option);
  command.option(
    '--harden',
    'let changed responses with the labels of their originals join the fit, so that it leans away from what surface probes change; needs texts',
  );
  command.addOption(
    new Option('--rating-only', 'leave all features out: for where they are not worth it').conflicts('harden'),
  );
  for (const option of claimOptions()) command.addOption(option);
  command
    .addOption(
      new Option(
        '--certify-share <share>',
        `share of the labels that is kept from the fit for the proof [default: ${defaultCertifyShare}]`,
      ).argParser(parseShare),
    )
    .addOption(sourceOption());
  for (const option of pageOptions()) command.addOption(option);
  command
    .addOption(jsonOption())
    .addHelpText('after', certifyRounds)
    .action(async (paths: string[], flags: FitFlags) =>
      done(await (flags.out.includes(criterionPlaceholder) ? fitCriteria : fitOne)(paths, flags, terminal)),
    );
}

async function fitOne(paths: readonly string[], flags: FitFlags, terminal: Terminal): Promise<ExitCode> {
  const running: Running = { terminal, begin: Date.now() };
  const { out, seed, html, markdown } = flags;
  assertClaimed(flags);
  const reading = { records: paths, mayPrint: false };
  assertOut(out, reading, terminal);
  const besides = { ...reading, others: [out] };
  const isPageDirect = assertPages(flags, besides, terminal);
  const target = await loadTarget(paths, flags);
  const isDirect = assertWritable(out).isDirect || isPageDirect;
  for (const note of await overridingFlags(paths, flags)) await tell(terminal, `note: ${note}`);
  const records = await loadRecords(paths, target, flags, running);
  const options = { ...target, seed, ratingOnly: flags.ratingOnly };
  const job = { records, options, isHardened: flags.harden, work: 'fitting', from: paths.join(' ') };
  const { judgement, fitted, calibrator, proof } = await judgeAndProve(job, flags, running);
  const about = await aboutFiles(paths);
  writeCalibrator(out, calibrator);
  const findings = { ...(await findingsOf(judgement, fitted, running, about)), calibrator };
  await writeFitPages({ findings, proof, out, records: paths, html, markdown }, besides, terminal);
  const proven =
    proof === undefined
      ? ''
      : `\n\nby ${count(proof.labels)} labels kept from the fit\n\n${reportProof(escapedIn(proof), calibrator)}`;
  const wrote = [out, html, markdown].filter((place) => place !== undefined).join(' and ');
  await print(
    // What is not a file of its own may be standard output, where the calibrator must stand alone.
    isDirect ? terminal.stderr : terminal.stdout,
    flags.json === true
      ? jsonLine({ out, html, markdown, ...plainFindings(findings), ...(proof === undefined ? {} : plainProof(proof)) })
      : `${reportFit(escapedIn(findings))}${proven}\n\nwrote ${wrote}\n`,
  );
  return 0;
}
