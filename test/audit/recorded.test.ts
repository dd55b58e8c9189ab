import { describe, expect, it } from 'vitest';
import {
  audit,
  fit,
  recordedRatings,
  twinsOf,
  type CalibrationRecord,
  type RecordedTwin,
  type Target,
  type Twin,
  type TwinProbe,
} from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

const target: Target = exampleTarget;
const calibrator = fit(exampleRecords(), { ...target, seed: 1 });
const records: readonly CalibrationRecord[] = exampleRecords();

const recordOf = ({ id, probe, response, original }: Twin): RecordedTwin => ({
  id,
  probe,
  response,
  prompt: original.prompt,
  selfRating: original.selfRating,
});

describe('twinsOf', () => {
  it('gives each twin that an audit with the same options asks a rating for, in that order', () => {
    const asked: string[] = [];
    const options = { most: 20, seed: 3 };
    audit(calibrator, records, {
      ...options,
      ratings: ({ id, response, original }) => {
        asked.push(JSON.stringify([id, response]));
        return { selfRating: original.selfRating };
      },
    });
    const same = { ...options, share: 0.5 };
    expect(twinsOf(records, same).map(({ id, response }) => JSON.stringify([id, response]))).toEqual(asked);
    expect(asked.length).toBeGreaterThan(200);
  });

  it('passes over records without a human rating or a text', () => {
    const { response: _, ...textless } = { ...records[0]!, features: { words: 3 } };
    expect(twinsOf([textless, { ...records[1]!, humanRatings: [] }])).toEqual([]);
  });
});

describe('recordedRatings', () => {
  it('of twins that kept the rating of their originals give what an audit gives without any, but for its words', () => {
    const twins = twinsOf(records, { most: 30 });
    const held = audit(calibrator, records, { most: 30 });
    const recorded = audit(calibrator, records, { most: 30, ratings: recordedRatings(twins.map(recordOf)) });
    expect(recorded.ratings).toBe('recorded');
    expect(recorded.gate).toEqual(held.gate);
    const movesOf = ({ probes }: typeof held) =>
      probes.map((probe) => [probe.name, probe.twins, probe.correctedShift, probe.flips]);
    expect(movesOf(recorded)).toEqual(movesOf(held));
  });

  it('are those of the same text only', () => {
    const [twin] = twinsOf(records.slice(0, 1));
    const other = recordedRatings([{ ...recordOf(twin!), response: 'another' }]);
    expect(() => other(twin!)).toThrow(
      expect.objectContaining({ code: 'invalid-records', message: expect.stringMatching(/^rated:0 response must be/) }),
    );
  });

  it('come once for each twin', () => {
    const [one, two] = twinsOf(records.slice(0, 1)).map(recordOf) as [RecordedTwin, RecordedTwin];
    expect(() => recordedRatings([one, two, one, two])).toThrow(
      expect.objectContaining({
        code: 'invalid-records',
        message: `rated:2 id must be unique, got "${one.id}" as in rated:0\nrated:3 id must be unique, got "${two.id}" as in rated:1`,
      }),
    );
  });

  it('are none for a twin that is missing, or has an error', () => {
    const [one, two, three] = twinsOf(records.slice(0, 1)) as [Twin, Twin, Twin];
    const ratings = recordedRatings([
      { ...recordOf(one), ratingError: { code: 'reply-prose' } },
      { ...recordOf(two), selfRating: null },
    ]);
    expect([one, two, three].map(ratings)).toEqual([undefined, undefined, undefined]);
  });
});

describe('an audit is given ratings that a gate would answer with a review, and', () => {
  it.each([
    [{ selfRating: 11 }, 'invalid-records', /^the rating of .*~unchanged selfRating must be from 1 to 10, got 11$/],
    [{ selfRating: Number.NaN }, 'invalid-records', /selfRating must be a number, got NaN$/],
    [{ selfRating: 5, samples: [5, 0] }, 'invalid-records', /samples\.1 must be from 1 to 10, got 0$/],
    [{ selfRating: 5, rater: 'another' }, 'rater-mismatch', /^the rating of .*~unchanged: calibrator was fitted for/],
    [{ selfRating: 5, scale: { min: 0, max: 1 } }, 'scale-mismatch', /got one from 0 to 1$/],
    [
      Promise.resolve({ selfRating: 5 }),
      'rating-missing',
      /^the rating of .*~unchanged must be a number, got nothing$/,
    ],
  ])('refuses %j', (rating, code, message) => {
    const ratings = () => rating as { selfRating: number };
    const madeFor = { ...calibrator, raters: ['a-model'] };
    expect(() =>
      audit(
        madeFor,
        records.map(({ rater: _, ...record }) => record),
        { most: 5, ratings },
      ),
    ).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  it('asks for ratings of probes of your own by their names', () => {
    const shouted: TwinProbe = {
      name: 'shouted',
      kind: 'surface',
      describe: 'It is in capitals.',
      twin: ({ response }) => (response === response.toUpperCase() ? undefined : response.toUpperCase()),
    };
    const twins = twinsOf(records, { probes: [shouted], most: 5 });
    expect(new Set(twins.map(({ probe }) => probe))).toEqual(new Set(['unchanged', 'shouted']));
  });
});
