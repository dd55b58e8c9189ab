import type { LogEntry } from '../log/decision.ts';

/** Of so many choices, at least, the least is looked for: those of the first ones alone may all be of a kind that is chosen often. */
const fewestChoices = 100;

/**
 * The least probability with which anything was chosen up to the round of an entry; for the first hundred choices, of all of those.
 * It is known before the label comes, and no later round changes it. Undefined for what was not chosen.
 */
export function leastIn(entries: readonly LogEntry[]): (entry: LogEntry) => number | undefined {
  const choices = entries
    .flatMap(({ inclusion, chosenAt = 0 }) => (inclusion === undefined ? [] : [{ inclusion, at: chosenAt }]))
    .sort((a, b) => a.at - b.at);
  const enough = choices.at(Math.min(fewestChoices, choices.length) - 1)?.at ?? 0;
  const leastUntil = new Map<number, number>();
  let least = 1;
  for (const { inclusion, at } of choices) {
    least = Math.min(least, inclusion);
    leastUntil.set(at, least);
  }
  return ({ inclusion, chosenAt = 0 }) =>
    inclusion === undefined ? undefined : leastUntil.get(Math.max(enough, chosenAt));
}
