import type { Lexicon } from './lexicon.ts';

/**
 * Persons by pronouns and possessives only: most are in the endings of verbs. Its common words leave out es and en, which
 * Hungarian and Dutch have too.
 */
export const spanish: Lexicon = {
  language: 'es',
  common: `
    el, los, las, y, que, con, del, una, por, para, al, su, sus, pero, son, este, esta, hay, muy, sin, desde, fue,
    cuando, puede, lo, se, no, como, ser`,
  tones: {
    hedge: `
      quizás, quizá, tal vez, podría, probablemente, parece, aproximadamente, generalmente, suele, suelen, a menudo,
      a veces, creo que, depende`,
    booster: `
      claramente, definitivamente, sin duda, extremadamente, muy, realmente, fundamental, esencial, crucial, garantiza,
      garantizar`,
    absolute: `
      siempre, nunca, todos, todas, ninguna, ningún, nada, nadie, completamente, totalmente, imposible, cada, cualquier`,
    completion: `
      con éxito, correctamente, verificado, comprobado, probado, completado, corregido, implementado, pruebas pasan,
      como se esperaba`,
    authority: `
      según, de acuerdo con, estudios, investigaciones, investigadores, expertos, científicos, publicado, evidencia,
      demostrado, et al`,
    selfPraise: `
      completo, completa, exhaustivo, detallado, detallada, robusto, alta calidad, bien estructurado, eficiente,
      paso a paso`,
    flattery: `
      buena pregunta, gran pregunta, excelente pregunta, buena idea, tienes razón, tiene razón, toda la razón,
      excelente punto, me alegra`,
    offer: `
      avísame, hazme saber, no dudes, no dude, ayudarte, quieres que, te gustaría que, si necesitas, si quieres,
      espero que`,
    refusal: `
      no puedo, no sé, lo siento, lamento, disculpa, disculpas, no estoy seguro, como ia, modelo de lenguaje`,
    opener: `claro, por supuesto, aquí tienes, aquí está, aquí te, a continuación, perfecto, entendido, gracias, hola`,
    closer: `conclusión, en resumen, resumiendo, en definitiva, por último`,
    firstPerson: `yo, me, mí, mis, conmigo, nosotros, nos, nuestro, nuestra`,
    secondPerson: `tú, tus, te, ti, contigo, usted, ustedes, vosotros, os`,
  },
};
