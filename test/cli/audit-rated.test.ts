import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { answers, honest, rater, ratingOnlyCalibrator, type Material } from './audit-world.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();

let [calibrator, records, twins] = ['', '', ''];
beforeAll(async () => {
  calibrator = folder.write('calibrator.json', JSON.stringify(ratingOnlyCalibrator()));
  records = folder.write('records.jsonl', toLines(answers(6)));
  twins = folder.path('twins.jsonl');
  await runCli(['audit', calibrator, records, '--twins', twins]);
});

/** A file with the ratings of all twins, or of some, and an audit by it. */
function ratedAs(name: string, rate: (twin: Material & { id: string }, place: number) => object | undefined) {
  const lines = readFileSync(twins, 'utf8').trimEnd().split('\n');
  const all = lines.flatMap((line, i) => {
    const twin = JSON.parse(line) as Material & { id: string };
    const said = rate(twin, i);
    return said === undefined ? [] : [{ ...twin, ...said }];
  });
  const rated = folder.write(name, toLines(all));
  const audit = (more: readonly string[] = []) => runCli(['audit', calibrator, records, '--rated', rated, ...more]);
  return { rated, all, audit };
}

const honestly = (twin: Material): object => ({ selfRating: honest(twin), rater });

describe('a file of ratings whose writer was killed', () => {
  it.each([
    ['in the middle of a line', -40, ''],
    ['between the signs of a character', -40, '\ud83d'],
    ['and whose last bytes never came', -40, '\0\0\0'],
  ])('is audited without its last line, %s', async (_, end, tail) => {
    const { rated, all, audit } = ratedAs('torn.jsonl', honestly);
    writeFileSync(rated, readFileSync(rated, 'utf8').slice(0, end) + tail);
    const { exitCode, stdout, stderr } = await audit(['--json']);
    expect([exitCode, JSON.parse(stdout)]).toEqual([2, expect.objectContaining({ ratings: 'recorded' })]);
    expect(stderr).toBe(
      `note: ${rated}:${all.length} was cut off, and is left out\nnote: 1 of ${all.length} twins have no rating\n`,
    );
  });

  it('is audited whole where only its last line feed is missing', async () => {
    const { rated, audit } = ratedAs('unended.jsonl', honestly);
    writeFileSync(rated, readFileSync(rated, 'utf8').trimEnd());
    expect((await audit(['--json'])).stderr).toBe('');
  });

  it('is refused where its last line is whole but for the line feed, and wrong', async () => {
    const { rated, all, audit } = ratedAs('wrong.jsonl', (twin, i) => ({
      ...honestly(twin),
      ...(i > 130 ? { selfRating: 11 } : {}),
    }));
    writeFileSync(rated, readFileSync(rated, 'utf8').trimEnd());
    const { exitCode, stderr } = await audit();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${rated}:${all.length} selfRating must be from 1 to 10, got 11\n`);
  });

  it.each([
    ['what is the beginning of no twin', '{"id":"other'],
    ['a line that is whole, and no JSON', '{"id":"r~0~x~unch\n'],
  ])('is refused with %s', async (_, tail) => {
    const { rated, all, audit } = ratedAs('foreign.jsonl', honestly);
    appendFileSync(rated, tail);
    const { exitCode, stdout, stderr } = await audit();
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^${rated}:${all.length + 1} record must be one JSON object a line, got `));
  });
});

describe('ratings of twins of another seed', () => {
  it('are refused in one line, which says what probably happened', async () => {
    const { exitCode, stderr } = await ratedAs('seed.jsonl', honestly).audit(['--seed', '2']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^\S+seed\.jsonl:\d+ response must be the text that the probe [\w-]+ makes of record \S+ now, got another: rate it again; so are \d\d more: the twins were probably made with another seed, most, or version of unflatter\n$/,
    );
  });

  it('are told from a few texts that were changed, each of which has its line', async () => {
    const { audit } = ratedAs('few.jsonl', (twin, i) => ({
      ...honestly(twin),
      ...(i % 40 === 39 ? { response: 'Another.' } : {}),
    }));
    const lines = (await audit()).stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/got another: rate it again$/);
  });
});

describe('names that would steer the terminal', () => {
  const evil = '\u202eevil\u001b[2J\u2066';
  const expectQuiet = (text: string): void => {
    for (const one of ['\u001b', '\u202e', '\u2066']) expect(text).not.toContain(one);
  };

  it('are shown escaped where a rating is refused', async () => {
    const { audit } = ratedAs('evil.jsonl', (twin) => ({ ...honestly(twin), rater: evil }));
    const { exitCode, stderr } = await audit();
    expect(exitCode).toBe(1);
    expectQuiet(stderr);
    expect(stderr).toContain('got a rating by "\\u202eevil');
  });

  it('are shown escaped in all that an audit says', async () => {
    const path = folder.write(
      'evil-records.jsonl',
      toLines(answers(40).map((record, i) => ({ ...record, group: `g${i % 20}`, rater: evil, generator: evil }))),
    );
    const byEvil = folder.write('evil.json', JSON.stringify(ratingOnlyCalibrator(evil)));
    const markdown = folder.path('evil.md');
    for (const flags of [[], ['--json'], ['--rater', 'x'], ['--markdown', markdown]]) {
      const { stdout, stderr } = await runCli(['audit', byEvil, path, ...flags]);
      expectQuiet(stdout + stderr);
      expect(stdout + stderr).not.toBe('');
    }
    expectQuiet(readFileSync(markdown, 'utf8'));
  });
});
