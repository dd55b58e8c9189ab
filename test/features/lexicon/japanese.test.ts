import { describe, expect, it } from 'vitest';
import { hitsIn, type Example } from './hits.ts';

const examples: readonly Example[] = [
  ['hedges', '明日は雨かもしれません。おそらく寒いでしょう。', 3],
  ['hedges', '一般的に、その傾向があると思います。', 3],
  ['hedges', 'しかも、素晴らしい約束をした。', 0],
  ['boosters', 'これは明らかに正しく、非常に大切です。', 2],
  ['boosters', '必ず動きますし、間違いなく速いです。', 2],
  ['boosters', '必要な確率は、必ずしも高くない。', 0],
  ['absolutes', '彼は常に早く、決して遅れない。', 2],
  ['absolutes', 'すべての人が完全に同意し、いつも笑う。', 3],
  ['absolutes', '非常に暑い日も、機械は正常に動いた。', 0],
  ['completionClaims', '作業が完了し、テストに合格しました。', 2],
  ['completionClaims', '修正しましたので、プログラムは正常に動きます。', 2],
  ['completionClaims', '確認する前に修正を始める。', 0],
  ['authorityClaims', '専門家によると、証拠は十分です。', 3],
  ['authorityClaims', '研究の結果が論文に載り、統計も示された。', 3],
  ['authorityClaims', '究極の文章を家で読んだ。', 0],
  ['selfPraise', 'これは包括的で詳細な説明です。', 2],
  ['selfPraise', '丁寧に書かれ、体系的で、高品質です。', 3],
  ['selfPraise', '細かい質問をして、底まで見た。', 0],
  ['flattery', 'とても良い質問です。おっしゃる通りです。', 2],
  ['flattery', '素晴らしい考えです。いいですね。', 2],
  ['flattery', '通りで質問した人は、男らしい。', 0],
  ['offers', '何かあればお気軽にご質問ください。', 2],
  ['offers', 'お手伝いしましょうか。必要なら書きます。', 3],
  ['offers', '手伝った人に質問した。', 0],
  ['refusals', '申し訳ありませんが、開くことができません。', 2],
  ['refusals', 'すみません、ただの言語モデルなので、わかりません。', 3],
  ['refusals', '言語の訳とモデルを作ることができます。', 0],
  ['openers', 'もちろんです。以下に示します。', 2],
  ['openers', 'はい、承知しました。', 2],
  ['openers', '昨日の午後に店へ送った長い資料は、もちろん残っている。', 0],
  ['closers', '結論として、計画は良い。', 1],
  ['closers', '要するに、そして最後に、費用は下がる。', 2],
  ['closers', '十個以上の箱を最後まで結んだ。', 0],
  ['firstPerson', '私は我々の家を見た。', 2],
  ['firstPerson', '僕の犬と私たちの猫がいる。', 2],
  ['firstPerson', '彼は彼らの家を見た。', 0],
  ['secondPerson', 'あなたの本を皆さんに見せた。', 2],
  ['secondPerson', 'お客様ご自身で選ぶ。', 2],
  ['secondPerson', '彼の本をみんなに見せた。', 0],
];

describe('the Japanese lexicon', () => {
  it.each(examples)('%s: "%s" has %i', (tone, sentence, hits) => {
    expect(hitsIn('ja', tone, sentence)).toBe(hits);
  });
});
