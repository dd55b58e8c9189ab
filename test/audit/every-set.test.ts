import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawGroups } from '../../src/audit/draw-groups.ts';
import { readRecords, readTarget, writeCalibrator } from '../../src/data/index.ts';
import { fit, type AuditReport } from '../../src/index.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const data = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const isThere = existsSync(data);
const folder = temporaryFolder();

/** One file of every set with texts: the one that is shipped, and those beside this checkout. */
const files = [
  'calibration-data/example/records.jsonl',
  ...(isThere ? readdirSync(data).filter((set) => existsSync(`${data}/${set}/dataset.json`)) : []).map((set) => {
    const names = readdirSync(`${data}/${set}`).filter((name) => name.endsWith('.jsonl.gz'));
    return `${data}/${set}/${names.at(-1)!}`;
  }),
];

describe(`unflatter audit${isThere ? '' : ' (on one set only: the others are not beside this checkout)'}`, () => {
  it.each(files)('runs offline on %s', async (path) => {
    const target = await readTarget(path);
    const records = drawGroups(await readRecords([path], { target }), 250, 1);
    const name = path.split('/').at(-2)!;
    const [calibrator, set] = [folder.path(`${name}.json`), folder.write(`${name}.jsonl`, toLines(records))];
    writeCalibrator(calibrator, fit(records, target));
    const { exitCode, stdout, stderr } = await runCli(['audit', calibrator, set, '--most', '80', '--json']);
    const report = JSON.parse(stdout) as AuditReport;
    expect({ exitCode, stderr }).toEqual({ exitCode: report.verdict === 'pass' ? 0 : 2, stderr: '' });
    expect(report.records.probed).toBeGreaterThan(20);
    expect(report.probes).toHaveLength(23);
    for (const { name: probe, kind, rawShift, correctedShift, flips, twins } of report.probes) {
      expect(probe).toMatch(/^[a-z-]+$/);
      expect(['surface', 'cheat']).toContain(kind);
      for (const estimate of [rawShift, correctedShift, flips.raw, flips.corrected])
        expect(Object.keys(estimate)).toEqual(['value', 'lower', 'upper']);
      // Without its words a probe may have nothing to try; cutting and repeating go in every language.
      if (['repeated', 'bolded'].includes(probe)) expect(twins, probe).toBeGreaterThan(0);
    }
  });
});
