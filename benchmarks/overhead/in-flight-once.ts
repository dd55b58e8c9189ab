/*
 * Starts ten thousand calls in a process of its own, lets none be answered until all are under way or wait for their turn,
 * and prints the memory: `node --expose-gc in-flight-once.ts limited`, with the calibrator on stdin.
 */
import { readFileSync } from 'node:fs';
import { parseCalibrator } from '../../src/index.ts';
import type { Case } from './in-flight.ts';
import { bareRate, modelThatRates, ownRates, requests } from './rating.ts';

const name = process.argv[2] as Case;
const calls = 10_000;
const calibrator = parseCalibrator(JSON.parse(readFileSync(0, 'utf8')));
const concurrency = name === 'unlimited' ? calls : undefined;

/** The same call on a model that answers at once, or later. */
const callOf = (model: ReturnType<typeof modelThatRates>) =>
  name === 'bare' ? bareRate(model) : ownRates(model, calibrator, concurrency).decide;

const asked = requests(calls);
const warm = callOf(modelThatRates());
for (const request of asked.slice(0, 500)) await warm(request);
await settle();
const idle = process.memoryUsage.rss();

let most = idle;
const look = (): number => (most = Math.max(most, process.memoryUsage.rss()));
const watch = setInterval(look, 5);
let release = (): void => {};
const call = callOf(modelThatRates(new Promise<void>((resolve) => (release = resolve))));
const all = asked.map((request) => call(request));
look();
await settle();
const inFlight = look();
release();
const answers = await Promise.all(all);
const peak = look();
clearInterval(watch);

if (answers.some((answer) => typeof answer !== 'number' && answer.calibrated === undefined))
  throw new Error('not all calls came to a decision');
process.stdout.write(JSON.stringify({ calls, idle, inFlight, peak }));

/** Until all that can go on has gone on. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => void setTimeout(resolve, 20));
    (globalThis as { gc?: () => void }).gc?.();
  }
}
