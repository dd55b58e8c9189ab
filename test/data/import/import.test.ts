import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importRecords, readRecords } from '../../../src/data/index.ts';
import type { CalibrationRecord } from '../../../src/types.ts';
import { runCli } from '../../cli/fake-terminal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
const fixture = (name: string): string => `test/data/import/fixtures/${name}`;

/** What an import of fixtures wrote, and said. */
async function imported(names: readonly string[], ...flags: string[]) {
  const out = folder.path(`${names.join('+')}-${flags.join('')}.jsonl`.replaceAll('/', '-'));
  const { exitCode, stdout, stderr } = await runCli(['import', ...names.map(fixture), '--out', out, ...flags]);
  expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
  const said = stdout.replace(out, 'OUT');
  return { records: lines.map((line) => JSON.parse(line) as CalibrationRecord), said, stderr, out };
}

describe('an import from promptfoo', () => {
  it('takes the named score of the model, its rater, and what a person said in the page', async () => {
    const { records, said, stderr } = await imported(['promptfoo.json'], '--score', 'helpful');
    expect(records).toEqual([
      {
        id: 'row-0-0',
        group: records[0]!.group,
        prompt: 'Explain rebasing.',
        response: 'It replays commits on another base.',
        selfRating: 0.9,
        humanRatings: [0],
        generator: 'openai:chat:writer-1',
        rater: 'openai:chat:judge-1',
      },
      {
        id: 'row-0-1',
        group: records[0]!.group,
        prompt: 'Explain rebasing.',
        response: 'Rebasing is great!',
        selfRating: 0.8,
        humanRatings: [],
        generator: 'openai:chat:writer-1',
        rater: 'anthropic:judge-2',
      },
      {
        id: 'row-1-0',
        group: expect.not.stringMatching(records[0]!.group!) as string,
        prompt: 'Explain merging.',
        response: '{"answer":"It joins two histories."}',
        selfRating: 0.7,
        humanRatings: [1],
        generator: 'openai:chat:writer-1',
        rater: 'openai:chat:judge-1',
      },
    ]);
    expect(said).toBe(
      '3 records from promptfoo, 2 with human ratings; 2 left out, as listed\n' +
        'self-ratings: helpful, from 0.7 to 0.9\nhuman ratings: human, from 0 to 1\n\nwrote OUT\n'.replace(
          '\n\n',
          '\n',
        ),
    );
    expect(stderr).toBe(
      `left out 1 (has no response): ${fixture('promptfoo.json')} results.results.3 (row-2-0)\n` +
        `left out 1 (has no score helpful): ${fixture('promptfoo.json')} results.results.4 (row-3-0)\n`,
    );
  });

  it('reads the user’s last turn of a prompt that is a conversation, and the scores in a set of assertions', async () => {
    const { records } = await imported(['promptfoo.json'], '--score', 'llm-rubric');
    expect(records.map(({ id, selfRating }) => [id, selfRating])).toEqual([['row-0-1', 0.4]]);
    const { records: all } = await imported(['promptfoo.json'], '--score', 'helpful');
    expect(all[2]!.prompt).toBe('Explain merging.');
  });

  it('asks which score is meant where there are several', async () => {
    const { exitCode, stderr } = await runCli(['import', fixture('promptfoo.json'), '--out', folder.path('no.jsonl')]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'the export has several scores by a model, expected --score with one of: contains (by a rule), helpful (by a model), llm-rubric (by a model)\n',
    });
    expect(folder.names()).not.toContain('no.jsonl');
  });
});

describe('an import from Inspect', () => {
  it('takes the grade of the model, and the one that a person put in its place', async () => {
    const { records, stderr } = await imported(['inspect.json']);
    expect(records[0]).toEqual({
      id: 'uuid-1-1',
      group: 'git_words:1',
      prompt: 'What is a rebase?',
      response: 'It replays commits.',
      selfRating: 1,
      humanRatings: [{ value: 0, labeller: 'labeller-1' }],
      generator: 'mock/writer-1',
      rater: 'mock/judge-1',
    });
    expect(records.map(({ selfRating, group }) => [selfRating, group])).toEqual([
      [1, 'git_words:1'],
      [0.5, 'git_words:1'],
      [1, 'git_words:two'],
    ]);
    expect(records[2]!.prompt).toBe('What is a tag?');
    expect(stderr).toContain('(has a score model_graded_qa that is no number)');
    expect(stderr).toContain('(has no response)');
  });

  it('takes the score of a rule, or a label in the metadata, where it is named', async () => {
    const { records } = await imported(['inspect.json'], '--score', 'includes', '--human', 'metadata.label');
    expect(records.map(({ selfRating, humanRatings, rater }) => [selfRating, humanRatings, rater])).toEqual([
      [1, [2], undefined],
      [0, [1], undefined],
      [1, [5], undefined],
    ]);
  });
});

describe('an import from DeepEval', () => {
  it('takes the metric of a model, and a label in the metadata where it is named', async () => {
    const { records, stderr } = await imported(['deepeval.json'], '--human', 'metadata.label');
    expect(records).toEqual([
      {
        id: expect.stringMatching(/^test_case_0:[0-9a-f]{16}$/) as string,
        prompt: 'What is a rebase?',
        response: 'It replays commits.',
        selfRating: 0.8,
        humanRatings: [4],
        generator: 'writer-1',
        rater: 'judge-1',
      },
      {
        id: expect.stringMatching(/^test_case_1:/) as string,
        prompt: 'What is a merge?',
        response: 'It joins two histories.',
        selfRating: 0.6,
        humanRatings: [2],
        generator: 'writer-1',
        rater: 'judge-1',
      },
    ]);
    expect(stderr.match(/^left out 1 \([^)]*\)/gm)).toEqual([
      'left out 1 (has a score Helpfulness [GEval] that is no number)',
      'left out 1 (has no response)',
      'left out 1 (is a conversation, rated as a whole)',
    ]);
  });

  it('reads a run that stands under a key, as older versions write it', async () => {
    const run: unknown = JSON.parse(readFileSync(fixture('deepeval.json'), 'utf8'));
    const path = folder.write('latest.json', JSON.stringify({ testRunData: run }));
    expect((await importRecords([path])).records).toEqual((await importRecords([fixture('deepeval.json')])).records);
  });
});

describe('an import from Braintrust', () => {
  const reviewed = { score: 'Factuality', human: 'Reviewed' };

  it('takes the scores that are named, and no steps inside of others', async () => {
    const { records, stderr } = await imported(['braintrust.json'], '--score', 'Factuality', '--human', 'Reviewed');
    expect(records).toEqual([
      {
        id: 'event-1',
        group: 'item-1',
        prompt: 'What is a rebase?',
        response: 'It replays commits.',
        selfRating: 0.6,
        humanRatings: [1],
        generator: 'writer-1',
      },
      {
        id: 'event-2',
        group: 'item-2',
        prompt: 'What is a merge?',
        response: 'It joins two histories.',
        selfRating: 1,
        humanRatings: [],
        generator: 'writer-1',
      },
    ]);
    expect(stderr).toContain('left out 1 (is a step inside of another)');
    expect(stderr).toContain('left out 1 (has a score Factuality that is no number)');
  });

  it('reads the events of its API, and one a line, alike', async () => {
    const events = JSON.parse(readFileSync(fixture('braintrust.json'), 'utf8')) as unknown[];
    const fetched = folder.write('fetched.json', JSON.stringify({ events, cursor: null }));
    const lines = folder.write('lines.jsonl', events.map((event) => JSON.stringify(event)).join('\n'));
    const { records } = await importRecords([fixture('braintrust.json')], reviewed);
    expect((await importRecords([fetched], reviewed)).records).toEqual(records);
    expect((await importRecords([lines], reviewed)).records).toEqual(records);
  });

  it('reads a table, with lines and quotes in its cells', async () => {
    const { records } = await imported(['braintrust.csv'], '--score', 'Factuality', '--human', 'Reviewed');
    expect(records).toEqual([
      {
        id: 'row-1',
        prompt: 'What is a rebase, in short?',
        response: 'It "replays"\ncommits.',
        selfRating: 0.6,
        humanRatings: [1],
      },
      { id: 'row-2', prompt: 'What is a tag?', response: '42', selfRating: 1, humanRatings: [] },
    ]);
  });

  it('lists the columns of a table that may be scores', async () => {
    const out = folder.path('no.jsonl');
    const { stderr } = await runCli(['import', fixture('braintrust.csv'), '--out', out]);
    expect(stderr).toBe(
      'the export has no score that is said to be by a model, expected --score with one of: Factuality (by anyone), Reviewed (by anyone), duration (by anyone)\n',
    );
  });
});

describe('an import from LangSmith', () => {
  it('joins runs and their feedback: the latest of a model, and each of the people', async () => {
    const { records, stderr } = await imported(['langsmith.jsonl', 'langsmith-feedback.jsonl']);
    expect(records).toEqual([
      {
        id: 'run-1',
        group: 'example-1',
        prompt: 'What is a rebase?',
        response: 'It replays commits.',
        selfRating: 0.9,
        humanRatings: [
          { value: 2, labeller: 'labeller-1' },
          { value: 3, labeller: 'labeller-2' },
        ],
        generator: 'writer-1',
      },
      {
        id: 'run-2',
        group: 'example-2',
        prompt: 'What is a merge?',
        response: 'It joins two histories.',
        selfRating: 0.7,
        humanRatings: [4],
        generator: 'writer-1',
      },
    ]);
    expect(stderr).toBe(
      `left out 1 (has no text as its response, but an object with the keys a, b): ${fixture('langsmith.jsonl')}:3 (run-3)\n` +
        `left out 1 (has no score correctness): ${fixture('langsmith.jsonl')}:4 (run-4)\n` +
        `left out 1 (is feedback on a run that is in no file): ${fixture('langsmith-feedback.jsonl')}:5 (run-9)\n`,
    );
  });

  it('takes feedback that does not say who gave it for no rating of a model, unless it is named', async () => {
    const run = { id: 'run-1', run_type: 'llm', inputs: { input: 'Why?' }, outputs: { output: 'So.' } };
    const thumb = { id: '1', run_id: 'run-1', key: 'thumb', score: 1, feedback_source: { type: 'api' } };
    const path = folder.write('thumbs.json', JSON.stringify([run, thumb]));
    await expect(importRecords([path])).rejects.toThrow(
      'the export has no score that is said to be by a model, expected --score with one of: thumb (by anyone)',
    );
    const { records } = await importRecords([path], { score: 'thumb' });
    expect(records.map(({ selfRating }) => selfRating)).toEqual([1]);
  });

  it('never takes a mean of several for a rating', async () => {
    const { records } = await imported(['langsmith.jsonl'], '--score', 'correctness');
    expect(records.map(({ id }) => id)).toEqual(['run-2']);
  });
});

describe('an import from Langfuse', () => {
  it('places scores at the observation or trace that they are of, the latest of a model, also one of 0', async () => {
    const { records, stderr } = await imported(['langfuse.json', 'langfuse-scores.jsonl']);
    expect(records).toEqual([
      {
        id: 'trace-1',
        group: 'session-1',
        prompt: 'What is a rebase?',
        response: 'It replays commits.',
        selfRating: 0.8,
        humanRatings: [{ value: 1, labeller: 'labeller-1' }],
      },
      {
        id: 'observation-1',
        prompt: 'What is a merge?',
        response: 'It joins two histories.',
        selfRating: 0,
        humanRatings: [],
        generator: 'writer-1',
      },
    ]);
    expect(stderr).toContain('left out 1 (is a score of a trace that is in no file)');
    expect(stderr).toContain('left out 1 (has no score helpful)');
  });

  it('counts a score that stands in a trace and in a file of scores once', async () => {
    const { data } = JSON.parse(readFileSync(fixture('langfuse.json'), 'utf8')) as { data: { scores: unknown[] }[] };
    const again = folder.write('again.json', JSON.stringify({ data: data[0]!.scores }));
    const { records } = await importRecords([fixture('langfuse.json'), again]);
    expect(records[0]!.humanRatings).toEqual([{ value: 1, labeller: 'labeller-1' }]);
  });

  it('takes no category for a number', async () => {
    const { exitCode, stderr } = await runCli([
      'import',
      fixture('langfuse.json'),
      fixture('langfuse-scores.jsonl'),
      '--score',
      'mood',
      '--out',
      folder.path('no.jsonl'),
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('(has a score mood that is no number)');
    expect(stderr).toMatch(/an import needs at least 1 response with the score, got 5 that became no record\n$/);
    expect(folder.names()).not.toContain('no.jsonl');
  });
});

describe('any import', () => {
  it.each(['promptfoo.json', 'inspect.json', 'deepeval.json', 'braintrust.json', 'langsmith.jsonl', 'langfuse.json'])(
    'knows the tool by the shape, and refuses it as that of another: %s',
    async (name) => {
      const own = name.split('.')[0]!;
      const scores: Readonly<Record<string, string>> = { promptfoo: 'helpful', braintrust: 'Factuality' };
      const choice = { score: scores[own] };
      const { from, records } = await importRecords([fixture(name)], choice);
      expect([from, records.length > 0]).toEqual([own, true]);
      const others = (['promptfoo', 'inspect', 'deepeval', 'braintrust', 'langsmith', 'langfuse'] as const).filter(
        (one) => one !== own,
      );
      for (const other of others) {
        const asOther = importRecords([fixture(name)], { ...choice, from: other });
        await expect(asOther, other).rejects.toMatchObject({ code: 'invalid-records' });
      }
    },
  );

  it('writes records that can be read again', async () => {
    const { records, out } = await imported(['langsmith.jsonl', 'langsmith-feedback.jsonl'], '--from', 'langsmith');
    const target = { ratingScale: { min: 0, max: 1 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
    expect(await readRecords([out], { target })).toEqual(records);
  });

  it('says all of it as JSON', async () => {
    const { said } = await imported(['langfuse.json'], '--json');
    expect(JSON.parse(said)).toEqual({
      out: 'OUT',
      from: 'langfuse',
      records: 1,
      labelled: 1,
      left: 3,
      selfRatings: { score: 'helpful', min: 0.8, max: 0.8 },
      humanRatings: { score: 'checked', min: 1, max: 1 },
      skipped: [
        expect.objectContaining({ id: 'trace-2', field: 'data.1', reason: 'has no response' }),
        expect.objectContaining({
          id: 'observation-1',
          field: 'data.1.observations.0',
          reason: 'has no score helpful',
        }),
        expect.objectContaining({ id: 'trace-3', field: 'data.2', reason: 'has no score helpful' }),
      ],
    });
  });

  it('lists what came before under the same id, and takes it once', async () => {
    const { records, skipped } = await importRecords([fixture('langfuse.json'), fixture('langfuse.json')]);
    expect(records).toHaveLength(1);
    expect(skipped.filter(({ reason }) => reason === 'has an id that came before').map(({ id }) => id)).toEqual([
      'trace-1',
    ]);
  });

  it('spells out five places of one kind, and counts the others', async () => {
    const events = Array.from({ length: 12 }, (_, i) => ({
      id: `event-${i}`,
      input: 'Why?',
      output: i === 0 ? 'So.' : null,
      scores: { fact: 1 },
    }));
    const path = folder.write('many.json', JSON.stringify(events));
    const { stderr } = await runCli(['import', path, '--score', 'fact', '--out', folder.path('many.jsonl')]);
    expect(stderr).toMatch(/^left out 11 \(has no response\): .*\(event-5\) and 6 more\n$/);
  });

  it.each<[string, string, string, RegExp]>([
    [
      'an object of another kind',
      'x.json',
      '{"rows":[],"total":3}',
      /^\S+x\.json export must be one of promptfoo, .*, got an object with the keys rows, total\n$/,
    ],
    [
      'a list of something else',
      'x.json',
      '[{"question":"Why?"}]',
      /x\.json 0 must be one of promptfoo, .*, got an object with the keys question\n$/,
    ],
    [
      'a line of another kind',
      'x.jsonl',
      '{"id":"1","run_type":"llm","inputs":{},"outputs":{}}\n{"id":2}\n',
      /^\S+x\.jsonl:2 export must be runs of LangSmith .*, got an object with the keys id\n$/,
    ],
    [
      'a result of another kind',
      'x.json',
      '{"results":{"version":3,"results":[{"index":0}]}}',
      /x\.json results\.results\.0 must be a result with testIdx, .*, got an object with the keys index\n$/,
    ],
    [
      'another version',
      'x.json',
      '{"results":{"version":2,"results":[],"table":{}}}',
      /x\.json results\.version must be 3, got 2\n$/,
    ],
    [
      'a log without its samples',
      'x.json',
      '{"version":2,"eval":{},"status":"success"}',
      /must be a log of Inspect as JSON, with its samples: .*, got an object with the keys version, eval, status\n$/,
    ],
    ['what is cut off', 'x.json', '{"results":', /^\S+x\.json export must be JSON, got .*\n$/],
    [
      'a line that is cut off',
      'x.jsonl',
      '{"id":"1","run_type":"llm"}\n{"id":',
      /^\S+x\.jsonl:2 export must be JSON, got .*\n$/,
    ],
    [
      'a row that is too short',
      'x.csv',
      'input,output\nWhy?\n',
      /^\S+x\.csv:2 row must have 2 cells as the first line, got 1\n$/,
    ],
    ['no rows', 'x.csv', 'input,output\n', /x\.csv: an import needs at least 1 response, got 0\n$/],
    ['nothing', 'x.json', '', /^\S+x\.json export must be JSON, got .*\n$/],
    ['an empty list', 'x.json', '[]', /x\.json: an import needs at least 1 response, got 0\n$/],
  ])('refuses what it does not know, says what it saw, and writes nothing: %s', async (_name, name, content, says) => {
    const out = folder.write('kept.jsonl', 'as it was');
    const { exitCode, stdout, stderr } = await runCli(['import', folder.write(name, content), '--out', out]);
    expect({ exitCode, stdout, kept: readFileSync(out, 'utf8') }).toEqual({
      exitCode: 1,
      stdout: '',
      kept: 'as it was',
    });
    expect(stderr).toMatch(says);
  });

  it('refuses the name of a score that is none, and its own input as the place to write', async () => {
    const out = folder.path('no.jsonl');
    for (const [option, names] of [
      ['--score', 'helpful (by a model)'],
      ['--human', 'checked (by people), helpful (by a model)'],
    ] as const) {
      const { stderr } = await runCli(['import', fixture('langfuse.json'), option, 'kind', '--out', out]);
      expect(stderr).toBe(`the export has no score "kind", expected ${option} with one of: ${names}\n`);
    }
    const path = folder.write('own.json', readFileSync(fixture('langfuse.json')));
    const { stderr } = await runCli(['import', path, '--out', path]);
    expect(stderr).toBe(`--out must be a file of its own, got ${path}, which is read as ${path}\n`);
    expect((await runCli(['import', folder.path('gone.json'), '--out', out])).stderr).toMatch(
      /there is no such file\n$/,
    );
  });

  it('takes no text for code: what an export holds cannot speak to the terminal', async () => {
    const path = folder.write(
      'loud.json',
      JSON.stringify([{ id: '\u001b[2J', input: 'Why?', output: null, scores: { fact: 1 } }]),
    );
    const { stderr } = await runCli(['import', path, '--score', 'fact', '--out', folder.path('loud.jsonl')]);
    expect(stderr).toContain(String.raw`(\u001b[2J)`);
    expect(stderr).not.toContain('\u001b');
  });
});
