import { describe, expect, it } from 'vitest';
import { hitsIn, type Example } from './hits.ts';

const examples: readonly Example[] = [
  ['hedges', 'Talvez chova, e o trem provavelmente atrasa.', 2],
  ['hedges', 'Acho que a viagem dura cerca de uma hora e às vezes mais.', 3],
  ['hedges', 'O parecer dos talentos é o costume.', 0],
  ['boosters', 'É claramente o melhor e, sem dúvida, o mais barato.', 2],
  ['boosters', 'Isso é muito simples e realmente essencial.', 3],
  ['boosters', 'A dúvida é clara e a essência fica.', 0],
  ['absolutes', 'Todos sabem que ele sempre chega.', 2],
  ['absolutes', 'Nunca falha, e é totalmente impossível perder.', 3],
  ['absolutes', 'O total é possível e o nado é bom.', 0],
  ['completionClaims', 'O erro foi corrigido e os testes passaram.', 2],
  ['completionClaims', 'O código foi testado com sucesso e funciona corretamente.', 3],
  ['completionClaims', 'O teste passou e o sucesso é da correção.', 0],
  ['authorityClaims', 'De acordo com especialistas, as evidências são fortes.', 3],
  ['authorityClaims', 'Os estudos dos pesquisadores foram lidos pelos cientistas.', 3],
  ['authorityClaims', 'O segundo dia foi do estudante que pesquisa.', 0],
  ['selfPraise', 'Este é um guia completo, detalhado e bem estruturado.', 3],
  ['selfPraise', 'O texto é abrangente, eficiente e de alta qualidade.', 3],
  ['selfPraise', 'A qualidade é alta e os detalhes completam o texto.', 0],
  ['flattery', 'Ótima pergunta! Você tem razão sobre o prazo.', 2],
  ['flattery', 'É uma boa ideia, e fico feliz com isso.', 2],
  ['flattery', 'A pergunta é boa e a razão que se tem é outra.', 0],
  ['offers', 'Me avise se precisar de mais.', 2],
  ['offers', 'Fique à vontade: quer que eu revise o texto?', 2],
  ['offers', 'O aviso é preciso e a espera não é longa.', 0],
  ['refusals', 'Sinto muito, não posso abrir o arquivo.', 2],
  ['refusals', 'Infelizmente não sei, pois sou um modelo de linguagem.', 3],
  ['refusals', 'A linguagem do modelo não pode ser o que se sente.', 0],
  ['openers', 'Claro! Aqui está a lista.', 2],
  ['openers', 'Com certeza, a seguir vai o plano.', 2],
  ['openers', 'A lista que o cliente pediu ontem à noite, claro, é longa.', 0],
  ['closers', 'Em resumo, o plano é bom.', 1],
  ['closers', 'Por fim, e em suma, os custos caem.', 2],
  ['closers', 'O resumo do livro chega ao fim com a soma.', 0],
  ['firstPerson', 'Eu vi minha irmã com meu pai.', 3],
  ['firstPerson', 'A gente trouxe nosso cachorro, e ele me seguiu.', 3],
  ['firstPerson', 'O europeu e o agente da mimosa são bons.', 0],
  ['secondPerson', 'Você disse que vocês vêm.', 2],
  ['secondPerson', 'Tu tens o teu livro contigo.', 3],
  ['secondPerson', 'O tubo e a teia do telhado são do tio.', 0],
];

describe('the Portuguese lexicon', () => {
  it.each(examples)('%s: "%s" has %i', (tone, sentence, hits) => {
    expect(hitsIn('pt', tone, sentence)).toBe(hits);
  });
});
