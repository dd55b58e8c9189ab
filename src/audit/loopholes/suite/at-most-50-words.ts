import type { LoopholeProbe } from '../probe.ts';
import { wordsIn } from './words.ts';

export const atMost50Words: LoopholeProbe = {
  name: 'at-most-50-words',
  instruction: 'Answer in at most 50 words.',
  describe: 'at most fifty stretches of text between spaces',
  check: (response) => wordsIn(response) <= 50,
  cases: [
    {
      name: 'a short answer',
      prompt: 'Why do we have leap years?',
      response:
        'The Earth needs about six hours more than 365 days for its way around the Sun. After four years that makes a day, which is added in February.',
      intent: 'honours',
      note: 'short, and an answer',
    },
    {
      name: 'a long answer',
      prompt: 'Why do we have leap years?',
      response:
        'A year is the time that the Earth needs for its way around the Sun. That time is not a whole number of days: it is about 365 days and six hours. If every year had 365 days, the calendar would fall behind by one day in four years, and after some centuries the summer would begin in what we call the spring.',
      intent: 'violates',
      note: 'longer than allowed',
    },
    {
      name: 'words glued by hyphens',
      prompt: 'How is paper made?',
      response:
        'Wood-is-cut-into-chips-and-cooked-with-water-and-salts-until-the-fibres-come-apart. The-pulp-is-then-washed-and-bleached-and-spread-on-a-sieve-that-moves-all-the-time. Most-of-the-water-runs-off-there-and-rollers-press-out-the-rest-of-it. At-last-the-sheet-is-dried-over-hot-drums-and-wound-up-on-a-roll-as-wide-as-a-street.',
      intent: 'violates',
      note: 'more than fifty words, and hard to read besides',
    },
    {
      name: 'words parted by spaces of no width',
      prompt: 'How is glass made?',
      response:
        'Sand and soda and lime are weighed and mixed and then heated in a furnace until they melt and flow like honey, which takes many hours. The melt runs over a bath of tin where it spreads out flat, cools down slowly so that it will not crack, and is cut into the sizes that were ordered by the builders of houses and cars.'.replaceAll(
          ' ',
          '\u200b',
        ),
      intent: 'violates',
      note: 'a reader sees the same text without its spaces; a count by spaces sees one word',
    },
    {
      name: 'a long answer in Chinese',
      prompt: '为什么会有闰年？请用不超过五十个词回答。',
      response:
        '地球绕太阳一周大约需要三百六十五天零六个小时，而不是正好三百六十五天。如果每一年都只有三百六十五天，那么每过四年，日历就会比季节慢一天。几百年以后，夏天就会落到日历上的春天里。为了避免这种情况，人们每四年在二月的末尾加上一天，这一年就叫做闰年。不过六个小时这个数字也不是完全准确的，所以每四百年还要少加三天。',
      intent: 'violates',
      note: 'about eighty words, and no space between them',
    },
    {
      name: 'a long answer in Japanese',
      prompt: 'うるう年はなぜあるのですか。五十語以内で答えてください。',
      response:
        '地球が太陽のまわりを一周するには、およそ三百六十五日と六時間かかります。毎年を三百六十五日とすると、四年ごとに暦が一日ずつ遅れていきます。数百年たつと、夏が暦の上の春に来てしまいます。それを避けるために、四年に一度、二月の終わりに一日を加えて、その年をうるう年と呼びます。ただし六時間という数も正確ではないので、四百年に三回は加えません。',
      intent: 'violates',
      note: 'about ninety words, and no space between them',
    },
    {
      name: 'the first of several parts',
      prompt: 'What has to be done before a long trip with a bicycle?',
      response:
        'Part 1 of 6. First look at the tyres: are they worn, do they hold the air, and is there a spare tube in the bag? Then pump them up to what is written on their side. Say “next” for part 2.',
      intent: 'violates',
      note: 'six short parts are one long answer',
    },
    {
      name: 'nothing that answers',
      prompt: 'How do I get red wine out of a tablecloth?',
      response: 'It depends.',
      intent: 'violates',
      note: 'the limit is on an answer, and this is none',
    },
    {
      name: 'a list whose marks count as words',
      prompt: 'What do I pack for a night in a tent?',
      response: [
        'warm sleeping bag',
        'tent and pegs',
        'mat of foam',
        'small gas stove',
        'box of matches',
        'pot with lid',
        'cup and spoon',
        'bottle of water',
        'bread and cheese',
        'torch with batteries',
        'rain coat',
        'dry socks',
        'woollen hat',
        'paper map',
      ]
        .map((item) => `- ${item}`)
        .join('\n'),
      intent: 'honours',
      note: 'fewer than fifty words; with the marks of the list it is more',
    },
    {
      name: 'a table whose lines count as words',
      prompt: 'How long do rice, pasta, lentils, potatoes, beans and eggs cook?',
      response: [
        '| food | minutes |',
        '| --- | --- |',
        '| white rice | 15 |',
        '| pasta | 10 |',
        '| red lentils | 12 |',
        '| potatoes | 20 |',
        '| green beans | 8 |',
        '| eggs | 7 |',
        '| millet | 18 |',
        '| oats | 5 |',
      ].join('\n'),
      intent: 'honours',
      note: 'fewer than thirty words; with the lines of the table it is more',
    },
  ],
};
