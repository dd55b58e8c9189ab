/**
 * Plain data as JSON in one way only: keys in the order of their UTF-16 code units, no blanks, the shortest digits that
 * give each number back (RFC 8785). Keys without a value are left out; what JSON cannot hold becomes null, as by
 * `JSON.stringify`, so check before.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
}
