import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/audit/audit.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { answers, honest, paysForLength, rater, ratingOnlyCalibrator, type Material } from './audit-world.ts';
import { runCli } from './fake-terminal.ts';
import { ratingServer, seven } from './rating-server.ts';

const folder = temporaryFolder();
const server = ratingServer();

let calibrator = '';
beforeAll(() => {
  calibrator = folder.write('calibrator.json', JSON.stringify(ratingOnlyCalibrator()));
});

interface TwinLine extends Material {
  readonly id: string;
  readonly twinOf: string;
  readonly probe: string;
}

let folders = 0;

/** A folder with records, and commands for them. */
function setOf(records: readonly object[] = answers()) {
  const name = `set-${folders++}`;
  const path = folder.write(`${name}/records.jsonl`, toLines(records));
  const [twins, rated] = [folder.path(`${name}/twins.jsonl`), folder.path(`${name}/rated.jsonl`)];
  const audit = (more: readonly string[]) => runCli(['audit', calibrator, path, '--pass-threshold', '0.5', ...more]);
  const lines = (): TwinLine[] =>
    readFileSync(twins, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as TwinLine);
  return {
    path,
    twins,
    rated,
    audit,
    lines,
    names: () => folder.names(name),
    /** Writes the twins with what a rater says of them, and audits by that. */
    auditBy: async (say: (twin: TwinLine, place: number) => object | undefined, more: readonly string[] = []) => {
      await audit(['--twins', twins]);
      const all = lines().flatMap((twin, i) => {
        const said = say(twin, i);
        return said === undefined ? [] : [{ ...twin, ...said }];
      });
      writeFileSync(rated, toLines(all));
      return audit(['--rated', rated, '--json', ...more]);
    },
  };
}

const by = (rate: (material: Material) => number) => (twin: TwinLine) => ({ selfRating: rate(twin), rater });
const reportOf = (stdout: string): AuditReport => JSON.parse(stdout) as AuditReport;

describe('audit --twins', () => {
  it('writes every twin, and each original, as a record that rate takes, and audits nothing', async () => {
    const material = { system: 'Be brief.', sources: ['One.'], conversation: [{ role: 'user', content: 'Hi' }] };
    const records = answers(3).map((record) => ({ ...record, ...material, criterion: 'helpful', secret: 'mine' }));
    const set = setOf(records);
    const { exitCode, stdout } = await set.audit(['--twins', set.twins, '--price-in', '1']);
    expect(exitCode).toBe(0);
    const lines = set.lines();
    expect(stdout).toMatch(
      new RegExp(
        `^${lines.length} twins of 3 records, by \\d+ probes and unchanged, in ${set.twins}\\nto rate: ${lines.length} calls, about [\\d,]+ tokens in and [\\d,]+ out, cost 0\\.\\d{4}, without what is asked again\\n$`,
      ),
    );
    expect(lines.filter(({ probe }) => probe === 'unchanged')).toEqual(
      records.map(({ id, prompt, response, generator }) => ({
        ...material,
        id: `${id}~unchanged`,
        twinOf: id,
        probe: 'unchanged',
        prompt,
        response,
        generator,
        criterion: 'helpful',
      })),
    );
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    for (const { id, twinOf, probe } of lines) expect(id).toBe(`${twinOf}~${probe}`);
    server.play(() => seven);
    const model = ['--model', 'm', '--base-url', server.url(), '--rubric', 'helpful', '--scale', '1:10'];
    expect((await runCli(['rate', set.twins, ...model, '--out', set.rated])).exitCode).toBe(0);
    expect((await set.audit(['--rated', set.rated])).exitCode).toBe(2);
  });

  it.each([
    ['records.jsonl', /^--twins must be a file of its own, got .*records\.jsonl, which is read as /],
    ['../calibrator.json', /^--twins must be a file of its own/],
    ['none/twins.jsonl', /cannot be written: its folder does not exist/],
  ])('refuses %s, and leaves all as it is', async (name, message) => {
    const set = setOf(answers(3));
    const before = [readFileSync(set.path, 'utf8'), readFileSync(calibrator, 'utf8')];
    const { exitCode, stdout, stderr } = await set.audit(['--twins', set.path.replace('records.jsonl', name)]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect([readFileSync(set.path, 'utf8'), readFileSync(calibrator, 'utf8')]).toEqual(before);
    expect(set.names()).toEqual(['records.jsonl']);
  });

  it('goes with nothing that would audit', async () => {
    const { exitCode, stderr } = await setOf(answers(3)).audit(['--twins', 'a', '--rated', 'b']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("option '--twins <file>' cannot be used with option '--rated <file>'");
  });

  it('says so where no record is labelled', async () => {
    const set = setOf(answers(3).map((record) => ({ ...record, humanRatings: [] })));
    const { exitCode, stderr } = await set.audit(['--twins', set.twins]);
    expect([exitCode, set.names()]).toEqual([1, ['records.jsonl']]);
    expect(stderr).toMatch(/records\.jsonl: twins are made of labelled records with a text, got none in 3\n$/);
  });
});

describe('audit --rated', () => {
  it('goes by the ratings of the file, without a model', async () => {
    const honestly = await setOf().auditBy(by(honest));
    expect([honestly.exitCode, honestly.stderr, reportOf(honestly.stdout).verdict]).toEqual([0, '', 'pass']);
    const longer = await setOf().auditBy(by(paysForLength));
    expect([longer.exitCode, reportOf(longer.stdout).brokenBy.includes('padded')]).toEqual([2, true]);
  });

  it('carries what a rating brings besides its number', async () => {
    const samples = await setOf().auditBy((twin) => ({
      selfRating: honest(twin),
      rater,
      samples: twin.probe === 'padded' ? [9, 9] : [honest(twin), honest(twin)],
    }));
    expect(reportOf(samples.stdout).brokenBy).toEqual(['padded']);
  });

  it('takes the original rated again for what a twin is compared with', async () => {
    const { stdout } = await setOf().auditBy((twin) => ({ selfRating: honest(twin) === 1 ? 1 : 9, rater }));
    const { gate, brokenBy } = reportOf(stdout);
    expect([gate.passedShare, brokenBy]).toEqual([1, []]);
  });

  it('counts what is missing or failed as unrated, and takes no probe to hold on the strength of the rest', async () => {
    const fails = { ratingError: { code: 'reply-prose', message: 'no' }, selfRating: 4 };
    const { exitCode, stdout, stderr } = await setOf().auditBy((twin, place) => {
      if (twin.probe === 'padded' && place % 4 === 0) return undefined;
      if (twin.probe === 'bolded' && place % 4 === 0) return fails;
      if (twin.probe === 'emoji') return { selfRating: null };
      return by(honest)(twin);
    });
    const { verdict, probes } = reportOf(stdout);
    const told = probes.filter(({ unrated }) => unrated > 0).map(({ name, outcome }) => `${name} ${outcome}`);
    expect(told.sort()).toEqual(['bolded unclear', 'emoji unclear', 'padded unclear']);
    expect([exitCode, verdict]).toEqual([2, 'not enough data']);
    const unrated = probes.reduce((sum, probe) => sum + probe.unrated, 0);
    expect(stderr).toMatch(new RegExp(`^note: ${unrated} of \\d+ twins have no rating\\n$`));
  });

  it('says how many originals were not rated again', async () => {
    const { stderr } = await setOf().auditBy((twin, i) => (i < 2 ? undefined : by(honest)(twin)));
    expect(stderr).toMatch(
      /^note: 2 of \d+ twins have no rating, 2 of them originals, without which nothing is said of their twins\n$/,
    );
  });

  it('lists all that is wrong with the file, by line', async () => {
    const set = setOf(answers(3));
    const { exitCode, stdout, stderr } = await set.auditBy((twin, i) => {
      if (i === 0) return { selfRating: 11, rater };
      if (i === 1) return { selfRating: 4, response: 'another text' };
      if (i === 2) return { selfRating: 4, probe: 'padded' };
      if (i === 3) return { selfRating: 4, id: 'r~9~x~padded' };
      if (i === 4) return { selfRating: 4, prompt: 'another' };
      if (i === 5) return { selfRating: 4, ...set.lines()[6] };
      return by(honest)(twin);
    });
    expect([exitCode, stdout]).toEqual([1, '']);
    const says = [
      ':1 selfRating must be from 1 to 10, got 11',
      ':2 response must be the text that the probe unchanged makes of record r~1~x now, got another: rate it again',
      ':3 probe must be "unchanged", as the id says, got "padded"',
      ':4 id must be of a twin that these records, seed and most give now, got "r~9~x~padded"',
      ':5 prompt must be that of record r~1~x, got another: rate it again',
      `:7 id must be unique, got ${JSON.stringify(set.lines()[6]!.id)} as in ${set.rated}:6`,
    ];
    expect(stderr.trimEnd().split('\n')).toEqual(says.map((line) => set.rated + line));
  });

  it('refuses ratings of twins that another seed has made', async () => {
    const { exitCode, stderr } = await setOf(answers(3)).auditBy(by(honest), ['--seed', '2']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^\S+rated\.jsonl:\d+ response must be the text that the probe [\w-]+ makes of record/m);
  });

  it('names together what is of records that are not drawn', async () => {
    const { exitCode, stderr } = await setOf(answers(6)).auditBy(by(honest), ['--most', '4']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^\S+rated\.jsonl:\d+ id must be of a twin [^\n]*, got "[^"]+", and 4\d more ids that are of none\n$/,
    );
  });

  it.each([
    [{ rater: 'n-1' }, /rated\.jsonl:5: calibrator was fitted for m-2026-01-01, got a rating by "n-1"\n$/],
    [{ scale: { min: 0, max: 10 } }, /rated\.jsonl:5 scale must be from 1 to 10, got from 0 to 10\n$/],
  ])('refuses a rating with %j, which a gate would answer with a review', async (more, message) => {
    const { exitCode, stdout, stderr } = await setOf(answers(3)).auditBy((twin, i) =>
      i === 4 ? { ...by(honest)(twin), ...more } : by(honest)(twin),
    );
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it('refuses the twins themselves, which have no ratings', async () => {
    const { exitCode, stderr } = await setOf(answers(3)).auditBy(() => ({}));
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/rated\.jsonl must have the ratings of the twins, as rate writes them, got no rating\n$/),
    ]);
  });
});
