import type { Lexicon } from './lexicon.ts';

/** Elided pronouns are one word with what follows (j'ai), so only the commonest are here. */
export const french: Lexicon = {
  language: 'fr',
  common: `
    le, les, des, du, et, est, une, dans, que, pour, pas, sur, avec, par, au, aux, ce, cette, qui, ne, sont, elle, ou,
    être, c'est, n'est, d'un, d'une, plus, leur`,
  tones: {
    hedge: `
      peut être, probablement, sans doute, semble, pourrait, environ, généralement, souvent, parfois, je pense,
      je crois, à peu près`,
    booster: `
      clairement, évidemment, extrêmement, vraiment, très, essentiel, crucial, garantit, certainement, absolument,
      en effet`,
    absolute: `
      toujours, jamais, tous, toutes, toute, chaque, aucune, rien, complètement, entièrement, totalement, impossible,
      tout le monde`,
    completion: `
      avec succès, vérifié, testé, terminé, corrigé, implémenté, tests passent, fonctionne correctement, comme prévu`,
    authority: `
      selon, d'après, études, étude, recherches, chercheurs, experts, scientifiques, publié, démontré,
      preuves, et al`,
    selfPraise: `
      complet, complète, détaillé, détaillée, approfondi, approfondie, rigoureux, robuste, bien structuré, élégant,
      efficace, étape par étape`,
    flattery: `bonne question, excellente question, bonne idée, avez raison, as raison, bonne remarque, bravo`,
    offer: `
      n'hésitez pas, n'hésite pas, faites moi savoir, dites moi, dis moi, souhaitez vous, voulez vous, veux tu,
      si vous souhaitez, si tu veux, avez besoin, as besoin`,
    refusal: `
      je ne peux, je ne sais, je ne suis pas, désolé, désolée, tant qu'ia, modèle de langage, malheureusement`,
    opener: `
      bien sûr, certainement, absolument, voici, voilà, d'accord, avec plaisir, parfait, entendu, merci, bonjour`,
    closer: `conclusion, en résumé, pour résumer, en somme, pour conclure, finalement, en bref`,
    firstPerson: `je, me, moi, mon, ma, mes, j'ai, j'aurais, j'espère, nous, notre, nos`,
    secondPerson: `tu, te, toi, ton, ta, tes, vous, votre, vos`,
  },
};
