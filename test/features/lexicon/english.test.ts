import { describe, expect, it } from 'vitest';
import { hitsIn, type Example } from './hits.ts';

const examples: readonly Example[] = [
  ['hedges', 'Perhaps the train is late, and it might rain.', 2],
  ['hedges', 'I think the answer is roughly right, but prices tend to vary.', 3],
  ['hedges', 'The mighty king seemed to tend the garden.', 0],
  ['boosters', 'This is clearly and undoubtedly the best way.', 2],
  ['boosters', 'It is absolutely essential, extremely simple, and guaranteed to work.', 4],
  ['boosters', 'The clearing in the wood is unclear on the map.', 0],
  ['absolutes', 'Every user always sees everything.', 3],
  ['absolutes', 'It never fails and is completely safe for everyone.', 3],
  ['absolutes', 'Nevertheless, everyday life calls for walls.', 0],
  ['completionClaims', 'All tests pass and the change is verified.', 2],
  ['completionClaims', 'I have checked the sums, double-checked the totals, and it works as expected.', 3],
  ['completionClaims', 'The tests will pass if the contest is unverified.', 0],
  ['authorityClaims', 'According to researchers, the evidence is strong.', 3],
  ['authorityClaims', 'Studies show it, and a peer-reviewed paper was published.', 3],
  ['authorityClaims', 'She studied and searched for an expertly hidden key.', 0],
  ['selfPraise', 'Here is a comprehensive, detailed, and well-structured guide.', 3],
  ['selfPraise', 'This thorough, high-quality answer is robust.', 3],
  ['selfPraise', 'The details of the structure are low quality at that depth.', 0],
  ['flattery', 'Great question, and you are right about the date.', 2],
  ['flattery', 'Excellent point! You’re absolutely right, and I am happy to hear it.', 3],
  ['flattery', 'The question is great, but the right idea is better.', 0],
  ['offers', 'Let me know if you need more, or feel free to ask.', 3],
  ['offers', 'I hope this helps. Would you like me to go on?', 2],
  ['offers', 'They let the guests know that the help is free.', 0],
  ['refusals', 'Sorry, I cannot open the file.', 2],
  ['refusals', 'As an AI, I’m not sure and unable to tell.', 3],
  ['refusals', 'The model of the language is able to tell the surest way.', 0],
  ['openers', 'Certainly! Here is the list.', 2],
  ['openers', 'Sure, here’s the plan.', 2],
  ['openers', 'The list that the client asked for yesterday certainly is here.', 0],
  ['closers', 'In conclusion, the plan is sound.', 1],
  ['closers', 'Overall, and ultimately, it is worth it.', 2],
  ['closers', 'The overalls were put in the ultimate wash.', 0],
  ['firstPerson', 'I said that my friend is here and I’m late.', 3],
  ['firstPerson', 'We took our boat, and they saw us.', 3],
  ['firstPerson', 'The meme is about a wee minefield.', 0],
  ['secondPerson', 'You left your bag, and you’ll need it.', 3],
  ['secondPerson', 'You’re free to suit yourself.', 2],
  ['secondPerson', 'The young and the youth were yearning.', 0],
];

describe('the English lexicon', () => {
  it.each(examples)('%s: "%s" has %i', (tone, sentence, hits) => {
    expect(hitsIn('en', tone, sentence)).toBe(hits);
  });
});
