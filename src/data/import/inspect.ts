import { fieldsOf, firstName, isFields, listOf, listedIn, problem, refuse, type Entry, type Fields } from './entry.ts';
import { givenInMetadata, numberOf, type Format, type Given, type Row } from './row.ts';
import { noResponse, promptIn } from './text.ts';

/*
 * A log of Inspect as JSON (`--log-format json`, or `inspect log dump`), version 2, read as in inspect_ai 0.3.285
 * (`EvalLog`): {version, eval: {task, model, model_roles, scorers}, samples: [{id, epoch, uuid, input, output: {model,
 * completion}, scores: {NAME: {value, metadata, history}}}]}. Where people have edited a score, its history begins with
 * the one that the scorer gave, and every edit names its author in its provenance; one that leaves the value as it was
 * says UNCHANGED in its place. The history of a score that people added begins with an edit.
 */

export const inspect: Format = {
  expected: 'a log of Inspect as JSON, with its samples: {version, eval, samples} (`inspect log dump` writes it)',
  isLike: (value) => isFields(fieldsOf(value)['eval']) && 'version' in fieldsOf(value),
  rowsOf: (entries) => {
    const isWhole = (value: unknown) => inspect.isLike(value, '') && Array.isArray(fieldsOf(value)['samples']);
    refuse(entries.filter(({ value }) => !isWhole(value)).map((entry) => problem(entry, inspect.expected)));
    return entries.flatMap((entry) => {
      const spec = fieldsOf(fieldsOf(entry.value)['eval']);
      const samples = listedIn(entry, 'samples');
      const isSample = (value: unknown) => firstName(fieldsOf(value)['id']) !== undefined && 'input' in fieldsOf(value);
      const expected = 'a sample with id, epoch, input, output and scores';
      refuse(samples.filter(({ value }) => !isSample(value)).map((one) => problem(one, expected)));
      return samples.map((one) => rowOf(one, spec));
    });
  },
};

function rowOf(entry: Entry, spec: Fields): Row {
  const { id, epoch, uuid, input, output, scores, metadata } = fieldsOf(entry.value);
  const { completion, model, choices } = fieldsOf(output);
  const message = fieldsOf(fieldsOf(listOf(choices)[0])['message'])['content'];
  const response = [completion, message].find((one) => typeof one === 'string' && one !== '') as string | undefined;
  const group = `${String(spec['task'])}:${String(id)}`;
  return {
    entry,
    id: firstName(uuid) ?? [spec['run_id'] ?? '', group, epoch ?? 1].map(String).join(':'),
    group,
    prompt: promptIn(input),
    response,
    missing: noResponse(response),
    generator: firstName(spec['model'], model),
    given: [
      ...Object.entries(fieldsOf(scores)).flatMap(([name, score]) => givenBy(name, fieldsOf(score), spec)),
      ...givenInMetadata(metadata),
    ],
  };
}

/** The scorer's own value, and what people made of it. A score of several values has one name for each. */
function givenBy(name: string, score: Fields, spec: Fields): Given[] {
  const isGraded = /^(?:.*\/)?model_graded/.test(name) || 'grading' in fieldsOf(score['metadata']);
  const scorer = fieldsOf(listOf(spec['scorers']).find((one) => fieldsOf(one)['name'] === name));
  const roles = fieldsOf(spec['model_roles']);
  const graders = [roles['grader']].flat();
  const grader = graders.length === 1 ? graders[0] : undefined;
  const own = fieldsOf(scorer['options'])['model'];
  // A model-graded scorer that is told no model takes the one in the role of the grader, else the one that is evaluated.
  const isPanel = Array.isArray(own) || graders.length > 1;
  const named = firstName(own, fieldsOf(own)['model'], fieldsOf(grader)['model'], spec['model']);
  const rater = isGraded && !isPanel ? named : undefined;
  const by = isGraded ? 'model' : 'anyone';
  const history = listOf(score['history']).map(fieldsOf);
  const isAdded = history.length > 0 && isFields(history[0]!['provenance']);
  const first = isAdded ? [] : valuesOf(name, history.length > 0 ? history[0]!['value'] : score['value']);
  const edit = history.findLast(
    ({ provenance, value }) => isFields(provenance) && value !== undefined && value !== 'UNCHANGED',
  );
  const labeller = firstName(fieldsOf(edit?.['provenance'])['author']);
  const people = edit === undefined ? [] : valuesOf(name, edit['value']);
  return [
    ...first.map((one): Given => ({ ...one, by, rater })),
    ...people.map((one): Given => ({ ...one, by: 'person', labeller })),
  ];
}

/** What its letters stand for: correct, partly correct, incorrect, no answer. */
const letters: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 };

function valuesOf(name: string, value: unknown): { readonly name: string; readonly value: number | undefined }[] {
  if (isFields(value)) return Object.entries(value).flatMap(([key, one]) => valuesOf(`${name}.${key}`, one));
  return [{ name, value: typeof value === 'string' ? (letters[value] ?? numberIn(value)) : numberOf(value) }];
}

function numberIn(text: string): number | undefined {
  return text.trim() === '' ? undefined : numberOf(Number(text));
}
