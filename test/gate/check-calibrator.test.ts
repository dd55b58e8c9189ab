import { describe, expect, it } from 'vitest';
import {
  calibrate,
  checkCalibrator,
  fit,
  parseCalibrator,
  type Calibrator,
  type CalibratorFactory,
  type CheckedCalibrator,
  type CheckedRating,
} from '../../src/index.ts';
import { benchOf } from '../../src/gate/check-calibrator/bench.ts';
import { calibratorChecks } from '../../src/gate/check-calibrator/check-calibrator.ts';
import { refusalChecks } from '../../src/gate/check-calibrator/refusals.ts';
import { toyFactory } from './toy-calibrator.ts';

type Make = Parameters<CalibratorFactory>;
type Rated = Parameters<CheckedCalibrator['calibrate']>[0];

const wrapped = (made: Calibrator): CheckedCalibrator => ({
  calibrate: (rated) => calibrate(made, rated),
  reload: () => wrapped(parseCalibrator(JSON.stringify(made))),
});

describe('our fit', async () => {
  const results = await checkCalibrator((records, target) => wrapped(fit(records, target)));

  it('is checked in forty ways at least', () => {
    expect(results.length).toBeGreaterThanOrEqual(40);
    expect(new Set(results.map(({ name }) => name)).size).toBe(results.length);
    for (const { why } of results) expect(why).toMatch(/^[A-Z][^.]*[^.]\.$/);
  });

  it.each(results)('holds: $name', ({ ok, message }) => {
    expect(ok, message).toBe(true);
  });
});

it('a calibrator of a user can hold all of it', async () => {
  const results = await checkCalibrator(async (records, target) => toyFactory(records, target));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
});

/** The toy with other answers. */
const answering =
  (change: (answer: CheckedRating, rated: Rated) => Partial<CheckedRating>): CalibratorFactory =>
  async (...make) => {
    const made = await toyFactory(...make);
    const altered = (one: CheckedCalibrator): CheckedCalibrator => ({
      ...one,
      calibrate: async (rated) => {
        const answer = await one.calibrate(rated);
        return { ...answer, ...change(answer, rated) };
      },
    });
    return altered(made);
  };
/** The toy fitted on something else than it was given. */
const fitting =
  (change: (...make: Make) => Partial<{ records: Make[0]; target: Make[1] }>): CalibratorFactory =>
  (records, target) => {
    const { records: own = records, target: aim = target } = change(records, target);
    return toyFactory(own, aim);
  };
/** The toy that is as sure as it has records. */
const surer: CalibratorFactory = async (records, target) => {
  const made = await toyFactory(records, target);
  return {
    calibrate: async (rated) => {
      const answer = await made.calibrate(rated);
      const { passProbability: p } = answer;
      return { ...answer, passProbability: 1 / (1 + ((1 - p) / p) ** (records.length / 120)) };
    },
  };
};
const flat: CheckedRating = { passProbability: 0.5, outside: [] };
let calls = 0;
let latest = 0;

const broken: Readonly<Record<string, CalibratorFactory>> = {
  'the same records give the same calibrator': answering(() => ({ passProbability: ++calls / 1e6 })),
  'the order of the records does not matter': fitting((records) => ({ records: records.slice(0, 60) })),
  'the names of the records do not matter': fitting((records) => ({
    records: records.filter(({ id }) => !id.endsWith('7')),
  })),
  'the names of the groups do not matter': fitting((records) => ({
    records: records.filter(({ group }, i) => group === undefined || i % 3 > 0),
  })),
  'to have been chosen for certain is the same as to say nothing of it': fitting((records) => ({
    records: records.filter(({ inclusion }, i) => inclusion === undefined || i % 3 > 0),
  })),
  'records that were all chosen alike count alike': fitting((records) => ({
    records: records.map((one, i) => (i % 2 === 0 ? one : { ...one, inclusion: 1 })),
  })),
  'records without labels are passed over': fitting((records) => ({
    records: records.map((one) => (one.humanRatings.length === 0 ? { ...one, humanRatings: [5] } : one)),
  })),
  'fields that it does not know are passed over': fitting((records) => ({
    records: records.filter((one, i) => !('ticket' in one) || i % 3 > 0),
  })),
  'a label may be a number or an object with its value': fitting((records) => ({
    records: records.map((one) => ({ ...one, humanRatings: one.humanRatings.map(Number) })),
  })),
  'a column that never varies changes next to nothing': answering(({ passProbability: p }, { features }) => ({
    passProbability: features?.['shift'] === undefined ? p : p / 2,
  })),
  'a column that comes twice is borne': answering(({ passProbability: p }, { features }) => ({
    passProbability: features?.['second'] === undefined ? p : p / 2,
  })),
  'copies of all records in their groups are not new evidence': surer,
  'it leaves what it is given as it was': fitting((records) => {
    (records as Make[0][number][]).pop();
    return {};
  }),
  'it takes what is frozen': fitting((records) => ({ records: (records as Make[0][number][]).sort(() => 0) })),
  'on average p is the share that passes': answering(({ passProbability: p }) => ({ passProbability: p ** 3 })),
  'p is higher where people pass than where they fail': answering(() => flat),
  'labels turned upside down do not turn the rating around': answering(({ passProbability: p }, { selfRating }) => ({
    passProbability: p / selfRating ** 2,
  })),
  'a rating scale that is shifted and stretched changes nothing': answering((_, { selfRating }) => ({
    passProbability: Math.min(1, Math.max(0, selfRating / 10)),
  })),
  'a human scale that is shifted and stretched changes nothing': fitting((_, target) => ({
    target: { ...target, passAt: target.humanScale.max === 5 ? 3 : 25 },
  })),
  'a higher pass mark passes less': fitting((_, target) => ({ target: { ...target, passAt: 3 } })),
  'the rating to expect is on the human scale, within its interval': answering(() => ({ rating: 8 })),
  'p is a number from 0 to 1, with a list of what lies outside': answering(() => ({ passProbability: '0.9' as never })),
  'p never falls as the rating rises': answering(({ passProbability: p }, { selfRating }) => ({
    passProbability: selfRating === 7 ? p / 2 : p,
  })),
  'p rises with the rating where the rating tells': answering(() => flat),
  'contributions add up to the logit of p': answering(({ contributions }) => ({
    contributions: contributions!.slice(1),
  })),
  'the same question gets the same answer': answering(() => ({ passProbability: ++calls / 1e6 })),
  'an answer does not depend on what was asked before': answering((_, { selfRating }) => {
    const before = latest;
    latest = selfRating / 10;
    return { passProbability: before };
  }),
  'it leaves the response as it was, and takes one that is frozen': answering((answer, rated) => {
    (rated as { selfRating: number }).selfRating = 10;
    return answer;
  }),
  'written down and read again it is the same': async (...make) => ({
    ...(await toyFactory(...make)),
    reload: () => answering(() => flat)(...make),
  }),
  'a later fit leaves an earlier calibrator as it is': (_, target) => {
    latest = target.passAt / 10;
    return { calibrate: () => ({ ...flat, passProbability: latest }) };
  },
  'hostile texts get a sound answer or none': answering((answer, { response }) =>
    response!.includes('\ud800') ? { passProbability: NaN } : answer,
  ),
  'hostile prompts get a sound answer or none': answering((answer, { prompt }) =>
    prompt!.includes('NaN') ? { outside: undefined as never } : answer,
  ),
  'a huge text takes no more than seconds': answering((answer, { response }) =>
    response!.length > 1e6 ? { passProbability: Infinity } : answer,
  ),
  'a text far from all labels is said to be outside, or refused': answering(() => ({ outside: [] })),
  'most responses of the set itself are not said to be outside': answering(() => ({
    outside: [{ input: 'all', value: 1 }],
  })),
  'names that every object has are no features': fitting((records) => {
    const merged: Record<string, Record<string, unknown>> = {};
    for (const { features } of records)
      for (const [name, value] of Object.entries(features ?? {})) Object.assign((merged[name] ??= {}), value);
    return {};
  }),
  'what is no measurement gets a sound answer or none': answering((answer, { features }) => ({
    passProbability: answer.passProbability * (features?.['words'] ?? 1),
  })),
  'what is no response at all is refused': async (...make) => {
    const made = await toyFactory(...make);
    return { calibrate: (rated: Rated | undefined) => (rated === undefined ? flat : made.calibrate(rated)) };
  },
};

/** Takes whatever it is given. */
const careless: CalibratorFactory = async (...make) => {
  const made = await Promise.resolve(make)
    .then((given) => toyFactory(...given))
    .catch(() => undefined);
  return {
    calibrate: async (rated) =>
      Promise.resolve(rated)
        .then(made!.calibrate)
        .catch(() => flat),
  };
};

describe('a calibrator that is broken', () => {
  const checks = new Map(calibratorChecks.map((check) => [check.name, check]));

  it.each(Object.keys(broken))('is found out: %s', async (name) => {
    const message = await checks
      .get(name)!
      .find(benchOf(broken[name]!))
      .catch((error: unknown) => String(error));
    delete (Object.prototype as { polluted?: unknown }).polluted;
    expect(message).toEqual(expect.any(String));
  });

  it.each(refusalChecks.map(({ name }) => name))('by taking anything is found out: %s', async (name) => {
    expect(await checks.get(name)!.find(benchOf(careless))).toMatch(/ is not refused$/);
  });

  it('has for every check a way to fail it', () => {
    const names = [...Object.keys(broken), ...refusalChecks.map(({ name }) => name)];
    expect(names.sort()).toEqual([...checks.keys()].sort());
  });

  it('that throws what is no error fails the checks, and not the run', async () => {
    const results = await checkCalibrator(() => {
      throw Symbol('no error');
    });
    expect(results.every(({ ok }) => !ok)).toBe(true);
    expect(results[0]!.message).toBe('it threw what is no error');
  });
});
