import { readFileSync } from 'node:fs';
import MarkdownIt from 'markdown-it';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import type { CalibratorChange } from '../../src/gate/promotion/against.ts';
import { seededRandom } from '../../src/math/random.ts';
import { toLines } from '../data/example-records.ts';
import { faultsWritten } from '../report/page-sense.ts';
import { elementsOf, tablesOf } from '../report/page/elements.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { drawWorld, worldTarget } from '../world.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const drawn = (seed: number, records: number) =>
  drawWorld(seededRandom(seed), { records, perGroup: 2, measured: ['words', 'hedges'] }).map(
    ({ truth: _, ...record }) => ({
      ...record,
      id: `${seed}-${record.id}`,
      group: `${seed}-${record.group}`,
    }),
  );
const [early, late, fresh] = [drawn(1, 60), drawn(2, 400), drawn(3, 300)];

let [previous, current, labels] = ['', '', ''];
beforeAll(() => {
  folder.write('dataset.json', JSON.stringify(worldTarget));
  [previous, current] = ['previous.json', 'current.json'].map(folder.path) as [string, string];
  writeCalibrator(previous, fit(early, worldTarget));
  writeCalibrator(current, fit(late, worldTarget));
  labels = folder.write('fresh.jsonl', toLines(fresh));
});

const against = (...argv: string[]) => runCli(['evaluate', current, labels, '--against', previous, ...argv]);

describe('evaluate --against', () => {
  it('says in its first line which is better and by how much, and what to do in its last', async () => {
    const { exitCode, stdout, stderr } = await against();
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(
      /^(?:better|worse|no difference to be seen): The log loss .* on 300 labels in 150 groups that neither has seen/,
    );
    expect(lines.filter((line) => /^(?:log loss|Brier score|AUC|fail, of what|passed by) /.test(line))).toHaveLength(5);
    expect(stdout).toContain('(Holm)');
    expect(stdout).toMatch(/\n[\d,]+ of 300 decisions change \(\d+\.\d %\)/);
    expect(lines.at(-1)).toMatch(/^- /);
    expect(lines.length).toBeLessThan(60);
  });

  it('prints the same as JSON, to the last digit for the same seed, and no text of a record', async () => {
    const { stdout } = await against('--json');
    const change = JSON.parse(stdout) as CalibratorChange;
    expect(change).toMatchObject({ records: 300, groups: 150, leftOut: { labels: 0 }, decisions: { records: 300 } });
    expect(Object.keys(change.beside)).toEqual(['brier', 'auc', 'falsePass']);
    expect((await against('--json')).stdout).toBe(stdout);
    expect((await against('--json', '--seed', '2')).stdout).not.toBe(stdout);
    const [better] = (await against()).stdout.split(':');
    expect(better).toBe(change.verdict === 'same' ? 'no difference to be seen' : change.verdict);
  });

  it('writes a comment that GitHub takes and shows as meant, with the numbers of the JSON', async () => {
    const path = folder.path('comment.md');
    const { stdout } = await against('--markdown', path, '--json');
    const { logLoss, beside, decisions } = JSON.parse(stdout) as CalibratorChange;
    const comment = readFileSync(path, 'utf8');
    expect(comment.split('\n').length).toBeLessThanOrEqual(60);
    expect(comment.length).toBeLessThan(65_536);
    const elements = elementsOf(new MarkdownIt().render(comment));
    const rows = elements.filter(({ name }) => name === 'tr').map(({ text }) => text.trim().split('\n'));
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => 5));
    const cells = new Map(rows.map(([name, ...rest]) => [name, rest]));
    expect(cells.get('log loss')!.slice(0, 2)).toEqual(
      [logLoss.champion, logLoss.candidate].map((one) => one.toFixed(4)),
    );
    expect(cells.get('AUC')!.slice(0, 2)).toEqual(
      [beside.auc.previous, beside.auc.current].map((one) => one!.toFixed(3)),
    );
    expect(comment).toContain(`${decisions.flips.length} of 300 decisions change`);
  });

  it('writes a page with the same numbers, the same bytes each time', async () => {
    const path = folder.path('page.html');
    const { stdout } = await against('--html', path, '--json');
    const { logLoss, beside } = JSON.parse(stdout) as CalibratorChange;
    const page = readFileSync(path, 'utf8');
    expect(faultsWritten(page)).toEqual([]);
    const cells = new Map(
      tablesOf(page)
        .get('Both calibrators on the same records')!
        .map(([name, ...rest]) => [name, rest]),
    );
    expect(cells.get('log loss')!.slice(0, 2)).toEqual(
      [logLoss.champion, logLoss.candidate].map((one) => one.toFixed(4)),
    );
    expect(cells.get('AUC')![0]).toBe(beside.auc.previous!.toFixed(3));
    expect(elementsOf(page).filter(({ name }) => name === 'figure')).toHaveLength(1);
    await against('--html', path);
    expect(readFileSync(path, 'utf8')).toBe(page);
  });

  it('names no more than five records, those that are let through now before all others', async () => {
    const { stdout } = await against('--json');
    const { decisions } = JSON.parse(stdout) as CalibratorChange;
    expect(decisions.flips.length).toBeGreaterThan(5);
    const text = (await against()).stdout;
    const shown = [...text.matchAll(/^ {2}(3-r\d+): (\w+) → (\w+)/gm)].map(([, id, , after]) => ({ id, after }));
    expect(shown).toHaveLength(5);
    const passing = decisions.flips.filter(({ after }) => after === 'pass').map(({ id }) => id);
    expect(passing.length).toBeGreaterThan(0);
    expect(shown[0]).toEqual({ id: passing[0], after: 'pass' });
  });

  it('leaves out what either has seen, and warns of it', async () => {
    const mixed = folder.write('mixed.jsonl', toLines([...early.slice(0, 30), ...fresh]));
    const comment = folder.path('mixed.md');
    const { exitCode, stdout } = await runCli([
      'evaluate',
      current,
      mixed,
      '--against',
      previous,
      '--markdown',
      comment,
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nwarning: 30 labels were left out, .* the one before has seen 30, the one now 0 /);
    expect(stdout.split('\n')[0]).toBe((await against()).stdout.split('\n')[0]);
    expect(readFileSync(comment, 'utf8')).toContain('> Take care: 30 labels were left out');
  });

  it('says that both are the same calibrator where they are', async () => {
    const { stdout } = await runCli(['evaluate', current, labels, '--against', current]);
    expect(stdout).toMatch(/^the same calibrator: Both files hold the same calibrator: nothing changes\.\n/);
    expect(stdout).toContain('\n0 of 300 decisions change (0.0 %)\n');
  });

  it('shows hostile names as text on one line, in a terminal and in a comment', async () => {
    const name = 'x`|*[a](b)<img src=x onerror=alert(1)>\u202e\u001b[31m#@team';
    const hostile = folder.write(
      'hostile.jsonl',
      toLines(fresh.map((record) => ({ ...record, id: `${name} ${record.id}\n# b` }))),
    );
    const path = folder.path('hostile.md');
    const { exitCode, stdout } = await runCli([
      'evaluate',
      current,
      hostile,
      '--against',
      previous,
      '--markdown',
      path,
    ]);
    expect(exitCode).toBe(0);
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const comment = readFileSync(path, 'utf8');
    const elements = elementsOf(new MarkdownIt({ html: true }).render(comment));
    const allowed = new Set(['h2', 'h3', 'p', 'strong', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
    expect(elements.filter((one) => !allowed.has(one.name))).toEqual([]);
    expect(elements.filter((one) => one.name === 'h2')).toHaveLength(1);
    expect(comment.split('\n').length).toBeLessThanOrEqual(60);
  });
});

describe('what evaluate --against refuses', () => {
  it('is labels that one of the two has seen, all of them', async () => {
    const seen = folder.write('seen.jsonl', toLines(late));
    const { exitCode, stdout, stderr } = await runCli(['evaluate', current, seen, '--against', previous]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /400 of 400 labels are of records or groups that one of the two has been fitted on \(.*, …\): only labels/,
    );
  });

  it('is a calibrator of another target, and names both files', async () => {
    const other = folder.path('other.json');
    writeCalibrator(other, fit(early, { ...worldTarget, passAt: 1 }));
    expect(await runCli(['evaluate', current, labels, '--against', other])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${current} (candidate) against ${other} (champion): passAt of the candidate must be 1 as of the champion, got 0.5\n`,
    });
  });

  it('is the numbers of a former evaluation, which cannot be compared record by record', async () => {
    const { stdout: numbers } = await runCli(['evaluate', previous, labels, '--json']);
    const former = folder.write('former.json', numbers);
    expect(await runCli(['evaluate', current, labels, '--against', former])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `--against must be the previous calibrator, to judge each record by both, got the numbers of an evaluation in ${former}: give the calibrator they are of\n`,
    });
    const broken = folder.write('broken.json', '{}');
    expect((await runCli(['evaluate', current, labels, '--against', broken])).stderr).toContain(broken);
  });

  it('is to write over what it reads, before any work', async () => {
    for (const place of [previous, current, labels]) {
      const before = readFileSync(place, 'utf8');
      const { exitCode, stdout, stderr } = await against('--markdown', place);
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toBe(`--markdown must be a file of its own, got ${place}, which is read as ${place}\n`);
      expect(readFileSync(place, 'utf8')).toBe(before);
    }
  });
});
