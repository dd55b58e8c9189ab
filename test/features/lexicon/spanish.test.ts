import { describe, expect, it } from 'vitest';
import { hitsIn, type Example } from './hits.ts';

const examples: readonly Example[] = [
  ['hedges', 'Quizás llueva y tal vez haga frío en la sierra.', 2],
  ['hedges', 'Creo que suele tardar aproximadamente una hora.', 3],
  ['hedges', 'El suelo es parecido al de la casa.', 0],
  ['boosters', 'Es claramente mejor y, sin duda, más barato.', 2],
  ['boosters', 'Es muy importante y realmente esencial.', 3],
  ['boosters', 'La duda es clara y la esencia queda.', 0],
  ['absolutes', 'Todos saben que siempre llega tarde.', 2],
  ['absolutes', 'Nunca falla y es completamente imposible perderlo.', 3],
  ['absolutes', 'Es posible que él complete la tarea con el nadador.', 0],
  ['completionClaims', 'He verificado el código y las pruebas pasan con éxito.', 3],
  ['completionClaims', 'El error está corregido y el programa funciona correctamente.', 2],
  ['completionClaims', 'La prueba es correcta y el éxito llega.', 0],
  ['authorityClaims', 'Según los expertos, la evidencia es clara.', 3],
  ['authorityClaims', 'De acuerdo con los estudios, un artículo publicado ayer lo confirma.', 3],
  ['authorityClaims', 'La segunda hija estudia y está de acuerdo en ir.', 0],
  ['selfPraise', 'Esta es una guía completa, detallada y eficiente.', 3],
  ['selfPraise', 'Es un informe exhaustivo, de alta calidad y bien estructurado.', 3],
  ['selfPraise', 'La calidad es alta y los detalles completan la estructura.', 0],
  ['flattery', '¡Excelente pregunta! Tienes razón en lo del precio.', 2],
  ['flattery', 'Es una buena idea y me alegra que lo digas.', 2],
  ['flattery', 'La pregunta es buena y la razón se tiene en cuenta.', 0],
  ['offers', 'No dudes en escribir si necesitas algo.', 2],
  ['offers', 'Avísame de los cambios. ¿Quieres que lo revise?', 2],
  ['offers', 'Si la duda existe, los avisos y la espera ayudan.', 0],
  ['refusals', 'Lo siento, no puedo abrir el archivo.', 2],
  ['refusals', 'Como IA, no sé la respuesta, disculpa.', 3],
  ['refusals', 'El modelo no puede con la lengua y lo sienten.', 0],
  ['openers', '¡Claro! Aquí tienes la lista.', 2],
  ['openers', 'Por supuesto, a continuación va el plan.', 2],
  ['openers', 'La lista que me pediste ayer por la tarde, claro, está aquí.', 0],
  ['closers', 'En conclusión, el plan es bueno.', 1],
  ['closers', 'En resumen, y por último, los costes bajan.', 2],
  ['closers', 'El último capítulo se resume en las páginas.', 0],
  ['firstPerson', 'Yo sé que mi hermano nos vio.', 3],
  ['firstPerson', 'Nuestro perro vino conmigo y me siguió.', 3],
  ['firstPerson', 'El yogur y la miel de la mesa son para los nietos.', 0],
  ['secondPerson', 'Tú tienes tu libro contigo.', 3],
  ['secondPerson', 'Usted dijo que te espera con tus amigos.', 3],
  ['secondPerson', 'El tubo y la tela del taller son de los vecinos.', 0],
];

describe('the Spanish lexicon', () => {
  it.each(examples)('%s: "%s" has %i', (tone, sentence, hits) => {
    expect(hitsIn('es', tone, sentence)).toBe(hits);
  });
});
