import { Option, type Command } from 'commander';
import { openPending, type PendingFile } from '../data/atomic.ts';
import { readCalibrator } from '../data/calibrator-file.ts';
import { streamRecords } from '../data/records.ts';
import { UnflatterError, listIssues, type Issue } from '../errors.ts';
import type { GateDecision } from '../gate/decide.ts';
import { createQualityGate, type QualityGate } from '../gate/gate.ts';
import type { CertificateChoice } from '../gate/standing.ts';
import { parseChoice } from './claims.ts';
import { briefLine, decisionLine, decisionOn } from './decision-line.ts';
import { jsonOption, parseNumber, recordsArgument } from './options.ts';
import { assertOut } from './out.ts';
import { noProgress, startProgress } from './progress.ts';
import { countReasons } from './reason-counts.ts';
import { watchRepeats } from './repeats.ts';
import { assertSameTarget } from './same-target.ts';
import { standingNotes } from './standing.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags {
  readonly calibrator: string;
  readonly out?: string;
  readonly passThreshold?: number;
  readonly failThreshold?: number;
  readonly standOn?: CertificateChoice;
  readonly onError?: 'review' | 'fail' | 'pass-insecure';
  readonly brief?: boolean;
  readonly json?: boolean;
}

type Verdicts = Record<GateDecision['verdict'], number>;

export function addDecide(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('decide')
    .summary('pass, fail or review for every record')
    .description(
      'Writes one line of JSON a record: id, verdict, reason, passProbability, rating, interval, contributions, selfRating, ' +
        'and the certificate that the verdict stands on, if any. Says on stderr what that promises, how many verdicts had which ' +
        'reason, and why.\n' +
        'A record without a usable rating or response gets a review. A line that is no record gets one too, is listed ' +
        'on stderr, and makes the exit code 1; then --out leaves its file as it was.',
    )
    .addArgument(recordsArgument())
    .requiredOption('--calibrator <file>', 'a calibrator made by fit')
    .option('--out <file>', 'where to write the decisions [default: stdout]')
    .option('--brief', 'write id, verdict, reason and passProbability alone')
    .addOption(
      new Option(
        '--stand-on <claim>',
        'certificate that passes stand on, as false-pass or false-pass:0.2 [default: the strictest of the first of false-pass, leak, joint]',
      ).argParser(parseChoice),
    )
    .addOption(
      new Option(
        '--pass-threshold <p>',
        'pass from this pass probability on; no certificate is claimed then [default: the certified rule, or 0.8 without one]',
      ).argParser(parseNumber),
    )
    .addOption(
      new Option(
        '--fail-threshold <p>',
        'fail below this pass probability; between the two is review [default: the rule certified for --false-fail, or 0.5]',
      ).argParser(parseNumber),
    )
    .addOption(
      new Option('--on-error <verdict>', 'verdict where none can be reached [default: review]').choices([
        'review',
        'fail',
        'pass-insecure',
      ]),
    )
    .addOption(jsonOption())
    .action(async (paths: string[], flags: Flags) => done(await runDecide(paths, flags, terminal)));
}

async function runDecide(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { out, json, brief = false } = flags;
  if (flags.standOn !== undefined && flags.passThreshold !== undefined) throw bothWays();
  if (out !== undefined) assertOut(out, { records: paths, calibrator: flags.calibrator, mayPrint: true }, terminal);
  const calibrator = await readCalibrator(flags.calibrator);
  await Promise.all(paths.map((path) => assertSameTarget(path, calibrator, 'decide')));
  const { standOn: certificate, passThreshold, failThreshold, onError } = flags;
  const gate = createQualityGate({ calibrator, policy: { certificate, passThreshold, failThreshold, onError } });
  const file = out === undefined ? undefined : openPending(out);
  try {
    const { verdicts, reasons, issues } = await decideAll(paths, gate, { terminal, file, brief });
    if (issues.length > 0) {
      await print(terminal.stderr, `${listIssues(issues)}\n`);
      const kept = file === undefined || file.isDirect ? '' : `, so ${out} was not written`;
      await tell(terminal, `${issues.length} ${issues.length === 1 ? 'problem' : 'problems'}${kept}`);
      return 1;
    }
    file?.commit();
    // Where the decisions went to standard output themselves, the counts would end up among them.
    const talk = file?.isDirect === true ? terminal.stderr : terminal.stdout;
    if (json === true && file !== undefined)
      await print(talk, jsonLine({ out, ...verdicts, reasons: reasons.byReason() }));
    const { pass, fail, review } = verdicts;
    const wrote = file === undefined ? '' : `; wrote ${out}`;
    for (const note of standingNotes(gate, Date.now())) await tell(terminal, note);
    for (const line of reasons.lines()) await tell(terminal, line);
    await tell(terminal, `pass ${pass}, fail ${fail}, review ${review}${wrote}`);
    return 0;
  } finally {
    file?.discard();
  }
}

function bothWays(): UnflatterError<'invalid-option'> {
  const expected = 'left out beside --pass-threshold';
  const message = `--stand-on must be ${expected}: passes go by one of the two`;
  return new UnflatterError('invalid-option', message, { option: 'standOn', expected, received: undefined });
}

async function decideAll(
  paths: readonly string[],
  gate: QualityGate,
  { terminal, file, brief }: { terminal: Terminal; file: PendingFile | undefined; brief: boolean },
) {
  const showsLines = file === undefined && terminal.stdout.isTTY === true;
  const progress = showsLines ? noProgress : await startProgress(terminal, 'deciding');
  const repeats = watchRepeats();
  const verdicts: Verdicts = { pass: 0, fail: 0, review: 0 };
  const reasons = countReasons();
  const issues: Issue[] = [];
  let lines = 0;
  try {
    for (const path of paths) {
      for await (const read of streamRecords(path, gate.calibrator.target, 'rated', terminal.stdin)) {
        for (const issue of read.issues) issues.push(issue);
        repeats.see(read);
        const decision = decisionOn(read, gate);
        verdicts[decision.verdict]++;
        reasons.see(decision);
        const text = jsonLine(brief ? briefLine(read, decision) : decisionLine(read, decision));
        if (file === undefined) await print(terminal.stdout, text);
        else file.write(text);
        progress.update(++lines);
      }
    }
  } finally {
    progress.stop();
  }
  if (lines === 0) {
    const message = `${paths.join(' ')}: deciding needs at least 1 record, got 0`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  const warning = repeats.warning();
  if (warning !== undefined) await tell(terminal, warning);
  return { verdicts, reasons, issues };
}
