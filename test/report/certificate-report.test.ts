import { describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Certificate, Estimand } from '../../src/calibrator/certificate.ts';
import type { CertificateReport } from '../../src/gate/certify/certify.ts';
import type { FrontierPoint } from '../../src/gate/certify/frontier.ts';
import { certificateInShort, reportCertificate } from '../../src/report/certificate-report.ts';
import { reportProof } from '../../src/report/proof-report.ts';
import { certificate } from '../gate/certified.ts';

const target: Calibrator['target'] = {
  ratingScale: { min: 1, max: 10 },
  humanScale: { min: 1, max: 5 },
  passAt: 4,
};

const point = (threshold: number, decided: number, contradicted: number, upper: number): FrontierPoint => ({
  threshold,
  decided,
  contradicted,
  share: decided / 312,
  rate: contradicted / decided,
  upper,
});

const frontier = [point(0.9, 20, 1, 0.181), point(0.74, 72, 3, 0.0902), point(0.5, 200, 40, 0.241)];

function report(parts: Partial<Certificate>, needed?: CertificateReport['needed']): CertificateReport {
  const shown = {
    units: 312,
    decided: 72,
    contradicted: 3,
    rule: { score: 'passProbability', threshold: 0.74 },
  } as const;
  return { certificate: certificate({ ...shown, ...parts }), frontier, needed };
}

const notYet = { rule: null, decided: 0, contradicted: 0 } as const;
const linesOf = (one: CertificateReport, passBy: 'mean' | 'person' = 'mean'): string[] =>
  reportCertificate(one, { target: { ...target, passBy } }).split('\n');

describe('a certificate in words', () => {
  it('is a promise, what it was shown on, and what the gate does for it', () => {
    expect(linesOf(report({ expires: '2027-06-30' })).slice(0, 2)).toEqual([
      'Of what this gate passes, counting one response of each group, at most 10 % would be failed by people (mean human rating below 4): 90 % sure, shown on 72 labels of 312 it had not seen, 3 of them failing.',
      'The gate passes a pass probability from 0.74 on: 23.1 % of these labels. It counts before 2027-06-30.',
    ]);
  });

  it('says that a threshold below even odds is easy to get over, and what a floor would leave', () => {
    const low = (parts: Partial<Certificate>): string[] =>
      linesOf({ ...report(parts), frontier: [...frontier, point(0.3, 250, 70, 0.3)] });
    const says =
      /^Of what lies near that threshold people fail most.* With --pass-from 0\.5 the gate would pass 64\.1 % of these labels at most/;
    const at = (threshold: number): Partial<Certificate> => ({ rule: { score: 'passProbability', threshold } });
    expect(low(at(0.3))[2]).toMatch(says);
    for (const parts of [at(0.5), { ...at(0.3), estimand: 'false-fail' } as const, notYet])
      expect(low(parts).join('\n')).not.toContain('--pass-from');
    expect(low({ rule: { score: 'selfRating', threshold: 0.3 } }).join('\n')).not.toContain('--pass-from');
  });

  it('says that labels of the top count one response of the top of each group', () => {
    expect(linesOf(report({ drawnFrom: 0.7 }))[0]).toMatch(
      /^Of what this gate passes, counting one response with a pass probability from 0\.7 on of each group, at most 10 % /,
    );
  });

  it('says that groups counted by their means, where all labels did', () => {
    const means = { groups: 40 } as const;
    expect(linesOf(report(means))[0]).toMatch(
      /shown on 72 labels of 312 it had not seen, 3 of them failing, each of 40 groups counted by the mean of its labels\.$/,
    );
    expect(linesOf(report({ ...notYet, ...means }))[0]).toMatch(
      / by 312 labels it had not seen, each of 40 groups counted by the mean of its labels\.$/,
    );
  });

  it.each<[Partial<Certificate>, string]>([
    [
      { estimand: 'leak', limit: 0.125, confidence: 0.95 },
      'Of what people would fail (mean human rating below 4), counting one response of each group, at most 12.5 % would be passed by this gate: 95 % sure, shown on 312 labels it had not seen, of which it passes 72, 3 of them failing.',
    ],
    [
      { estimand: 'joint', limit: 0.05 },
      'Of all responses, counting one response of each group, at most 5 % are passed by this gate and would be failed by people (mean human rating below 4): 90 % sure, shown on 312 labels it had not seen, of which it passes 72, 3 of them failing.',
    ],
    [
      { estimand: 'false-fail', limit: 0.3 },
      'Of what this gate fails, counting one response of each group, at most 30 % would be passed by people (mean human rating from 4): 90 % sure, shown on 72 labels of 312 it had not seen, 3 of them passing.',
    ],
  ])('says what it bounds: %j', (parts, says) => {
    expect(linesOf(report(parts))[0]).toBe(says);
  });

  it('speaks of one person where one has to pass it', () => {
    expect(linesOf(report({}), 'person')[0]).toMatch(
      /^Of what this gate passes, counting one response of each group, at most 10 % would be failed by a person \(who is drawn at random and rates it below 4\): /,
    );
  });

  it.each([
    [11, 1, 'for this mix of 11 raters'],
    [1, 2, 'for this mix of 2 rating prompts'],
    [3, 2, 'for this mix of 3 raters and 2 rating prompts'],
  ])('says that it is for a mix of %d raters and %d rating prompts', (raters, ratingPrompts, says) => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `name-${i}`);
    const mix = { raters: names(raters), ratingPrompts: names(ratingPrompts) };
    const [promise] = linesOf(report(mix));
    expect(promise).toContain(` (mean human rating below 4), ${says}: 90 % sure, shown on `);
    expect(linesOf(report({ ...mix, ...notYet }))[0]).toContain(`, ${says}. That is not shown`);
    expect(linesOf(report({ raters: names(1), ratingPrompts: names(1) }))[0]).not.toContain('mix');
  });

  it('says what it says nothing of, as far as labels of that were left out', () => {
    expect(linesOf(report({ leftOut: 1200 }))[0]).toMatch(
      /, 3 of them failing; 1,200 labels of groups that the fit had seen were left out: it says nothing of such\.$/,
    );
    expect(linesOf(report({ leftOut: 1 }))[0]).toMatch(/; 1 label of groups that the fit had seen was left out: /);
    expect(linesOf(report({ ...notYet, leftOut: 2 }))[0]).toMatch(
      / it had not seen; 2 labels of groups that .* such\.$/,
    );
    expect(linesOf(report({}))[0]).not.toContain('left out');
  });

  it('names the rating where that is the score', () => {
    const rule = { score: 'selfRating', threshold: 9 } as const;
    const lines = linesOf(report({ rule }));
    expect(lines[1]).toMatch(/^The gate passes a self-rating from 9 on: /);
    expect(lines.join('\n')).not.toContain('   certified');
    expect(linesOf(report({})).find((line) => line.startsWith('0.7400'))).toMatch(/^0\.7400 .* 3 of 72 .* certified$/);
  });

  it.each([
    [2, 'These labels have decided before: this time they may be wrong with half of the probability.'],
    [3, 'These labels have decided before: this time they may be wrong with 1 in 4 of the probability.'],
  ])('says so when labels decide for the %dth time', (uses, says) => {
    expect(linesOf(report({ uses }))).toContain(says);
  });
});

describe('"not yet" in words', () => {
  const plain = { range: null, inGroups: null, fromThreshold: null, chance: 0.8 };

  it('says about how many labels of which kind it takes, and how far off that may be', () => {
    const needed = {
      ...plain,
      atRandom: 1414,
      range: { from: 817, to: null },
      fromThreshold: { threshold: 0.83, labels: 131, range: { from: 84, to: 402 } },
    };
    expect(linesOf(report(notYet, needed)).slice(0, 4)).toEqual([
      'Not yet: of what this gate passes, counting one response of each group, at most 10 % would be failed by people (mean human rating below 4). That is not shown, 90 % sure, by 312 labels it had not seen.',
      'The calibrator says so, and a gate passes nothing on the strength of it.',
      'It takes about 1,500 labels drawn at random, one a group (perhaps 820, perhaps out of reach), or about 140 of responses with a pass probability from 0.83 on (perhaps between 84 and 410) (label only those and say --drawn-from 0.83): so many are enough 8 times in 10, going by the fit and these labels.',
      'The best threshold now: from 0.74 on it passes 23.1 %, with 3 of 72 wrong and a rate of at most 9.0 %, had it been the only one tried. Picked by these labels, it takes others to prove it.',
    ]);
  });

  it('says how many groups it takes where each has several labels', () => {
    const needed = { ...plain, atRandom: 190, inGroups: { groups: 76, perGroup: 4.9 } };
    expect(linesOf(report(notYet, needed))[2]).toBe(
      'It takes about 190 labels drawn at random, one a group, or about 380 in 76 groups, as many of each as the fit had: so many are enough 8 times in 10, going by the fit and these labels.',
    );
  });

  it.each([
    [99, null, 'about 99 labels drawn at random, one a group:'],
    [101, null, 'about 110 labels'],
    [1000, null, 'about 1,000 labels'],
    [10_000, null, 'about 10,000 labels'],
    [10_001, null, 'more than 10,000 labels'],
    [20_382, { from: 12_000, to: 40_000 }, 'more than 10,000 labels drawn at random, one a group:'],
    [20_382, { from: 800, to: 40_000 }, 'a group (perhaps 800, perhaps more than 10,000):'],
    [144, { from: 144, to: 922 }, 'a group (perhaps as many as 930):'],
    [144, { from: 144, to: null }, 'a group (perhaps out of reach):'],
    [144, { from: 143, to: 149 }, 'about 150 labels drawn at random, one a group:'],
  ])('says of %d labels no more than is known: range %j', (atRandom, range, says) => {
    expect(linesOf(report(notYet, { ...plain, atRandom, range }))[2]).toContain(says);
  });

  it('says that nothing would do where nothing would', () => {
    expect(linesOf(report(notYet))[2]).toBe(
      'More labels like these are not likely to show it: at no threshold the rate seems to be far enough below 10 %.',
    );
  });

  it('says what the rate of the best threshold is of, where that is not what passes', () => {
    const best = (estimand: Estimand) => linesOf(report({ ...notYet, estimand }))[3];
    expect(best('leak')).toContain('with 3 of 72 wrong and at most 9.0 % of what people fail passed, had it');
    expect(best('joint')).toContain('with 3 of 72 wrong and at most 9.0 % of all responses such a pass, had it');
    expect(best('false-fail')).toMatch(
      /: below 0\.74 it fails 23\.1 %, with 3 of 72 wrong and a rate of at most 9\.0 %,/,
    );
  });

  it('shows no table and no best threshold where there is no point', () => {
    const lines = reportCertificate({ ...report(notYet), frontier: [] }, { target }).split('\n');
    expect(lines).toHaveLength(3);
  });
});

it('fits in a few words', () => {
  expect(certificateInShort(report({}).certificate)).toBe(
    'false-pass at most 10 %, 90 % sure: passes a pass probability from 0.74 on',
  );
  expect(certificateInShort(report({ ...notYet, estimand: 'joint' }).certificate)).toBe(
    'joint at most 10 %, 90 % sure: not yet',
  );
});

it('says how many labels decide only where one was drawn of several', () => {
  const reports = [report({}), report({ estimand: 'joint' })];
  expect(reportProof({ reports, labels: 1900, evenedOut: 0 }, { target })).toMatch(
    /^312 labels decide, of 1,900: one of each group, drawn by seed\n\nOf what this gate passes, [^]*\n\nOf all responses, /,
  );
  expect(reportProof({ reports, labels: 312, evenedOut: 0 }, { target })).toMatch(/^Of what this gate passes, /);
});

it('says which claim is decided by which labels, where they differ', () => {
  const reports = [report({ units: 312 }), report({ estimand: 'joint', units: 1900, groups: 312 })];
  expect(reportProof({ reports, labels: 1900, evenedOut: 0 }, { target }).split('\n').slice(0, 3)).toEqual([
    'for false-pass at 10 %: 312 labels decide, of 1,900: one of each group, drawn by seed',
    'for joint at 10 %: 1,900 labels decide, each of 312 groups by the mean of its own',
    '',
  ]);
  expect(reportProof({ reports: reports.slice(1), labels: 1900, evenedOut: 0 }, { target })).toMatch(
    /^1,900 labels decide, each of 312 groups by the mean of its own\n\nOf all/,
  );
});

it('says how many labels were left out to even out their chances', () => {
  const says = (units: number, evenedOut: number) =>
    reportProof(
      { reports: [report({ units, decided: 1, contradicted: 0 })], labels: 400, evenedOut },
      { target },
    ).split('\n');
  expect(says(312, 88).slice(0, 2)).toEqual(['88 labels left out to even out their chances of having been chosen', '']);
  expect(says(1, 1).slice(0, 3)).toEqual([
    '1 label left out to even out their chances of having been chosen',
    '1 label decides, of 399: one of each group, drawn by seed',
    '',
  ]);
});
