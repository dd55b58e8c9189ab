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
import { numberOf, type Format, type Given, type Row } from './row.ts';
import { noResponse, promptIn, responseIn } from './text.ts';

/*
 * Runs of LangSmith, one a line or as a list, read as in langsmith 0.12 (`Run` and `Feedback`): {id, run_type, inputs,
 * outputs, reference_example_id, extra, feedback_stats: {KEY: {n, avg, sources}}}. Feedback may stand in further lines or
 * files, {id, run_id, key, score, feedback_source: {type}}, or in a run as the list `feedback`; it then wins over the
 * means of `feedback_stats`, which are read only where there is one. Feedback of the type `app` is by people.
 */

export const langsmith: Format = {
  expected: 'runs of LangSmith {id, run_type, inputs, outputs, feedback_stats}, and feedback {run_id, key, score}',
  isLike: (value) => isRun(value) || isFeedback(value) || listOf(fieldsOf(value)['runs']).some(isRun),
  rowsOf: (entries) => {
    const all = entries.flatMap((entry) =>
      Array.isArray(fieldsOf(entry.value)['runs']) ? listedIn(entry, 'runs') : [entry],
    );
    const isKnown = (value: unknown) => isRun(value) || isFeedback(value);
    refuse(all.filter(({ value }) => !isKnown(value)).map((entry) => problem(entry, langsmith.expected)));
    const runs = all.filter(({ value }) => isRun(value));
    const runOf = ({ value }: Entry) => String(fieldsOf(value)['run_id']);
    const feedback = Map.groupBy(
      all.filter(({ value }) => !isRun(value)),
      runOf,
    );
    const ids = new Set(runs.map(({ value }) => String(fieldsOf(value)['id'])));
    const lost = [...feedback].filter(([id]) => !ids.has(id));
    return [...runs.map((entry) => rowOf(entry, feedback)), ...lost.map(([id, [entry]]) => lostRow(entry!, id))];
  },
};

function isRun(value: unknown): boolean {
  return isFields(value) && typeof value['run_type'] === 'string' && nameOf(value['id']) !== undefined;
}

function isFeedback(value: unknown): boolean {
  return isFields(value) && nameOf(value['run_id']) !== undefined && typeof value['key'] === 'string';
}

function rowOf(entry: Entry, all: ReadonlyMap<string, readonly Entry[]>): Row {
  const { id, inputs, outputs, reference_example_id, extra, feedback_stats } = fieldsOf(entry.value);
  const { metadata, invocation_params } = fieldsOf(extra);
  const within = listedIn(entry, 'feedback').filter(({ value }) => typeof fieldsOf(value)['key'] === 'string');
  const single = onceEach([...(all.get(String(id)) ?? []), ...within]).map(({ value }) => fieldsOf(value));
  const keys = new Set(single.map(({ key }) => key));
  const means = Object.entries(fieldsOf(feedback_stats)).filter(([key]) => !keys.has(key));
  const { session_id, thread_id, conversation_id, ls_model_name } = fieldsOf(metadata);
  return {
    entry,
    id: String(id),
    group: firstName(reference_example_id, session_id, thread_id, conversation_id),
    prompt: promptIn(inputs),
    response: responseIn(outputs),
    missing: noResponse(outputs),
    generator: firstName(ls_model_name, fieldsOf(invocation_params)['model']),
    given: [...single.map(givenOnce), ...means.flatMap(([key, stats]) => givenInStats(key, fieldsOf(stats)))],
  };
}

function givenOnce({ key, score, feedback_source, created_at, modified_at }: Fields): Given {
  const source = fieldsOf(feedback_source);
  const by = byOf(source['type']);
  const labeller = by === 'person' ? firstName(source['user_id']) : undefined;
  return { name: String(key), value: numberOf(score), by, labeller, at: firstName(modified_at, created_at) };
}

/** The mean of one is what was given; of several, who gave what is lost. */
function givenInStats(key: string, { n, avg, sources }: Fields): Given[] {
  if (n !== 1) return [];
  const types = listOf(sources).map((source) => fieldsOf(typeof source === 'string' ? parsed(source) : source)['type']);
  return [{ name: key, value: numberOf(avg), by: types.length === 1 ? byOf(types[0]) : 'anyone' }];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function byOf(type: unknown): Given['by'] {
  if (type === 'app') return 'person';
  return type === 'model' || type === 'auto_eval' ? 'model' : 'anyone';
}

function lostRow(entry: Entry, id: string): Row {
  return { entry, id, response: undefined, missing: 'is feedback on a run that is in no file', given: [] };
}
