/** The fields of a record under other names that people often give them. They are named in messages and never read. */
const usualNames: Readonly<Record<string, readonly string[]>> = {
  selfRating: ['selfscore', 'rating', 'score'],
  humanRatings: ['humanscore', 'humanlabel', 'label'],
  response: ['answer', 'output', 'completion'],
};

/** A name without what its spellings differ in: `self_rating`, `Self Rating` and `selfRatings` are one. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_.-]/g, '')
    .replace(/s$/, '');
}

/** The key under which an object seems to have a field that it lacks: the same name in another spelling, else a usual one. */
export function keyMeant(value: object, field: string): string | undefined {
  const keys = Object.keys(value);
  const named = (name: string): string | undefined => keys.find((key) => plainName(key) === plainName(name));
  return [field, ...(usualNames[field] ?? [])].map(named).find((key) => key !== undefined);
}
