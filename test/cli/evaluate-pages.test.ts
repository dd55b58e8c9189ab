import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import type { ReliabilityDiagram } from '../../src/fit/reliability-diagram.ts';
import type { TopShare } from '../../src/fit/top-shares.ts';
import { toLines } from '../data/example-records.ts';
import { drawLabels } from '../report/evaluate-reports.ts';
import { faultsWritten } from '../report/page-sense.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { worldTarget } from '../world.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const [fitted, fresh] = [drawLabels(21, { records: 120 }), drawLabels(22, { records: 120 })];
let [calibrator, labels] = ['', ''];
beforeAll(() => {
  folder.write('dataset.json', JSON.stringify(worldTarget));
  calibrator = folder.path('calibrator.json');
  writeCalibrator(calibrator, fit(fitted, worldTarget));
  labels = folder.write('fresh.jsonl', toLines(fresh));
});

describe('evaluate', () => {
  it('writes its page and its comment beside what it prints, the same bytes each time', async () => {
    const [html, markdown] = [folder.path('page.html'), folder.path('comment.md')];
    const plain = await runCli(['evaluate', calibrator, labels]);
    const argv = ['evaluate', calibrator, labels, '--html', html, '--markdown', markdown];
    expect(await runCli(argv)).toEqual(plain);
    const page = readFileSync(html, 'utf8');
    expect(faultsWritten(page)).toEqual([]);
    expect(page).toContain('Does the correction hold on these labels?');
    expect(page).toContain(`${calibrator} on ${labels}`);
    expect(readFileSync(markdown, 'utf8')).toMatch(/^## Evaluation: /);
    await runCli(argv);
    expect(readFileSync(html, 'utf8')).toBe(page);
  });

  it('has what its plots show in its JSON', async () => {
    const { stdout } = await runCli(['evaluate', calibrator, labels, '--json']);
    const { reliability, topShares, seen } = JSON.parse(stdout) as {
      reliability: ReliabilityDiagram;
      topShares: TopShare[];
      seen: number;
    };
    expect(seen).toBe(0);
    expect(topShares).toHaveLength(20);
    const total = reliability.after.bins.reduce((sum, { labels: count }) => sum + count, 0);
    expect(total).toBe(120);
  });

  it('says how many labels the fit has seen where it has seen some', async () => {
    const mixed = folder.write('mixed.jsonl', toLines([...fitted.slice(0, 10), ...fresh]));
    const { stdout } = await runCli(['evaluate', calibrator, mixed]);
    expect(stdout).toMatch(/\nseen by the fit, or others of their groups: 10 of 130, which flatters these numbers\n$/);
  });

  it('refuses to write over what it reads, before any work', async () => {
    for (const flag of ['--html', '--markdown'])
      for (const place of [calibrator, labels, folder.path('dataset.json')]) {
        const before = readFileSync(place, 'utf8');
        const { exitCode, stdout, stderr } = await runCli(['evaluate', calibrator, labels, flag, place]);
        expect([exitCode, stdout]).toEqual([1, '']);
        expect(stderr).toBe(`${flag} must be a file of its own, got ${place}, which is read as ${place}\n`);
        expect(readFileSync(place, 'utf8')).toBe(before);
      }
    const both = folder.path('both');
    const { exitCode } = await runCli(['evaluate', calibrator, labels, '--html', both, '--markdown', both]);
    expect(exitCode).toBe(1);
    expect(folder.names()).not.toContain('both');
  });

  it('leaves no page where the labels are too few', async () => {
    const few = folder.write('few.jsonl', toLines(fresh.slice(0, 12)));
    const { exitCode } = await runCli(['evaluate', calibrator, few, '--html', folder.path('few.html')]);
    expect(exitCode).toBe(1);
    expect(folder.names().filter((name) => name.startsWith('few'))).toEqual(['few.jsonl']);
  });

  it.each(['html', 'markdown'])('writes %s to standard output alone, and the numbers to standard error', (kind) => {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const argv = [process.execPath, main, 'evaluate', calibrator, labels, `--${kind}`, '/dev/stdout', '--json'];
    const options = { encoding: 'utf8', timeout: 20_000 } as const;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', '"$@" | cat', 'sh', ...argv], options);
    expect(status).toBe(0);
    expect(stdout).toMatch(kind === 'html' ? /^<!doctype html>[^]*<\/html>\n$/ : /^## Evaluation: [^]*[^}]\n$/);
    expect(JSON.parse(stderr)).toHaveProperty('metrics');
  });
});
