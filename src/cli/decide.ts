import { Option, type Command } from 'commander';
import { openPending, type PendingFile } from '../data/atomic.ts';
import { readCalibrator } from '../data/calibrator-file.ts';
import { streamRecords, type ReadRecord } from '../data/records.ts';
import { listIssues, type Issue } from '../errors.ts';
import { undecided, type DecisionReason, type GateDecision } from '../gate/decide.ts';
import { createQualityGate, type QualityGate } from '../gate/gate.ts';
import type { RatedResponse } from '../types.ts';
import { assertSameTarget } from './load.ts';
import { jsonOption, parseNumber } from './options.ts';
import { startProgress } from './progress.ts';
import { print, type ExitCode, type Terminal } from './terminal.ts';

interface Flags {
  readonly calibrator: string;
  readonly out?: string;
  readonly passThreshold?: number;
  readonly failThreshold?: number;
  readonly onError?: 'review' | 'fail' | 'pass-insecure';
  readonly json?: boolean;
}

type Verdicts = Record<GateDecision['verdict'], number>;

export function addDecide(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('decide')
    .summary('pass, fail or review for every record')
    .description(
      'Writes one line of JSON a record: id, verdict, reason, passProbability, rating, interval, contributions, selfRating.\n' +
        'A record without a usable rating or response gets a review. A line that is no record gets one too, is listed ' +
        'on stderr, and makes the exit code 1; then --out leaves its file as it was.',
    )
    .argument('<records...>', 'files of records, .jsonl or .jsonl.gz; - is stdin')
    .requiredOption('--calibrator <file>', 'a calibrator made by fit')
    .option('--out <file>', 'where to write the decisions [default: stdout]')
    .addOption(
      new Option('--pass-threshold <p>', 'pass from this pass probability on [default: 0.8]').argParser(parseNumber),
    )
    .addOption(
      new Option(
        '--fail-threshold <p>',
        'fail below this pass probability; between the two is review [default: 0.5]',
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
  const calibrator = await readCalibrator(flags.calibrator);
  await Promise.all(paths.map((path) => assertSameTarget(path, calibrator)));
  const gate = createQualityGate({ calibrator, policy: flags });
  const file = flags.out === undefined ? undefined : openPending(flags.out);
  try {
    const { verdicts, issues } = await decideAll(paths, gate, terminal, file);
    if (issues.length > 0) {
      await print(
        terminal.stderr,
        `${listIssues(issues)}\n${issues.length} ${issues.length === 1 ? 'problem' : 'problems'}${file === undefined ? '' : `, so ${flags.out} was not written`}\n`,
      );
      return 1;
    }
    file?.commit();
    if (flags.json === true && file !== undefined)
      await print(terminal.stdout, `${JSON.stringify({ out: flags.out, ...verdicts })}\n`);
    await print(
      terminal.stderr,
      `pass ${verdicts.pass}, fail ${verdicts.fail}, review ${verdicts.review}${file === undefined ? '' : `; wrote ${flags.out}`}\n`,
    );
    return 0;
  } finally {
    file?.discard();
  }
}

async function decideAll(
  paths: readonly string[],
  gate: QualityGate,
  terminal: Terminal,
  file: PendingFile | undefined,
) {
  const progress = await startProgress(terminal, 'deciding');
  const verdicts: Verdicts = { pass: 0, fail: 0, review: 0 };
  const issues: Issue[] = [];
  let lines = 0;
  try {
    for (const path of paths) {
      for await (const read of streamRecords(path, gate.calibrator.target, 'rated', terminal.stdin)) {
        for (const issue of read.issues) issues.push(issue);
        const decision = decisionOn(read, gate);
        verdicts[decision.verdict]++;
        const text = `${JSON.stringify(lineOf(read, decision))}\n`;
        if (file === undefined) await print(terminal.stdout, text);
        else file.write(text);
        progress.update(++lines);
      }
    }
  } finally {
    progress.stop();
  }
  return { verdicts, issues };
}

function decisionOn({ value, issues }: ReadRecord, gate: QualityGate): GateDecision {
  if (issues.length === 0) return gate.decide(value as RatedResponse);
  const message = issues.map((issue) => `${issue.field} ${issue.message}`).join('; ');
  return {
    ...undecided(new Error(message), { onError: 'review' }),
    reason: 'invalid-records' satisfies DecisionReason,
  };
}

function lineOf({ value }: ReadRecord, { verdict, reason, calibrated, message, insecure }: GateDecision) {
  const { id = null, selfRating = null } = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<'id' | 'selfRating', unknown>
  >;
  return {
    id: plain(id),
    verdict,
    reason,
    passProbability: calibrated?.passProbability ?? null,
    rating: calibrated?.rating ?? null,
    interval: calibrated?.interval ?? null,
    contributions: calibrated?.contributions ?? [],
    selfRating: plain(selfRating),
    ...(calibrated === undefined || calibrated.outside.length === 0 ? {} : { outside: calibrated.outside }),
    ...(message === undefined ? {} : { message }),
    ...(insecure === undefined ? {} : { insecure }),
  };
}

/** What a line gave where a name or a number belongs, unless it is a list or an object: those may be too deep to write. */
function plain(value: unknown): unknown {
  return typeof value === 'object' ? null : value;
}
