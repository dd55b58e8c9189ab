import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

it('has types that stand without the package ai, libraries checked', async () => {
  const app = folder.write(
    'app.ts',
    `import { calibrated, gated, qualityGateMiddleware, selfRater } from './dist/rating/index.js';
     export const rate = selfRater({ model: 'provider/model', rubric: 'Is it correct?', scale: { min: 1, max: 10 } });
     export const wrapped = [calibrated, gated, qualityGateMiddleware] as const;`,
  );
  const emitted = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', folder.path('dist')];
  await tsc(['--project', writeProject(), ...emitted]);
  const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
  await expect(tsc([...strict, '--skipLibCheck', 'false', app])).resolves.toMatchObject({ stdout: '' });
});

/** The build, of the entry for ai alone. */
function writeProject(): string {
  const options = { rootDir: resolve('src'), typeRoots: [resolve('node_modules/@types')] };
  const project = {
    extends: resolve('tsconfig.json'),
    compilerOptions: options,
    files: [resolve('src/rating/index.ts')],
  };
  return folder.write('build.json', JSON.stringify({ ...project, include: [] }));
}

function tsc(argv: readonly string[]) {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  return promisify(execFile)(process.execPath, [join(dirname(manifest), 'bin/tsc'), ...argv], {
    cwd: folder.path('.'),
    timeout: 60_000,
  });
}
