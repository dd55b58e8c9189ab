import type { Lexicon } from './lexicon.ts';

/**
 * Persons by pronouns and possessives only: most are in the endings of verbs. Without seu and sua, which can be of you,
 * him or her, and nós, which without its accent means in the.
 */
export const portuguese: Lexicon = {
  language: 'pt',
  common: `
    não, em, um, uma, os, as, o, que, dos, das, nas, ao, com, por, para, são, pelo, pela, seu, sua, foi, mais, no,
    nos, ou, se, como, ser, tem`,
  tones: {
    hedge: `
      talvez, provavelmente, pode ser, poderia, parece, aproximadamente, geralmente, costuma, às vezes, muitas vezes,
      acho que, cerca de, depende`,
    booster: `
      claramente, definitivamente, certamente, sem dúvida, extremamente, muito, realmente, fundamental, essencial,
      crucial, garante, garantir`,
    absolute: `
      sempre, nunca, todos, todas, tudo, nenhum, nenhuma, nada, ninguém, completamente, totalmente, impossível, cada,
      qualquer`,
    completion: `
      com sucesso, verificado, testado, concluído, testes passaram, como esperado, corrigido, implementado,
      corretamente`,
    authority: `
      de acordo com, segundo o, segundo a, estudos, pesquisas, pesquisadores, especialistas, cientistas, publicado,
      comprovado, evidências, et al`,
    selfPraise: `
      completo, completa, abrangente, detalhado, detalhada, robusto, alta qualidade, bem estruturado, eficiente,
      passo a passo`,
    flattery: `
      ótima pergunta, excelente pergunta, boa pergunta, boa ideia, tem razão, toda razão, ótimo ponto, fico feliz,
      parabéns`,
    offer: `
      me avise, me diga, fique à vontade, posso ajudar, quer que eu, gostaria que eu, se precisar, se quiser, espero que,
      à disposição`,
    refusal: `
      não posso, não consigo, não sei, sinto muito, desculpe, desculpas, não tenho, como uma ia, modelo de linguagem,
      infelizmente`,
    opener: `claro, com certeza, aqui está, aqui vai, a seguir, perfeito, ótimo, entendi, obrigado, olá`,
    closer: `conclusão, em resumo, resumindo, em suma, por fim, para concluir`,
    firstPerson: `eu, me, mim, meu, minha, meus, minhas, nosso, nossa, a gente`,
    secondPerson: `você, vocês, te, ti, tu, teu, tua, contigo`,
  },
};
