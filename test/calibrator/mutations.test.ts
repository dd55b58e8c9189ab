import { beforeAll, describe, expect, it } from 'vitest';
import { calibrateInputs } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { toInputs } from '../../src/calibrator/inputs.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { sealed } from '../../src/calibrator/seal.ts';
import { isUnflatterError } from '../../src/errors.ts';
import { fit } from '../../src/fit/fit.ts';
import { seededRandom } from '../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';
import { askings, certificate } from './whole.ts';

/*
 * What happens to files: they are cut off, and bytes of them change. Whatever is left is refused with an error of ours, or
 * is the same calibrator, to the last bit of what it computes and to the last word of what it certifies.
 */

let calibrator: Calibrator;
let bytes: Buffer;
let same: unknown;

beforeAll(() => {
  calibrator = sealed({ ...fit(exampleRecords(24), exampleTarget), certificates: [certificate], askings });
  bytes = Buffer.from(`${JSON.stringify(calibrator, null, 1)}\n`);
  same = decisionsOf(calibrator);
});

/** All that depends on a calibrator: what it computes for several inputs, and what it certifies and for whom. */
function decisionsOf(by: Calibrator): unknown {
  const { seen: _, outOfFold: __, fittedOn: ___, ...rest } = by;
  const calibrated = [1, 6, 8, 10].flatMap((selfRating) =>
    [
      { words: 50, headings: 0 },
      { words: 120, headings: 2 },
      { words: 5000, headings: 9 },
    ].map((features) =>
      calibrateInputs(by, toInputs({ selfRating, rater: 'a-model', features }, by.target.ratingScale)),
    ),
  );
  return { ...rest, calibrated };
}

/** @returns whether the bytes were read at all */
function isReadAsTheSame(changed: Uint8Array): boolean {
  let read: Calibrator;
  try {
    read = parseCalibrator(Buffer.from(changed).toString());
  } catch (error) {
    if (!isUnflatterError(error, 'invalid-calibrator')) throw error;
    return false;
  }
  expect(decisionsOf(read)).toEqual(same);
  return true;
}

describe('a file of a calibrator', () => {
  it('is refused wherever it is cut off at its end, except for the last line end', () => {
    for (let length = 0; length < bytes.length - 1; length++)
      expect(isReadAsTheSame(bytes.subarray(0, length)), `${length}`).toBe(false);
    expect(isReadAsTheSame(bytes.subarray(0, bytes.length - 1))).toBe(true);
  });

  it('is refused wherever it is cut off at its beginning', () => {
    for (let start = 1; start < bytes.length; start++)
      expect(isReadAsTheSame(bytes.subarray(start)), `${start}`).toBe(false);
  });

  it.each<[string, number, boolean, (random: () => number) => Uint8Array]>([
    ['one byte is another', 40_000, true, (random) => spliced(random, 1, [below(256, random)])],
    ['one byte is missing', 10_000, true, (random) => spliced(random, 1, [])],
    ['one byte is added', 10_000, true, (random) => spliced(random, 0, [below(256, random)])],
    ['one bit is turned', 30_000, false, (random) => turnedBit(random)],
    ['one digit is another', 10_000, false, (random) => otherDigit(random)],
  ])('is refused, or decides to the last bit as it did, where %s: %i times', (_, times, isEverRead, mutate) => {
    const random = seededRandom(11);
    let read = 0;
    for (let i = 0; i < times; i++) if (isReadAsTheSame(mutate(random))) read++;
    // One blank for another, one blank less or more, the same byte again; no more than that.
    expect(read > 0).toBe(isEverRead);
  });
});

function below(end: number, random: () => number): number {
  return Math.floor(end * random());
}

function spliced(random: () => number, removed: number, added: readonly number[]): Uint8Array {
  const at = below(bytes.length, random);
  return Buffer.concat([bytes.subarray(0, at), Uint8Array.from(added), bytes.subarray(at + removed)]);
}

function turnedBit(random: () => number): Uint8Array {
  const at = below(bytes.length, random);
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1 << below(8, random);
  return changed;
}

/** What a schema alone lets through: numbers stay numbers, and hashes stay hashes. */
function otherDigit(random: () => number): Uint8Array {
  const digits = [...bytes.entries()].filter(([, byte]) => byte >= 0x30 && byte <= 0x39);
  const [at, byte] = digits[below(digits.length, random)]!;
  const changed = Buffer.from(bytes);
  changed[at] = 0x30 + ((byte - 0x30 + 1 + below(9, random)) % 10);
  return changed;
}
