import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Certificate } from '../../src/calibrator/certificate.ts';
import { certificate, issuesOf, resealed, wholeCalibrator } from './whole.ts';

let calibrator: Calibrator;

beforeAll(() => {
  const { target, fittedOn, ...rest } = wholeCalibrator();
  const byMean = { ...target, passBy: 'mean' as const };
  calibrator = resealed({ ...rest, target: byMean, fittedOn: { ...fittedOn, records: 40, groups: 10 } });
});

function problems(parts: Partial<Certificate>, others: Partial<Calibrator> = {}): string[] {
  const changed = resealed({ ...calibrator, ...others, certificates: [{ ...certificate, ...parts }] });
  return issuesOf(changed).map(({ field, message }) => `${field.replace('certificates.0.', '')} ${message}`);
}

const enough = (speaking: number) =>
  `groups must be enough for such a claim, of which at most ${speaking} can speak for it`;

const byRating = { score: 'selfRating', threshold: 9 } as const;

/** Each beside the nearest one that is read. At 10 % and 90 % sure it takes 22 groups of which none is contradicted. */
const cases: readonly (readonly [string, good: Partial<Certificate>, bad: Partial<Certificate>, says: string])[] = [
  [
    'counts by draw',
    { contradicted: 2 },
    { contradicted: 3 },
    'contradicted must be at most 2 for such a claim, got 3',
  ],
  [
    'labels that decide again, by draw',
    { uses: 2, contradicted: 1 },
    { uses: 2, contradicted: 2 },
    'contradicted must be at most 1 for such a claim, got 2',
  ],
  [
    'a quarter of the error for the rating, by draw',
    { rule: byRating, contradicted: 1 },
    { rule: byRating, contradicted: 2 },
    'contradicted must be at most 1 for such a claim, got 2',
  ],
  [
    'groups that are enough',
    { units: 22, groups: 22, decided: 22, contradicted: 0 },
    { units: 21, groups: 21, decided: 21, contradicted: 0 },
    enough(21),
  ],
  [
    'labels that decide again, by means',
    { units: 29, groups: 29, decided: 29, contradicted: 0, uses: 2 },
    { units: 28, groups: 28, decided: 28, contradicted: 0, uses: 2 },
    enough(28),
  ],
  [
    'a quarter of the error for the rating, by means',
    { units: 36, groups: 36, decided: 36, contradicted: 0, rule: byRating },
    { units: 35, groups: 35, decided: 35, contradicted: 0, rule: byRating },
    enough(35),
  ],
  [
    'groups that speak by what is not contradicted',
    { groups: 60, decided: 22, contradicted: 0 },
    { groups: 60, decided: 0, contradicted: 0 },
    enough(0),
  ],
  [
    'leaks, for which what is passed does not speak',
    { estimand: 'leak', groups: 60, decided: 98, contradicted: 0 },
    { estimand: 'leak', groups: 60, decided: 99, contradicted: 0 },
    enough(21),
  ],
  [
    'responses of which each group has one',
    { estimand: 'joint', groups: 22, decided: 120, contradicted: 0 },
    { estimand: 'joint', groups: 21, decided: 120, contradicted: 0 },
    enough(21),
  ],
  [
    'responses of which some groups are wrong in all',
    { estimand: 'joint', units: 120, groups: 120, decided: 60, contradicted: 7 },
    { estimand: 'joint', units: 120, groups: 120, decided: 60, contradicted: 8 },
    enough(112),
  ],
  [
    'groups that are contradicted in all, each of one unit',
    { groups: 60, decided: 60, contradicted: 0 },
    { groups: 60, contradicted: 60 },
    enough(0),
  ],
  // Each group is one unit, so thirty of them are contradicted in all: as of draws, where that is refused too.
  ['as draws where groups are one unit', { groups: 120 }, { groups: 120, contradicted: 30 }, enough(30)],
  [
    'no more groups than units',
    { groups: 120, contradicted: 0 },
    { groups: 121, contradicted: 0 },
    'groups must be at most the 120 units, got 121',
  ],
  [
    'no more groups than means are taken of',
    { units: 5000, groups: 1000 },
    { units: 5000, groups: 1001 },
    'groups must be at most 1000, got 1001',
  ],
  [
    'what is not yet, and decides nothing',
    { rule: null, decided: 0, contradicted: 0 },
    { rule: null, decided: 10, contradicted: 0 },
    'decided must be 0 without a rule, got 10',
  ],
  [
    'labels from where the threshold is',
    { drawnFrom: 0.75 },
    { drawnFrom: 0.76 },
    'rule.threshold must be at least drawnFrom, 0.76, got 0.75',
  ],
  [
    'labels from a pass probability on',
    { drawnFrom: 0.1, contradicted: 0 },
    { drawnFrom: 0.1, contradicted: 0, rule: byRating },
    'rule.score must be passProbability with drawnFrom, got selfRating',
  ],
  [
    'labels from the top for false passes',
    { drawnFrom: 0.1, rule: null, decided: 0, contradicted: 0 },
    { drawnFrom: 0.1, rule: null, decided: 0, contradicted: 0, estimand: 'leak' },
    'drawnFrom must be left out beside leak, got 0.1',
  ],
];

describe('a certificate', () => {
  it.each(cases)('is read or refused by %s', (_, good, bad, says) => {
    expect(problems(good)).toEqual([]);
    expect(problems(bad)).toEqual([says]);
  });

  it('is not of means where the fit had one record a group, or by a person', () => {
    const says = 'groups must be left out where the fit had one record a group or counts people, got 60';
    const { target, fittedOn } = calibrator;
    expect(problems({ groups: 60 })).toEqual([]);
    expect(problems({ groups: 60 }, { fittedOn: { ...fittedOn, groups: 39 } })).toEqual([]);
    expect(problems({ groups: 60 }, { fittedOn: { ...fittedOn, groups: 40 } })).toEqual([says]);
    expect(problems({ groups: 60 }, { target: { ...target, passBy: 'person' } })).toEqual([says]);
    expect(problems({}, { target: { ...target, passBy: 'person' } })).toEqual([]);
  });
});
