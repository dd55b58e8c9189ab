import { describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { createQualityGate, type MonitorReport } from '../../src/index.ts';
import { loggedGate, openLog } from '../../src/log/index.ts';
import { drawn, watched } from '../monitor/watched.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();

describe('labels of a log on decisions without a rating', () => {
  it('keep a transport check from holding, where people gave them on decisions by this calibrator', async () => {
    const calibrator = watched({ rule: null });
    const path = folder.path('calibrator.json');
    writeCalibrator(path, calibrator);
    const file = folder.path('log.sqlite');
    const store = await openLog(file);
    const gate = loggedGate(createQualityGate({ calibrator }), { store, queue: 10_000 });
    const other = loggedGate(createQualityGate({ calibrator: watched() }), { store, queue: 10_000 });
    const rows = drawn('unrated', 22, 2000).map((record, i) => ({ ...record, isRated: i % 25 > 0, number: i }));
    for (const { isRated, number, humanRatings: _, ...record } of rows) {
      const by = number === 50 ? other : gate;
      by.decide(
        { ...record, selfRating: isRated ? record.selfRating : Number.NaN },
        { id: record.id, group: record.group },
      );
    }
    await gate.close();
    await other.close();
    await store.label(
      rows.map(({ id, humanRatings, isRated, number }) => ({
        key: id,
        id,
        value: isRated ? (humanRatings[0] as number) : 0,
        labeller: 'a',
        source: number === 25 ? 'model' : 'expert',
        at: number,
      })),
    );
    await store.close();
    const { exitCode, stdout, stderr } = await runCli(['monitor', path, file, '--margin', '0.06', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { verdict, labels, transport } = JSON.parse(stdout) as MonitorReport;
    expect(labels).toMatchObject({ counted: 1920, unjudged: 78 });
    expect({ verdict, transport }).toMatchObject({
      verdict: 'cannot tell',
      transport: { overall: { verdict: 'cannot tell', labels: 1920, unjudged: 78 } },
    });
    const text = (await runCli(['monitor', path, file, '--margin', '0.06'])).stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain('beside 78 labels on which it could not speak');
    expect(text).toContain('78 of responses without a rating');
  });
});
