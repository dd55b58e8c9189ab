import type { Example } from './examples.ts';

/**
 * With fewer labels, no threshold that they could certify would let anything pass. Counted in groups, since records of one
 * group are one unit of the proof: a record copied fifty times certifies nothing.
 */
export const fewestToCertify = { groups: 50, ofEitherOutcome: 15 };

export function isEnoughToCertify(examples: readonly Example[]): boolean {
  const { groups, passing, failing } = countGroups(examples);
  return groups >= fewestToCertify.groups && Math.min(passing, failing) >= fewestToCertify.ofEitherOutcome - 1e-9;
}

/** Groups by what their records say, every record counting once: a group of which a third pass is a third of one that passes. */
function countGroups(examples: readonly Example[]) {
  let passing = 0;
  const groups = Map.groupBy(examples, ({ group }) => group);
  for (const own of groups.values()) {
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    passing += own.reduce((sum, { weight, passes }) => sum + weight * passes, 0) / total;
  }
  return { groups: groups.size, passing, failing: groups.size - passing };
}
