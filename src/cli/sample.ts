import { accessSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { assertWritable } from '../data/atomic.ts';
import { readCalibrator } from '../data/calibrator-file.ts';
import { unreadable } from '../data/lines.ts';
import { createQualityGate, type QualityGate } from '../gate/gate.ts';
import { isForPassing } from '../gate/standing.ts';
import { openLog } from '../log/open.ts';
import { whatItBuys } from '../log/power.ts';
import { sampledEntry, type Sampled } from '../log/sample-frame.ts';
import { readSampled } from '../log/sample-lines.ts';
import { mostlyPassed } from '../log/sample-passed.ts';
import type { DecisionStore } from '../log/store.ts';
import { jsonOption, parseNumber, parseShare, parseWhole } from './options.ts';
import { assertOut } from './out.ts';
import { chooseRound, takenOf } from './sample-round.ts';
import { roundsNote, sampleLines, sampleWarning, waitingNote, type Chosen } from './sample-words.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags {
  readonly budget: number;
  readonly out: string;
  readonly calibrator?: string;
  readonly passThreshold?: number;
  readonly shareOfEverything: number;
  readonly slice?: boolean;
  readonly seed: number;
  readonly falsePass: number;
  readonly confidence: number;
  readonly json?: boolean;
}

export function addSample(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('sample')
    .summary('choose what to label')
    .description(
      'Chooses from a decision log what is worth a label: near the threshold, where labels are thin, and always a share of ' +
        'everything. Writes records that wait for human ratings, each with the probability with which it was chosen (inclusion): ' +
        'fit and certify weigh by it. What was chosen before, or has a label by a person, is not chosen again. Says what the labels will show.',
    )
    .argument(
      '<log>',
      'a decision log (.sqlite, .db, postgres://…), its entries as .jsonl or .jsonl.gz, or records; - is stdin',
    )
    .requiredOption('--budget <number>', 'how many to choose', parseWhole)
    .requiredOption('--out <file>', 'where to write what was chosen, as .jsonl')
    .option('--calibrator <file>', 'judges every entry anew; needed for records that nothing was decided on')
    .addOption(
      new Option(
        '--pass-threshold <p>',
        'choose near this pass probability [default: the certified rule of the calibrator, or 0.8 without one]',
      ).argParser(parseShare),
    )
    .addOption(
      new Option('--share-of-everything <share>', 'of the budget, so much goes over everything evenly; 1 for a proof')
        .argParser(parseNumber)
        .default(0.2),
    )
    .option('--slice', 'give each slice the same share of the rest, however rare it is')
    .addOption(new Option('--seed <number>', 'seed of the draw').argParser(parseWhole).default(1))
    .addOption(
      new Option('--false-pass <rate>', 'the rate that a certificate is to promise').argParser(parseShare).default(0.1),
    )
    .addOption(
      new Option('--confidence <share>', 'how sure that certificate is to be').argParser(parseShare).default(0.9),
    )
    .addOption(jsonOption())
    .action(async (log: string, flags: Flags) => done(await runSample(log, flags, terminal)));
}

async function runSample(log: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { out, budget, falsePass: limit, confidence, shareOfEverything, seed, slice: bySlice = false } = flags;
  const isServer = /^postgres(?:ql)?:\/\//.test(log);
  const isStore = isServer || /\.(?:sqlite|db)$/.test(log);
  if (isStore && !isServer) assertThere(log);
  const records = isServer ? [] : [log];
  const reading = {
    records,
    mayPrint: false,
    ...(flags.calibrator === undefined ? {} : { calibrator: flags.calibrator }),
  };
  assertOut(out, reading, terminal);
  const gate = await gateOf(flags);
  const threshold = flags.passThreshold ?? gate?.policy.passThreshold ?? certified(gate) ?? 0.8;
  const { isDirect } = assertWritable(out);
  const store = isStore ? await openLog(log) : undefined;
  try {
    const read = (): Promise<Sampled[]> =>
      store === undefined ? readSampled(log, gate, terminal.stdin) : readStore(store, gate);
    const places = { log: isServer ? 'in PostgreSQL' : log, store, read, out, isDirect };
    const options = { budget, threshold, shareOfEverything, bySlice, seed };
    const { all, open, ahead, sample } = await chooseRound(places, options);
    const { chosen, inclusion, floor } = sample;
    const buys = whatItBuys(open, { inclusion, limit, confidence });
    const labelled = all.filter(({ isLabelled }) => isLabelled);
    const result: Chosen = { out, of: open.length, floor, ...verdictsOf(chosen), ...takenOf(all), ahead, buys };
    const warning = mostlyPassed(labelled, all);
    if (warning !== undefined) await tell(terminal, sampleWarning(warning));
    const waiting = all.filter(({ isTaken, isLabelled }) => isTaken === 'chosen' && !isLabelled).length;
    if (result.chosenBefore > 0) await tell(terminal, roundsNote);
    if (waiting > 0) await tell(terminal, waitingNote(waiting, result.chosenBefore));
    const text = flags.json === true ? jsonLine({ ...result, warning }) : `${sampleLines(result)}\n`;
    await print(isDirect ? terminal.stderr : terminal.stdout, text);
    return 0;
  } finally {
    await store?.close();
  }
}

/** A log that is not there would be made, and be empty. @throws UnflatterError `unreadable-file`. */
function assertThere(path: string): void {
  try {
    accessSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function gateOf({ calibrator, passThreshold }: Flags): Promise<QualityGate | undefined> {
  if (calibrator === undefined) return undefined;
  return createQualityGate({ calibrator: await readCalibrator(calibrator), policy: { passThreshold } });
}

/** Where a certificate goes by the pass probability. */
function certified(gate: QualityGate | undefined): number | undefined {
  const rule = gate?.policy.certificates?.find(isForPassing)?.rule;
  return rule?.score === 'passProbability' ? rule.threshold : undefined;
}

async function readStore(store: DecisionStore, gate: QualityGate | undefined): Promise<Sampled[]> {
  const all: Sampled[] = [];
  for await (const entry of store.read()) all.push(sampledEntry(entry, gate));
  return all;
}

function verdictsOf(chosen: readonly Sampled[]): Pick<Chosen, 'chosen' | 'pass' | 'fail' | 'review'> {
  const count = (of: Sampled['verdict']): number => chosen.filter(({ verdict }) => verdict === of).length;
  return { chosen: chosen.length, pass: count('pass'), fail: count('fail'), review: count('review') };
}
