import { describe, expect, it } from 'vitest';
import { hitsIn, type Example } from './hits.ts';

const examples: readonly Example[] = [
  ['hedges', 'Vielleicht regnet es, und der Zug ist wahrscheinlich spät.', 2],
  ['hedges', 'Ich denke, das könnte in der Regel reichen.', 3],
  ['hedges', 'Der Meister ist mit dem etwaigen Preis zufrieden.', 0],
  ['boosters', 'Das ist eindeutig und zweifellos der beste Weg.', 2],
  ['boosters', 'Es ist sehr einfach und wirklich extrem schnell.', 3],
  ['boosters', 'Die Deutung ist mit den Zweifeln der Extreme verbunden.', 0],
  ['absolutes', 'Alle Tests laufen immer.', 2],
  ['absolutes', 'Es ist völlig unmöglich, und niemand kennt es.', 3],
  ['absolutes', 'Immerhin ist es allerdings möglich.', 0],
  ['completionClaims', 'Der Fehler ist behoben und wurde erfolgreich getestet.', 3],
  ['completionClaims', 'Die Prüfung ist bestanden, und der Code läuft wie erwartet.', 2],
  ['completionClaims', 'Die Tests stehen noch aus, und der Erfolg wird erwartet.', 0],
  ['authorityClaims', 'Laut Experten zeigen Studien das Gegenteil.', 3],
  ['authorityClaims', 'Die Forscher haben es veröffentlicht, und der Satz ist bewiesen.', 3],
  ['authorityClaims', 'Der Lautsprecher ist im Studio mit der Öffentlichkeit verbunden.', 0],
  ['selfPraise', 'Hier ist eine umfassende, detaillierte Anleitung.', 2],
  ['selfPraise', 'Der Text ist gründlich, hochwertig und robust.', 3],
  ['selfPraise', 'Der Umfang und der Grund der Struktur sind im Detail zu sehen.', 0],
  ['flattery', 'Gute Frage! Du hast recht mit dem Datum.', 2],
  ['flattery', 'Das ist ein guter Punkt, und es freut mich.', 2],
  ['flattery', 'Die Frage ist gut, und das Recht ist auf der Seite der Kinder.', 0],
  ['offers', 'Lass mich wissen, wenn du weitere Fragen hast.', 2],
  ['offers', 'Ich hoffe, das hilft. Soll ich mehr schreiben?', 2],
  ['offers', 'Die Hoffnung ist das Wissen der Helfer.', 0],
  ['refusals', 'Das tut mir leid, leider ist die Datei leer.', 2],
  ['refusals', 'Als KI bin ich mir nicht sicher.', 2],
  ['refusals', 'Der Kanzler ist sicher, und das Leid ist nicht groß.', 0],
  ['openers', 'Natürlich, hier ist die Liste.', 2],
  ['openers', 'Gerne! Hier sind die Punkte.', 2],
  ['openers', 'Die Liste, die der Kunde gestern von mir wollte, ist natürlich fertig.', 0],
  ['closers', 'Zusammenfassend ist der Plan gut.', 1],
  ['closers', 'Fazit: Letztendlich und insgesamt lohnt es sich.', 3],
  ['closers', 'Der Abschluss ist das letzte Ende der gesamten Reihe.', 0],
  ['firstPerson', 'Ich habe meine Tasche bei mir.', 3],
  ['firstPerson', 'Wir haben unser Haus, und das gefällt uns.', 3],
  ['firstPerson', 'Der Wirt ist mit dem Mixer und der Meinung zu früh.', 0],
  ['secondPerson', 'Du hast deine Karte bei dir.', 3],
  ['secondPerson', 'Können Sie das lesen, und seid ihr zufrieden?', 2],
  ['secondPerson', 'Sie haben es gesehen, und die Direktorin ist mit dem Duft zufrieden.', 0],
];

describe('the German lexicon', () => {
  it.each(examples)('%s: "%s" has %i', (tone, sentence, hits) => {
    expect(hitsIn('de', tone, sentence)).toBe(hits);
  });
});
