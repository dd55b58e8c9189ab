import type { Lexicon } from './lexicon.ts';

/** The formal Sie is written as the word for they: it counts only behind the verbs of questions and offers. */
export const german: Lexicon = {
  language: 'de',
  common: `
    der, die, das, und, ist, nicht, ein, eine, einen, mit, für, auf, zu, den, dem, von, im, sich, auch, aus, werden, wird,
    sind, bei, oder, wie, wenn, dass, kann, was`,
  tones: {
    hedge: `
      vielleicht, möglicherweise, wahrscheinlich, vermutlich, könnte, könnten, scheint, etwa, oft, manchmal, meist,
      häufig, in der regel, ich denke, ich glaube`,
    booster: `
      eindeutig, definitiv, sicherlich, zweifellos, extrem, garantiert, offensichtlich, äußerst, sehr, wirklich,
      unbedingt, tatsächlich`,
    absolute: `
      immer, nie, niemals, alle, alles, jeder, jede, jedes, jeden, niemand, völlig, komplett, vollständig, unmöglich`,
    completion: `
      erfolgreich, verifiziert, getestet, abgeschlossen, überprüft, geprüft, wie erwartet, bestanden, behoben,
      implementiert`,
    authority: `
      laut, studien, studie, forscher, forschung, experten, wissenschaftler, veröffentlicht, bewiesen, et al`,
    selfPraise: `
      umfassend, umfassende, gründlich, robust, robuste, detailliert, detaillierte, hochwertig, ausführlich,
      strukturiert, effizient`,
    flattery: `gute frage, tolle frage, gute idee, hast recht, haben recht, völlig recht, guter punkt, freut mich`,
    offer: `
      mich wissen, bescheid, helfe gerne, möchtest du, möchten sie, soll ich, wenn du möchtest, weitere fragen,
      ich hoffe`,
    refusal: `
      ich kann nicht, kann ich nicht, weiß nicht, nicht sicher, leider, entschuldigung, tut mir leid,
      nicht in der lage, als ki, sprachmodell`,
    opener: `gerne, natürlich, klar, sicher, hier ist, hier sind, hier ein, hier eine, verstanden, danke`,
    closer: `zusammenfassend, zusammenfassung, fazit, insgesamt, abschließend, letztendlich`,
    firstPerson: `ich, mich, mir, mein, meine, wir, uns, unser, unsere`,
    secondPerson: `du, dich, dir, dein, deine, deinen, ihr, euch, können sie, haben sie`,
  },
};
