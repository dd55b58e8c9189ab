import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';

/*
 * What npm would publish: built, packed, and installed into an empty folder. Every process has a time limit.
 */

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unflatter-package-'));
const app = join(folder, 'app');
const minutes = 60_000;

/** The errors by which npm says that it could not reach the registry. */
const unreachable =
  /npm (?:error|ERR!) code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b/;

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;
/** Why there is no installed package to look at; undefined where there is one. */
let offline: string | undefined;

beforeAll(async () => {
  await run('npm', ['run', 'build'], { cwd: root, timeout: 2 * minutes });
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  [packed] = JSON.parse((await run('npm', pack, { cwd: root, timeout: minutes })).stdout) as [Packed];
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"private":true,"type":"module"}');
  offline = await install(join(folder, packed.filename));
}, 6 * minutes);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed files', () => {
  it('are the build, the calibration sets, and what the README points to', () => {
    const others = packed.files
      .map(({ path }) => path)
      .filter((path) => !/^(?:dist|calibration-data|docs)\//.test(path))
      .filter(
        (path) =>
          ![
            'README.md',
            'LICENSE',
            'package.json',
            'CONTRIBUTING.md',
            'benchmarks/accuracy/README.md',
            'benchmarks/audit/README.md',
            'benchmarks/estimate/README.md',
            'benchmarks/estimate/results/cells.md',
            'benchmarks/gate/README.md',
          ].includes(path),
      );
    expect(others).toEqual([]);
  });

  it('hold every entry point and the calibration sets of the demo', () => {
    const { exports, bin } = manifest(root);
    const paths = packed.files.map(({ path }) => path);
    for (const path of [...Object.values(exports), ...Object.values(bin)])
      expect(paths).toContain(path.replace(/^\.\//, ''));
    expect(paths).toContain('LICENSE');
    expect(paths.filter((path) => /^calibration-data\/[^/]+\/dataset\.json$/.test(path)).length).toBeGreaterThan(4);
  });

  it('have a declaration beside every module', () => {
    const paths = new Set(packed.files.map(({ path }) => path));
    const modules = [...paths].filter((path) => path.endsWith('.js'));
    expect(modules.length).toBeGreaterThan(40);
    expect(modules.filter((path) => !paths.has(path.replace(/\.js$/, '.d.ts')))).toEqual([]);
  });

  it('have nothing that publint would change', async () => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, packed.filename));
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength);
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(pkg?.['name']).toBe('unflatter');
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});

describe('the installed package', () => {
  it('is there without the package ai, and nothing that was installed runs a script', (context) => {
    needInstalled(context);
    expect(existsSync(join(app, 'node_modules/unflatter/package.json'))).toBe(true);
    expect(existsSync(join(app, 'node_modules/ai'))).toBe(false);
    const lock = readJson(join(app, 'node_modules/.package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
    };
    const names = Object.keys(lock.packages);
    expect(names).toContain('node_modules/unflatter');
    expect(names.filter((name) => lock.packages[name]!.hasInstallScript === true)).toEqual([]);
    const scripts = manifest(join(app, 'node_modules/unflatter')).scripts ?? {};
    expect(Object.keys(scripts).filter((name) => name.endsWith('install'))).toEqual([]);
  });

  it.for<[string, string[]]>([
    [
      'unflatter',
      [
        'UnflatterError',
        'agreementOf',
        'audit',
        'auditLoopholes',
        'auditProxy',
        'calibrate',
        'certify',
        'checkCalibrator',
        'checkTransport',
        'compareAudits',
        'compareCalibrators',
        'conformalRiskControl',
        'createMonitor',
        'createQualityGate',
        'decide',
        'decisionFlips',
        'defineFeature',
        'defineProbe',
        'diffCalibrators',
        'driftDecisions',
        'driftOf',
        'estimateDifference',
        'estimatePassRate',
        'evaluateCalibrator',
        'explainCosts',
        'extractFeatures',
        'featureSet',
        'features',
        'fit',
        'fitAndCertify',
        'fitEach',
        'goodhartCurve',
        'goodhartOutOfFold',
        'harden',
        'inflationOf',
        'isUnflatterError',
        'judgePromotion',
        'labelQuality',
        'labelsNeeded',
        'loopholeProbes',
        'parseCalibrator',
        'predictionPoweredMean',
        'recordedRatings',
        'reportEstimate',
        'revokedBy',
        'selfPreference',
        'twinProbes',
        'twinsOf',
      ],
    ],
    [
      'unflatter/adapters',
      [
        'autoevalsScorer',
        'evaliteScorer',
        'evaluationEvent',
        'langfuseEvaluator',
        'langsmithEvaluator',
        'mastraSteps',
        'openevalsEvaluator',
        'phoenixEvaluator',
        'promptfooAssertion',
        'promptfooProvider',
        'vitestEvalsJudge',
      ],
    ],
    [
      'unflatter/ai',
      [
        'bestOf',
        'calibrated',
        'criteriaRater',
        'decisionRater',
        'gated',
        'gatedEach',
        'memoryCache',
        'qualityGateMiddleware',
        'ratingFromDecision',
        'rubrics',
        'scales',
        'selfRater',
      ],
    ],
    ['unflatter/vitest', ['toPassGate']],
    [
      'unflatter/node',
      [
        'chooseToLabel',
        'estimateFalsePass',
        'importRecords',
        'inclusionAcrossRounds',
        'joinLabelFiles',
        'joinLabels',
        'labelSheet',
        'loggedGate',
        'mostlyPassed',
        'openLabelFile',
        'openLog',
        'openLogBook',
        'previousOf',
        'promoteCalibrator',
        'readCalibrator',
        'readLabelItems',
        'readLabelLines',
        'readLabels',
        'readRecords',
        'readTarget',
        'recordsOf',
        'shadowFlips',
        'signCalibrator',
        'startLabelling',
        'streamRecords',
        'verifySignature',
        'weightsAcrossRounds',
        'whatItBuys',
        'writeCalibrator',
      ],
    ],
  ])('can be imported without the package ai: %s', async ([entry, names], context) => {
    needInstalled(context);
    const exported = await inApp(`console.log(JSON.stringify(Object.keys(await import('${entry}'))))`);
    expect((JSON.parse(exported) as string[]).sort()).toEqual(names);
  });

  it('says what is missing when a model is to be asked without the package ai', async (context) => {
    needInstalled(context);
    const code = `
      const { selfRater } = await import('unflatter/ai');
      const rate = selfRater({ model: 'provider/model', rubric: 'Is it correct?', scale: { min: 1, max: 10 } });
      await rate({ response: 'Canberra.' }).catch(({ code, message }) => console.log(code, message));
    `;
    expect(await inApp(code)).toBe('peer-missing selfRater needs the package "ai", version 6 or 7: npm install ai\n');
  });

  it('has types that a strict compiler takes, without any other package', async (context) => {
    needInstalled(context);
    writeFileSync(
      join(app, 'app.ts'),
      `import { createQualityGate, decide, type CalibratedRating, type GateDecision } from 'unflatter';
       export const decision: GateDecision = createQualityGate({ calibrator: '{}' }).decide({ response: 'x', selfRating: 3 });
       export const verdict: 'pass' | 'fail' | 'review' = decide({} as CalibratedRating).verdict;
       // @ts-expect-error a rating is a number
       createQualityGate({ calibrator: '{}' }).decide({ response: 'x', selfRating: '3' });`,
    );
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', '', 'app.ts'];
    const tsc = join(root, 'node_modules/typescript', manifest(join(root, 'node_modules/typescript')).bin['tsc']!);
    await expect(run(process.execPath, [tsc, ...options], { cwd: app, timeout: minutes })).resolves.toMatchObject({
      stdout: '',
    });
  });

  it('has nothing under other names', async (context) => {
    needInstalled(context);
    const code = `await import('unflatter/dist/index.js').catch(({ code }) => console.log(code))`;
    expect(await inApp(code)).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });

  it('has a command line that says what it can do', async (context) => {
    needInstalled(context);
    const { stdout, stderr } = await unflatter(['--help']);
    expect(stderr).toBe('');
    expect(stdout).toContain('Usage: unflatter');
    expect(stdout.match(/^ {2}(?:demo|check|fit|decide|evaluate) /gm)).toHaveLength(5);
    expect((await unflatter(['--version'])).stdout).toBe(`${manifest(root).version}\n`);
  });

  it('runs the demo on a set that it brought along', async (context) => {
    needInstalled(context);
    const { stdout, stderr } = await unflatter(['demo', '--out', 'details']);
    expect(stderr).toBe('');
    expect(stdout).toContain('details: ');
    const decisions = readFileSync(join(app, 'details/lsat-ar/decisions.jsonl'), 'utf8').trim().split('\n');
    expect(decisions.length).toBeGreaterThan(100);
    expect(existsSync(join(app, 'details/report.md'))).toBe(true);
    expect(readJson(join(app, 'details/lsat-ar/calibrator.json'))).toMatchObject({ format: 'unflatter-calibrator' });
  });
});

/** Installs into the app; gives back the error by which npm says that it could not reach the registry, if it could not. */
async function install(tarball: string): Promise<string | undefined> {
  const options = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=500',
  ];
  try {
    await run('npm', ['install', ...options, '--fetch-timeout=30000', '--prefix', app, tarball], {
      cwd: app,
      timeout: 3 * minutes,
    });
    return undefined;
  } catch (error) {
    const code = unreachable.exec((error as { stderr?: string }).stderr ?? '')?.[1];
    if (code === undefined) throw error;
    return code;
  }
}

function needInstalled({ skip }: TestContext): void {
  skip(offline !== undefined, `npm cannot reach the registry: ${offline}`);
}

/** Runs a module in the app, and gives back what it prints. */
async function inApp(code: string): Promise<string> {
  return (await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: app, timeout: minutes })).stdout;
}

function unflatter(argv: readonly string[]) {
  const installed = join(app, 'node_modules/unflatter');
  const bin = join(installed, manifest(installed).bin['unflatter']!);
  return run(process.execPath, [bin, ...argv], { cwd: app, timeout: 2 * minutes });
}

function run(command: string, argv: readonly string[], options: { readonly cwd: string; readonly timeout: number }) {
  return promisify(execFile)(command, argv, { ...options, maxBuffer: 64 * 1024 * 1024 });
}

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

function manifest(of: string): Manifest {
  return readJson(join(of, 'package.json')) as Manifest;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
