import type { toneFeatures } from '../../../src/features/definitions/tone.ts';
import { extractFeatures } from '../../../src/features/extract.ts';

export type ToneFeature = Exclude<(typeof toneFeatures)[number]['name'], 'citations'>;

/** A tone, a sentence, and how often the sentence has it. */
export type Example = readonly [tone: ToneFeature, sentence: string, hits: number];

/** A sentence without any tone in each language: behind a short one it tells which language this is. */
export const plain = {
  en: 'The river runs past the old mill, and the path to the village is short.',
  es: 'El río pasa por el pueblo y las casas son de piedra con los tejados rojos.',
  fr: 'Le village est au bord du fleuve et les maisons sont dans une rue qui monte.',
  de: 'Das Dorf liegt an dem Fluss und die Häuser sind mit roten Ziegeln gedeckt.',
  pt: 'O rio passa pelo vilarejo e as casas são de pedra com os telhados vermelhos.',
  zh: '村子在河边，房子用石头盖成，屋顶红红的，孩子们在桥上玩。',
  ja: '村は川のそばにあり、家は石でできていて、屋根は赤く、子どもたちが橋の上で遊んでいる。',
  hi: 'गाँव नदी के किनारे है और घर पत्थर के हैं, जिनकी छतें लाल हैं।',
} as const satisfies Readonly<Record<string, string>>;

/** How often a text has a tone; undefined where its language was not recognised. */
export function hitsOf(tone: ToneFeature, text: string): number | undefined {
  const measured = extractFeatures(text);
  const value = measured[tone];
  return value === undefined || tone === 'openers' ? value : Math.round((value * measured.words!) / 100);
}

/** How often a sentence has a tone, in a text of the language. */
export function hitsIn(language: keyof typeof plain, tone: ToneFeature, sentence: string): number | undefined {
  return hitsOf(tone, `${sentence} ${plain[language]}`);
}
