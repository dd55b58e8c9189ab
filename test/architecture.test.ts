import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each folder of `src` may import, besides itself. The one place where the rule is written. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  types: [],
  errors: [],
  math: ['ml-matrix'],
  features: [],
  calibrator: ['types', 'errors', 'math', 'features', 'zod', '@noble/hashes'],
  fit: [
    'types',
    'errors',
    'math',
    'features',
    'calibrator',
    'ml-matrix',
    'ml-regression-multivariate-linear',
    'simple-statistics',
    '@noble/hashes',
  ],
  estimate: ['types', 'errors', 'math', 'features', 'calibrator', 'fit'],
  gate: ['types', 'errors', 'math', 'calibrator', 'fit', '@noble/hashes'],
  monitor: ['types', 'errors', 'math', 'features', 'calibrator', 'fit', 'gate'],
  audit: ['types', 'errors', 'math', 'features', 'calibrator', 'fit', 'gate', '@noble/hashes', 'simple-statistics'],
  rating: ['types', 'errors', 'calibrator', 'gate', 'ai', 'cockatiel', '@noble/hashes'],
  adapters: ['types', 'errors', 'calibrator', 'gate', 'rating'],
  data: ['types', 'errors', 'calibrator', 'node:', 'zod'],
  log: [
    'types',
    'errors',
    'math',
    'features',
    'calibrator',
    'fit',
    'gate',
    'data',
    'node:',
    'zod',
    'pg',
    '@noble/hashes',
  ],
  label: ['types', 'errors', 'math', 'calibrator', 'data', 'log', 'report', 'node:', 'zod'],
  report: [
    'types',
    'math',
    'features',
    'calibrator',
    'fit',
    'gate',
    'audit',
    'estimate',
    'monitor',
    'd3-scale',
    'd3-shape',
  ],
  cli: [
    'types',
    'errors',
    'math',
    'features',
    'calibrator',
    'fit',
    'gate',
    'audit',
    'estimate',
    'monitor',
    'data',
    'report',
    'rating',
    'log',
    'label',
    'node:',
    'commander',
    'ora',
    '@ai-sdk/openai-compatible',
  ],
  node: ['data', 'log', 'label'],
  index: ['types', 'errors', 'math', 'features', 'calibrator', 'fit', 'estimate', 'gate', 'audit', 'monitor'],
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => posix.join('src', path))
  .sort();

describe('imports', () => {
  it.each(files)('of %s point down', (file) => {
    const folder = folderOf(file);
    expect(Object.keys(allowed)).toContain(folder);
    for (const specifier of importsOf(file)) {
      const target = targetOf(specifier, file);
      if (target !== folder) expect(allowed[folder], `${file} imports ${specifier}`).toContain(target);
    }
  });

  it('of packages are all declared', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const declared = [...Object.keys(dependencies!), ...Object.keys(peerDependencies!)];
    const used = new Set(files.flatMap((file) => importsOf(file).map((specifier) => targetOf(specifier, file))));
    for (const name of used) if (name !== 'node:' && !(name in allowed)) expect(declared).toContain(name);
    for (const name of declared) expect([...used], `${name} is declared and not used`).toContain(name);
  });

  it('are found wherever they can stand', () => {
    expect(importsOf('src/rating/ask.ts')).toContain('ai');
    expect(importsOf('src/cli/progress.ts')).toContain('ora');
  });
});

describe('source files', () => {
  it.each(files)('%s is short enough to be read', (file) => {
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(251);
  });
});

function folderOf(file: string): string {
  return file
    .replace(/^src\//, '')
    .split('/')[0]!
    .replace(/\.ts$/, '');
}

function targetOf(specifier: string, file: string): string {
  if (specifier.startsWith('.')) return folderOf(posix.join(posix.dirname(file), specifier));
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Static imports, re-exports, dynamic imports and import types. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm),
  ];
  return found.map(([, from, bare, dynamic]) => (from ?? bare ?? dynamic)!);
}
