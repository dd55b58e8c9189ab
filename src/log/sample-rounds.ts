import { isModel } from '../calibrator/by-model.ts';
import type { LogEntry } from './decision.ts';

/** What is to be known of an entry that was chosen or labelled. Times are milliseconds since 1970. */
export type TakenEntry = Pick<LogEntry, 'id' | 'at' | 'chosenAt' | 'inclusion' | 'labels'>;

/** One round of choosing, as far as the log still has it. */
export interface ChosenRound {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly chosen: number;
  /** Of these, how many people have labelled. */
  readonly labelled: number;
}

/** The rounds of choosing, the first one first. */
export function chosenRounds(entries: readonly TakenEntry[]): ChosenRound[] {
  const chosen = entries.filter(({ inclusion }) => inclusion !== undefined);
  return [...Map.groupBy(chosen, ({ chosenAt = 0 }) => chosenAt)]
    .map(([at, of]) => ({ at, chosen: of.length, labelled: of.filter((one) => isLabelledByPeople(one.labels)).length }))
    .sort((a, b) => a.at - b.at);
}

/**
 * What each label counts, whichever round of choosing it is from, so that Σ weight · y is right on average for all entries
 * that any round has seen.
 *
 * A round estimates a total by Σ y over what had been taken before, which is known, and Σ y / π over what it chose of the
 * rest. Its expectation is the total, whatever was taken before and why. The rounds are averaged by how many labels each
 * has, α, over the rounds that an entry was there for. Of what a round chose, the labelled share ρ stands for all of it, so
 * a label of round k counts
 *
 *     (α_k / π_k + Σ α of later rounds) / (ρ_k · Σ α of all rounds since it was decided on)
 *
 * A round without a label counts nothing, and what is not labelled by people has no weight. One that people labelled unasked
 * counts what the rounds after that give it. Where there is none, nobody knows how it came to be labelled, and it has no
 * weight.
 *
 * @param entries Every entry that was chosen or labelled, of all rounds; others do no harm. What was chosen and is not
 *   labelled must be among them: it is taken to be left out at random.
 * @see Des Raj (1956), Some estimators in sampling with varying probabilities without replacement, JASA 51
 */
export function weightsAcrossRounds(entries: readonly TakenEntry[]): Map<string, number> {
  const rounds = chosenRounds(entries);
  const byTime = new Map(rounds.map((round) => [round.at, round]));
  const labelsOf = (isMeant: (time: number) => boolean): number =>
    rounds.reduce((sum, { at, labelled }) => sum + (isMeant(at) ? labelled : 0), 0);
  return new Map(
    entries.flatMap(({ id, at, inclusion, chosenAt = 0, labels }): [string, number][] => {
      if (!isLabelledByPeople(labels)) return [];
      const round = inclusion === undefined ? undefined : byTime.get(chosenAt)!;
      const takenAt = round?.at ?? firstLabel(labels);
      // A clock that was wrong puts no entry behind the round that chose it.
      const since = Math.min(at, round?.at ?? at);
      const own = round === undefined ? 0 : round.labelled / inclusion!;
      const standsFor = round === undefined ? 1 : round.chosen / round.labelled;
      const later = labelsOf((time) => time > takenAt && time >= since);
      const weight = (standsFor * (own + later)) / labelsOf((time) => time >= since);
      return weight > 0 ? [[id, weight]] : [];
    }),
  );
}

/**
 * The same as an inclusion for each label, which is what records carry: ratios are all that a fit or a certificate looks at,
 * so they are scaled where one would be above 1. With one round, all of it labelled, they are its own.
 */
export function inclusionAcrossRounds(entries: readonly TakenEntry[]): Map<string, number> {
  const weights = [...weightsAcrossRounds(entries)];
  const least = weights.reduce((smallest, [, weight]) => Math.min(smallest, weight), 1);
  return new Map(weights.map(([id, weight]) => [id, least / weight]));
}

/** Labels that a model made take nothing: of such an entry nothing is known yet, and it can still be chosen. */
export function isLabelledByPeople(labels: TakenEntry['labels']): boolean {
  return labels.some(({ source }) => !isModel(source));
}

function firstLabel(labels: TakenEntry['labels']): number {
  return Math.min(...labels.filter(({ source }) => !isModel(source)).map(({ at }) => at));
}
