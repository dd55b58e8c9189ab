import { beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import type { CalibratorEvaluation } from '../../src/fit/evaluate-calibrator.ts';
import { fit } from '../../src/fit/fit.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const records = exampleRecords(60);
let calibrator = '';
let same = '';
let fresh = '';

beforeAll(() => {
  calibrator = folder.path('calibrator.json');
  writeCalibrator(calibrator, fit(records.slice(0, 36), exampleTarget));
  same = folder.write('same.jsonl', toLines(records.slice(0, 36).toReversed()));
  fresh = folder.write('fresh.jsonl', toLines(records.slice(36)));
});

const warning =
  'warning: these are the records the calibrator was fitted on, so the numbers flatter it; it carries its out-of-fold report\n';

/** What is printed about the fresh labels, as JSON. */
async function evaluated(...argv: string[]): Promise<string> {
  return (await runCli(['evaluate', calibrator, fresh, '--json', ...argv])).stdout;
}

const synthesis = (name: string): string => shipped(`scisynthesis/${name}.jsonl.gz`);

describe('evaluate', () => {
  it('shows before and after on fresh labels, with intervals', async () => {
    const { exitCode, stdout, stderr } = await runCli(['evaluate', calibrator, fresh]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(
      /^24 labelled records in \d+ groups, \d+\.\d % pass \(mean human rating from 3\); 95 % intervals over groups$/,
    );
    expect(
      lines.filter((line) => /^(log loss|Brier score|AUC|calibration error|fail, of those passed) /.test(line)),
    ).toHaveLength(5);
    expect(lines[3]).toMatch(/^log loss( +-?\d\.\d{3} \[-?\d\.\d{3}, -?\d\.\d{3}\]){3}$/);
  });

  it('gives the same numbers as JSON, to the last digit for the same seed', async () => {
    const evaluation = JSON.parse(await evaluated()) as CalibratorEvaluation;
    expect(evaluation).toMatchObject({ records: 24, sameRecords: false });
    const { before, after, difference } = evaluation.metrics.logLoss;
    expectClose(after.value! - before.value!, difference.value!, { absolute: 1e-5 });
    for (const { value, lower, upper } of [before, after]) expect(lower! <= value! && value! <= upper!).toBe(true);
    expect(await evaluated()).toBe(await evaluated('--seed', '1'));
    expect(await evaluated('--seed', '2')).not.toBe(await evaluated());
  });

  it('warns where the labels are those of the fit, in whatever order', async () => {
    const { exitCode, stderr } = await runCli(['evaluate', calibrator, same]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: warning });
    const asJson = await runCli(['evaluate', calibrator, same, '--json']);
    expect(asJson.stderr).toBe(warning);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ sameRecords: true });
  });

  it('reads a shipped set, and other sets of it that measure the same', async () => {
    const path = folder.path('synthesis.json');
    const fitted = await runCli(['fit', synthesis('coherence'), '--criterion', 'coherence', '--out', path]);
    expect(fitted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await runCli(['evaluate', path, synthesis('coherence')])).toMatchObject({ exitCode: 0, stderr: warning });
    expect(await runCli(['evaluate', path, synthesis('cohesion')])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `the criterion of ${synthesis('cohesion')} must be "coherence", for which the calibrator was fitted, got "cohesion" from dataset.json: correct dataset.json, or fit without --criterion\n`,
    });
  });

  it('judges by the pass mark of the calibrator, and notes where dataset.json has another', async () => {
    folder.write('marked/dataset.json', JSON.stringify({ ...exampleTarget, passAt: 4 }));
    const marked = folder.write('marked/records.jsonl', toLines(records.slice(36)));
    const { exitCode, stdout, stderr } = await runCli(['evaluate', calibrator, marked, '--json']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `note: ${marked} is evaluated against the calibrator's pass mark 3; dataset.json says 4\n`,
    });
    expect(stdout).toBe(await evaluated());
  });

  it('judges by whom the calibrator was fitted for, and notes where dataset.json says otherwise', async () => {
    const twice = records.map((record, i) => ({ ...record, humanRatings: [...record.humanRatings, 1 + (i % 5)] }));
    const byPerson = folder.path('person/c.json');
    folder.write('person/dataset.json', JSON.stringify(exampleTarget));
    const set = folder.write('person/records.jsonl', toLines(twice));
    writeCalibrator(byPerson, fit(twice.slice(0, 36), { ...exampleTarget, passBy: 'person' }));
    const unsaid = await runCli(['evaluate', byPerson, set]);
    expect(unsaid).toMatchObject({ exitCode: 0, stderr: '' });
    expect(unsaid.stdout).toMatch(
      /^120 human ratings in \d+ groups, .* \(a person drawn at random passes it, from 3\); /,
    );
    folder.write('person/dataset.json', JSON.stringify({ ...exampleTarget, passBy: 'mean' }));
    expect((await runCli(['evaluate', byPerson, set])).stderr).toBe(
      `note: ${set} is evaluated against the calibrator's pass mark 3 by a person drawn at random; dataset.json says 3 by the mean human rating\n`,
    );
    folder.write('person/dataset.json', JSON.stringify({ ...exampleTarget, passAt: 4, passBy: 'person' }));
    const byMean = await runCli(['evaluate', calibrator, set]);
    expect(byMean.stdout).toMatch(/^60 labelled records in /);
    expect(byMean.stderr).toBe(
      `note: ${set} is evaluated against the calibrator's pass mark 3 by the mean human rating; dataset.json says 4 by a person drawn at random\n`,
    );
    expect(await runCli(['decide', set, '--calibrator', byPerson])).toMatchObject({ exitCode: 0 });
  });

  it('takes features of the app as columns, and names the record and the feature where one is missing', async () => {
    const withColumn: CalibrationRecord[] = records.map((record, i) => ({
      ...record,
      features: { ...record.features, linksChecked: i % 7 },
    }));
    const own = folder.path('own.json');
    writeCalibrator(own, fit(withColumn.slice(0, 36), exampleTarget));
    const whole = folder.write('columns.jsonl', toLines(withColumn.slice(36)));
    expect(await runCli(['evaluate', own, whole])).toMatchObject({ exitCode: 0, stderr: '' });
    const missing = folder.write('missing.jsonl', toLines(withColumn.slice(36).with(5, records[41]!)));
    expect(await runCli(['evaluate', own, missing])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${missing}: record r41: feature linksChecked must be a finite number, got undefined: the calibrator was fitted with it\n`,
    });
  });

  it('evaluates on the set that a fit was told another pass mark of, by a flag', async () => {
    folder.write('flagged/dataset.json', JSON.stringify({ ...exampleTarget, passAt: 4 }));
    const [set, out] = [folder.write('flagged/records.jsonl', toLines(records)), folder.path('flagged/c.json')];
    expect(await runCli(['fit', set, '--pass-at', '3', '--out', out])).toMatchObject({ exitCode: 0 });
    expect(await runCli(['evaluate', out, set])).toMatchObject({ exitCode: 0 });
    expect(await runCli(['decide', set, '--calibrator', out])).toMatchObject({ exitCode: 0 });
  });

  it('refuses labels on another scale', async () => {
    folder.write('sevens/dataset.json', JSON.stringify({ humanScale: { min: 1, max: 7 } }));
    const sevens = folder.write('sevens/records.jsonl', toLines(records.slice(36)));
    expect(await runCli(['evaluate', calibrator, sevens])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `the humanScale of ${sevens} must be {"min":1,"max":5}, for which the calibrator was fitted, got {"min":1,"max":7} from dataset.json: correct dataset.json, or fit without --human-scale\n`,
    });
  });

  it('takes several files, standard input, and one rater of many', async () => {
    const theirs = records.map((record) => ({ ...record, id: `x${record.id}`, rater: 'another-model' }));
    const mixed = folder.write('mixed.jsonl', toLines([...records.slice(36, 48), ...theirs]));
    const alone = await runCli(['evaluate', calibrator, fresh, '--json']);
    const picked = await runCli(['evaluate', calibrator, mixed, '-', '--rater', 'a-model', '--json'], {
      stdin: [toLines(records.slice(48))],
    });
    expect(picked).toEqual(alone);
  });

  it('refuses too few labels, and names the file', async () => {
    const few = folder.write('few.jsonl', toLines(records.slice(36, 50)));
    expect(await runCli(['evaluate', calibrator, few])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${few}: evaluating needs at least 20 labelled records, got 14\n`,
    });
  });
});
