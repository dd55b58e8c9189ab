import { normal, seededRandom, type Random } from '../../src/math/random.ts';

export interface FuzzedPair {
  readonly response: string;
  readonly prompt: string | undefined;
}

/** What a fuzzed text is put together from. Parts are separated by ¦. */
const fragments: readonly (readonly string[])[] = [
  '# ¦## ¦- ¦* ¦1. ¦2) ¦> ¦| a | b |\n¦|---|\n¦**¦__¦*¦_¦`¦``¦```¦```js\n¦~~~¦~~~~¦[a](b)¦[¦](¦)¦![¦<b>¦<!--¦-->¦---\n¦\\¦https://a.b/c¦[3]¦(2019)¦Note:\n',
  "perhaps¦might¦clearly¦always¦never¦all tests pass¦studies show¦comprehensive¦great question¦let me know¦I cannot¦as an AI¦Sure¦in conclusion¦I¦we¦I'm¦don’t¦you¦your¦the¦of¦and¦house¦WORD¦Word",
  'quizás¦claramente¦siempre¦yo¦usted¦el¦de¦peut-être¦toujours¦je¦vous¦vielleicht¦immer¦ich¦Sie¦und¦talvez¦sempre¦você¦não¦garçon¦Straße¦É¦ñ¦ü',
  'शायद¦हमेशा¦मैं¦आप¦है¦के¦क्षेत्र¦ज़¦क़¦।¦॥¦क्¦ि',
  '可能¦也许¦一定¦我¦您¦的¦是¦当然¦希望这¦。¦，¦！¦？¦：¦たぶん¦必ず¦私¦は¦です¦思います¦ア¦ー¦が¦か\u3099¦々¦、¦ｱ¦ｃｌｅａｒｌｙ',
  'ไทย¦ภาษา¦ខ្មែរ¦ລາວ¦မြန်မာ¦한국어¦ᄀ\u1161\u11a8¦العربية¦؟¦עברית¦Привет¦Ελλάδα¦ﷺ¦ﬃ¦İ¦ı¦ß¦𝐜𝐥𝐞𝐚𝐫𝐥𝐲¦𠀀¦сlеаrlу',
  '\u0301¦\u0300\u0316¦\u0308\u0301¦\u093c¦\u20dd¦\u0e31¦\u3099¦\u0591',
  '\u200b¦\u200d¦\u200c¦\u00ad¦\u2060¦\ufeff¦\ufe0f¦\u202e¦\u2066¦\u3164¦\u{e0041}¦\u{e0100}¦\u034f',
  '\ud83d¦\udc4d¦\udc4d\ud83d¦\ud800¦\udfff¦\u0000¦\uffff¦\ufffd¦\u0007¦\u2028¦\u0085',
  '👍¦👩\u200d👩\u200d👧¦❤\ufe0f¦👍🏽¦\u{1f1e6}\u{1f1fa}¦\u{1f1e6}¦©¦→¦½¦٣¦七',
  ' ¦ ¦ ¦\n¦\n\n¦\r\n¦\t¦    ¦\u00a0¦\u3000',
  '.¦,¦;¦:¦!¦?¦…¦...¦"¦“¦”¦«¦—¦–¦(¦[¦{¦%¦$1¦7¦42¦3.14¦12:30¦1e9',
].map((parts) => parts.split('¦'));

const separators = ['', '', ' ', ' ', '\n'];
const longest = 8000;

/**
 * An endless source of texts, half of them with a prompt; the same for the same seed. Lengths are log-normal: half of the
 * texts are below 150 characters, the mean is about 300, some have thousands.
 */
export function fuzzedPair(seed: number): () => FuzzedPair {
  const random = seededRandom(seed);
  return () => {
    const response = fuzzed(random);
    return { response, prompt: random() < 0.5 ? fuzzed(random) : undefined };
  };
}

/** Pieces of a few sorts, so that some texts look like texts and some like nothing. */
function fuzzed(random: Random): string {
  const length = Math.min(longest, Math.floor(150 * Math.exp(1.2 * normal(random))));
  const sorts = Array.from({ length: 1 + whole(random, 4) }, () => pick(fragments, random));
  const separator = pick(separators, random);
  const oddity = random() < 0.3 ? 0.05 : 0;
  let text = '';
  while (text.length < length) {
    const piece = pick(pick(sorts, random), random);
    text += random() < oddity ? odd(piece, random) : piece + separator;
  }
  return text;
}

/** A flood of one piece, or code units of any kind. */
function odd(piece: string, random: Random): string {
  const length = whole(random, 60);
  if (random() < 0.5) return piece.repeat(length);
  return String.fromCharCode(...Array.from({ length }, () => whole(random, 0x10000)));
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[whole(random, items.length)]!;
}

/** A whole number from 0 up to `below`, which is excluded. */
function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}
