import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { startProgress } from '../../src/cli/progress.ts';
import { exampleFlags, exampleRecords, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { cleared, fakeTerminal, runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
let path = '';
let calibrator = '';
let fresh = '';

beforeAll(async () => {
  path = folder.write('records.jsonl', toLines(exampleRecords(40)));
  const others = exampleRecords(40).map((record) => ({
    ...record,
    id: `new ${record.id}`,
    group: `new ${record.group}`,
  }));
  fresh = folder.write(
    'fresh.jsonl',
    toLines(others.map((record, i) => ({ ...record, features: { words: 51 + 13 * (i % 11), headings: i % 4 } }))),
  );
  calibrator = folder.path('calibrator.json');
  await runCli(['fit', path, ...exampleFlags, '--out', calibrator]);
});

/** A terminal that can move its cursor, wherever the tests run. */
beforeEach(() => {
  vi.stubEnv('CI', undefined);
  vi.stubEnv('TERM', 'xterm');
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Makes every look at the clock find it half a second on. */
function slowDown(): void {
  let now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 500));
}

/** What is written after the last frame was cleared. */
function afterProgress(stderr: string): string {
  return stderr.slice(stderr.lastIndexOf(cleared) + cleared.length);
}

const commands = (): [string, string[], RegExp][] => [
  ['check', ['check', path, ...exampleFlags], /checking \d+/],
  [
    'fit',
    ['fit', path, ...exampleFlags, '--out', folder.path('out.json')],
    /reading \d+[^]*fitting[^]*fitting \d+ % \(\d+ of \d+\)[^]*reporting/,
  ],
  ['decide', ['decide', path, '--calibrator', calibrator, '--out', folder.path('out.jsonl')], /deciding \d+/],
  [
    'certify',
    ['certify', calibrator, fresh, '--joint', '0.5', '--out', folder.path('certified.json')],
    /reading \d+[^]*certifying/,
  ],
  ['evaluate', ['evaluate', calibrator, path], /reading \d+/],
];

describe.each(['check', 'fit', 'certify', 'decide', 'evaluate'])('the progress of %s', (name) => {
  const command = (): [string[], RegExp] => {
    const [, argv, shows] = commands().find(([one]) => one === name)!;
    return [argv, shows];
  };

  it('shows on a terminal, for work that takes long, and is gone afterwards', async () => {
    const [argv, shows] = command();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0);
    const quick = await runCli(argv, { watched: true });
    clock.mockRestore();
    expect(quick.stderr).not.toMatch(shows);
    slowDown();
    const slow = await runCli(argv, { watched: true });
    expect(slow.stderr).toMatch(shows);
    expect(slow.stdout).toBe(quick.stdout);
    expect(afterProgress(slow.stderr)).toBe(quick.stderr);
    expect(slow.stderr, 'the cursor stays as it is').not.toMatch(/\?25/);
  });

  it('is silent where nobody watches, however long the work takes', async () => {
    const [argv, shows] = command();
    const quick = await runCli(argv);
    slowDown();
    expect(await runCli(argv)).toEqual(quick);
    expect(quick.stderr).not.toMatch(shows);
  });

  it('is silent in a CI job, which may look like a terminal', async () => {
    vi.stubEnv('CI', 'true');
    const [argv] = command();
    const quick = await runCli(argv);
    slowDown();
    expect(await runCli(argv, { watched: true })).toEqual(quick);
  });
});

describe('progress', () => {
  it('is drawn at most every 80 milliseconds, and not in the first second', async () => {
    const terminal = fakeTerminal({ watched: true });
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0);
    const progress = await startProgress(terminal, 'working');
    const drawnAt = [0, 900, 999, 1000, 1040, 1079, 1080, 1300].filter((now) => {
      clock.mockReturnValue(now);
      const before = terminal.written().stderr.length;
      progress.update(now);
      return terminal.written().stderr.length > before;
    });
    progress.stop();
    expect(drawnAt).toEqual([1000, 1080, 1300]);
    expect(terminal.written().stderr).toMatch(/working 1,000[^]*working 1,080[^]*working 1,300/);
  });

  it('belongs to work that began before it, and tells what cannot be counted', async () => {
    const terminal = fakeTerminal({ watched: true });
    vi.spyOn(Date, 'now').mockReturnValue(5000);
    const drawn = [];
    for (const begin of [4001, 4000]) {
      const before = terminal.written().stderr.length;
      const progress = await startProgress(terminal, 'working', begin);
      progress.update();
      progress.stop();
      drawn.push(terminal.written().stderr.slice(before));
    }
    expect(drawn[0]).toBe('');
    expect(drawn[1]).toMatch(/ working(?! ?\d)/);
  });

  it('of a fit on many labels shows at once, as its first step takes long', async () => {
    const [few, many] = [40, 5000].map((count) =>
      folder.write(
        `${count}.jsonl`,
        toLines(exampleRecords(count).map((record) => ({ ...record, humanRatings: [5] }))),
      ),
    );
    // All pass, so that neither is fitted.
    vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const shown = async (set: string) =>
      (await runCli(['fit', set, ...exampleFlags, '--out', folder.path('many.json')], { watched: true })).stderr;
    expect(await shown(few!)).not.toMatch(/ fitting(?! needs)/);
    expect(await shown(many!)).toMatch(/ fitting(?! needs)/);
  });

  it('is silent on a terminal without columns, also where it loses them or gains them midway', async () => {
    const terminal = fakeTerminal({ watched: true });
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0);
    const progress = await startProgress(terminal, 'working');
    const drawn = [0, 80, 0, Number.NaN, 40].map((columns, i) => {
      terminal.stderr.columns = columns;
      clock.mockReturnValue(1000 * (i + 1));
      const before = terminal.written().stderr.length;
      progress.update(i);
      return terminal.written().stderr.slice(before);
    });
    progress.stop();
    expect(drawn.map((text) => text.includes('working'))).toEqual([false, true, false, false, true]);
    expect(drawn[2], 'what was drawn is cleared').toBe(cleared);
    expect(terminal.written().stderr.endsWith(cleared)).toBe(true);
  });

  it('leaves the terminal to the decisions where they are printed on it', async () => {
    slowDown();
    const terminal = fakeTerminal({ watched: true });
    Object.assign(terminal.stdout, { isTTY: true });
    expect(await run(['decide', path, '--calibrator', calibrator], terminal)).toBe(0);
    expect(terminal.written().stderr).toMatch(/^note: .*\n(?:review .*\n)*pass \d+, fail \d+, review \d+\n$/);
  });

  it('is cleared also where the work fails', async () => {
    const broken = folder.write('broken.jsonl', `${toLines(exampleRecords(40))}oops\n`);
    slowDown();
    const { exitCode, stderr } = await runCli(['fit', broken, ...exampleFlags, '--out', folder.path('no.json')], {
      watched: true,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/reading \d+/);
    expect(afterProgress(stderr)).toMatch(/^\S+:41 record must be one JSON object a line/);
  });
});
