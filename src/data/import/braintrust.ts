import { fieldsOf, firstName, isFields, listOf, listedIn, problem, refuse, type Entry } from './entry.ts';
import { isTable } from './csv.ts';
import { parsed } from './read.ts';
import { givenInMetadata, numberOf, type Format, type Row } from './row.ts';
import { noResponse, promptIn, responseIn } from './text.ts';

/*
 * The events of an experiment of Braintrust, as its page downloads them in JSON, as a list or one a line, or as its API
 * gives them ({events}), read as in braintrust 3.35 (`ExperimentEvent`): {id, input, output, scores: {NAME: number | null},
 * metadata, origin, root_span_id, span_parents}. Scores by people stand among the others, so they have to be named. A
 * table (CSV) with the columns input and output is read too; any of its other columns may be a score.
 */

export const braintrust: Format = {
  expected: 'events of an experiment of Braintrust as JSON {id, input, output, scores}, or a CSV with input and output',
  isLike: (value, path) => isEvent(value, path) || eventsIn(value).some((one) => isEvent(one, path)),
  rowsOf: (entries) => {
    const events = entries.flatMap((entry) => (eventsIn(entry.value).length > 0 ? listedIn(entry, 'events') : [entry]));
    const wrong = events.filter(({ value, path }) => !isEvent(value, path));
    refuse(wrong.map((entry) => problem(entry, braintrust.expected)));
    return events.map(rowOf);
  },
};

const eventsIn = (value: unknown): readonly unknown[] => listOf(fieldsOf(value)['events']);

function isEvent(value: unknown, path: string): boolean {
  const fields = fieldsOf(value);
  if (isTable(path)) return 'input' in fields && 'output' in fields;
  return isFields(fields['scores']) ? 'input' in fields || 'span_id' in fields : 'span_attributes' in fields;
}

function rowOf(entry: Entry, place: number): Row {
  const fields = fieldsOf(entry.value);
  const event = isTable(entry.path) ? Object.fromEntries(Object.entries(fields).map(withoutJson)) : fields;
  const { id, input, output, scores, metadata, origin, ...rest } = event;
  const isInside = listOf(rest['span_parents']).length > 0 || rest['is_root'] === false;
  const given = isTable(entry.path) ? Object.entries(rest).map(inCell) : Object.entries(fieldsOf(scores));
  return {
    entry,
    id: firstName(id) ?? `row:${place + 1}`,
    group: firstName(fieldsOf(origin)['id'], rest['dataset_record_id']),
    prompt: promptIn(input),
    response: isInside ? undefined : responseIn(output),
    missing: isInside ? 'is a step inside of another' : noResponse(output),
    generator: firstName(fieldsOf(metadata)['model']),
    given: [
      ...given.map(([name, value]) => ({ name, value: numberOf(value), by: 'anyone' as const })),
      ...givenInMetadata(metadata),
    ],
  };
}

/** A cell that is a list, an object or a text in JSON is that; every other is its own text. */
function withoutJson([name, cell]: [string, unknown]): [string, unknown] {
  if (typeof cell !== 'string') return [name, cell];
  if (cell === '') return [name, undefined];
  return [name, /^\s*[[{"]/.test(cell) ? (parsed(cell) ?? cell) : cell];
}

/** A cell may be a number, or a list of words as one for tags. */
function inCell([name, cell]: [string, unknown]): [string, unknown] {
  return [name, typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell];
}
