/*
 * Measures what a gate adds to the call of a model, and writes the results and the tables from them:
 *
 *     npm run benchmark:overhead
 *     npm run benchmark:overhead -- --only calls      this part; the other results stay
 *
 * Tables go to stdout, progress to stderr.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureCalls } from './calls.ts';
import { measureMemory } from './in-flight.ts';
import { tablesOf, writeTables, type Results } from './table.ts';

const parts = { calls: measureCalls, memory: measureMemory } as const;

const resultsFile = fileURLToPath(new URL('results.json', import.meta.url));
const page = fileURLToPath(new URL('README.md', import.meta.url));

const { values } = parseArgs({ options: { only: { type: 'string', default: Object.keys(parts).join() } } });
const wanted = values.only.split(',');
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new RangeError(`--only must name parts of ${Object.keys(parts).join()}, got ${unknown.join()}`);

const before = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : {};
let results: Results = { ...before, machine: machine() };
for (const [name, measure] of Object.entries(parts)) {
  if (!wanted.includes(name)) continue;
  console.error(`measuring ${name}`);
  const measured = await measure();
  results = { ...results, [name]: measured };
  console.log(`${tablesOf({ machine: machine(), [name]: measured })}\n`);
}
writeFileSync(resultsFile, `${JSON.stringify(results, null, 1)}\n`);
writeTables(page, tablesOf(results));

function machine(): string {
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}.`;
}
