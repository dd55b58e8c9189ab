import { shuffled, type Random } from '../math/random.ts';

/** What is drawn from: how probably it is to be drawn, a multiple of 2⁻³², and what it belongs to. */
export interface Ticket {
  readonly id: string;
  readonly group: string;
  readonly inclusion: number;
}

const parts = 2 ** 32;

/**
 * Draws as many as the probabilities add up to, each with exactly its own: systematic sampling. The probabilities are laid
 * end to end as lengths, and what lies under 0 + u, 1 + u, 2 + u, … is drawn, for one random u.
 *
 * The members of a group lie side by side, so of any group the number drawn is within one of what it is on average: groups
 * count as one unit in a proof, and two records of one group say little more than one. Groups are in random order.
 *
 * @see Madow (1949), On the theory of systematic sampling II, Annals of Mathematical Statistics 20
 */
export function drawSystematically<One extends Ticket>(tickets: readonly One[], random: Random): One[] {
  const ordered = [...tickets].sort((a, b) => (a.id < b.id ? -1 : 1));
  const groups = shuffled([...Map.groupBy(ordered, ({ group }) => group).values()], random);
  const start = Math.floor(random() * parts);
  let end = 0;
  return groups
    .flatMap((members) => shuffled(members, random))
    .filter(({ inclusion }) => {
      // How many of the marks lie below, before and after: whole numbers, so nothing is rounded.
      const before = Math.ceil((end - start) / parts);
      end += inclusion * parts;
      return Math.ceil((end - start) / parts) > before;
    });
}
