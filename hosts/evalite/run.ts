import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createInMemoryStorage } from 'evalite/in-memory-storage';
import { runEvalite } from 'evalite/runner';
import { compare } from '../golden.ts';

interface Exported {
  readonly evals: readonly {
    readonly name: string;
    readonly averageScore: number;
    readonly results: readonly {
      readonly input: string;
      readonly averageScore: number;
      readonly scores: readonly Readonly<Record<'name' | 'score' | 'description' | 'metadata', unknown>>[];
    }[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'unflatter-evalite-'));
const outputPath = join(folder, 'results.json');
let table = '';
const testOutputWritable = new Writable({ write: (chunk, _, done) => ((table += String(chunk)), done()) });
await runEvalite({
  cwd: import.meta.dirname,
  mode: 'run-once-and-exit',
  storage: createInMemoryStorage(),
  disableServer: true,
  outputPath,
  testOutputWritable,
});
const { evals } = JSON.parse(readFileSync(outputPath, 'utf8')) as Exported;
rmSync(folder, { recursive: true });
const shown = evals.map(({ name, averageScore, results }) => ({
  name,
  averageScore,
  results: results.map((result) => ({
    input: result.input,
    averageScore: result.averageScore,
    scores: result.scores.map(({ name, score, description, metadata }) => ({ name, score, description, metadata })),
  })),
}));
if (process.argv.includes('--show')) process.stdout.write(table);
compare(import.meta.dirname, shown);
process.exit(0);
