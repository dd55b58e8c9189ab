import MarkdownIt from 'markdown-it';
import { extractFeatures } from '../../src/index.ts';
import { kinds } from './kinds.ts';
import { interleaved, median } from './measure.ts';

/** One kind of text at one length. Throughputs are in million characters (UTF-16 code units) a second. */
export interface FeatureSpeed {
  readonly kind: string;
  readonly characters: number;
  readonly throughput: number;
  readonly parseThroughput: number;
  /** How many times longer markdown-it takes to parse the same texts: the median over rounds. */
  readonly aheadOfParse: number;
  readonly aheadOfRender: number;
}

const lengths = [1000, 20_000, 200_000];
/** Characters of a round: short texts come many at once, and each is another. */
const perRound = 200_000;
const rounds = 21;

/** Reads texts of every kind with `extractFeatures` and with markdown-it, in turn. */
export function measureFeatures(): FeatureSpeed[] {
  const markdown = new MarkdownIt();
  return lengths.flatMap((characters) =>
    kinds.map(({ name, text }) => {
      const texts = Array.from({ length: perRound / characters }, (_, seed) => text(characters, seed));
      const [own, parse, render] = interleaved(
        [
          () => texts.forEach((one) => extractFeatures(one)),
          () => texts.forEach((one) => markdown.parse(one, {})),
          () => texts.forEach((one) => markdown.render(one)),
        ],
        rounds,
      );
      return {
        kind: name,
        characters,
        throughput: perRound / 1000 / median(own!),
        parseThroughput: perRound / 1000 / median(parse!),
        aheadOfParse: median(own!.map((time, i) => parse![i]! / time)),
        aheadOfRender: median(own!.map((time, i) => render![i]! / time)),
      };
    }),
  );
}
