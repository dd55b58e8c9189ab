import { describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Estimate } from '../../src/fit/bootstrap.ts';
import type { Judgement } from '../../src/fit/fit.ts';
import { authorRanks } from '../../src/report/by-author.ts';
import { demoText } from '../../src/report/demo-text.ts';
import { summariseDemo, type DemoSummary } from '../../src/report/demo.ts';
import { expectClose } from '../close.ts';

/*
 * Thirty answers: ten questions, three authors who are right in 9, 5 and 2 of them. Ratings and probabilities are rows of
 * digits, with ties. Ten questions make ten folds, so what is left out for an answer is its question.
 */
const right = { ann: '0111111111', bob: '1010101010', cem: '0000001100' };
const rated = { ann: '9998897799', bob: '9799978989', cem: '8879999998' };
const corrected = { ann: '7897976898', bob: '5434525343', cem: '2131231212' };
const names = ['ann', 'bob', 'cem'] as const;
const answers = names.flatMap((author) =>
  Array.from(right[author], (digit, question) => ({
    author,
    question: `q${question}`,
    passes: Number(digit) as 0 | 1,
    rating: Number(rated[author][question]) / 10,
    probability: Number(corrected[author][question]) / 10,
  })),
);
const authors = answers.map(({ author }) => author);

const judgement: Judgement = {
  calibrator: { fittedOn: { seed: 1 } } as Calibrator,
  examples: answers.map(({ question, passes, rating }, i) => ({
    id: `a${i}`,
    record: `a${i}`,
    group: question,
    inputs: {
      selfRating: rating,
      corrected: rating,
      rating,
      features: {},
      language: undefined,
      rater: undefined,
      deceptions: 0,
    },
    response: i,
    human: passes,
    passes,
    weight: 1,
    labellers: {},
  })),
  outOfFold: answers.map(({ rating, probability }) => ({
    selfRating: rating,
    passProbability: probability,
    rating: probability,
    interval: { lower: 0, upper: 1, coverage: 0.9 },
    contributions: [],
    outside: [],
  })),
};
const description = { name: 'made-up', about: 'Thirty answers.' };
const summary = summariseDemo(description, judgement, authors);

/** The share of pairs, a right answer and a wrong one, in which the right one scores higher; ties are half a pair. */
function pairsWon(score: 'rating' | 'probability', mayPair: (a: string, b: string) => boolean): number {
  let [won, pairs] = [0, 0];
  for (const good of answers.filter(({ passes }) => passes === 1)) {
    for (const bad of answers.filter(({ passes }) => passes === 0)) {
      if (!mayPair(good.author, bad.author)) continue;
      pairs += 1;
      won += good[score] > bad[score] ? 1 : good[score] === bad[score] ? 0.5 : 0;
    }
  }
  return won / pairs;
}

describe('what the author alone tells', () => {
  it('is that the answers of the best author come first, right or wrong, then those of the next', () => {
    // Ann has 1 wrong in 10, Bob 5 in 10: the best 12 are all of hers and two that are his.
    expectClose(
      summary.curve.map(({ byAuthor }) => byAuthor!),
      [1 / 10, 1 / 10, 1 / 10, (1 + 2 * 0.5) / 12, (1 + 5 * 0.5) / 15],
    );
  });

  it('never counts the question itself', () => {
    // Each author is right in one question of two: the one that is wrong here is the one that was right elsewhere.
    expect(authorRanks(['ann', 'bob', 'ann', 'bob'], [1, 0, 0, 1], [0, 0, 1, 1])).toEqual([0, 1, 1, 0]);
  });

  it('puts no answer of an author above another of the same questions left out', () => {
    const ranks = authorRanks(
      authors,
      answers.map(({ passes }) => passes),
      answers.map(({ question }) => Number(question.slice(1))),
    );
    expect(ranks).toEqual(answers.map(({ author }) => 2 - names.indexOf(author)));
  });

  it('is nothing where one author wrote all', () => {
    const alone = summariseDemo(
      description,
      judgement,
      authors.map(() => 'ann'),
    );
    expect(alone.byAuthor).toBeNull();
    expect(alone.curve.map(({ byAuthor }) => byAuthor)).toEqual([null, null, null, null, null]);
    expect(demoText([alone])).not.toMatch(/author|Within one model/);
  });
});

describe('what is left within one author', () => {
  it('is the AUC over pairs of one author', () => {
    const { within, ...rest } = summary.byAuthor!;
    expect(rest).toEqual({ authors: 3, passRates: { lowest: 0.2, highest: 0.9 } });
    const same = (a: string, b: string): boolean => a === b;
    const expected = [pairsWon('rating', same), pairsWon('probability', same)] as const;
    expectClose([within.raw.value!, within.corrected.value!], expected, { absolute: 1e-6 });
    expectClose(within.difference.value!, expected[1] - expected[0], { absolute: 1e-6 });
  });

  it('is not the AUC over all pairs, which the authors make look better', () => {
    const all = pairsWon('probability', () => true);
    expect(all).toBeGreaterThan(0.8);
    expect(summary.byAuthor!.within.corrected.value).toBeLessThan(all - 0.1);
  });
});

describe('the text of the demo', () => {
  const estimate = (value: number, lower: number, upper: number): Estimate => ({ value, lower, upper });
  const none = estimate(0.01, -0.02, 0.03);
  const down = estimate(-0.07, -0.1, -0.04);
  const up = estimate(0.07, 0.04, 0.1);
  const saying = (falsePass: Estimate, auc: Estimate): string => {
    const { byAuthor } = summary;
    const changed: DemoSummary = {
      ...summary,
      falsePass: { ...summary.falsePass, difference: falsePass },
      byAuthor: { ...byAuthor!, within: { ...byAuthor!.within, difference: auc } },
    };
    return demoText([changed]);
  };

  it.each([
    { name: 'no gain', falsePass: none, auc: none, says: 'No gain' },
    { name: 'a gain', falsePass: down, auc: up, says: 'A gain' },
    { name: 'a loss', falsePass: up, auc: down, says: 'A loss' },
  ])('says $name where the interval of the difference says it', ({ falsePass, auc, says }) => {
    expect(saying(falsePass, none)).toMatch(new RegExp(`of fold\\): .* are wrong\\. ${says}\\.\n`));
    expect(saying(none, auc)).toMatch(new RegExp(`\n[\\d.]+ by the raw rating and [\\d.]+ corrected\\. ${says}\\.\n`));
  });

  it('counts no wrong ones among none', () => {
    const gate = [{ verdict: 'pass', records: 0, failing: 0 }] as const;
    expect(demoText([{ ...summary, gate }])).toMatch(
      /\n {2}pass +0: no answer is sure enough, whatever it was rated\n$/,
    );
  });
});
