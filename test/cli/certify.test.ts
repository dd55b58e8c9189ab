import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { groupOf } from '../../src/calibrator/record.ts';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleRecords, toLines } from '../data/example-records.ts';
import { withParts } from '../gate/certified.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, type Outcome } from './fake-terminal.ts';
import { examTarget, roundsOf } from './rounds.ts';

const folder = temporaryFolder();
const [first, second] = roundsOf('lsat-self-confidence/sat-en.jsonl.gz', 2) as [
  CalibrationRecord[],
  CalibrationRecord[],
];
const labelled = second.filter(({ humanRatings }) => humanRatings.length > 0);
const groups = new Set(labelled.map(groupOf)).size;
let [calibrator, seen, fresh] = ['', '', ''];

beforeAll(async () => {
  folder.write('dataset.json', JSON.stringify(examTarget));
  seen = folder.write('round-1.jsonl', toLines(first));
  fresh = folder.write('round-2.jsonl', toLines(second));
  calibrator = folder.path('c.json');
  await runCli(['fit', seen, '--out', calibrator]);
});

const read = (path: string): Calibrator => parseCalibrator(readFileSync(path, 'utf8'), path);

/** Certifies on the second round, into a file of its own. */
async function certified(out: string, ...argv: string[]): Promise<Outcome & { readonly calibrator: Calibrator }> {
  const outcome = await runCli(['certify', calibrator, fresh, '--out', folder.path(out), ...argv]);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return { ...outcome, calibrator: read(folder.path(out)) };
}

describe('certify', () => {
  it('says in one sentence what is promised and what it was shown on, and writes the certificate', async () => {
    const { stdout, calibrator: after } = await certified('proven.json', '--false-pass', '0.25');
    const [certificate, ...others] = after.certificates;
    expect(others).toEqual([]);
    const { rule, units, decided, contradicted, ...rest } = certificate!;
    expect(rest).toMatchObject({
      estimand: 'false-pass',
      limit: 0.25,
      confidence: 0.9,
      uses: 1,
      expires: null,
      seed: 1,
    });
    expect(units).toBe(labelled.length);
    expect(certificate!.groups).toBe(groups);
    expect(decided).toBeGreaterThan(units / 2);
    expect(contradicted / decided).toBeLessThan(0.25);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(`${units} labels decide, each of ${groups} groups by the mean of its own`);
    expect(lines).toContain(
      `Of what this gate passes, counting one response of each group, at most 25 % would be failed by people (mean human rating below 0.5), for this mix of 11 raters: 90 % sure, shown on ${decided} labels of ${units} it had not seen, ${contradicted} of them failing, each of ${groups} groups counted by the mean of its labels.`,
    );
    expect(lines.find((line) => line.startsWith('The gate passes '))).toContain(`from ${rule!.threshold} on: `);
    expect(stdout).toMatch(/\nwrote .*proven\.json\n$/);
    expect(read(calibrator).certificates).toEqual([]);
  });

  it('shows what other thresholds would give, in eight rows or so', async () => {
    const { stdout } = await certified('table.json', '--false-pass', '0.25');
    const lines = stdout.split('\n');
    const start = lines.findIndex((line) => line.startsWith('pass from '));
    const rows = lines.slice(start + 1, lines.indexOf('', start));
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(rows.length).toBeLessThanOrEqual(9);
    for (const row of rows) {
      const [, threshold, share, wrong, of, rate, most] = row
        .match(/^(0\.\d{4}) +([\d.]+) % +(\d+) of (\d+) +([\d.]+) % +([\d.]+) %/)!
        .map(Number);
      expect(threshold).toBeLessThan(1);
      expect(share!).toBe(Number(((100 * of!) / labelled.length).toFixed(1)));
      // All groups have eleven ratings, but those of unknown raters.
      expect(Math.abs(rate! - (100 * wrong!) / of!)).toBeLessThan(1);
      expect(most).toBeGreaterThan(rate!);
    }
    const thresholds = rows.map((row) => Number(row.slice(0, 6)));
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => b - a));
  });

  it('says "not yet" where nothing can be promised, and what it takes, which is no error', async () => {
    const { stdout, calibrator: after } = await certified('not-yet.json', '--false-pass', '0.02');
    expect(after.certificates).toMatchObject([{ limit: 0.02, rule: null, decided: 0 }]);
    expect(stdout).toContain(
      `\nNot yet: of what this gate passes, counting one response of each group, at most 2 % would be failed by people (mean human rating below 0.5), for this mix of 11 raters. That is not shown, 90 % sure, by ${groups} labels it had not seen.\n`,
    );
    expect(stdout).toMatch(
      /\n(It takes (about|more than) [\d,]+ labels drawn at random, one a group|More labels like these are not likely to show it)/,
    );
    expect(stdout).toMatch(/\nThe best threshold now: from 0\.\d+ on it passes [\d.]+ %, with \d+ of \d+ wrong/);
    const { stdout: lines, stderr } = await runCli(['decide', fresh, '--calibrator', folder.path('not-yet.json')]);
    expect(lines).toContain('"reason":"not-certified"');
    expect(lines).not.toContain('"verdict":"pass"');
    expect(stderr).toMatch(
      /^note: nothing can pass: it is not yet certified that of what this gate passes, .* at most 2 %/,
    );
  });

  it('decides several claims together: the labels are used once', async () => {
    const argv = [
      '--false-pass',
      '0.25',
      '--leak',
      '0.9',
      '--joint',
      '0.2',
      '--false-fail',
      '0.4',
      '--confidence',
      '0.8',
    ];
    const { stdout, calibrator: after } = await certified('several.json', ...argv);
    expect(
      after.certificates.map(({ estimand, limit, confidence, uses }) => [estimand, limit, confidence, uses]),
    ).toEqual([
      ['false-pass', 0.25, 0.8, 1],
      ['leak', 0.9, 0.8, 1],
      ['joint', 0.2, 0.8, 1],
      ['false-fail', 0.4, 0.8, 1],
    ]);
    expect(stdout).toMatch(
      /\n(Not yet: of|Of) what people would fail \(mean human rating below 0\.5\), counting one response of each group, at most 90 %/,
    );
    expect(stdout).toMatch(/\n(Not yet: of|Of) all responses, .* at most 20 %/);
    expect(stdout).toMatch(/\n(Not yet: of|Of) what this gate fails, .* at most 40 % would be passed by people/);
  });

  it('may write over the calibrator that it reads, and counts what the labels have decided before', async () => {
    const both = folder.write('both.json', readFileSync(calibrator));
    const argv = ['certify', both, fresh, '--out', both, '--false-pass'];
    await runCli([...argv, '0.25']);
    const again = await runCli([...argv, '0.25']);
    expect(read(both).certificates).toMatchObject([{ limit: 0.25, uses: 1 }]);
    expect(again.stdout).not.toContain('decided before');
    const { stdout } = await runCli([...argv, '0.3']);
    expect(read(both).certificates).toMatchObject([
      { limit: 0.25, uses: 1 },
      { limit: 0.3, uses: 2 },
    ]);
    expect(stdout).toContain(
      '\nThese labels have decided before: this time they may be wrong with half of the probability.\n',
    );
  });

  it('prints the same as JSON', async () => {
    const { stdout, calibrator: after } = await certified(
      'json.json',
      '--false-pass',
      '0.02',
      '--expires',
      '2999-06-30',
      '--json',
    );
    const certificate = after.certificates[0]!;
    const { reports, reliability, data, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      out: folder.path('json.json'),
      labels: labelled.length,
      leftOut: 0,
      evenedOut: 0,
      agreement: null,
    });
    expect(Object.keys(reliability)).toEqual(['before', 'after']);
    expect(data).toMatchObject({ labelled: labelled.length, groups });
    expect(reports).toHaveLength(1);
    expect(Object.keys(reports[0])).toEqual(['certificate', 'needed', 'frontier']);
    expect(reports[0].certificate).toEqual(certificate);
    expect(certificate.expires).toBe('2999-06-30');
    expect(Object.keys(reports[0].frontier[0])).toEqual([
      'threshold',
      'decided',
      'contradicted',
      'share',
      'rate',
      'upper',
    ]);
  });
});

describe('labels that the fit has seen', () => {
  it('are refused, and the message tells how to leave them out', async () => {
    const out = folder.path('never.json');
    const { exitCode, stdout, stderr } = await runCli([
      'certify',
      calibrator,
      seen,
      fresh,
      '--false-pass',
      '0.25',
      '--out',
      out,
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const all = first.length + labelled.length;
    expect(stderr).toMatch(
      new RegExp(
        `${first.length} of ${all} labels are of records or groups that the fit has seen .*; --new-only leaves those out\n$`,
      ),
    );
    expect(folder.names()).not.toContain('never.json');
  });

  it('are left out and counted with --new-only, as if they had not been there', async () => {
    const [alone, mixed] = [await certified('alone.json', '--false-pass', '0.25'), folder.path('mixed.json')];
    const argv = ['certify', calibrator, seen, fresh, '--false-pass', '0.25', '--new-only', '--out', mixed];
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `; ${first.length} labels of groups that the fit had seen were left out: it says nothing of such.\n`,
    );
    expect(stderr).toBe(
      `note: left out ${first.length} of ${first.length + labelled.length} labels: the fit has seen them or their group\n`,
    );
    const [certificate] = alone.calibrator.certificates;
    expect(read(mixed).certificates).toEqual([{ ...certificate, leftOut: first.length }]);
  });

  it('cannot be left out where the calibrator does not know all of them', async () => {
    const large = withParts(read(calibrator), { seen: { oneIn: 3, records: 'AAAAAw==', groups: 'AAAAAw==' } });
    const path = folder.path('large.json');
    writeCalibrator(path, large);
    const argv = ['certify', path, fresh, '--false-pass', '0.25', '--out', folder.path('never.json')];
    const { exitCode, stdout, stderr } = await runCli([...argv, '--new-only']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /round-2\.jsonl: it knows 1 in 3 of the records and groups that its fit has seen, so --new-only would keep others; bring labels that are all new\n$/,
    );
    expect(folder.names()).not.toContain('never.json');
  });

  it('are too few where they are all there is', async () => {
    const argv = [
      'certify',
      calibrator,
      seen,
      '--false-pass',
      '0.25',
      '--new-only',
      '--out',
      folder.path('never.json'),
    ];
    const { exitCode, stderr } = await runCli(argv);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/round-1\.jsonl: certifying needs labels that the fit has not seen, got 0\n$/);
  });
});

describe('--pass-from', () => {
  it('passes nothing below, in certify and in a fit that proves', async () => {
    const { calibrator: free } = await certified('free.json', '--false-pass', '0.25');
    const floor = free.certificates[0]!.rule!.threshold + 0.05;
    const { calibrator: after } = await certified('floor.json', '--false-pass', '0.25', '--pass-from', `${floor}`);
    expect(after.certificates[0]!.rule!.threshold).toBeGreaterThanOrEqual(floor);
    const out = folder.path('fit-floor.json');
    const argv = ['fit', seen, fresh, '--out', out, '--false-pass', '0.25', '--pass-from', `${floor}`];
    expect(await runCli(argv)).toMatchObject({ exitCode: 0 });
    expect(read(out).certificates[0]!.rule!.threshold).toBeGreaterThanOrEqual(floor);
  });

  it.each(['--pass-from', '--least-inclusion'])('goes with a promise only, as does %s', async (flag) => {
    const { exitCode, stderr } = await runCli(['fit', seen, '--out', folder.path('x.json'), flag, '0.5']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${flag} needs a claim to go with it`);
  });
});

describe('labels that were chosen with unequal probability', () => {
  it('prove something where the least is told, and nothing where it is not', async () => {
    const chosen = folder.write(
      'chosen.jsonl',
      toLines(second.map((one, i) => ({ ...one, inclusion: i % 2 ? 1 : 0.8 }))),
    );
    const out = folder.path('chosen.json');
    const argv = ['certify', calibrator, chosen, '--false-pass', '0.3', '--out', out];
    const refused = await runCli(argv);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('chosen.jsonl: leastInclusion must be given where labels say');
    const { exitCode, stdout } = await runCli([...argv, '--least-inclusion', '0.8', '--json']);
    expect(exitCode).toBe(0);
    const { labels, evenedOut } = JSON.parse(stdout) as { labels: number; evenedOut: number };
    expect(Math.abs(evenedOut / labels - 0.1)).toBeLessThan(0.05);
    expect(read(out).certificates[0]!.rule).not.toBeNull();
    const fitted = ['fit', seen, chosen, '--out', out, '--false-pass', '0.3'];
    expect((await runCli(fitted)).exitCode).toBe(1);
  });
});

describe('labels from the top', () => {
  /** The fresh records whose pass probability reaches a threshold. */
  async function from(threshold: number): Promise<string> {
    const { stdout } = await runCli(['decide', fresh, '--calibrator', calibrator]);
    const decisions = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; passProbability: number });
    const top = new Set(decisions.filter(({ passProbability }) => passProbability >= threshold).map(({ id }) => id));
    expect(top.size).toBeGreaterThan(100);
    return folder.write('top.jsonl', toLines(second.filter(({ id }) => top.has(id))));
  }

  it('prove from there on, with no threshold below', async () => {
    const [top, out] = [await from(0.8), folder.path('top.json')];
    const argv = ['certify', calibrator, top, '--false-pass', '0.25', '--drawn-from', '0.8', '--out', out, '--json'];
    const { exitCode, stdout } = await runCli(argv);
    expect(exitCode).toBe(0);
    expect(read(out).certificates[0]!.rule).toMatchObject({ score: 'passProbability' });
    expect(read(out).certificates[0]!.rule!.threshold).toBeGreaterThanOrEqual(0.8);
    const thresholds = JSON.parse(stdout).reports[0].frontier.map((point: { threshold: number }) => point.threshold);
    expect(Math.min(...thresholds)).toBeGreaterThanOrEqual(0.8);
  });

  it.each([
    [
      'labels are below',
      ['--false-pass', '0.25'],
      /drawnFrom must be at most the pass probability of every label \(\d+ are below it\), got 0\.9/,
    ],
    ['leaks are asked for', ['--leak', '0.5'], /^--drawn-from goes with --false-pass alone, got --leak\n$/],
  ])('are refused where %s', async (_, claim, says) => {
    const out = folder.path('never.json');
    const { exitCode, stderr } = await runCli([
      'certify',
      calibrator,
      fresh,
      ...claim,
      '--drawn-from',
      '0.9',
      '--out',
      out,
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(says);
  });
});

describe('what cannot be certified is refused', () => {
  const refusal = async (argv: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCli(['certify', ...argv]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    return stderr;
  };
  const out = (name = 'never.json'): string => folder.path(name);

  it('without a claim', async () => {
    expect(await refusal([calibrator, fresh, '--out', out()])).toBe(
      'certify needs a claim to go with it: --false-pass 0.1, --leak, --joint or --false-fail\n',
    );
  });

  it.each([
    ['--false-pass', '10', 'Expected a number above 0 and below 1, as 0.1, got "10".'],
    ['--confidence', '1', 'Expected a number above 0 and below 1, as 0.1, got "1".'],
    ['--expires', '2027-02-29', 'Expected a day, as 2027-06-30, got "2027-02-29".'],
    ['--expires', '2026-01-31', 'Expected a day after today, got "2026-01-31".'],
    ['--expires', new Date().toISOString().slice(0, 10), 'Expected a day after today, got '],
    ['--expires', 'soon', 'Expected a day, as 2027-06-30, got "soon".'],
  ])('for %s %s', async (flag, value, says) => {
    expect(await refusal([calibrator, fresh, '--joint', '0.1', flag, value, '--out', out()])).toContain(says);
  });

  it('after a note where dataset.json names another pass mark: it is certified by that of the fit', async () => {
    folder.write('marked/dataset.json', JSON.stringify({ ...examTarget, passAt: 1 }));
    const marked = folder.write('marked/records.jsonl', toLines(second));
    const argv = ['certify', calibrator, marked, '--joint', '0.3', '--out', folder.path('marked.json')];
    expect((await runCli(argv)).stderr).toBe(
      `note: ${marked} is certified against the calibrator's pass mark 0.5; dataset.json says 1\n`,
    );
  });

  it('by a file that is no calibrator', async () => {
    expect(await refusal([fresh, fresh, '--joint', '0.1', '--out', out()])).toContain('round-2.jsonl');
    expect(await refusal([folder.path('none.json'), fresh, '--joint', '0.1', '--out', out()])).toMatch(
      /none\.json cannot be read/,
    );
  });

  it('by a calibrator of an older format, which does not say what it was fitted on', async () => {
    const golden = fileURLToPath(new URL('../calibrator/golden/version-2.json', import.meta.url));
    const records = folder.write('old/records.jsonl', toLines(exampleRecords(30)));
    expect(await refusal([golden, records, '--joint', '0.1', '--out', out()])).toMatch(
      /calibrator cannot be certified: it does not hold what it was fitted on, as files of version 2 do not; fit it again\n$/,
    );
  });

  it('by a calibrator of something else', async () => {
    folder.write('other/dataset.json', JSON.stringify({ ...examTarget, criterion: 'tact' }));
    const other = folder.write('other/records.jsonl', toLines(second));
    expect(await refusal([calibrator, other, '--joint', '0.1', '--out', out()])).toBe(
      `the criterion of ${other} must be "SAT-EN", for which the calibrator was fitted, got "tact" from dataset.json: correct dataset.json, or fit without --criterion\n`,
    );
  });

  it('into a file that it reads, or into one that it writes besides', async () => {
    const argv = [calibrator, fresh, '--joint', '0.1'];
    expect(await refusal([...argv, '--out', fresh])).toBe(
      `--out must be a file of its own, got ${fresh}, which is read as ${fresh}\n`,
    );
    expect(await refusal([...argv, '--out', out(), '--plot', calibrator])).toBe(
      `--plot must be a file of its own, got ${calibrator}, which is read as ${calibrator}\n`,
    );
    expect(await refusal([...argv, '--out', out(), '--plot', out()])).toBe(
      `--plot must be a file of its own, got ${out()}, which is written as well\n`,
    );
    expect(folder.names()).not.toContain('never.json');
  });
});

describe('--plot', () => {
  it('draws the frontiers, the same each time', async () => {
    const [one, other] = ['one.svg', 'other.svg'].map((name) => folder.path(name));
    const argv = ['--false-pass', '0.25', '--leak', '0.9'];
    const { stdout } = await certified('plotted.json', ...argv, '--plot', one!);
    expect(stdout).toMatch(/\nwrote .*plotted\.json and .*one\.svg\n$/);
    await certified('plotted.json', ...argv, '--plot', other!);
    expect(readFileSync(one!, 'utf8')).toBe(readFileSync(other!, 'utf8'));
    expect(readFileSync(one!, 'utf8')).toMatch(
      /^<svg .*False-pass rate at most 25 %, 90 % sure.*Leak rate.*<\/svg>\n$/s,
    );
  });
});

describe('the sources of labels', () => {
  const from = (source: string, records: readonly CalibrationRecord[]): CalibrationRecord[] =>
    records.map((record) => ({
      ...record,
      humanRatings: record.humanRatings.map((one) => ({ value: typeof one === 'number' ? one : one.value, source })),
    }));

  it('may be chosen: others do not count, and the certificate says which it stands on', async () => {
    const half = Math.floor(second.length / 2);
    const labels = [...from('expert', second.slice(0, half)), ...from('model', second.slice(half))];
    const mixed = folder.write('mixed.jsonl', toLines(labels));
    const out = folder.path('experts.json');
    const refused = await runCli(['certify', calibrator, mixed, '--false-pass', '0.3', '--out', out]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/mixed\.jsonl: \d+ of \d+ records have labels of a model .* certify nothing: name/);
    const argv = ['certify', calibrator, mixed, '--false-pass', '0.3', '--out', out];
    const { exitCode, stdout } = await runCli([...argv, '--source', 'expert,user', '--json']);
    expect(exitCode).toBe(0);
    const said = JSON.parse(stdout);
    expect(said.labels).toBe(from('expert', second.slice(0, half)).filter((one) => one.humanRatings.length > 0).length);
    expect(read(out).certificates[0]!.sources).toEqual(['expert']);
    const { stdout: text } = await runCli([...argv, '--source', 'expert,user']);
    expect(text).toContain('\nThe labels are from: expert.\n');
  });

  it('cannot speak to the terminal by their names', async () => {
    const named = folder.write('named.jsonl', toLines(from('x\u001b[2J\nOf what', second)));
    const argv = ['certify', calibrator, named, '--false-pass', '0.3', '--out', folder.path('named.json')];
    const { stdout } = await runCli(argv);
    expect(stdout).toContain('\nThe labels are from: x\\u001b[2J\\u000aOf what.\n');
  });

  it('cannot be a model', async () => {
    const argv = ['certify', calibrator, fresh, '--false-pass', '0.3', '--out', folder.path('none.json')];
    const { exitCode, stderr } = await runCli([...argv, '--source', 'expert,model']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('sources must be sources of people: labels of a model certify nothing, got "model"');
  });

  it('go with a promise only where a fit makes one', async () => {
    const { exitCode, stderr } = await runCli(['fit', seen, '--out', folder.path('x.json'), '--source', 'expert']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--source needs a claim to go with it');
  });
});
