import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrateInputs } from '../../src/calibrator/calibrate.ts';
import { toInputs } from '../../src/calibrator/inputs.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { currentVersion } from '../../src/calibrator/schema.ts';
import { digestOf } from '../../src/calibrator/seal.ts';
import type { CalibratedRating, RatedResponse } from '../../src/types.ts';
import { issuesOf, resealed } from './whole.ts';

/*
 * One calibrator of each version there ever was, as the unflatter of that version wrote it, with what that version made of
 * some ratings. They are never made again: what was shipped decides as it did when it was shipped.
 */

const folder = 'test/calibrator/golden';
const golden = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');

interface Decision {
  readonly rated: RatedResponse;
  readonly calibrated: CalibratedRating;
}

it('there is one of each version', () => {
  const versions = Array.from({ length: currentVersion }, (_, i) => `version-${i + 1}.json`);
  expect(readdirSync(folder).filter((name) => !name.endsWith('.decisions.json'))).toEqual(versions);
});

describe.each([2, 3])('a calibrator of version %i', (version) => {
  const text = golden(`version-${version}.json`);
  const decisions = JSON.parse(golden(`version-${version}.decisions.json`)) as Decision[];

  it('is of that version', () => {
    expect(JSON.parse(text)).toHaveProperty('version', version);
    expect(decisions.length).toBeGreaterThan(10);
    const spread = decisions.map(({ calibrated }) => calibrated.passProbability);
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(0.8);
  });

  it.each(decisions)('makes of $rated what it made then, to the last bit', ({ rated, calibrated }) => {
    const calibrator = parseCalibrator(text);
    const made = calibrateInputs(calibrator, toInputs(rated, calibrator.target.ratingScale));
    // In JSON, as what is stored: its numbers give each bit back, except that it knows no minus zero.
    expect(JSON.parse(JSON.stringify(made))).toEqual(calibrated);
  });

  it('is one of the current version once it is read, and is read as the same from then on', () => {
    const calibrator = parseCalibrator(text);
    expect(calibrator).toMatchObject({ version: currentVersion, digest: digestOf(calibrator) });
    expect(parseCalibrator(JSON.stringify(calibrator))).toEqual(calibrator);
    expect(parseCalibrator(text)).toEqual(calibrator);
  });
});

describe('a calibrator of version 1', () => {
  it('is refused with what to do, since its features were measured in another way', () => {
    const message = 'must be 2 or 3, got 1, whose features were measured in another way: fit it again on its records';
    expect(issuesOf(golden('version-1.json'))).toEqual([{ path: 'calibrator', field: 'version', message }]);
  });
});

describe('a calibrator of version 2', () => {
  const older = JSON.parse(golden('version-2.json')) as Record<string, unknown>;

  it('gets what it had not: nothing that it has seen, and no certificates', () => {
    const { version: _, ...kept } = older;
    const added = {
      ratingPrompts: [],
      labelPolicies: [],
      reference: { passProbability: [], selfRating: [] },
      seen: { oneIn: 1, records: '', groups: '' },
      certificates: [],
      askings: [],
    };
    expect(parseCalibrator(older)).toEqual(resealed({ ...kept, version: 3, ...added }));
  });

  it.each(['ratingPrompts', 'labelPolicies', 'reference', 'seen', 'certificates', 'askings', 'digest', 'signature'])(
    'is refused with what only a later one has: %s',
    (key) => {
      const later = JSON.parse(golden('version-3.json')) as Record<string, unknown>;
      expect(Object.keys(later)).toContain(key);
      expect(issuesOf({ ...older, [key]: later[key] }).map(({ message }) => message)).toEqual([
        `must not have the key "${key}"`,
      ]);
    },
  );

  it('is checked like any other before it is carried over', () => {
    expect(issuesOf({ ...older, features: [] }).map(({ field }) => field)).toEqual([
      'passHead.featureSlopes',
      'passHead.absenceShifts',
      'ratingHead.featureSlopes',
      'ratingHead.absenceShifts',
    ]);
    expect(issuesOf({ ...older, raters: [1] })).toHaveLength(1);
  });
});
