import { describe, expect, it } from 'vitest';
import { hitsIn, type Example } from './hits.ts';

const examples: readonly Example[] = [
  ['hedges', '明天可能会下雨，也许还会刮风。', 2],
  ['hedges', '我觉得大概需要三个小时。', 2],
  ['hedges', '他说不可能，因为估价太高。', 0],
  ['hedges', '明天也許會下雨，我覺得可能很冷。', 3],
  ['boosters', '显然，这个办法非常好。', 2],
  ['boosters', '毫无疑问，他必须马上出发。', 2],
  ['boosters', '在一定程度上，十分钟就够了。', 0],
  ['absolutes', '他总是迟到，永远不会改变。', 2],
  ['absolutes', '所有文件完全一样，任何人都能打开。', 3],
  ['absolutes', '从不同的角度看，安全部门的数据从来源开始。', 0],
  ['completionClaims', '任务已完成，测试通过。', 2],
  ['completionClaims', '错误已修复，程序正常运行，结果符合预期。', 3],
  ['completionClaims', '还没有完成测试，也没有修复错误。', 0],
  ['authorityClaims', '研究表明，专家的看法没错。', 2],
  ['authorityClaims', '据报道，这篇论文发表在一本期刊上。', 4],
  ['authorityClaims', '她在读研究生，专门学画画。', 0],
  ['selfPraise', '这份指南全面、详细。', 2],
  ['selfPraise', '代码结构清晰，设计优雅。', 2],
  ['selfPraise', '他面对全班，讲完了细节。', 0],
  ['flattery', '这真是个好问题，你说得对。', 2],
  ['flattery', '很高兴听到这个消息，真是个好主意！', 2],
  ['flattery', '这个问题很好解决，他的主意改了。', 0],
  ['offers', '如果你需要帮助，请随时告诉我。', 3],
  ['offers', '希望这些内容有用，要不要我再写一段？', 2],
  ['offers', '温度随时间变化，大家都想出门。', 0],
  ['refusals', '抱歉，我无法打开这个文件。', 2],
  ['refusals', '我不知道，因为我只是语言模型。', 2],
  ['refusals', '對不起，我無法打開這個檔案。', 2],
  ['refusals', '这种语言的模型很多，他不能来。', 0],
  ['openers', '当然，以下是清单。', 2],
  ['openers', '好的，没问题。', 2],
  ['openers', '这份清单昨天下午已经发给客户和他的同事，当然不会丢。', 0],
  ['closers', '总之，计划不错。', 1],
  ['closers', '综上所述，归根结底，成本下降了。', 2],
  ['closers', '他结了账，最近总在家。', 0],
  ['firstPerson', '我把书给了咱们的老师。', 2],
  ['firstPerson', '笔者和我的家人住在这里。', 2],
  ['firstPerson', '他把书给了他们的老师。', 0],
  ['secondPerson', '你把您的书忘了。', 2],
  ['secondPerson', '你们的票在这里，请您看看。', 2],
  ['secondPerson', '他们的票在这里，请看看。', 0],
];

describe('the Chinese lexicon', () => {
  it.each(examples)('%s: "%s" has %i', (tone, sentence, hits) => {
    expect(hitsIn('zh', tone, sentence)).toBe(hits);
  });
});
