import type { Lexicon } from './lexicon.ts';

/** Its common words leave out those that are also words of Polish, Danish, Finnish or Tagalog: i, on, do, an, so, at. */
export const english: Lexicon = {
  language: 'en',
  common: `
    the, of, and, to, is, that, it, for, with, are, be, by, from, this, which, not, or, have, but, they, their,
    can, will, these, as, if, was, has, had, he, she, his, her, you, we, were, what, how`,
  tones: {
    hedge: `
      perhaps, maybe, might, may, could, possibly, probably, likely, seems, appears, roughly, approximately,
      generally, typically, usually, often, sometimes, i think, tend to`,
    booster: `
      clearly, definitely, certainly, undoubtedly, extremely, guaranteed, absolutely, highly, truly, very, indeed,
      crucial, essential, ensure`,
    absolute: `always, never, every, all, none, completely, impossible, everyone, everything, fully`,
    completion: `
      successfully, verified, tested, completed, tests pass, double checked, i have checked, as expected, implemented,
      resolved`,
    authority: `
      according to, studies, research, researchers, experts, scientific, published, peer reviewed, et al, proven,
      evidence`,
    selfPraise: `
      comprehensive, thorough, robust, high quality, detailed, well structured, in depth, elegant, efficient`,
    flattery: `
      great question, good question, excellent question, excellent point, good idea, great idea, you are right,
      you're right, absolutely right, happy to hear`,
    offer: `
      let me know, feel free, happy to help, like me to, want me to, if you need, if you'd like, hope this helps,
      any questions, further assistance`,
    refusal: `i cannot, i can't, unable to, i don't know, not sure, as an ai, language model, sorry, apologize`,
    opener: `sure, certainly, of course, here is, here are, here's, absolutely, great, thank you, thanks`,
    closer: `conclusion, in summary, overall, to sum up, ultimately, to summarize`,
    firstPerson: `i, me, my, myself, i'm, i've, i'd, i'll, we, us, our, we're, we've, we'd, we'll`,
    secondPerson: `you, your, yourself, you're, you've, you'd, you'll`,
  },
};
