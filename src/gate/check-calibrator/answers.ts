import type { RatedResponse } from '../../types.ts';
import { answersOf, chances, difference, flaw, meanOf, type Check } from './bench.ts';

/** What every answer must hold. */
export const answerChecks: readonly Check[] = [
  {
    name: 'p is a number from 0 to 1, with a list of what lies outside',
    why: 'A gate compares it with a threshold, and passes nothing that lies outside.',
    find: async ({ fit, probes }) => (await answersOf(await fit(), probes)).map(flaw).find((one) => one !== undefined),
  },
  {
    name: 'p never falls as the rating rises',
    why: 'A better rating must not be a reason to fail.',
    find: async ({ fit, probes }) => {
      const made = await fit();
      for (const probe of probes) {
        const levels = Array.from({ length: 10 }, (_, i) => ({ ...probe, selfRating: i + 1 }));
        const found = await chances(made, levels);
        const place = found.findIndex((p, i) => i > 0 && !(p >= found[i - 1]!));
        if (place !== -1) return `p falls from ${found[place - 1]} to ${found[place]} at rating ${place + 1}`;
      }
      return undefined;
    },
  },
  {
    name: 'p rises with the rating where the rating tells',
    why: 'In this world it does: one p for all ratings ignores the rater.',
    find: async ({ fit, probes }) => {
      const made = await fit();
      const at = async (selfRating: number) =>
        meanOf(
          await chances(
            made,
            probes.map((one) => ({ ...one, selfRating })),
          ),
        );
      const [low, high] = [await at(2), await at(9)];
      return high > low ? undefined : `mean p is ${low} at rating 2 and ${high} at 9`;
    },
  },
  {
    name: 'contributions add up to the logit of p',
    why: 'An explanation that does not add up explains another decision.',
    find: async ({ fit, probes }) => {
      for (const { passProbability: p, contributions } of await answersOf(await fit(), probes)) {
        const logit = contributions?.reduce((sum, one) => sum + one.logit, 0);
        if (logit !== undefined && !(Math.abs(1 / (1 + Math.exp(-logit)) - p) < 1e-9))
          return `contributions add up to ${logit}, and p is ${p}`;
      }
      return undefined;
    },
  },
  {
    name: 'the same question gets the same answer',
    why: 'A decision that cannot be repeated cannot be explained.',
    find: async ({ fit, probes }) => difference([await fit(), probes], [await fit(), probes], 0),
  },
  {
    name: 'an answer does not depend on what was asked before',
    why: 'Requests of other people come between.',
    find: async ({ fit, probes }) => {
      const made = await fit();
      const forth = await chances(made, probes);
      const back = (await chances(made, probes.toReversed())).toReversed();
      const place = forth.findIndex((p, i) => p !== back[i]);
      return place === -1 ? undefined : `p is ${forth[place]}, and in another order ${back[place]}`;
    },
  },
  {
    name: 'it leaves the response as it was, and takes one that is frozen',
    why: 'The app goes on with it.',
    find: async ({ fit, probes }) => {
      const own: RatedResponse = { ...probes[0]! };
      const made = await fit();
      await made.calibrate(own);
      if (JSON.stringify(own) !== JSON.stringify(probes[0])) return 'the response is changed';
      return flaw(await made.calibrate(Object.freeze(own)));
    },
  },
  {
    name: 'written down and read again it is the same',
    why: 'What was reviewed is a file, and what decides was read from it.',
    find: async ({ fit, probes }) => {
      const made = await fit();
      return made.reload === undefined ? undefined : difference([made, probes], [await made.reload(), probes], 0);
    },
  },
  {
    name: 'a later fit leaves an earlier calibrator as it is',
    why: 'Both may decide at the same time.',
    find: async ({ fit, records, target, probes }) => {
      const made = await fit([...records]);
      const before = await chances(made, probes);
      await fit(records.slice(0, 80), { ...target, passAt: 4 });
      const after = await chances(made, probes);
      return before.every((p, i) => p === after[i]) ? undefined : 'its answers are changed';
    },
  },
];
