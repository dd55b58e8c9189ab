import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { batchServer, type Answer } from './batch-server.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const server = batchServer();
const require = createRequire(import.meta.url);
const { createOpenAI } = require('@ai-sdk/openai') as { createOpenAI: (options: object) => object };
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

beforeEach(() => {
  vi.stubEnv('AI_GATEWAY_API_KEY', 'key-0123456789');
  vi.stubGlobal('AI_SDK_DEFAULT_PROVIDER', createOpenAI({ baseURL: server.url(), apiKey: 'key-0123456789' }));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

let folders = 0;

function setOf(count: number) {
  const name = `set-${folders++}`;
  const records = Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    prompt: `Question ${i}`,
    response: 'Answer',
  }));
  const path = folder.write(`${name}/records.jsonl`, toLines(records));
  const out = folder.path(`${name}/rated.jsonl`);
  const argv = ['rate', path, '--model', 'm', '--rubric', 'helpful', '--scale', '1:10', '--out', out];
  return {
    out,
    argv,
    names: () => folder.names(name),
    kept: `${out}.batch.json`,
    rate: (...more: string[]) => runCli([...argv, '--batch', ...more]),
    lines: () =>
      readFileSync(out, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as { id: string; selfRating?: number; ratingError?: { code: string } }),
  };
}

const numberOf: (line: Parameters<Answer>[0]) => number = ({ body }) =>
  Number(/Question (\d+)/.exec(JSON.stringify(body))![1]);
const rating = '{"explanation":"It answers.","rating":7}';

describe('a batch', () => {
  it('rates all records as single calls would, in their order, and says what it has used', async () => {
    server.play({ answer: () => rating });
    const set = setOf(120);
    const { exitCode, stderr } = await set.rate();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr:
        'sent a batch of 120 requests; it may take hours: interrupt, and run again whenever you like\n' +
        `rated 120 of 120, in ${set.out}\nthis time: 120 calls, 12,000 tokens in, 2,400 out\n`,
    });
    expect(server.batches().map((lines) => lines.length)).toEqual([120]);
    expect(JSON.stringify(server.batches()[0]![0]!.body)).toContain('json_schema');
    expect(set.lines()).toEqual(
      Array.from({ length: 120 }, (_, i) =>
        expect.objectContaining({ id: `r${i}`, selfRating: 7, rater: 'm-2026-01-01', reasoning: 'It answers.' }),
      ),
    );
    expect(set.names()).toEqual(['rated.jsonl', 'records.jsonl']);
  });

  it('gives each request that fails its error code, however many there are in a row', async () => {
    const answer: Answer = (line) => [rating, '{"explanation":"x","rating":70}', 500, undefined][numberOf(line) % 4];
    server.play({ answer });
    const set = setOf(80);
    expect((await set.rate()).exitCode).toBe(1);
    expect(set.lines().map(({ selfRating, ratingError }) => selfRating ?? ratingError!.code)).toEqual(
      Array.from({ length: 20 }, () => [7, 'rating-off-scale', 'rating-failed', 'rating-failed']).flat(),
    );
    server.play({ answer: () => rating });
    expect((await set.rate('--retry-failed')).exitCode).toBe(0);
    expect(server.batches().map((lines) => lines.length)).toEqual([60]);
  });

  it('that is refused leaves nothing behind; of one whose fate is unknown no second is sent', async () => {
    server.play({ answer: () => rating, startStatus: 400 });
    const set = setOf(3);
    const refused = await set.rate();
    expect(refused.stderr).toMatch(/^the model cannot be asked: no batch \(HTTP 400\)\n$/);
    expect(set.names()).toEqual(['records.jsonl']);
    server.play({ answer: () => rating, startStatus: 503 });
    expect((await set.rate()).exitCode).toBe(1);
    expect(set.names()).toEqual(['rated.jsonl.batch.json', 'records.jsonl']);
    server.play({ answer: () => rating });
    const unknown = await set.rate();
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toContain(`one was sent off, and whether it arrived is not known`);
    expect(server.batches()).toEqual([]);
  });

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'goes on after %s: the next run waits for it, and no other kind of run does',
    async (signal) => {
      server.play({ answer: () => rating, status: 'in_progress' });
      const set = setOf(30);
      const provider = folder.write(
        'provider.mjs',
        `import { createRequire } from 'node:module';
      const { createOpenAI } = createRequire(${JSON.stringify(import.meta.url)})('@ai-sdk/openai');
      globalThis.AI_SDK_DEFAULT_PROVIDER = createOpenAI({ baseURL: ${JSON.stringify(server.url())}, apiKey: 'none' });`,
      );
      const options = { timeout: 20_000, killSignal: 'SIGKILL' } as const;
      const child = spawn(process.execPath, ['--import', provider, main, ...set.argv, '--batch'], options);
      let stderr = '';
      child.stderr.on('data', (chunk) => (stderr += String(chunk)));
      const closed = once(child, 'close');
      await expect.poll(() => stderr, { timeout: 15_000 }).toContain('sent a batch of 30 requests');
      child.kill(signal);
      expect(await closed).toEqual([null, signal]);
      expect(stderr.includes('the batch goes on at the provider')).toBe(signal === 'SIGINT');
      expect(set.names()).toContain('rated.jsonl.batch.json');

      expect((await runCli(set.argv)).stderr).toContain('--batch must be given again: a batch is under way');
      expect((await set.rate('--scale', '1:5')).stderr).toContain(
        '--batch must be of the same kind as the one under way',
      );
      server.become('completed');
      const { exitCode, stderr: says } = await set.rate();
      expect({ exitCode, says }).toEqual({
        exitCode: 0,
        says: expect.stringMatching(/^waiting for the batch batch-0 sent before\nrated 30 of 30/),
      });
      expect(server.batches()).toHaveLength(1);
      expect(set.names()).toEqual(['rated.jsonl', 'records.jsonl']);
    },
  );

  it('that has answered in part of a run is not asked for again, and new records go in another', async () => {
    server.play({ answer: () => rating });
    const set = setOf(10);
    await set.rate('--limit', '6');
    const half = readFileSync(set.out, 'utf8').split('\n').slice(0, 3).join('\n');
    // As a kill would leave it: three lines written, and the batch still kept.
    const ids = server.batches()[0]!.map(({ custom_id }) => custom_id);
    const ratingRun = { model: 'm', rubric: 'helpful', scale: { min: 1, max: 10 } };
    writeFileSync(set.out, `${half}\n`);
    writeFileSync(set.kept, JSON.stringify({ batchId: 'batch-0', requests: ids, ratingRun }));
    expect((await set.rate()).exitCode).toBe(0);
    expect(server.batches().map((lines) => lines.length)).toEqual([6, 4]);
    expect(set.lines().map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, i) => `r${i}`));
    expect(set.names()).toEqual(['rated.jsonl', 'records.jsonl']);
  });

  it('that holds none of what is to be asked is not passed over: nothing is sent, and it is still kept', async () => {
    server.play({ answer: () => rating });
    const set = setOf(3);
    const ratingRun = { model: 'm', rubric: 'helpful', scale: { min: 1, max: 10 } };
    const kept = JSON.stringify({ batchId: 'batch-0', requests: ['other'], ratingRun });
    writeFileSync(set.kept, kept);
    const { exitCode, stderr } = await set.rate();
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'waiting for the batch batch-0 sent before\n' +
        `the model cannot be asked: the batch batch-0 holds none of what is asked now: other records were sent, or by another version of unflatter or ai (to forget it, remove ${set.kept})\n`,
    );
    expect(server.batches()).toEqual([]);
    expect(readFileSync(set.kept, 'utf8')).toBe(kept);
    expect(set.names()).toEqual(['rated.jsonl.batch.json', 'records.jsonl']);
  });

  it('is kept by a run that needs nothing of it', async () => {
    server.play({ answer: () => rating });
    const set = setOf(6);
    await set.rate('--limit', '3');
    const ratingRun = { model: 'm', rubric: 'helpful', scale: { min: 1, max: 10 } };
    const kept = JSON.stringify({ batchId: 'batch-1', requests: ['other'], ratingRun });
    writeFileSync(set.kept, kept);
    expect((await set.rate('--limit', '3')).exitCode).toBe(0);
    expect(readFileSync(set.kept, 'utf8')).toBe(kept);
  });

  it('that fails as a whole rates nothing, and says why', async () => {
    server.play({ answer: () => rating, status: 'failed' });
    const set = setOf(3);
    expect((await set.rate()).stderr).toContain('the model cannot be asked: the batch failed');
    expect(set.names()).toEqual(['records.jsonl']);
  });

  it('does not go with what it cannot keep', async () => {
    const set = setOf(1);
    expect((await set.rate('--base-url', server.url())).stderr).toContain('--batch must be used without --base-url');
    expect((await set.rate('--max-tokens', '5')).stderr).toContain('--batch must be used without --max-tokens');
  });
});
