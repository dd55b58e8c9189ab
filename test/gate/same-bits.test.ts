import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { readCalibrator, writeCalibrator } from '../../src/data/index.ts';
import { calibrate, createQualityGate, decide, fit, type GatePolicy } from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { certificate, withParts } from './certified.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = temporaryFolder();
const records = exampleRecords();
const calibrator = withParts(fit(records, exampleTarget), { certificates: [certificate()] });
const policies: GatePolicy[] = [
  {},
  { passThreshold: 0.7 },
  { certificates: calibrator.certificates },
  { falsePassCost: 9, falseFailCost: 3, reviewCost: 1 },
];
const rated = [
  ...records.map(({ prompt, response, selfRating, rater }) => ({ prompt, response, selfRating, rater })),
  { prompt: 'p', response: '→', selfRating: 9 },
  { prompt: 'p', response: 'नहीं मिला: उस पते पर कुछ नहीं है। '.repeat(9), selfRating: 9 },
];
const here = rated.map((one) => policies.map((policy) => decide(calibrate(calibrator, one), policy)));

/** All digits of all numbers: JSON gives the shortest text that reads back as the same bits. */
const expected = JSON.stringify(here);
const work = `(calibrate, decide) => JSON.stringify(${JSON.stringify(rated)}.map((one) =>
  ${JSON.stringify(policies)}.map((policy) => decide(calibrate(JSON.parse(text), one), policy))))`;

describe('decide gives the same bits', () => {
  it('on something that tells: some pass, some fail, some are for a person', () => {
    expect(new Set(here.flat().map(({ verdict }) => verdict))).toEqual(new Set(['pass', 'fail', 'review']));
  });

  it('with a calibrator from a file', async () => {
    writeCalibrator(folder.path('calibrator.json'), calibrator);
    const read = await readCalibrator(folder.path('calibrator.json'));
    const decisions = rated.map((one) => policies.map((policy) => decide(calibrate(read, one), policy)));
    expect(JSON.stringify(decisions)).toBe(expected);
    const [gate, again] = [calibrator, read].map((one) => createQualityGate({ calibrator: one }));
    expect(JSON.stringify(rated.map(again!.decide))).toBe(JSON.stringify(rated.map(gate!.decide)));
  });

  it('in a new process', () => {
    const script = `import { calibrate, decide } from '${root}src/index.ts';
      const text = ${JSON.stringify(JSON.stringify(calibrator))};
      process.stdout.write((${work})(calibrate, decide));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-'], {
      input: script,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      timeout: 50_000,
    });
    expect(stdout, stderr).toBe(expected);
  });

  it('in a bundle for browsers, in a world with nothing of Node', async () => {
    const code = await bundled(`export { calibrate } from '${root}src/calibrator/calibrate.ts';
      export { decide } from '${root}src/gate/decide.ts';`);
    // What browsers have besides the language itself.
    const world = createContext({ structuredClone, text: JSON.stringify(calibrator) });
    runInContext(`${code}; this.result = (${work})(unflatter.calibrate, unflatter.decide);`, world);
    expect((world as { result?: string }).result).toBe(expected);
  });
});

/** A script that defines `unflatter`, minified. */
async function bundled(entry: string): Promise<string> {
  const [built] = (await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id.endsWith('virtual-entry') ? '\0entry.js' : null),
        load: (id) => (id === '\0entry.js' ? entry : null),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: 'virtual-entry', formats: ['iife'], name: 'unflatter' },
    },
  })) as Rolldown.RolldownOutput[];
  return built!.output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('\n');
}
