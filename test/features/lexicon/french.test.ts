import { describe, expect, it } from 'vitest';
import { hitsIn, type Example } from './hits.ts';

const examples: readonly Example[] = [
  ['hedges', 'Il va peut-être pleuvoir et le vent semble faible.', 2],
  ['hedges', 'Je pense que le trajet dure environ une heure, parfois plus.', 3],
  ['hedges', 'Les élèves peuvent être dans le parc avec leurs semblables.', 0],
  ['boosters', 'Le résultat est clairement et extrêmement utile.', 2],
  ['boosters', 'Ce point est vraiment essentiel, en effet.', 3],
  ['boosters', 'La clarté du vrai est dans les extrêmes.', 0],
  ['absolutes', 'Tous les tests sont toujours verts.', 2],
  ['absolutes', 'C’est impossible, car jamais le programme ne perd rien.', 3],
  ['absolutes', 'Les touristes sont dans le jardin avec le chacal.', 0],
  ['completionClaims', 'Le script est terminé avec succès et les tests passent.', 3],
  ['completionClaims', 'Le bogue est corrigé et le code fonctionne correctement, comme prévu.', 3],
  ['completionClaims', 'Les testaments passent et le terminal fonctionne.', 0],
  ['authorityClaims', 'Selon les experts, les études sont nombreuses.', 3],
  ['authorityClaims', 'D’après les chercheurs, un article publié en donne les preuves.', 4],
  ['authorityClaims', 'Les étudiants cherchent le salon après le cours.', 0],
  ['selfPraise', 'Voici un guide complet, détaillé et bien structuré.', 3],
  ['selfPraise', 'C’est une analyse approfondie, une méthode robuste et efficace.', 3],
  ['selfPraise', 'Les détails de la structure sont dans le complément.', 0],
  ['flattery', 'Excellente question ! Vous avez raison sur ce point.', 2],
  ['flattery', 'C’est une bonne idée et, oui, tu as raison.', 2],
  ['flattery', 'La question est bonne et la raison est dans le texte.', 0],
  ['offers', 'N’hésitez pas à écrire si vous avez besoin de conseils.', 2],
  ['offers', 'Dites-moi : souhaitez-vous une autre version ?', 2],
  ['offers', 'Elle hésite et dit son souhait sans le besoin des autres.', 0],
  ['refusals', 'Désolé, je ne peux pas ouvrir le fichier.', 2],
  ['refusals', 'Malheureusement, je ne sais pas quel modèle de langage est le bon.', 3],
  ['refusals', 'Le langage du modèle ne peut pas le dire.', 0],
  ['openers', 'Bien sûr, voici la liste.', 2],
  ['openers', 'D’accord, merci pour le message.', 2],
  ['openers', 'La liste que le client a demandée hier, la voici.', 0],
  ['closers', 'En conclusion, le plan est bon.', 1],
  ['closers', 'Pour résumer, et en bref, les coûts baissent.', 2],
  ['closers', 'Le résumé du chapitre est bref et la somme est juste.', 0],
  ['firstPerson', 'J’ai vu mon frère avec ma voisine.', 3],
  ['firstPerson', 'Nous avons pris notre voiture et je conduis.', 3],
  ['firstPerson', 'Le jeu de la monnaie est dans le nid.', 0],
  ['secondPerson', 'Vous avez votre billet.', 2],
  ['secondPerson', 'Tu prends ton sac et tes clés.', 3],
  ['secondPerson', 'Le tuteur est dans la tente avec la tasse.', 0],
];

describe('the French lexicon', () => {
  it.each(examples)('%s: "%s" has %i', (tone, sentence, hits) => {
    expect(hitsIn('fr', tone, sentence)).toBe(hits);
  });
});
