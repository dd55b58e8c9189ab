import { describe, expect, it } from 'vitest';
import { groupOf } from '../../../src/calibrator/record.ts';
import { importRecords } from '../../../src/data/index.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
const exported = (name: string, value: unknown): string => folder.write(name, JSON.stringify(value));

/** The ratings that an import made, and what it says of the others. */
async function ratingsIn(path: string, choice: Parameters<typeof importRecords>[1] = {}) {
  const { records, skipped } = await importRecords([path], choice);
  return {
    rated: records.map(({ id, selfRating, humanRatings }) => ({ id, selfRating, humanRatings })),
    left: skipped.map(({ id, reason }) => ({ id, reason })),
  };
}

describe('a grader of promptfoo that failed', () => {
  const result = (testIdx: number, component: object) => ({
    id: `row-${testIdx}`,
    testIdx,
    promptIdx: 0,
    prompt: { raw: 'Why?' },
    response: { output: 'So.' },
    gradingResult: { componentResults: [component] },
  });
  const exportOf = (...components: object[]) => ({
    results: { version: 3, results: components.map((one, i) => result(i, one)) },
  });
  const failed = (type: string) => ({
    pass: false,
    score: 0,
    reason: 'API error: 429 Too Many Requests',
    metadata: { graderError: true },
    assertion: { type, metric: 'helpful' },
  });
  const graded = { score: 0, metadata: { graderError: false }, assertion: { type: 'llm-rubric', metric: 'helpful' } };

  it('gives no rating, in a set of assertions neither, and a true 0 stays one', async () => {
    const set = { score: 0, assertion: null, componentResults: [failed('llm-rubric')] };
    const path = exported('promptfoo.json', exportOf(failed('llm-rubric'), graded, failed('not-llm-rubric'), set));
    const reason = 'has a score helpful that is no number';
    expect(await ratingsIn(path)).toEqual({
      rated: [{ id: 'row-1', selfRating: 0, humanRatings: [] }],
      left: ['row-0', 'row-2', 'row-3'].map((id) => ({ id, reason })),
    });
  });

  it('is no score by a model where it is all there is', async () => {
    const path = exported('all-failed.json', exportOf(failed('llm-rubric')));
    await expect(importRecords([path])).rejects.toMatchObject({ code: 'invalid-option' });
  });
});

describe('the history of a score of Inspect', () => {
  const by = (author: string) => ({ timestamp: '2026-01-05T10:00:00+00:00', author, reason: 'checked', metadata: {} });
  const own = { value: 'C', answer: 'x', explanation: 'GRADE', metadata: {}, provenance: null };
  const edit = (value: unknown, author: string) => ({
    value,
    answer: 'UNCHANGED',
    explanation: 'why',
    provenance: by(author),
  });
  const read = async (value: unknown, history: readonly unknown[], choice?: Parameters<typeof importRecords>[1]) => {
    const score = (one: unknown, edits: readonly unknown[]) => ({
      model_graded_qa: { value: one, metadata: { grading: [] }, history: edits },
    });
    const sample = (id: string, scores: object) => ({
      id,
      epoch: 1,
      uuid: id,
      input: 'Why?',
      output: { completion: 'So.' },
      scores,
    });
    // Another sample makes the name that of a score by a model, whatever stands in the first.
    const samples = [sample('one', score(value, history)), sample('other', score('P', []))];
    return ratingsIn(exported('inspect.json', { version: 2, eval: { task: 'words' }, samples }), choice);
  };
  const other = { id: 'other', selfRating: 0.5, humanRatings: [] };

  it('makes no human rating of an edit of the explanation alone', async () => {
    const { rated } = await read('C', [own, edit('UNCHANGED', 'labeller-1')]);
    expect(rated).toEqual([{ id: 'one', selfRating: 1, humanRatings: [] }, other]);
    const { value: _, ...silent } = edit('', 'labeller-1');
    expect((await read('C', [own, silent])).rated).toEqual(rated);
  });

  it('takes value and author of the last edit that has a value', async () => {
    const history = [own, edit('P', 'labeller-1'), edit('I', 'labeller-2'), edit('UNCHANGED', 'labeller-3')];
    const { rated } = await read('I', history);
    expect(rated).toEqual([{ id: 'one', selfRating: 1, humanRatings: [{ value: 0, labeller: 'labeller-2' }] }, other]);
  });

  it('takes no score that a person added for that of a scorer', async () => {
    expect(await read('I', [edit('I', 'labeller-1')])).toEqual({
      rated: [other],
      left: [{ id: 'one', reason: 'has no score model_graded_qa' }],
    });
    expect((await read('I', [edit('P', 'labeller-1'), edit('I', 'labeller-1')])).rated).toEqual([other]);
  });
});

describe('a score that does not say who gave it', () => {
  it('never replaces that of a model in an export of Langfuse', async () => {
    const score = (id: string, source: string, value: number, at: string) => ({
      id,
      traceId: id.slice(0, 1),
      name: 'helpful',
      value,
      source,
      updatedAt: at,
    });
    const trace = (id: string, ...scores: object[]) => ({ id, input: 'Why?', output: 'So.', sessionId: 's', scores });
    const path = exported('langfuse.json', [
      trace('a', score('a1', 'EVAL', 0.2, '2026-01-05'), score('a2', 'API', 1, '2026-01-06')),
      trace('b', score('b1', 'API', 1, '2026-01-06')),
      trace('c'),
    ]);
    for (const choice of [{}, { score: 'helpful' }]) {
      expect(await ratingsIn(path, choice)).toEqual({
        rated: [{ id: 'a', selfRating: 0.2, humanRatings: [] }],
        left: [
          { id: 'b', reason: 'has a score helpful, but none that is said to be by a model' },
          { id: 'c', reason: 'has no score helpful' },
        ],
      });
    }
  });

  it('never replaces that of a model in an export of LangSmith', async () => {
    const feedback = (id: string, type: string, score: number) => ({
      id,
      key: 'helpful',
      score,
      feedback_source: { type },
    });
    const run = { id: 'r', run_type: 'llm', inputs: { input: 'Why?' }, outputs: { output: 'So.' } };
    const path = exported('langsmith.json', [
      { ...run, feedback: [feedback('1', 'model', 0.2), feedback('2', 'api', 1)] },
    ]);
    expect((await ratingsIn(path)).rated).toEqual([{ id: 'r', selfRating: 0.2, humanRatings: [] }]);
  });
});

describe('a trace of Langfuse and what is in it', () => {
  const score = (traceId: string, observationId?: string) => {
    const id = `score of ${observationId ?? traceId}`;
    return { id, traceId, observationId, name: 'helpful', value: 0.5, source: 'EVAL' };
  };
  const trace = (id: string, sessionId: string | null, input: unknown) => ({ id, sessionId, input, output: 'So.' });
  const generation = (traceId: string, id: string, input: unknown = `as in ${id}`) => [
    { id, traceId, type: 'GENERATION', input, output: 'So.' },
    score(traceId, id),
  ];
  const groupsIn = async (values: readonly unknown[]) => {
    const { records } = await importRecords([exported('groups.json', values)]);
    return Object.fromEntries(records.map((record) => [record.id, groupOf(record)]));
  };

  it('are one group: the session', async () => {
    const inside = {
      ...trace('t1', 's', 'Why?'),
      observations: generation('t1', 'o1').slice(0, 1),
      scores: [score('t1')],
    };
    const values = [inside, score('t1', 'o1'), ...generation('t2', 'o2'), trace('t2', 's', 'How?'), score('t2')];
    expect(await groupsIn(values)).toEqual({ t1: 's', o1: 's', t2: 's', o2: 's' });
  });

  it('are one group without a session: that of the prompt, as for any record, or the trace where there is none', async () => {
    const values = [
      [trace('t1', null, 'Why?'), score('t1'), ...generation('t1', 'o1')],
      [trace('t2', null, 'Why?'), score('t2'), ...generation('t2', 'o2', 'Why?')],
      [trace('t3', null, null), score('t3'), ...generation('t3', 'o3')],
    ].flat();
    expect(await groupsIn(values)).toEqual({ t1: 'Why?', o1: 'Why?', t2: 'Why?', o2: 'Why?', t3: 't3', o3: 't3' });
  });

  it('are one group also where the trace is in no file', async () => {
    const values = [...generation('t1', 'o1', 'Why?'), ...generation('t1', 'o2'), ...generation('t2', 'o3', 'Why?')];
    expect(await groupsIn(values)).toEqual({ o1: 'Why?', o2: 'Why?', o3: 'Why?' });
  });
});
