import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exampleFlags, exampleRecords, toLines } from '../data/example-records.ts';
import { elementsOf, tablesOf } from '../report/page/elements.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const records = exampleRecords(40);
/** Of other texts: the fit knows again what it has seen. */
const fresh = exampleRecords(60).map((record) => ({
  ...record,
  features: { ...record.features, words: record.features!['words']! + 1 },
  id: `new-${record.id}`,
  group: `new-${record.group!}`,
}));
const text = (path: string): string => readFileSync(path, 'utf8');

let folders = 0;

/** A folder of its own with records, fresh ones, and what fits on the former. */
function set() {
  const name = `set-${folders++}`;
  const at = (file: string): string => folder.path(`${name}/${file}`);
  const labelled = folder.write(`${name}/records.jsonl`, toLines(records));
  const proving = folder.write(`${name}/fresh.jsonl`, toLines(fresh));
  const out = at('calibrator.json');
  return { at, labelled, proving, out, fitting: ['fit', labelled, ...exampleFlags, '--out', out] };
}

describe('fit with --html and --markdown', () => {
  it('writes both, says so, and tells of the same numbers as --json', async () => {
    const { at, out, fitting } = set();
    const [html, markdown] = [at('fit.html'), at('fit.md')];
    const { exitCode, stdout, stderr } = await runCli([...fitting, '--html', html, '--markdown', markdown]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`wrote ${out} and ${html} and ${markdown}`);
    const printed = JSON.parse((await runCli([...fitting, '--json', '--html', html])).stdout);
    expect(printed).toMatchObject({ out, html, data: { labelled: 40 } });
    expect(printed.markdown).toBeUndefined();
    const bins = tablesOf(text(html)).get('Said and seen')!.slice(1);
    const { before, after } = printed.reliability;
    expect(bins.map((row) => Number(row[3]))).toEqual(
      [...before.bins, ...after.bins].map(({ labels }: { labels: number }) => labels),
    );
    expect(text(markdown)).toMatch(/^## Fit: (?:worth it|not yet|no)\n/);
  });

  it('writes the same calibrator and prints the same as without', async () => {
    const { at, out, fitting } = set();
    const bare = await runCli(fitting);
    const before = text(out);
    const { stdout } = await runCli([...fitting, '--html', at('fit.html')]);
    expect(text(out)).toBe(before);
    expect(stdout.replace(` and ${at('fit.html')}`, '')).toBe(bare.stdout);
  });

  it('says on the page what dataset.json says of where the data are from', async () => {
    const { at, out } = set();
    const html = at('fit.html');
    await runCli(['fit', shipped('example/records.jsonl'), '--out', out, '--html', html]);
    const data = new Map(
      tablesOf(text(html))
        .get('Data')!
        .map(([what, which]) => [what, which]),
    );
    expect(data.get('licence')).toBe('MIT');
    expect(data.get('set')).toBe('example');
    expect(data.get('scale of the self-ratings')).toBe('1 to 10');
    expect(data.get('criterion')).toBe('correct and helpful');
  });

  it('has the promises on the page where some labels were kept for them', async () => {
    const { at, fitting } = set();
    const html = at('fit.html');
    const { exitCode } = await runCli([...fitting, '--false-pass', '0.5', '--html', html]);
    expect(exitCode).toBe(0);
    const titles = elementsOf(text(html)).flatMap((one) => (one.name === 'h2' ? [one.text] : []));
    expect(titles).toEqual(expect.arrayContaining([expect.stringMatching(/^False passes at most 50 %: /)]));
  });

  it.each(['html', 'markdown'])(
    'refuses to write --%s over what is read or written besides, and does nothing',
    async (kind) => {
      const { at, labelled, out, fitting } = set();
      symlinkSync('records.jsonl', at('link'));
      symlinkSync('calibrator.json', at('dangling'));
      const before = text(labelled);
      for (const [place, how] of [
        [labelled, `read as ${labelled}`],
        [at('link'), `read as ${labelled}`],
        [out, 'written as well'],
        [at('dangling'), 'written as well'],
      ]) {
        const { exitCode, stdout, stderr } = await runCli([...fitting, `--${kind}`, place!]);
        expect([exitCode, stdout]).toEqual([1, '']);
        expect(stderr).toBe(`--${kind} must be a file of its own, got ${place!}, which is ${how}\n`);
        expect(existsSync(out)).toBe(false);
      }
      expect(text(labelled)).toBe(before);
    },
  );

  it('refuses one file for both, and a folder that is not there, before any work', async () => {
    const { at, out, fitting } = set();
    const both = await runCli([...fitting, '--html', at('one'), '--markdown', at('one')]);
    expect(both.stderr).toBe(`--markdown must be a file of its own, got ${at('one')}, which is written as well\n`);
    const nowhere = await runCli([...fitting, '--html', at('nowhere/fit.html')]);
    expect(nowhere.exitCode).toBe(1);
    expect(nowhere.stderr).toContain(at('nowhere/fit.html'));
    expect(existsSync(out)).toBe(false);
  });

  it.each(['html', 'markdown'])('lets --%s have standard output for itself', (kind) => {
    const { fitting } = set();
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const argv = [process.execPath, main, ...fitting, `--${kind}`, '/dev/stdout', '--json'];
    const { status, stdout, stderr } = spawnSync('sh', ['-c', '"$@" | cat', 'sh', ...argv], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(kind === 'html' ? /^<!doctype html>[^]*<\/html>\n$/ : /^## Fit: [^]*[^}]\n$/);
    expect(JSON.parse(stderr)).toHaveProperty('reliability');
  });
});

describe('fit with {criterion} and reports', () => {
  const criteria = ['tone', 'brevity & more'];

  function several() {
    const { at } = set();
    mkdirSync(at('pages'));
    const all = criteria.flatMap((criterion) => records.map((record) => ({ ...record, criterion })));
    const name = `set-${folders - 1}`;
    const path = folder.write(`${name}/all.jsonl`, toLines(all));
    return { at, fitting: ['fit', path, ...exampleFlags, '--out', at('{criterion}.json')] };
  }

  it('writes one of each a criterion, and names them', async () => {
    const { at, fitting } = several();
    const flags = ['--html', at('pages/{criterion}.html'), '--markdown', at('pages/{criterion}.md')];
    const { exitCode, stdout, stderr } = await runCli([...fitting, ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const name of ['tone', 'brevity-more']) {
      expect(stdout).toContain(
        `wrote ${at(`${name}.json`)} and ${at(`pages/${name}.html`)} and ${at(`pages/${name}.md`)}`,
      );
      const title = elementsOf(text(at(`pages/${name}.html`))).find((one) => one.attributes['class'] === 'what')!;
      expect(title.text).toContain(name === 'tone' ? 'of tone' : 'of brevity & more');
      expect(text(at(`pages/${name}.md`))).toContain(`unflatter certify ${at(`${name}.json`)}`);
    }
    const printed = JSON.parse((await runCli([...fitting, ...flags, '--json'])).stdout);
    expect(printed.calibrators.map(({ html }: { html: string }) => html)).toEqual([
      at('pages/brevity-more.html'),
      at('pages/tone.html'),
    ]);
  });

  it.each(['html', 'markdown'])('refuses a place for --%s that would be that of every criterion', async (kind) => {
    const { at, fitting } = several();
    const { exitCode, stderr } = await runCli([...fitting, `--${kind}`, at('one')]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`--${kind} must be a place with {criterion}, as --out has one, got "${at('one')}"\n`);
    expect(existsSync(at('tone.json'))).toBe(false);
  });
});

describe('certify with --html and --markdown', () => {
  it('writes both, says so, and tells of the same numbers as --json', async () => {
    const { at, out, proving, fitting } = set();
    await runCli(fitting);
    const certified = at('certified.json');
    const [html, markdown] = [at('certify.html'), at('certify.md')];
    const certifying = ['certify', out, proving, '--false-pass', '0.6', '--out', certified];
    const { exitCode, stdout, stderr } = await runCli([...certifying, '--html', html, '--markdown', markdown]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`wrote ${certified} and ${html} and ${markdown}`);
    const printed = JSON.parse((await runCli([...certifying, '--json', '--html', html])).stdout);
    expect(printed).toMatchObject({ out: certified, html, data: { labelled: 60 } });
    const rows = tablesOf(text(html)).get('Other thresholds')!.slice(1);
    const frontier = printed.reports[0].frontier.filter((one: { decided: number }) => one.decided > 0);
    expect(rows.map((row) => row[0])).toEqual(frontier.map((one: { threshold: number }) => one.threshold.toFixed(4)));
    expect(printed.reliability.after.bins.length).toBeGreaterThan(1);
    expect(text(markdown)).toMatch(/^## Certify: (?:proven|not yet)\n/);
  });

  it.each(['html', 'markdown'])('refuses to write --%s over what is read or written besides', async (kind) => {
    const { at, out, proving, fitting } = set();
    await runCli(fitting);
    const before = text(out);
    const certified = at('certified.json');
    const plot = at('plot.svg');
    const certifying = ['certify', out, proving, '--false-pass', '0.6', '--out', certified, '--plot', plot];
    for (const [place, how] of [
      [out, `read as ${out}`],
      [proving, `read as ${proving}`],
      [certified, 'written as well'],
      [plot, 'written as well'],
    ]) {
      const { exitCode, stderr } = await runCli([...certifying, `--${kind}`, place!]);
      expect(exitCode).toBe(1);
      expect(stderr).toBe(`--${kind} must be a file of its own, got ${place!}, which is ${how}\n`);
    }
    expect(text(out)).toBe(before);
    expect(existsSync(certified)).toBe(false);
  });
});
