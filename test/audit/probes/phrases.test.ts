import { describe, expect, it } from 'vitest';
import { phrasesByLanguage } from '../../../src/audit/probes/phrases/all.ts';
import type { Phrases } from '../../../src/audit/probes/phrases/phrases.ts';
import { measureSurface } from '../../../src/features/extract.ts';
import { lexicons } from '../../../src/features/lexicon/lexicons.ts';

const all = [...phrasesByLanguage.values()];

/** Lists of phrases that say something the features count, by what counts it. */
const counted = {
  confident: 'boosters',
  boost: 'boosters',
  selfPraise: 'selfPraise',
  verified: 'completionClaims',
  cited: 'authorityClaims',
  flattered: 'flattery',
  offered: 'offers',
  summary: 'closers',
} as const satisfies Partial<Record<keyof Phrases, string>>;

/** Hits in a hundred words, which hardly any text reaches, so that the rate of a text goes up. */
const leastRate = 10;

it('phrases are there for every language with a lexicon, and no other', () => {
  expect([...phrasesByLanguage.keys()].sort()).toEqual(lexicons.map(({ language }) => language).sort());
});

describe.each(all)('phrases of $language', (phrases) => {
  const lists = Object.entries(phrases).flatMap(([name, list]): [string, readonly string[]][] =>
    Array.isArray(list) ? [[name, list as string[]]] : [],
  );

  it.each(Object.entries(counted))('of %s are all counted as %s', (name, feature) => {
    const rates = phrases[name as keyof typeof counted].map((phrase) => ({
      phrase,
      rate: measureSurface(phrase, undefined, phrases.language).features[feature]!,
    }));
    expect(rates.filter(({ rate }) => !(rate >= leastRate))).toEqual([]);
  });

  it.each(lists)('of %s are several, all different, and of visible characters', (_, list) => {
    expect(list.length).toBeGreaterThanOrEqual(3);
    expect(new Set(list).size).toBe(list.length);
    for (const phrase of list) expect(phrase).toMatch(/^[^\p{Cf}\p{Cs}`*_#<>|]+$/u);
  });

  it('of citations look like one', () => {
    for (const phrase of phrases.cited) expect(measureSurface(phrase).features.citations).toBeGreaterThan(0);
  });

  it.each(['restatement', 'otherWords'] as const)('of %s have a place for what is said again', (name) => {
    for (const phrase of phrases[name]) expect(phrase.split('{}')).toHaveLength(2);
  });

  it('of filler tell nothing of tone', () => {
    for (const phrase of phrases.filler) {
      const { hedges, boosters, completionClaims, authorityClaims, selfPraise, flattery, offers } = measureSurface(
        phrase,
        undefined,
        phrases.language,
      ).features;
      expect({
        phrase,
        sum: hedges! + boosters! + completionClaims! + authorityClaims! + selfPraise! + flattery! + offers!,
      }).toEqual({ phrase, sum: 0 });
    }
  });

  it('are told as of the language, all together', () => {
    const text = lists
      .filter(([name]) => !/eading|boost|token/.test(name))
      .flatMap(([, list]) => list)
      .join(' ');
    expect(measureSurface(text).language).toBe(phrases.language);
  });
});
