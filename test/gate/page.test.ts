import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/index.ts';
import { errorCodes, type ErrorCode } from '../../src/errors.ts';
import { fit, type DecisionReason } from '../../src/index.ts';
import { asTest, blocksOf } from '../docs/pages.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A reason that is no error code is missed here by the compiler. */
const others: Readonly<Record<Exclude<DecisionReason, ErrorCode>, true>> = {
  'above-threshold': true,
  'below-threshold': true,
  'between-thresholds': true,
  'not-certified': true,
  'outside-envelope': true,
  'response-wordless': true,
  'response-boilerplate': true,
  'response-echo': true,
  'response-truncated': true,
  'not-finite': true,
  'unexpected-error': true,
};

describe('docs/gate.md', () => {
  const page = readFileSync('docs/gate.md', 'utf8');
  const folder = temporaryFolder();
  const root = process.cwd();

  beforeAll(() => {
    writeCalibrator(folder.path('calibrator.json'), fit(exampleRecords(), exampleTarget));
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it('names every reason, once, and no other', () => {
    const section = page.slice(page.indexOf('## When something is wrong'), page.indexOf('## A calibrator of your own'));
    const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, reason]) => reason);
    const listed = [...section.slice(section.indexOf('Other codes')).matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)];
    const named = [...rows, ...listed.map(([, code]) => code)];
    expect(new Set(named)).toEqual(new Set([...errorCodes, ...Object.keys(others)]));
    expect(named).toHaveLength(new Set(named).size);
  });

  // The last one is what test/gate/check-calibrator.test.ts does, and takes long.
  it.each(blocksOf('docs/gate.md').slice(0, -1))(
    'does what it says in the code at line $line',
    async ({ line, code }) => {
      const path = folder.write(`gate-${line}.test-block.ts`, asTest(code));
      await import(path);
    },
  );
});
