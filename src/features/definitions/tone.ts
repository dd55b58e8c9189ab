import { per100Words, type FeatureDefinition } from '../definition.ts';
import type { Tone } from '../lexicon/lexicon.ts';
import type { Reading } from '../reading.ts';

/** How a text speaks. All but `citations` are undefined in a language without a lexicon. */
export const toneFeatures = [
  {
    name: 'hedges',
    measures: 'words that weaken a claim ("perhaps", "might")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('hedge'),
  },
  {
    name: 'boosters',
    measures: 'words that strengthen a claim ("clearly", "guaranteed")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('booster'),
  },
  {
    name: 'absolutes',
    measures: 'claims without exception ("always", "never")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('absolute'),
  },
  {
    name: 'completionClaims',
    measures: 'claims that work is done or verified ("successfully", "all tests pass")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('completion'),
  },
  {
    name: 'authorityClaims',
    measures: 'appeals to authority ("studies show", "experts")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('authority'),
  },
  {
    name: 'citations',
    measures: 'what looks like a citation: [3], (2019)',
    unit: 'citations',
    transform: 'log',
    family: 'tone',
    compute: (r) => r.citations,
  },
  {
    name: 'selfPraise',
    measures: 'praise of the own text ("comprehensive", "robust")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('selfPraise'),
  },
  {
    name: 'flattery',
    measures: 'praise of the asker ("great question")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('flattery'),
  },
  {
    name: 'offers',
    measures: 'offers of more help ("let me know")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('offer'),
  },
  {
    name: 'refusals',
    measures: 'refusals and not knowing ("I cannot", "as an AI")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('refusal'),
  },
  {
    name: 'openers',
    measures: 'boilerplate among the first eight words ("Sure", "Here is")',
    unit: 'openers',
    transform: 'log',
    family: 'tone',
    compute: (r) => r.tones?.opener,
  },
  {
    name: 'closers',
    measures: 'boilerplate of the end ("in conclusion", "overall")',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('closer'),
  },
  {
    name: 'firstPerson',
    measures: 'words by which the text speaks of its author',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('firstPerson'),
  },
  {
    name: 'secondPerson',
    measures: 'words by which the text speaks to its reader',
    unit: 'per 100 words',
    transform: 'none',
    family: 'tone',
    compute: rateOf('secondPerson'),
  },
] as const satisfies readonly FeatureDefinition[];

function rateOf(tone: Tone): (reading: Reading) => number | undefined {
  return (reading) => (reading.tones === undefined ? undefined : per100Words(reading.tones[tone], reading));
}
