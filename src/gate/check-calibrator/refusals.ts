import { accepted, ratedOf, type Check } from './bench.ts';

/** A record of the set is spoilt in this way: the fit refuses. */
const spoiltRecord = (what: string, why: string, parts: object): Check => ({
  name: `a record with ${what} is refused`,
  why,
  find: ({ fit, records }) =>
    accepted('it', () => fit(records.map((one, i) => (i === 7 ? { ...one, ...parts } : one)))),
});

/** A response that is spoilt in this way is not calibrated. */
const spoiltResponse = (what: string, why: string, parts: object): Check => ({
  name: `a response with ${what} is refused`,
  why,
  find: async ({ fit, records }) => {
    const made = await fit();
    return accepted('it', () => made.calibrate(ratedOf(records[0]!, parts)));
  },
});

/** What a calibrator must not take: anything it takes, a gate may pass. */
export const refusalChecks: readonly Check[] = [
  {
    name: 'no records are refused',
    why: 'Nothing can be learned from them.',
    find: ({ fit }) => accepted('an empty list', () => fit([])),
  },
  {
    name: 'three records are refused',
    why: 'So few fit any rule.',
    find: ({ fit, records }) => accepted('a list of three', () => fit(records.slice(0, 3))),
  },
  {
    name: 'records without any label are refused',
    why: 'Nothing can be learned from them.',
    find: ({ fit, records }) => accepted('the list', () => fit(records.map((one) => ({ ...one, humanRatings: [] })))),
  },
  {
    name: 'records that all pass are refused',
    why: 'Where nothing fails, nothing tells what will.',
    find: ({ fit, records }) => accepted('the list', () => fit(records.map((one) => ({ ...one, humanRatings: [5] })))),
  },
  {
    name: 'records that all fail are refused',
    why: 'Where nothing passes, nothing tells what will.',
    find: ({ fit, records }) => accepted('the list', () => fit(records.map((one) => ({ ...one, humanRatings: [1] })))),
  },
  {
    name: 'records of two criteria are refused',
    why: 'What is helpful need not be correct, and a mean of the two is neither.',
    find: ({ fit, records }) =>
      accepted('the list', () =>
        fit(records.map((one, i) => ({ ...one, criterion: i % 2 === 0 ? 'helpful' : 'correct' }))),
      ),
  },
  {
    name: 'two records of one name are refused',
    why: 'One of them is most likely there by mistake, and nobody can tell which.',
    find: ({ fit, records }) => accepted('the list', () => fit([...records, records[0]!])),
  },
  {
    name: 'a scale without room is refused',
    why: 'No rating on it says anything.',
    find: ({ fit, records, target }) =>
      accepted('the target', () => fit(records, { ...target, ratingScale: { min: 1, max: 1 } })),
  },
  {
    name: 'a pass mark off the scale is refused',
    why: 'Nothing, or everything, would pass.',
    find: ({ fit, records, target }) => accepted('the target', () => fit(records, { ...target, passAt: 9 })),
  },
  spoiltRecord('a self-rating that is NaN', 'A missing number must not become one.', { selfRating: NaN }),
  spoiltRecord('a self-rating off the scale', 'It is a mistake, and nobody knows which.', { selfRating: 50 }),
  spoiltRecord('a label off the scale', 'It is a mistake, and nobody knows which.', { humanRatings: [50] }),
  spoiltRecord('a label that is NaN', 'A missing number must not become one.', { humanRatings: [NaN] }),
  spoiltResponse('no rating', 'A missing rating must not become one.', { selfRating: undefined }),
  spoiltResponse('a rating that is null', 'A missing rating must not become one.', { selfRating: null }),
  spoiltResponse('a rating that is NaN', 'A missing rating must not become one.', { selfRating: NaN }),
  spoiltResponse('a rating in text', 'Text is read in too many ways.', { selfRating: '8' }),
  spoiltResponse('a rating above the scale', 'It is of another scale.', { selfRating: 11 }),
  spoiltResponse('a rating below the scale', 'It is of another scale.', { selfRating: 0 }),
  spoiltResponse('an infinite rating', 'It is no rating.', { selfRating: Infinity }),
  spoiltResponse('a scale of its own', 'Eight of a hundred is not eight of ten.', { scale: { min: 1, max: 100 } }),
  spoiltResponse('another rater', 'Every model flatters in its own way.', { rater: 'another-model' }),
  spoiltResponse('another criterion', 'What is helpful need not be correct.', { criterion: 'correct' }),
  spoiltResponse('no text', 'There is nothing to judge.', { response: undefined }),
  spoiltResponse('an empty text', 'There is nothing to judge.', { response: '' }),
  spoiltResponse('nothing but blanks', 'There is nothing to judge.', { response: ' \n\t\u200B ' }),
  spoiltResponse('a number for a text', 'It is a mistake of the caller.', { response: 404 }),
];
