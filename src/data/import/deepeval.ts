import { fingerprintOf } from '../../calibrator/fingerprint.ts';
import { fieldsOf, firstName, listOf, listedIn, problem, refuse, isFields, type Entry, type Fields } from './entry.ts';
import { givenInMetadata, numberOf, type Format, type Given, type Row } from './row.ts';
import { noResponse } from './text.ts';

/*
 * A test run of DeepEval (`.deepeval/.latest_run_full.json`, or `test_run_<time>.json` in its results folder), read as in
 * deepeval 4.3 (`TestRun` by its aliases): {testCases: [{name, input, actualOutput, metricsData: [{name, score,
 * evaluationModel, error}], metadata}], conversationalTestCases, hyperparameters}; older ones stand under `testRunData`.
 */

export const deepeval: Format = {
  expected: 'a test run of DeepEval as JSON: {testCases, conversationalTestCases, metricsScores}',
  isLike: (value) => Array.isArray(fieldsOf(runOf(value))['testCases']),
  rowsOf: (entries) => {
    refuse(
      entries
        .filter(({ value, path }) => !deepeval.isLike(value, path))
        .map((entry) => problem(entry, deepeval.expected)),
    );
    return entries.flatMap((entry) => {
      const run = fieldsOf(runOf(entry.value));
      const place = { ...entry, field: run === entry.value ? '' : 'testRunData', value: run };
      const cases = listedIn(place, 'testCases');
      const isCase = (value: unknown) => typeof fieldsOf(value)['input'] === 'string';
      const expected = 'a test case with name, input, actualOutput and metricsData';
      refuse(cases.filter(({ value }) => !isCase(value)).map((one) => problem(one, expected)));
      return [
        ...cases.map((one) => rowOf(one, run)),
        ...listedIn(place, 'conversationalTestCases').map(conversationRow),
      ];
    });
  },
};

function runOf(value: unknown): unknown {
  const { testRunData } = fieldsOf(value);
  return isFields(testRunData) ? testRunData : value;
}

function rowOf(entry: Entry, run: Fields): Row {
  const { name, input, actualOutput, metricsData, metadata } = fieldsOf(entry.value);
  const response = typeof actualOutput === 'string' ? actualOutput : undefined;
  return {
    entry,
    // The names are only told apart within one run.
    id: `${firstName(name) ?? 'test_case'}:${fingerprintOf(JSON.stringify([input, response ?? null]))}`,
    prompt: input as string,
    response,
    missing: noResponse(actualOutput),
    generator: firstName(fieldsOf(run['hyperparameters'])['model']),
    given: [...listOf(metricsData).flatMap(givenBy), ...givenInMetadata(metadata)],
  };
}

function givenBy(metric: unknown): Given[] {
  const { name, score, error, evaluationModel } = fieldsOf(metric);
  const rater = firstName(evaluationModel);
  const value = typeof error === 'string' ? undefined : numberOf(score);
  return typeof name === 'string' ? [{ name, value, by: rater === undefined ? 'code' : 'model', rater }] : [];
}

/** Its metrics are of all its turns together, so none is of one response. */
function conversationRow(entry: Entry): Row {
  const id = firstName(fieldsOf(entry.value)['name']) ?? entry.field;
  return { entry, id, response: undefined, missing: 'is a conversation, rated as a whole', given: [] };
}
