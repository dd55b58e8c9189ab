import { canonicalJson } from '../../calibrator/canonical.ts';
import { fingerprintOf } from '../../calibrator/fingerprint.ts';
import { shown, type Issue } from '../../errors.ts';
import { fieldsOf, firstName, isFields, listOf, listedIn, problem, refuse, type Entry, type Fields } from './entry.ts';
import { numberOf, type Format, type Given, type Row } from './row.ts';
import { noResponse, promptIn } from './text.ts';

/*
 * What `promptfoo eval -o results.json` writes, read as in promptfoo 0.123 (`OutputFile` with an `EvaluateSummaryV3`):
 * {evalId, results: {version: 3, results: [{testIdx, promptIdx, vars, prompt: {raw}, provider: {id}, response: {output},
 * gradingResult: {componentResults: [{score, assertion: {type, metric, provider}}]}}]}, config}. A rating by a person in
 * its page is a component with the assertion type `human`. A grader that failed is a component with the score 0 and
 * {metadata: {graderError: true}}.
 */

/** Assertions that a model grades. A `not-` before them turns the score around, and does not change who gave it. */
const graded = new Set([
  'agent-rubric',
  'answer-relevance',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'conversation-relevance',
  'factuality',
  'g-eval',
  'llm-rubric',
  'model-graded-closedqa',
  'model-graded-factuality',
  'search-rubric',
  'trajectory:goal-success',
]);

export const promptfoo: Format = {
  expected: 'the JSON that `promptfoo eval -o results.json` writes, version 3: {evalId, results: {version, results}}',
  isLike: (value) => isFields(fieldsOf(value)['results']) && Array.isArray(resultsOf(value)['results']),
  rowsOf: (entries) => {
    refuse(entries.filter(({ value }) => !isWhole(value)).map((entry) => wrongIn(entry)));
    return entries.flatMap((entry) => {
      const { evalId, config } = fieldsOf(entry.value);
      const results = listedIn({ ...entry, field: 'results', value: resultsOf(entry.value) }, 'results');
      const isResult = (value: unknown) => Number.isInteger(fieldsOf(value)['testIdx']);
      const expected = 'a result with testIdx, promptIdx, prompt and gradingResult';
      refuse(results.filter(({ value }) => !isResult(value)).map((one) => problem(one, expected)));
      return results.map((one) => rowOf(one, firstName(evalId) ?? '', fieldsOf(config)));
    });
  },
};

const resultsOf = (value: unknown): Fields => fieldsOf(fieldsOf(value)['results']);
const isWhole = (value: unknown): boolean => promptfoo.isLike(value, '') && resultsOf(value)['version'] === 3;

/** A document of another version is told by what it says of that. */
function wrongIn(entry: Entry): Issue {
  const { version } = resultsOf(entry.value);
  if (version === undefined || !promptfoo.isLike(entry.value, entry.path)) return problem(entry, promptfoo.expected);
  const { path, line } = entry;
  return { path, line, field: 'results.version', message: `must be 3, got ${shown(version)}` };
}

function rowOf(entry: Entry, evalId: string, config: Fields): Row {
  const result = fieldsOf(entry.value);
  const { id, testIdx, promptIdx, vars, testCase } = result;
  const output = fieldsOf(result['response'])['output'];
  const response =
    typeof output === 'string' || output === undefined || output === null ? output : JSON.stringify(output);
  const options = [testCase, config['defaultTest']].map((one) => fieldsOf(fieldsOf(one)['options'])['provider']);
  const isNamed = isFields(vars) && Object.keys(vars).length > 0;
  return {
    entry,
    id: firstName(id) ?? `${evalId}:${String(testIdx)}:${String(promptIdx)}`,
    group: isNamed ? fingerprintOf(canonicalJson(vars)) : `${evalId}:${String(testIdx)}`,
    prompt: promptIn(fieldsOf(result['prompt'])['raw']),
    response: response ?? undefined,
    missing: noResponse(response),
    generator: providerName(result['provider']),
    given: givenBy(listOf(fieldsOf(result['gradingResult'])['componentResults']), options),
  };
}

/** Sets of assertions have components of their own. One name twice in a row is told apart by its place. */
function givenBy(components: readonly unknown[], options: readonly unknown[]): Given[] {
  const found = components.flatMap((component): Given[] => {
    const { assertion, score, metadata, componentResults } = fieldsOf(component);
    if (Array.isArray(componentResults) && componentResults.length > 0) return givenBy(componentResults, options);
    const { type, metric, provider } = fieldsOf(assertion);
    const name = firstName(metric, type);
    if (name === undefined) return [];
    if (type === 'human') return [{ name, value: numberOf(score), by: 'person' }];
    const isGraded = graded.has(String(type).replace(/^not-/, ''));
    const rater = [provider, ...options].map(providerName).find((one) => one !== undefined);
    const value = fieldsOf(metadata)['graderError'] === true ? undefined : numberOf(score);
    return [{ name, value, ...(isGraded ? { by: 'model', rater } : { by: 'code' }) }];
  });
  return found.map((one, i) => {
    const before = found.slice(0, i).filter(({ name }) => name === one.name).length;
    return before === 0 || one.by === 'person' ? one : { ...one, name: `${one.name}#${before + 1}` };
  });
}

function providerName(provider: unknown): string | undefined {
  return firstName(provider, fieldsOf(provider)['id']);
}
