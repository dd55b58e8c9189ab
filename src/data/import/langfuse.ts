import {
  fieldsOf,
  firstName,
  isFields,
  listOf,
  listedIn,
  nameOf,
  onceEach,
  problem,
  refuse,
  type Entry,
  type Fields,
} from './entry.ts';
import { givenInMetadata, numberOf, type Format, type Given, type Row } from './row.ts';
import { noResponse, promptIn, responseIn } from './text.ts';

/*
 * Traces, observations and scores of Langfuse, one a line, as a list or as its API gives them ({data}), read as in
 * @langfuse/core 5.11: a trace {id, input, output, sessionId, scores, observations}; an observation {id, traceId, type,
 * input, output, model}; a score {id, traceId, observationId, name, value, dataType, source}. Scores stand in a trace or
 * in a file of their own. Those of the source ANNOTATION are by people, those of EVAL by a model. The tables that its page
 * exports for traces and observations do not say who gave a score, and leave out those of 0: export the scores as well.
 */

export const langfuse: Format = {
  expected:
    'traces {id, input, output, scores} or observations {id, traceId, type, input, output} of Langfuse, with scores {traceId, name, value, source}',
  isLike: (value) => isKnown(value) || listOf(fieldsOf(value)['data']).some(isKnown),
  rowsOf: (entries) => {
    const all = entries
      .flatMap((entry) => (Array.isArray(fieldsOf(entry.value)['data']) ? listedIn(entry, 'data') : [entry]))
      .flatMap((entry) => [entry, ...(isScore(entry.value) ? [] : partsOf(entry))]);
    refuse(all.filter(({ value }) => !isKnown(value)).map((entry) => problem(entry, langfuse.expected)));
    const scores = onceEach(all.filter(({ value }) => isScore(value)));
    const rated = all.filter(({ value }) => !isScore(value));
    const ids = new Set(rated.map(({ value }) => String(fieldsOf(value)['id'])));
    const placed = Map.groupBy(scores, ({ value }) => placeOf(fieldsOf(value), ids));
    const groups = groupsIn(rated);
    return [
      ...rated.map((entry) => rowOf(entry, placed.get(String(fieldsOf(entry.value)['id'])) ?? [], groups)),
      ...(placed.get(undefined) ?? []).map(lostRow),
    ];
  },
};

function isScore(value: unknown): boolean {
  const { name, source } = fieldsOf(value);
  return typeof name === 'string' && (source === 'API' || source === 'EVAL' || source === 'ANNOTATION');
}

function isKnown(value: unknown): boolean {
  if (isScore(value)) return true;
  const isRated = isFields(value) && nameOf(value['id']) !== undefined && 'input' in value && 'output' in value;
  const marks = ['traceId', 'sessionId', 'observations', 'htmlPath', 'environment', 'release'];
  return isRated && !('span_attributes' in value) && marks.some((mark) => mark in value);
}

/** What stands in a trace: its scores and observations, where they are more than ids. */
function partsOf(entry: Entry): Entry[] {
  return ['scores', 'observations'].flatMap((key) => listedIn(entry, key).filter(({ value }) => isFields(value)));
}

/** What a score is of: an observation if it is there, else the trace. */
function placeOf({ observationId, traceId }: Fields, ids: ReadonlySet<string>): string | undefined {
  return [observationId, traceId].map(nameOf).find((id) => id !== undefined && ids.has(id));
}

/** The trace that a value is, or is in. */
function traceOf({ id, traceId }: Fields): string {
  return nameOf(traceId) ?? String(id);
}

/**
 * The group of each trace, which is that of all in it, as they often hold the same response: its session, else its prompt,
 * as of any record without a group, else itself. Of one that is in no file, the first observation tells.
 */
function groupsIn(rated: readonly Entry[]): ReadonlyMap<string, string> {
  const traces = Map.groupBy(
    rated.map(({ value }) => fieldsOf(value)),
    traceOf,
  );
  return new Map(
    [...traces].map(([id, all]) => {
      const trace = all.find(({ traceId }) => nameOf(traceId) === undefined) ?? all[0]!;
      const sessions = all.map(({ sessionId }) => sessionId);
      return [id, firstName(...sessions, promptIn(parsed(trace['input']))) ?? id];
    }),
  );
}

function rowOf(entry: Entry, scores: readonly Entry[], groups: ReadonlyMap<string, string>): Row {
  const fields = fieldsOf(entry.value);
  const { id, input, output, model, providedModelName, metadata } = fields;
  const prompt = promptIn(parsed(input));
  const group = groups.get(traceOf(fields));
  return {
    entry,
    id: String(id),
    group: group === prompt ? undefined : group,
    prompt,
    response: responseIn(parsed(output)),
    missing: noResponse(output),
    generator: firstName(model, providedModelName),
    given: [...scores.map(({ value }) => givenBy(fieldsOf(value))), ...givenInMetadata(metadata)],
  };
}

/** Inputs and outputs may be JSON in a text. A response that is meant to be JSON stays as it was written. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    const inner: unknown = JSON.parse(value);
    return promptIn(inner) === undefined && responseIn(inner) === undefined ? value : inner;
  } catch {
    return value;
  }
}

/** The number of a category is that of its place in a list of the user's own, which only they know to be a rating. */
function givenBy({ name, value, dataType, source, authorUserId, timestamp, updatedAt }: Fields): Given {
  const isNumber = dataType === undefined || dataType === 'NUMERIC' || dataType === 'BOOLEAN';
  const by = source === 'ANNOTATION' ? 'person' : source === 'EVAL' ? 'model' : 'anyone';
  const labeller = by === 'person' ? firstName(authorUserId) : undefined;
  const at = firstName(updatedAt, timestamp);
  return { name: String(name), value: isNumber ? numberOf(value) : undefined, by, labeller, at };
}

function lostRow(entry: Entry): Row {
  const id = String(fieldsOf(entry.value)['id']);
  return { entry, id, response: undefined, missing: 'is a score of a trace that is in no file', given: [] };
}
