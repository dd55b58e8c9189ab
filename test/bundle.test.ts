import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Bundles these exports for a browser, minified, as an app does. Modules are named by their path, from the root on. */
async function bundle(exports: string): Promise<{ readonly code: string; readonly modules: readonly string[] }> {
  const entry = '\0entry.js';
  const [built] = (await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id.endsWith('virtual-entry') ? entry : null),
        load: (id) => (id === entry ? exports.replaceAll('../', root) : null),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: 'virtual-entry', formats: ['es'] },
      // As a library alone, blanks would be kept for the bundler of the app.
      rolldownOptions: { external: ['ai'], output: { minify: true } },
    },
  })) as Rolldown.RolldownOutput[];
  const chunks = built!.output.filter((file) => file.type === 'chunk');
  expect(chunks).toHaveLength(1);
  const modules = chunks[0]!.moduleIds.filter((id) => id !== entry);
  return { code: chunks[0]!.code, modules: modules.map((id) => id.replace(root, '')) };
}

/** What stands for a module of Node in a bundle for browsers. */
const ofNode = /^node:|vite-browser-external/;

describe('calibrate and decide, bundled alone', async () => {
  const alone = await bundle(
    `export { calibrate } from '../src/calibrator/calibrate.ts'; export { decide } from '../src/gate/decide.ts';`,
  );

  it('take less than 60 KB with the word lists of eight languages, and less than 25 KB compressed', () => {
    expect(Buffer.byteLength(alone.code)).toBeLessThan(60_000);
    expect(gzipSync(alone.code).length).toBeLessThan(25_000);
    expect(alone.code).toMatch(/export\{\w+ as calibrate,\w+ as decide\}/);
  });

  it('take less than 13 KB for inputs that were measured before', async () => {
    const measured = await bundle(
      `export { calibrateInputs } from '../src/calibrator/calibrate.ts'; export { decide } from '../src/gate/decide.ts';`,
    );
    expect(Buffer.byteLength(measured.code)).toBeLessThan(13_000);
    expect(measured.code).toMatch(/export\{\w+ as calibrateInputs,\w+ as decide\}/);
  });

  it('bring no dependency, nothing of Node and no solver', () => {
    expect(alone.modules).toContain('src/calibrator/calibrate.ts');
    expect(alone.modules).toContain('src/gate/decide.ts');
    expect(
      alone.modules.filter((id) => !/^src\/(?:calibrator|features|gate|math)\/|^src\/errors\.ts$/.test(id)),
    ).toEqual([]);
    expect(alone.modules.filter((id) => /src\/math\/(?!logistic)/.test(id))).toEqual([]);
    expect(alone.code).not.toMatch(/ml-matrix|simple-statistics|zod|node:/i);
  });

  it('are the same when they come from the entry of the package: the rest is shaken off', async () => {
    const fromEntry = await bundle(`export { calibrate, decide } from '../src/index.ts';`);
    expect(fromEntry.modules).toEqual(alone.modules);
    expect(fromEntry.code).toBe(alone.code);
  });
});

describe('the entry of the package, bundled whole', async () => {
  const whole = await bundle(`export * from '../src/index.ts';`);

  it('runs in a browser: it holds the fit and nothing of Node', () => {
    expect(whole.modules).toContain('src/fit/fit.ts');
    expect(whole.modules.filter((id) => ofNode.test(id))).toEqual([]);
    expect(whole.code).not.toMatch(/["'`]node:/);
  });

  it('holds nothing of the folders that need Node or the package ai', () => {
    expect(whole.modules.filter((id) => /^src\/(?:cli|data|rating|report)\//.test(id))).toEqual([]);
  });
});

it('the entry for ai, bundled whole, runs outside Node as well', async () => {
  const { code, modules } = await bundle(`export * from '../src/rating/index.ts';`);
  expect(modules).toContain('src/rating/self-rater.ts');
  expect(modules.filter((id) => ofNode.test(id))).toEqual([]);
  expect(code).not.toMatch(/["'`]node:/);
  expect(code).toMatch(/import\([`'"]ai[`'"]\)/);
});
