import type { CalibrationRecord } from '../../types.ts';
import { changesNothing, chances, difference, meanOf, ratedOf, type Check } from './bench.ts';

/** What a calibrator may learn from, and what not. */
export const labelChecks: readonly Check[] = [
  {
    name: 'the same records give the same calibrator',
    why: 'A fit that cannot be repeated cannot be reviewed.',
    find: async (bench) => changesNothing(bench, [...bench.records], 0),
  },
  {
    name: 'the order of the records does not matter',
    why: 'Files are sorted and shuffled on the way, and that says nothing of a response.',
    find: async (bench) => changesNothing(bench, bench.records.toReversed()),
  },
  {
    name: 'the names of the records do not matter',
    why: 'An id says nothing of a response.',
    find: async (bench) =>
      changesNothing(
        bench,
        bench.records.map((one, i) => ({ ...one, id: `named-${(7 * i) % 120}` })),
      ),
  },
  {
    name: 'the names of the groups do not matter',
    why: 'Only which records belong together does.',
    find: async (bench) =>
      changesNothing(
        bench,
        bench.records.map((one) => ({ ...one, group: `group of ${one.prompt}` })),
      ),
  },
  {
    name: 'to have been chosen for certain is the same as to say nothing of it',
    why: 'One is the default of inclusion.',
    find: async (bench) =>
      changesNothing(
        bench,
        bench.records.map((one) => ({ ...one, inclusion: 1 })),
      ),
  },
  {
    name: 'records that were all chosen alike count alike',
    why: 'Only differences of inclusion say something of the population.',
    find: async (bench) =>
      changesNothing(
        bench,
        bench.records.map((one) => ({ ...one, inclusion: 0.5 })),
      ),
  },
  {
    name: 'records without labels are passed over',
    why: 'What nobody judged is no evidence.',
    find: async (bench) => {
      const unlabelled = bench.records.map((one) => ({
        ...one,
        id: `${one.id}-new`,
        selfRating: 10,
        humanRatings: [],
      }));
      return changesNothing(bench, [...bench.records, ...unlabelled]);
    },
  },
  {
    name: 'fields that it does not know are passed over',
    why: 'Records carry what other tools need.',
    find: async (bench) =>
      changesNothing(
        bench,
        bench.records.map((one, i) => ({ ...one, ticket: i, note: 'good' })),
      ),
  },
  {
    name: 'a label may be a number or an object with its value',
    why: 'Both say the same.',
    find: async (bench) =>
      changesNothing(
        bench,
        bench.records.map((one) => ({
          ...one,
          humanRatings: one.humanRatings.map((value) => ({ value: Number(value) })),
        })),
      ),
  },
  {
    name: 'a column that never varies changes next to nothing',
    why: 'It tells no response from another.',
    find: async ({ fit, records, probes }) => {
      const withColumn = <One extends object>(one: One): One => ({ ...one, features: { shift: 7 } });
      const made = await fit(records.map(withColumn));
      return difference([await fit(), probes], [made, probes.map(withColumn)], 0.02);
    },
  },
  {
    name: 'a column that comes twice is borne',
    why: 'Measures that say the same are common, and their difference must not blow up.',
    find: async ({ fit, records, probes }) => {
      const column = ({ response }: { readonly response?: string | undefined }): number => response!.length % 17;
      const once = <One extends CalibrationRecord | (typeof probes)[number]>(one: One): One => ({
        ...one,
        features: { first: column(one) },
      });
      const twice = <One extends CalibrationRecord | (typeof probes)[number]>(one: One): One => ({
        ...one,
        features: { first: column(one), second: column(one) },
      });
      const [a, b] = [await fit(records.map(once)), await fit(records.map(twice))];
      return difference([a, probes.map(once)], [b, probes.map(twice)], 0.1);
    },
  },
  {
    name: 'copies of all records in their groups are not new evidence',
    why: 'A set that was appended to itself is no larger, and must not make a calibrator surer.',
    find: async (bench) => {
      const copies = bench.records.map((one) => ({ ...one, id: `${one.id}-copy` }));
      return changesNothing(bench, [...bench.records, ...copies], 0.05);
    },
  },
  {
    name: 'it leaves what it is given as it was',
    why: 'The same records go to other fits and to reports.',
    find: async ({ fit, records, target }) => {
      const [own, aim] = [structuredClone(records), structuredClone(target)];
      await fit(own, aim);
      const isSame = JSON.stringify([own, aim]) === JSON.stringify([records, target]);
      return isSame ? undefined : 'the records or the target are changed after the fit';
    },
  },
  {
    name: 'it takes what is frozen',
    why: 'Whoever shares records may have protected them.',
    find: async (bench) => changesNothing(bench, Object.freeze(bench.records.map((one) => Object.freeze({ ...one })))),
  },
  {
    name: 'on average p is the share that passes',
    why: 'A calibrator that is off as a whole shifts every threshold.',
    find: async ({ fit, records, target }) => {
      const found = meanOf(
        await chances(
          await fit(),
          records.map((one) => ratedOf(one)),
        ),
      );
      const share = meanOf(records.map(({ humanRatings }) => (Number(humanRatings[0]) >= target.passAt ? 1 : 0)));
      return Math.abs(found - share) < 0.1 ? undefined : `mean p is ${found}, and ${share} pass`;
    },
  },
  {
    name: 'p is higher where people pass than where they fail',
    why: 'In this world rating and length tell a good deal: what does not find it does not learn.',
    find: async ({ fit, records, target }) => {
      const made = await fit();
      const isPass = ({ humanRatings }: CalibrationRecord): boolean => Number(humanRatings[0]) >= target.passAt;
      const mean = async (own: readonly CalibrationRecord[]) =>
        meanOf(
          await chances(
            made,
            own.map((one) => ratedOf(one)),
          ),
        );
      const [passing, failing] = [
        await mean(records.filter(isPass)),
        await mean(records.filter((one) => !isPass(one))),
      ];
      return passing > failing + 0.1
        ? undefined
        : `mean p is ${passing} where they pass and ${failing} where they fail`;
    },
  },
  {
    name: 'labels turned upside down do not turn the rating around',
    why: 'Where people contradict the rater, its rating is worthless, and still p must not fall as it rises.',
    find: async ({ fit, records, probes }) => {
      const flipped = records.map((one) => ({
        ...one,
        humanRatings: one.humanRatings.map((value) => 6 - Number(value)),
      }));
      const made = await fit(flipped);
      const [low, high] = [1, 10].map((selfRating) => probes.map((probe) => ({ ...probe, selfRating })));
      const [at1, at10] = [await chances(made, low!), await chances(made, high!)];
      const place = at1.findIndex((p, i) => !(p <= at10[i]!));
      return place === -1 ? undefined : `p is ${at1[place]} at rating 1 and ${at10[place]} at 10`;
    },
  },
];
