import type { LogEntry } from '../log/decision.ts';

/**
 * The least probability with which anything was chosen up to and including the round of an entry. It is known before the label
 * comes, and no later round changes it. Not exact: what the round chose none of may be rarer still. Undefined for what was not chosen.
 */
export function leastIn(entries: readonly LogEntry[]): (entry: LogEntry) => number | undefined {
  const choices = entries
    .flatMap(({ inclusion, chosenAt = 0 }) => (inclusion === undefined ? [] : [{ inclusion, at: chosenAt }]))
    .sort((a, b) => a.at - b.at);
  const leastUntil = new Map<number, number>();
  let least = 1;
  for (const { inclusion, at } of choices) {
    least = Math.min(least, inclusion);
    leastUntil.set(at, least);
  }
  return ({ inclusion, chosenAt = 0 }) => (inclusion === undefined ? undefined : leastUntil.get(chosenAt));
}
