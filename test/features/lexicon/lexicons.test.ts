import { describe, expect, it } from 'vitest';
import { tones, type Lexicon, type Tone } from '../../../src/features/lexicon/lexicon.ts';
import { lexicons } from '../../../src/features/lexicon/lexicons.ts';
import { hitsIn, hitsOf, plain, type ToneFeature } from './hits.ts';

/** The feature that counts a tone. */
const featureOf: Readonly<Record<Tone, ToneFeature>> = {
  hedge: 'hedges',
  booster: 'boosters',
  absolute: 'absolutes',
  completion: 'completionClaims',
  authority: 'authorityClaims',
  selfPraise: 'selfPraise',
  flattery: 'flattery',
  offer: 'offers',
  refusal: 'refusals',
  opener: 'openers',
  closer: 'closers',
  firstPerson: 'firstPerson',
  secondPerson: 'secondPerson',
};

/** What is boilerplate at the start of a text strengthens a claim elsewhere. */
const inTwoTones: Readonly<Record<string, readonly string[]>> = {
  en: ['certainly', 'absolutely'],
  fr: ['certainement', 'absolument'],
  hi: ['जरूर'],
};

/** Most characters of all entries of a language, a comma between each two. The lists ship to browsers. */
const longest: Readonly<Record<string, number>> = { zh: 700, ja: 700, hi: 1200 };
const longestLatin = 1450;

const languages = lexicons.map((lexicon) => [lexicon.language as keyof typeof plain, lexicon] as const);

it('has the languages in the order that counts are kept in', () => {
  expect(lexicons.map(({ language }) => language)).toEqual(['en', 'es', 'fr', 'de', 'pt', 'zh', 'ja', 'hi']);
});

describe.each(languages)('the lexicon of %s', (language, lexicon) => {
  const all = [lexicon.common, ...tones.map((tone) => lexicon.tones[tone])].flatMap(entriesOf);

  it('has entries of one to four words without marks, as the scanner reads them', () => {
    for (const entry of all) expect(entry).toMatch(/^[\p{L}\p{M}]+(?:[' ][\p{L}\p{M}]+)*$/u);
    expect(all.filter((entry) => entry.split(' ').length > 4)).toEqual([]);
  });

  it('is in lower case and composed', () => {
    expect(all.filter((entry) => entry !== entry.toLowerCase() || entry !== entry.normalize('NFC'))).toEqual([]);
  });

  it('has no entry twice in a list', () => {
    for (const list of [lexicon.common, ...Object.values(lexicon.tones)]) {
      const folded = entriesOf(list).map(fold);
      expect(folded.filter((entry, i) => folded.indexOf(entry) !== i)).toEqual([]);
    }
  });

  it('has no entry in two tones but the exceptions', () => {
    const folded = tones.flatMap((tone) => entriesOf(lexicon.tones[tone]).map(fold));
    const twice = folded.filter((entry, i) => folded.indexOf(entry) !== i);
    expect(twice.toSorted()).toEqual((inTwoTones[language] ?? []).toSorted());
  });

  it('counts nothing twice: no entry has another of its tone inside', () => {
    for (const tone of tones) expect(pairsInside(lexicon, tone), tone).toEqual([]);
  });

  it('is small', () => {
    expect(all.join(',').length).toBeLessThanOrEqual(longest[language] ?? longestLatin);
  });

  it('has words of every tone', () => {
    for (const tone of tones) expect(entriesOf(lexicon.tones[tone]).length, tone).toBeGreaterThan(2);
  });

  it('finds every entry in a text, and none in a plain sentence', () => {
    for (const tone of tones) {
      expect(hitsOf(featureOf[tone], plain[language]), tone).toBe(0);
      const missed = entriesOf(lexicon.tones[tone]).filter((entry) => !hitsIn(language, featureOf[tone], `${entry}.`));
      expect(missed, tone).toEqual([]);
    }
  });
});

/** The function words of one language are not those of its neighbours. */
it.each([
  'Il fiume passa vicino al vecchio mulino, e le case hanno i tetti rossi. Ogni mattina il fornaio apre presto.',
  'De rivier stroomt langs de oude molen, en de huizen hebben rode daken. Elke ochtend gaat de bakker vroeg open.',
  'Floden rinner förbi kvarnen och husen i byn har röda tak. Varje morgon öppnar bagaren mycket tidigt.',
  'Rzeka płynie obok starego młyna, i domy mają czerwone dachy. Piekarz otwiera rano i do wieczora piecze chleb.',
  'A folyó a régi malom mellett folyik, és a házak piros tetejűek. A pék korán kel, és kenyeret is süt.',
  'Joki virtaa vanhan myllyn ohi, ja talot ovat kivestä. Leipuri on iloinen ja avaa joka aamu varhain.',
  'नदी गावाजवळून वाहते आणि घरे दगडाची आहेत. रोज सकाळी मुले शाळेत जातात आणि खेळतात, असे तिने सांगितले.',
  'नदी गाउँको छेउमा बग्छ र घरहरू ढुङ्गाका छन्। हरेक बिहान केटाकेटीहरू विद्यालय जान्छन् र साँझ फर्कन्छन्।',
])('no lexicon speaks for "%s"', (text) => {
  expect(hitsOf('hedges', text)).toBeUndefined();
});

function entriesOf(list: string): string[] {
  return list
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Without accents; the dot below of Devanagari is one. */
function fold(entry: string): string {
  return entry.normalize('NFD').replace(/[\u0300-\u036f\u093c]/g, '');
}

/** Entries of a tone with another inside, by words; by characters in scripts without spaces. */
function pairsInside(lexicon: Lexicon, tone: Tone): string[] {
  const entries = entriesOf(lexicon.tones[tone]);
  const padding = lexicon.common === '' ? '' : ' ';
  return entries.filter((entry) =>
    entries.some((other) => other !== entry && `${padding}${entry}${padding}`.includes(`${padding}${other}${padding}`)),
  );
}
