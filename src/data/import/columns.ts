import { plainName } from '../../calibrator/field-names.ts';
import { UnflatterError, shown } from '../../errors.ts';
import { refuse, type Entry } from './entry.ts';

/** Which columns of a table hold which fields of a record; several for `humanRating`, one for each person. */
export type Columns = Readonly<Record<string, string | readonly string[]>>;

/**
 * How the cells of a field are read; `given` stands for what is read only from JSON, as it is. `scale` and `probabilities` are
 * none: they mean something only on a rating scale, which a table does not have.
 */
const kinds = {
  id: 'text',
  group: 'name',
  prompt: 'text',
  response: 'text',
  selfRating: 'number',
  humanRating: 'number',
  humanRatings: 'numbers',
  generator: 'name',
  rater: 'name',
  raterModel: 'name',
  ratingPrompt: 'name',
  criterion: 'name',
  language: 'name',
  reasoning: 'text',
  inclusion: 'number',
  features: 'given',
  samples: 'given',
} as const;

export type Kind = (typeof kinds)[keyof typeof kinds];

/** A column that is read, and as what. */
export interface Column {
  readonly header: string;
  /** A field of a record, `humanRating` for that of one person, or `features.NAME`. */
  readonly field: string;
  readonly kind: Kind;
}

export interface Placed {
  readonly columns: readonly Column[];
  /** The headers of those that are no field. */
  readonly others: readonly string[];
}

/**
 * Which columns are which fields: those that are told, else those that are named so, in whatever spelling.
 *
 * @throws UnflatterError `invalid-option` where there is no such column or field, or a column of numbers is told twice;
 *   `invalid-records` for two columns of a field that has one value.
 */
export function placeColumns(entries: readonly Entry[], told: Columns): Placed {
  const headers = new Set<string>();
  for (const { value } of entries) for (const header of Object.keys(value as object)) headers.add(header);
  const named = Object.entries(told).flatMap(([field, some]) => [some].flat().map((header) => ({ field, header })));
  for (const one of named) assertThere(one, headers);
  assertOnce(named);
  const given = new Set(named.map(({ field }) => oneOf(field)));
  const found = [...headers].flatMap((header) => {
    const field = fieldOf(header);
    const isTold = named.some((one) => one.header === header) || (field !== undefined && given.has(oneOf(field)));
    const isCell = field !== undefined && kindOf(field) === 'given' && entries[0]?.delimiter !== undefined;
    return field === undefined || isTold || isCell ? [] : [{ field, header }];
  });
  const columns = [...named, ...found].map((one) => ({ ...one, kind: kindOf(one.field)! }));
  for (const [field, [first, ...more]] of Map.groupBy(columns, (one) => oneOf(one.field))) {
    const second = more.find((one) => !(isOfPerson(first!) && isOfPerson(one)));
    if (second === undefined) continue;
    const message = `must have one for ${field}, got ${shown(first!.header)} and ${shown(second.header)}`;
    refuse([{ path: entries[0]!.path, line: entries[0]!.delimiter && 1, field: 'columns', message }]);
  }
  return { columns, others: [...headers].filter((header) => !columns.some((one) => one.header === header)) };
}

/** Human ratings are told in one of two ways, and not in both. */
function oneOf(field: string): string {
  return field === 'humanRating' ? 'humanRatings' : field;
}

/** Each person has a column. */
function isOfPerson({ field }: { readonly field: string }): boolean {
  return field === 'humanRating';
}

function kindOf(field: string): Kind | undefined {
  if (/^features\../s.test(field)) return 'number';
  return Object.hasOwn(kinds, field) ? kinds[field as keyof typeof kinds] : undefined;
}

/** The field that a header names, in whatever spelling. */
function fieldOf(header: string): string | undefined {
  const [, feature] = /^features\.(.+)$/is.exec(header) ?? [];
  if (feature !== undefined) return `features.${feature}`;
  const plain = plainName(header);
  if (plain === 'humanrating') return /s$/i.test(header) ? 'humanRatings' : 'humanRating';
  return Object.keys(kinds).find((field) => plainName(field) === plain);
}

interface Told {
  readonly field: string;
  readonly header: string;
}

function assertThere({ field, header }: Told, headers: ReadonlySet<string>): void {
  if (kindOf(field) === undefined)
    throw refused(`field=Header with a field of ${Object.keys(kinds).join(', ')} or features.NAME`, field);
  if (!headers.has(header))
    throw refused(`${field}=Header with one of the headers ${listHeaders([...headers])}`, header);
}

/** One number is not two ratings. What is no number may be told of two fields, as who wrote and who rated. */
function assertOnce(told: readonly Told[]): void {
  for (const [header, fields] of Map.groupBy(told, (one) => one.header)) {
    const [first, ...more] = fields.map(({ field }) => field);
    const second = more.find((field) => [first!, field].some(isOfNumbers));
    if (second !== undefined) throw refused(`told once of the column ${shown(header)}`, `${first} and ${second}`);
  }
}

function isOfNumbers(field: string): boolean {
  return /^numbers?$/.test(kindOf(field)!);
}

function refused(expected: string, received: string): UnflatterError {
  const message = `--column must be ${expected}, got ${shown(received)}`;
  return new UnflatterError('invalid-option', message, { option: 'columns', expected, received });
}

/** Headers as they are named in a message. */
export function listHeaders(headers: readonly string[]): string {
  const some = headers.slice(0, 20).map(shown).join(', ');
  return headers.length > 20 ? `${some} and ${headers.length - 20} more` : some;
}
