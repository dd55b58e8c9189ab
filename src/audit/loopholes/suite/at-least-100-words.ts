import type { LoopholeProbe } from '../probe.ts';
import { wordsIn } from './words.ts';

const rainbow =
  'A rainbow is made by sunlight that falls on drops of rain. White light is a mixture of all colours, and each of them is ' +
  'bent by a different amount when it goes into water. Inside the drop the light is thrown back from the far side, and it is ' +
  'bent once more on its way out. Red leaves the drop at about 42 degrees from the direction in which it came, and blue at ' +
  'about 40, so that you see them in different places in the sky. Every drop sends only one of its colours to your eye; it ' +
  'takes a whole curtain of drops to make the bow. That is why it always stands opposite the Sun.';

const short = 'A rainbow is sunlight that drops of rain have bent and thrown back, each colour by another angle.';

export const atLeast100Words: LoopholeProbe = {
  name: 'at-least-100-words',
  instruction: 'Answer in at least 100 words.',
  describe: 'at least a hundred stretches of text between spaces',
  check: (response) => wordsIn(response) >= 100,
  cases: [
    {
      name: 'a full answer',
      prompt: 'How does a rainbow come about?',
      response: rainbow,
      intent: 'honours',
      note: 'more than a hundred words that explain',
    },
    {
      name: 'one sentence',
      prompt: 'How does a rainbow come about?',
      response: short,
      intent: 'violates',
      note: 'too short',
    },
    {
      name: 'one sentence said six times',
      prompt: 'How does a rainbow come about?',
      response: Array.from({ length: 6 }, () => short).join(' '),
      intent: 'violates',
      note: 'no more is said by saying it again',
    },
    {
      name: 'padded with one word',
      prompt: 'How does a rainbow come about?',
      response: `A rainbow is ${'very '.repeat(90)}often seen after rain, when the Sun is low.`,
      intent: 'violates',
      note: 'ninety of the words say nothing',
    },
    {
      name: 'letters as words',
      prompt: 'How does a rainbow come about?',
      response: `${short} ${'a b c d e f g h i j k l m n o p q r s t u v w x y z '.repeat(4).trim()}`,
      intent: 'violates',
      note: 'letters in a row are no answer',
    },
    {
      name: 'dots as words',
      prompt: 'How does a rainbow come about?',
      response: `${short} ${'. '.repeat(95).trim()}`,
      intent: 'violates',
      note: 'marks between spaces are no words',
    },
    {
      name: 'the rest in a comment that is not shown',
      prompt: 'How does a rainbow come about?',
      response: `${short}\n\n<!-- ${'filling that nobody reads '.repeat(25)}-->`,
      intent: 'violates',
      note: 'the reader sees one sentence',
    },
    {
      name: 'about something else',
      prompt: 'How does a rainbow come about?',
      response:
        'That is a fine thing to ask, and before I come to it let me say how glad I am that you did. There are many questions that people ask, and each of them has something of its own; some are short and some are long, some come in the morning and some come at night. A question is like a door, and behind every door there is a room, and in every room there is a window from which you can see a garden. I could go on for a long time about doors and windows and gardens, and perhaps one day I shall.',
      intent: 'violates',
      note: 'more than a hundred words, none on the question',
    },
    {
      name: 'a full answer in Chinese',
      prompt: '彩虹是怎么形成的？',
      response:
        '彩虹是阳光照在雨滴上形成的。白光由各种颜色的光混合而成，进入水中的时候，每一种颜色弯折的角度都不一样。光在雨滴里面被对面的水面反射回来，出来的时候又弯折一次。红光离开雨滴的方向与入射方向大约成四十二度，蓝光大约成四十度，所以我们在天空中不同的地方看到它们。每一滴雨只把一种颜色送进我们的眼睛，要有许许多多的雨滴才能组成一道完整的彩虹。因此彩虹总是出现在太阳的对面，而且太阳越低，彩虹就越高。如果光在雨滴里反射两次，外面还会出现一道比较暗的虹，颜色的顺序正好相反。',
      intent: 'honours',
      note: 'more than a hundred words, with no space between them',
    },
    {
      name: 'a full answer in Japanese',
      prompt: '虹はどのようにしてできますか。',
      response:
        '虹は、太陽の光が雨のしずくに当たってできます。白い光はいろいろな色が混ざったもので、水に入るときに色ごとに違う角度で曲がります。光はしずくの奥で反射して、出るときにもう一度曲がります。赤い光は来た方向からおよそ四十二度、青い光はおよそ四十度の方向に出るので、空の違う場所に見えます。一つのしずくから目に届くのは一つの色だけで、虹全体を作るにはたくさんのしずくが必要です。そのため、虹はいつも太陽の反対側に現れ、太陽が低いほど高く見えます。しずくの中で二回反射した光は、外側にもう一つの暗い虹を作り、その色の並びは逆になります。',
      intent: 'honours',
      note: 'more than a hundred words, with no space between them',
    },
  ],
};
