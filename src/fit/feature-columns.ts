/**
 * What each of the named features is over the examples, NaN where it is absent. Read record by record: features of a
 * record lie together, and with many records each other order would fetch them from far away again and again.
 */
export function featureColumnsOf(
  examples: readonly { readonly inputs: { readonly features: Readonly<Record<string, number>> } }[],
  names: readonly string[],
): Float64Array[] {
  const columns = names.map(() => new Float64Array(examples.length));
  for (let i = 0; i < examples.length; i++) {
    const { features } = examples[i]!.inputs;
    for (let j = 0; j < names.length; j++) columns[j]![i] = features[names[j]!] ?? Number.NaN;
  }
  return columns;
}
