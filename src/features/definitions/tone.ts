import { per100Words, type FeatureDefinition } from '../definition.ts';
import type { Tone } from '../lexicon/lexicon.ts';
import type { Reading } from '../reading.ts';

/** How a text speaks. All but `citations` are undefined in a language without a lexicon. */
export const toneFeatures = [
  rateOf('hedges', 'words that weaken a claim ("perhaps", "might")', 'hedge'),
  rateOf('boosters', 'words that strengthen a claim ("clearly", "guaranteed")', 'booster'),
  rateOf('absolutes', 'claims without exception ("always", "never")', 'absolute'),
  rateOf('completionClaims', 'claims that work is done or verified ("successfully", "all tests pass")', 'completion'),
  rateOf('authorityClaims', 'appeals to authority ("studies show", "experts")', 'authority'),
  {
    name: 'citations',
    measures: 'what looks like a citation: [3], (2019)',
    unit: 'citations',
    transform: 'log',
    family: 'tone',
    compute: (r) => r.citations,
  },
  rateOf('selfPraise', 'praise of the own text ("comprehensive", "robust")', 'selfPraise'),
  rateOf('flattery', 'praise of the asker ("great question")', 'flattery'),
  rateOf('offers', 'offers of more help ("let me know")', 'offer'),
  rateOf('refusals', 'refusals and not knowing ("I cannot", "as an AI")', 'refusal'),
  {
    name: 'openers',
    measures: 'boilerplate among the first eight words ("Sure", "Here is")',
    unit: 'openers',
    transform: 'log',
    family: 'tone',
    compute: (r) => r.tones?.opener,
  },
  rateOf('closers', 'boilerplate of the end ("in conclusion", "overall")', 'closer'),
  rateOf('firstPerson', 'words by which the text speaks of its author', 'firstPerson'),
  rateOf('secondPerson', 'words by which the text speaks to its reader', 'secondPerson'),
] as const satisfies readonly FeatureDefinition[];

/** How often the words of a tone come. */
function rateOf<Name extends string>(name: Name, measures: string, tone: Tone) {
  return {
    name,
    measures,
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: (reading: Reading) =>
      reading.tones === undefined ? undefined : per100Words(reading.tones[tone], reading),
  } as const;
}
