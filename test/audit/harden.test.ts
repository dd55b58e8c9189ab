import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawRecords, target } from '../../benchmarks/audit/world.ts';
import { twinProbes } from '../../src/audit/probes/twin-probes.ts';
import { ratedTwin, twinOf } from '../../src/audit/twin.ts';
import { calibrate, fit, harden, type Calibrator, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';

const lines = readFileSync('calibration-data/example/records.jsonl', 'utf8').trimEnd().split('\n');
const records = lines.map((line) => JSON.parse(line) as CalibrationRecord);
const kindOf = new Map(twinProbes.map(({ name, kind }) => [name, kind]));

describe('twins for hardening', () => {
  const { share, twins } = harden(records);

  it('have another response and all else of their record, and keep its content', () => {
    expect(share).toBeGreaterThan(0);
    expect(twins.length).toBeGreaterThan(records.length);
    const byId = new Map(records.map((record) => [record.id, record]));
    for (const { probe, rated } of twins) {
      const original = byId.get(rated.id)!;
      expect(rated).toEqual({ ...original, response: rated.response });
      expect(rated.response).not.toBe(original.response);
      expect(kindOf.get(probe)).toBe('surface');
    }
  });

  it('are up to three a record, each by another probe, and by all of them over the records', () => {
    for (const own of Map.groupBy(twins, ({ rated }) => rated.id).values()) {
      expect(own.length).toBeLessThanOrEqual(3);
      expect(new Set(own.map(({ probe }) => probe)).size).toBe(own.length);
    }
    const used = new Set(twins.map(({ probe }) => probe));
    expect(used).toContain('stacked');
    expect(used.size).toBeGreaterThan(10);
    expect(harden(records, { perRecord: 1 }).twins.length).toBe(records.length);
  });

  it('depend neither on the order of the records nor on the other records, only on the seed', () => {
    expect(harden(records.toReversed())).toEqual(harden(records));
    const some = records.slice(5, 12);
    const ids = new Set(some.map(({ id }) => id));
    expect(harden(some).twins).toEqual(twins.filter(({ rated }) => ids.has(rated.id)));
    expect(harden(records, { seed: 2 }).twins).not.toEqual(twins);
  });

  it('are not made of records without a label or a text', () => {
    const [first, second, ...rest] = records as [CalibrationRecord, CalibrationRecord, ...CalibrationRecord[]];
    const { response: _, ...bare } = second;
    const mixed = [{ ...first, humanRatings: [] }, { ...bare, features: { words: 10 } }, ...rest];
    const without = new Set([first.id, second.id]);
    expect(harden(mixed).twins).toEqual(twins.filter(({ rated }) => !without.has(rated.id)));
  });

  it('are not made of what is no record, which the fit refuses then', () => {
    const wrong = [...records, null, { ...records[0]!, id: 'x', prompt: 5 }] as unknown as CalibrationRecord[];
    expect(harden(wrong)).toEqual(harden(records));
    const attempt = () => fit(wrong, { ...target, twins: harden(wrong) });
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-records' }));
  });

  it('are refused where no record has a text, instead of hardening nothing', () => {
    const numbers = records.map(({ response: _, ...record }) => ({ ...record, features: { words: 10 } }));
    const message =
      'hardening needs labelled records with the text of their response, to make twins of: none has one that can be changed';
    for (const none of [numbers, []])
      expect(() => harden(none)).toThrow(expect.objectContaining({ code: 'response-missing', message }));
  });

  it.each([
    [{ seed: -1 }, 'seed must be a whole number from 0 below 2^32, got -1'],
    [{ perRecord: 0 }, 'perRecord must be a whole number from 1, got 0'],
    [{ perRecord: 1.5 }, 'perRecord must be a whole number from 1, got 1.5'],
    [{ share: 0 }, 'share must be above 0 and at most 1, got 0'],
    [{ share: 1.01 }, 'share must be above 0 and at most 1, got 1.01'],
  ])('are refused for %o', (options, message) => {
    expect(() => harden(records, options)).toThrow(expect.objectContaining({ code: 'invalid-option', message }));
  });
});

/* Nothing of the surface matters to people here: what a fit makes of it is chance, and twins with the same label tell it so. */
describe('a fit to people who do not mind the surface', () => {
  const { records: drawn } = drawRecords(seededRandom(1), 360);
  const [seen, fresh] = [drawn.slice(0, 300), drawn.slice(300)];
  const surface = twinProbes.filter(({ kind }) => kind === 'surface');
  const pairs = fresh.flatMap((record) =>
    surface.flatMap((probe) => {
      const twin = twinOf(probe, record, 1);
      return twin === undefined ? [] : [[record, ratedTwin(twin)] as const];
    }),
  );

  it('is moved less by what surface probes do to responses that it has not seen, once it is hardened', () => {
    const moved = (calibrator: Calibrator): number => {
      const logit = (rated: CalibrationRecord) => {
        const { passProbability } = calibrate(calibrator, rated);
        return Math.log(passProbability / (1 - passProbability));
      };
      return pairs.reduce((sum, [before, after]) => sum + Math.abs(logit(after) - logit(before)), 0) / pairs.length;
    };
    const plain = moved(fit(seen, target));
    expect(plain).toBeGreaterThan(0.02);
    expect(moved(fit(seen, { ...target, twins: harden(seen, { share: 1 }) }))).toBeLessThan(0.9 * plain);
  });
});
