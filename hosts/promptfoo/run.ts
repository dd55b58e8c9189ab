import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../golden.ts';

interface Exported {
  readonly results: {
    readonly results: readonly {
      readonly success: boolean;
      readonly score: number;
      readonly vars: unknown;
      readonly response: Readonly<Record<'output' | 'guardrails' | 'metadata' | 'tokenUsage', unknown>>;
      readonly gradingResult: {
        readonly reason: string;
        readonly componentResults: readonly Readonly<
          Record<'pass' | 'score' | 'reason' | 'metadata', unknown> & { assertion: { type: string } }
        >[];
      };
    }[];
    readonly stats: Readonly<Record<'successes' | 'failures' | 'errors', number>>;
  };
}

/* Its own home, and no word to anyone. */
const home = mkdtempSync(join(tmpdir(), 'unflatter-promptfoo-'));
const out = join(home, 'results.json');
const bin = join(import.meta.dirname, 'node_modules/promptfoo/dist/src/entrypoint.js');
const quiet = ['--no-cache', '--no-progress-bar', '--no-table', '--no-write', '--max-concurrency', '1'];
const { stdout, stderr } = spawnSync(process.execPath, [bin, 'eval', ...quiet, '--output', out], {
  cwd: import.meta.dirname,
  encoding: 'utf8',
  timeout: 120_000,
  env: {
    ...process.env,
    PROMPTFOO_CONFIG_DIR: home,
    PROMPTFOO_DISABLE_TELEMETRY: '1',
    PROMPTFOO_DISABLE_UPDATE: '1',
    PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
  },
});
try {
  const { results, stats } = (JSON.parse(readFileSync(out, 'utf8')) as Exported).results;
  compare(import.meta.dirname, {
    rows: results.map(({ success, score, vars, response, gradingResult }) => ({
      success,
      score,
      vars,
      output: response.output,
      guardrails: response.guardrails,
      metadata: response.metadata,
      reason: gradingResult.reason,
      assertions: gradingResult.componentResults.map(({ assertion, pass, score: of, reason }) => ({
        type: assertion.type,
        pass,
        score: of,
        reason,
      })),
    })),
    stats: { successes: stats.successes, failures: stats.failures, errors: stats.errors },
  });
} catch (error) {
  throw new Error(`promptfoo printed ${stdout}${stderr}`, { cause: error });
} finally {
  rmSync(home, { recursive: true });
}
