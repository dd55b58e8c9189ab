/**
 * The usage of several calls, in the nested shape of `ai`: counts add up, and one that no call gave stays out. What a provider
 * says in its own words (`raw`) is that of one call, and is left out of a sum.
 */
export function sumOfUsage(usages: readonly unknown[]): unknown {
  if (usages.length < 2) return usages[0];
  const objects = usages.filter((usage) => typeof usage === 'object' && usage !== null) as Record<string, unknown>[];
  if (objects.length === 0) return undefined;
  const keys = new Set(objects.flatMap((usage) => Object.keys(usage)));
  keys.delete('raw');
  return Object.fromEntries(Array.from(keys, (key) => [key, sum(objects.map((usage) => usage[key]))]));
}

function sum(values: readonly unknown[]): unknown {
  if (values.some((value) => typeof value === 'object' && value !== null)) return sumOfUsage(values);
  const counts = values.filter((value) => typeof value === 'number');
  return counts.length === 0 ? undefined : counts.reduce((total, count) => total + count, 0);
}
