import type { LogEntry } from './decision.ts';

/** What is to be known of an entry that was chosen or labelled. Times are milliseconds since 1970. */
export type TakenEntry = Pick<LogEntry, 'id' | 'at' | 'chosenAt' | 'inclusion' | 'labels'>;

/**
 * What each label counts, whichever round of choosing it is from, so that Σ weight · y is right on average for all entries
 * that any round has seen.
 *
 * A round estimates a total by Σ y over what had been taken before, which is known, and Σ y / π over what it chose of the
 * rest. Its expectation is the total, whatever was taken before and why. The rounds are averaged by how many each chose, α,
 * over the rounds that an entry was there for. So a label of round k counts
 *
 *     (α_k / π_k + Σ α of later rounds) / (Σ α of all rounds since it was decided on)
 *
 * One that people labelled unasked counts what the rounds after that give it. Where there is none, nobody knows how it came
 * to be labelled, and it has no weight.
 *
 * @param entries Every entry that was chosen or labelled, of all rounds; others do no harm.
 * @see Des Raj (1956), Some estimators in sampling with varying probabilities without replacement, JASA 51
 */
export function weightsAcrossRounds(entries: readonly TakenEntry[]): Map<string, number> {
  const sizes = new Map<number, number>();
  for (const { inclusion, chosenAt = 0 } of entries)
    if (inclusion !== undefined) sizes.set(chosenAt, (sizes.get(chosenAt) ?? 0) + 1);
  const rounds = [...sizes];
  const sizeOf = (isMeant: (time: number) => boolean): number =>
    rounds.reduce((sum, [time, size]) => sum + (isMeant(time) ? size : 0), 0);
  return new Map(
    entries.flatMap(({ id, at, inclusion, chosenAt = 0, labels }): [string, number][] => {
      const isChosen = inclusion !== undefined;
      const takenAt = isChosen ? chosenAt : firstLabel(labels);
      // A clock that was wrong puts no entry behind the round that chose it.
      const since = isChosen ? Math.min(at, chosenAt) : at;
      const own = isChosen ? sizes.get(chosenAt)! / inclusion : 0;
      const weight = (own + sizeOf((time) => time > takenAt && time >= since)) / sizeOf((time) => time >= since);
      return weight > 0 ? [[id, weight]] : [];
    }),
  );
}

/**
 * The same as an inclusion for each label, which is what records carry: ratios are all that a fit or a certificate looks at,
 * so they are scaled where one would be above 1. With one round they are its own.
 */
export function inclusionAcrossRounds(entries: readonly TakenEntry[]): Map<string, number> {
  const weights = [...weightsAcrossRounds(entries)];
  const least = weights.reduce((smallest, [, weight]) => Math.min(smallest, weight), 1);
  return new Map(weights.map(([id, weight]) => [id, least / weight]));
}

/** Labels that a model made take nothing: such an entry can still be chosen. */
function firstLabel(labels: TakenEntry['labels']): number {
  return Math.min(...labels.filter(({ source }) => source !== 'model').map(({ at }) => at));
}
