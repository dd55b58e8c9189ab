import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fullTable, shortTable, withTable } from '../../benchmarks/accuracy/table.ts';
import type { Summary } from '../../benchmarks/accuracy/summary.ts';
import { generatedPages } from '../../scripts/docs.ts';
import { ratedIssues } from '../../src/calibrator/record.ts';
import { blocksOf } from './pages.ts';

const results = (name: string): Summary =>
  JSON.parse(readFileSync(`benchmarks/accuracy/results/${name}.json`, 'utf8')) as Summary;

describe('generated pages', () => {
  it('are what their sources make now (npm run docs)', async () => {
    for (const [path, text] of Object.entries(await generatedPages()))
      expect(readFileSync(path, 'utf8'), path).toBe(text);
  });

  it.each([
    { path: 'benchmarks/accuracy/README.md', name: 'development', table: fullTable },
    { path: 'benchmarks/accuracy/README.md', name: 'shipped', table: fullTable },
    { path: 'README.md', name: 'development', table: shortTable },
  ])('show the results on disk: $name in $path', ({ path, name, table }) => {
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('| **unflatter** |');
    expect(withTable(text, name, table(results(name)))).toBe(text);
  });
});

describe('the accuracy that the README claims', () => {
  it('has unflatter ahead of every other method on average, at every number of labels', () => {
    for (const { labels, method, unflatterAhead } of results('development').rows) {
      if (method !== 'unflatter') expect(unflatterAhead.mean, `${method} at ${labels}`).toBeLessThan(0);
    }
  });
});

describe('pages', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
  ].filter((name) => name.endsWith('.md'));

  it.each(pages)('%s links to files that are there', (page) => {
    const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/')) : '.';
    for (const [, target] of readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)\)/g)) {
      if (!target!.startsWith('https:')) expect(() => readFileSync(join(folder, target!))).not.toThrow(/ENOENT/);
    }
  });

  it.each(pages)('%s names only tests that are there', (page) => {
    for (const [, path] of readFileSync(page, 'utf8').matchAll(/`(test\/[\w/.-]+\.test\.ts)`/g))
      expect(() => readFileSync(path!), path).not.toThrow();
  });

  it('quotes tests by names that they have', () => {
    const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(join('test', name), 'utf8'))
      .join('\n');
    const quoted = [
      ...readFileSync('docs/method.md', 'utf8')
        .replaceAll('\n', ' ')
        .matchAll(/[(\s]"([^"]{12,})"(?=,|\))/g),
    ].map(([, name]) => name!);
    expect(quoted.length).toBeGreaterThan(5);
    for (const name of quoted) expect(tests).toContain(name);
  });

  it('show records that pass the checks', () => {
    const [record, dataset] = blocksOf('docs/data.md').map(({ code }) => JSON.parse(code) as unknown);
    expect(
      ratedIssues(record, { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 }),
    ).toEqual([]);
    expect(dataset).toMatchObject({ name: 'support-answers', passAt: 4 });
  });
});

describe('shipped calibration sets', () => {
  const sets = readdirSync('calibration-data');

  it.each(sets)('%s says who labelled it, its licence and what it is not good for', (set) => {
    const card = readFileSync(`calibration-data/${set}/README.md`, 'utf8');
    expect(card).toMatch(/Who labelled:/);
    expect(card).toMatch(/Not good for:/);
    const dataset = JSON.parse(readFileSync(`calibration-data/${set}/dataset.json`, 'utf8')) as Record<string, unknown>;
    expect(dataset).toMatchObject({ name: set, licence: 'MIT', source: expect.any(String) });
  });
});
