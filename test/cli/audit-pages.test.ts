import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { answers, honest, materialOf, rater, ratingOnlyCalibrator, says, type Material } from './audit-world.ts';
import { runCli } from './fake-terminal.ts';
import { ratingServer } from './rating-server.ts';

const folder = temporaryFolder();
const server = ratingServer();

let calibrator = '';
beforeAll(() => {
  calibrator = folder.write('calibrator.json', JSON.stringify(ratingOnlyCalibrator()));
});

let folders = 0;

/** A folder with records, a rubric, the ratings of the twins, and links to the latter two. */
async function ratedSet() {
  const name = `set-${folders++}`;
  const inSet = (file: string): string => folder.path(`${name}/${file}`);
  const records = folder.write(`${name}/records.jsonl`, toLines(answers(3)));
  const rubric = folder.write(`${name}/rubric.txt`, 'Is it right?');
  const twins = inSet('twins.jsonl');
  expect((await runCli(['audit', calibrator, records, '--twins', twins])).exitCode).toBe(0);
  const lines = readFileSync(twins, 'utf8').trimEnd().split('\n');
  const ratings = lines.map((line) => {
    const twin = JSON.parse(line) as Material;
    return { ...twin, selfRating: honest(twin), rater };
  });
  const rated = folder.write(`${name}/rated.jsonl`, toLines(ratings));
  symlinkSync('rated.jsonl', inSet('symlink'));
  linkSync(rated, inSet('hardlink'));
  symlinkSync('rubric.txt', inSet('rubric-link'));
  symlinkSync('new.jsonl', inSet('dangling'));
  const base = ['audit', calibrator, records, '--pass-threshold', '0.5'];
  const live = ['--model', 'm', '--base-url', server.url(), '--rubric-file', rubric];
  return { inSet, rated, rubric, base, live, names: () => folder.names(name) };
}

describe('a page in the place of the ratings or of the rubric', () => {
  it.each(['rated.jsonl', 'symlink', 'hardlink'])(
    'is refused, whatever it is called, and the ratings stay: %s',
    async (place) => {
      const { inSet, rated, base, live, names } = await ratedSet();
      const [before, files] = [readFileSync(rated, 'utf8'), names()];
      for (const flag of ['--html', '--markdown']) {
        for (const more of [[], live]) {
          server.play(() => says(4));
          const asked = server.asked().length;
          const { exitCode, stdout, stderr } = await runCli([...base, ...more, '--rated', rated, flag, inSet(place)]);
          expect([exitCode, stdout]).toEqual([1, '']);
          const how = more.length === 0 ? `read as ${rated}` : 'written as well';
          expect(stderr).toBe(`${flag} must be a file of its own, got ${inSet(place)}, which is ${how}\n`);
          expect(server.asked()).toHaveLength(asked);
        }
      }
      expect(readFileSync(rated, 'utf8')).toBe(before);
      expect(names()).toEqual(files);
    },
  );

  it.each(['rubric.txt', 'rubric-link'])('is refused, and so are ratings there: %s', async (place) => {
    const { inSet, rubric, base, live } = await ratedSet();
    const rated = inSet('new.jsonl');
    for (const flags of [
      ['--rated', rated, '--html', inSet(place)],
      ['--rated', inSet(place)],
    ]) {
      server.play(() => says(4));
      const { exitCode, stderr } = await runCli([...base, ...live, ...flags]);
      expect([exitCode, stderr]).toEqual([
        1,
        `${flags.at(-2)} must be a file of its own, got ${inSet(place)}, which is read as ${rubric}\n`,
      ]);
      expect(server.asked()).toHaveLength(0);
    }
    expect(readFileSync(rubric, 'utf8')).toBe('Is it right?');
  });

  it('is refused before the first call also where the ratings are not there yet, by a link to where they will be', async () => {
    const { inSet, base, live } = await ratedSet();
    server.play(() => says(4));
    const flags = ['--rated', inSet('new.jsonl'), '--html', inSet('dangling')];
    const { exitCode, stderr } = await runCli([...base, ...live, ...flags]);
    expect([exitCode, server.asked().length]).toEqual([1, 0]);
    expect(stderr).toMatch(/^--html must be a file of its own, got \S+dangling, which is written as well\n$/);
  });

  it('is looked for again before it is written, as the ratings may have come to be there', async () => {
    const { inSet, base, live } = await ratedSet();
    const [rated, html] = [inSet('new.jsonl'), inSet('page.html')];
    server.play((asked) => {
      if (server.asked().length === 70) symlinkSync(rated, html);
      return says(honest(materialOf(asked)));
    });
    const { exitCode, stdout, stderr } = await runCli([...base, ...live, '--rated', rated, '--html', html]);
    expect(server.asked().length).toBeGreaterThan(70);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`--html must be a file of its own, got ${html}, which is written as well\n`);
    expect(JSON.parse(readFileSync(rated, 'utf8').split('\n')[0]!)).toHaveProperty('selfRating');
  });
});

describe('a page on standard output', () => {
  it.each(['html', 'markdown'])('stands there alone, and the report on standard error: %s', async (kind) => {
    const { base } = await ratedSet();
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const argv = [process.execPath, main, ...base, `--${kind}`, '/dev/stdout', '--json'];
    const options = { encoding: 'utf8', timeout: 20_000 } as const;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', '"$@" | cat', 'sh', ...argv], options);
    expect(status).toBe(0);
    expect(stdout).toMatch(kind === 'html' ? /^<!doctype html>[^]*<\/html>\n$/ : /^## Audit: [^]*[^}]\n$/);
    expect(JSON.parse(stderr)).toHaveProperty('verdict');
  });
});

describe('what would be passed over in silence is refused', () => {
  it.each(['--html', '--markdown'])('%s with --twins, which audits nothing', async (flag) => {
    const { inSet, base, names } = await ratedSet();
    const before = names();
    const { exitCode, stderr } = await runCli([...base, '--twins', inSet('other.jsonl'), flag, inSet('page')]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`option '--twins <file>' cannot be used with option '${flag} <file>'`);
    expect(names()).toEqual(before);
  });

  it.each([['--concurrency', '8'], ['--timeout', '60'], ['--no-schema']])('%s without a model', async (...flags) => {
    const { rated, inSet, base } = await ratedSet();
    for (const more of [[], ['--rated', rated], ['--twins', inSet('other.jsonl')]]) {
      const { exitCode, stdout, stderr } = await runCli([...base, ...more, ...flags]);
      expect([exitCode, stdout, stderr]).toEqual([1, '', `${flags[0]} must be left away without --model\n`]);
    }
  });

  it.each([
    ['an empty file', '', 'must have at least one record, one JSON object a line, got an empty file'],
    ['blank lines', '\n\n \n', 'must have at least one record, one JSON object a line, got an empty file'],
    [
      'no labels',
      toLines(answers(3).map((record) => ({ ...record, humanRatings: [] }))),
      'an audit needs labelled records, got none in 3',
    ],
  ])('%s', async (_, content, why) => {
    const path = folder.write(`unlabelled-${folders++}.jsonl`, content);
    const { exitCode, stdout, stderr } = await runCli(['audit', calibrator, path, '--json']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`${path}: ${why}\n`);
  });

  it('but not labels of responses without a text, which have a best of n', async () => {
    const numbers = answers(40).map(({ response: _, prompt: __, ...record }, i) => ({
      ...record,
      group: `g${Math.floor(i / 2)}`,
      selfRating: 4 + (i % 2),
      features: { words: 10 + i },
    }));
    const path = folder.write('numbers.jsonl', toLines(numbers));
    const { exitCode, stdout, stderr } = await runCli(['audit', calibrator, path, '--json']);
    expect([exitCode, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toMatchObject({ records: { labelled: 0 }, goodhart: { groups: 20 } });
  });
});
