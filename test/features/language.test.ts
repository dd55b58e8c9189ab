import { describe, expect, it } from 'vitest';
import { features } from '../../src/features/definitions.ts';
import { extractFeatures, measureSurface } from '../../src/features/extract.ts';
import { plain } from './lexicon/hits.ts';

const italian =
  'Il fiume passa vicino al vecchio mulino, e le case hanno i tetti rossi. Ogni mattina il fornaio apre presto.';

describe('the language of prose', () => {
  it.each(Object.entries(plain))('is told by its function words: %s', (language, text) => {
    expect(languageOf(text)).toBe(language);
  });

  it.each([
    ['en', 'This is the house that they had built for her, and it was not as large as you would have thought.'],
    // Two function words in twenty.
    [
      'en',
      'Cold winters, hot summers, steep hills, narrow roads and long evenings: villagers rarely travel beyond neighbouring towns, which suits everyone.',
    ],
    ['es', 'No se puede decir que sea así, pero los niños del pueblo lo saben y su madre también lo sabe muy bien.'],
    ['fr', 'On ne peut pas dire que ce soit le cas, mais les enfants du village le savent et leur mère aussi.'],
    ['de', 'Man kann nicht sagen, dass es so ist, aber die Kinder aus dem Dorf wissen es, und das ist auch gut.'],
    ['pt', 'Não se pode dizer que seja assim, mas os meninos da aldeia sabem disso, e a sua mãe foi com eles.'],
    ['hi', 'यह नहीं कहा जा सकता कि ऐसा ही है, लेकिन गाँव के बच्चे इसे जानते हैं और उनकी माँ भी जानती है।'],
  ])('is told among those of one script: %s', (language, text) => {
    expect(languageOf(text)).toBe(language);
  });

  it.each([
    ['Cyrillic', 'Деревня стоит у реки, и дома в ней каменные, а крыши красные.'],
    ['Greek', 'Το χωριό είναι δίπλα στο ποτάμι και τα σπίτια είναι πέτρινα.'],
    ['Arabic', 'القرية بجانب النهر والبيوت من الحجر وأسقفها حمراء.'],
    ['Hebrew', 'הכפר נמצא ליד הנהר והבתים בנויים מאבן.'],
    ['Tamil', 'கிராமம் ஆற்றின் அருகே உள்ளது, வீடுகள் கல்லால் ஆனவை.'],
    ['Telugu', 'గ్రామం నది పక్కన ఉంది, ఇళ్ళు రాతితో కట్టినవి.'],
    ['Bengali', 'গ্রামটি নদীর ধারে এবং বাড়িগুলো পাথরের তৈরি।'],
    ['Hangul', '마을은 강가에 있고 집들은 돌로 지어졌으며 지붕은 붉다.'],
    ['Thai', 'หมู่บ้านอยู่ริมแม่น้ำและบ้านสร้างด้วยหิน'],
    ['other', 'ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ'],
  ])('is its script where no lexicon has it: %s', (script, text) => {
    expect(languageOf(text)).toBe(script);
    expect(tonesOf(text)).toEqual([]);
  });

  it.each([
    italian,
    'Rzeka płynie obok starego młyna, i domy mają czerwone dachy. Piekarz otwiera rano i do wieczora piecze chleb.',
  ])('is Latin where none of the languages in Latin letters has its function words: %s', (text) => {
    expect(languageOf(text)).toBe('Latin');
    expect(tonesOf(text)).toEqual([]);
  });

  it('is not Hindi in Marathi, which has the same script', () => {
    const marathi = 'नदी गावाजवळून वाहते आणि घरे दगडाची आहेत. रोज सकाळी मुले शाळेत जातात आणि खेळतात, असे तिने सांगितले.';
    expect(languageOf(marathi)).toBe('Devanagari');
    expect(tonesOf(marathi)).toEqual([]);
  });

  it('is that of most words, not of the first or of a name', () => {
    expect(languageOf(`Привет. ${plain.en}`)).toBe('en');
    expect(languageOf(`${plain.zh}Python JavaScript`)).toBe('zh');
    expect(languageOf(`他说：${plain.en}`)).toBe('en');
    expect(languageOf(`${plain.de} Perhaps the river, always. ${plain.de}`)).toBe('de');
  });

  it('does not go by the prompt', () => {
    expect(languageOf(plain.en, plain.es)).toBe('en');
    expect(languageOf(plain.zh, plain.ja)).toBe('zh');
    expect(languageOf(italian, plain.es)).toBe('Latin');
  });
});

describe('Japanese and Chinese', () => {
  it.each([
    ['ja', '東京都の人口は約千四百万人。'],
    ['ja', 'カタカナ'],
    ['ja', 'はい'],
    ['zh', '东京都人口约一千四百万。'],
    ['zh', '東京都人口約一千四百萬。'],
    // A Japanese particle, as shops in China write it, is less than one word in twenty.
    ['zh', `优の良品${plain.zh}${plain.zh}`],
  ])('are told by kana: %s is "%s"', (language, text) => {
    expect(languageOf(text)).toBe(language);
  });

  it('are two scripts to each other, and Japanese in both is one', () => {
    expect(extractFeatures(plain.ja, plain.ja).otherScript).toBe(0);
    expect(extractFeatures(plain.zh, plain.zh).otherScript).toBe(0);
    expect(extractFeatures(plain.en, plain.ja).otherScript).toBe(1);
    expect(extractFeatures(plain.ja, plain.zh).otherScript).toBeGreaterThan(0.3);
    expect(extractFeatures(plain.zh, plain.ja).otherScript).toBe(0);
  });
});

describe('the language of what is too short to tell', () => {
  it('is that of the prompt', () => {
    expect(languageOf('Canberra.', plain.es)).toBe('es');
    expect(languageOf('Canberra.', plain.de)).toBe('de');
    expect(languageOf('The river.', plain.fr)).toBe('fr');
    expect(languageOf('नदी', plain.hi)).toBe('hi');
  });

  it('is not that of a prompt in another script', () => {
    expect(languageOf('Canberra.', plain.zh)).toBe('en');
    expect(languageOf('Canberra.', 'Какая столица?')).toBe('en');
    expect(languageOf('堪培拉', plain.en)).toBe('zh');
  });

  it('is that of its own words without a prompt', () => {
    expect(languageOf('Quizás, pero siempre.')).toBe('es');
    expect(languageOf('Vielleicht, aber nicht immer.')).toBe('de');
    expect(languageOf('Peut-être, mais pas toujours.')).toBe('fr');
    expect(languageOf('Não, mas talvez sempre.')).toBe('pt');
  });

  it('is English where they say nothing, or only one does', () => {
    expect(languageOf('')).toBe('en');
    expect(languageOf('Canberra.')).toBe('en');
    expect(languageOf('Los Angeles')).toBe('en');
    expect(languageOf('42')).toBe('en');
    expect(languageOf('👍')).toBe('en');
  });

  it('is English where less than a quarter of the words are those of another language', () => {
    expect(languageOf('Los Angeles, Las Vegas, Chicago, Boston, Denver, Seattle, Portland')).toBe('en');
  });
});

describe('the language of what is no prose', () => {
  const list = 'apples bananas cherries grapes kiwi oranges peaches pears plums lemons limes dates figs mangos';
  const items = list.replaceAll(' ', '\n- ');
  const code = '```js\nfor (const y of los) el(que, no);\nconst un = que(el, y, no);\n```';

  it('is English for a list, and that of the prompt if there is one', () => {
    expect(languageOf(items)).toBe('en');
    expect(languageOf(items, plain.es)).toBe('es');
    expect(languageOf(items, plain.en)).toBe('en');
  });

  it('is none of ours for as many words in one sentence', () => {
    expect(languageOf(list)).toBe('Latin');
  });

  it('is that of the text around code', () => {
    expect(languageOf(`${plain.en}\n${code}`)).toBe('en');
    expect(languageOf(`${plain.zh}\n${code}\n${code}`)).toBe('zh');
  });

  it('is that of the prompt for code and numbers alone, in any script', () => {
    expect(languageOf(code)).toBe('en');
    expect(languageOf(code, plain.pt)).toBe('pt');
    expect(languageOf(code, plain.zh)).toBe('zh');
    expect(languageOf('42', plain.ja)).toBe('ja');
    expect(languageOf('42', 'Сколько?')).toBe('Cyrillic');
    expect(languageOf('', '')).toBe('en');
  });
});

describe('tones', () => {
  it('are absent and not zero in a language without a lexicon, and everything else is there', () => {
    const [here, absent] = [extractFeatures(plain.en, 'x'), extractFeatures('Деревня стоит у реки.', 'x')];
    expect(tonesOf(plain.en)).toHaveLength(13);
    const missing = Object.keys(here).filter((name) => !(name in absent));
    expect(missing).toEqual(tonesOf(plain.en));
    expect(Object.values(absent)).not.toContain(undefined);
  });

  it('are zero where a language with a lexicon has none', () => {
    expect(extractFeatures(plain.en)).toMatchObject({ hedges: 0, refusals: 0, openers: 0 });
    expect(extractFeatures('')).toMatchObject({ hedges: 0, refusals: 0, openers: 0 });
  });

  it('are those of the language alone', () => {
    // Sure and clear in German, no word of ours in English.
    expect(extractFeatures('Klar.', plain.de).openers).toBe(1);
    expect(extractFeatures('Klar.', plain.en).openers).toBe(0);
    // An absolute of Spanish and of Portuguese.
    expect(extractFeatures('nunca', plain.es).absolutes).toBe(100);
    expect(extractFeatures('nunca', plain.pt).absolutes).toBe(100);
    expect(extractFeatures('nunca', plain.fr).absolutes).toBe(0);
  });
});

function languageOf(text: string, prompt?: string): string {
  return measureSurface(text, prompt).language;
}

/** Names of the tones that were measured. Citations are none of them: they need no lexicon. */
function tonesOf(text: string): string[] {
  const measured = extractFeatures(text);
  return features
    .filter(({ name, family }) => family === 'tone' && name !== 'citations' && name in measured)
    .map(({ name }) => name);
}
