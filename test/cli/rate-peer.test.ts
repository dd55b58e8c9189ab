import { expect, it, vi } from 'vitest';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';

vi.mock('@ai-sdk/openai-compatible', () => {
  throw new Error("Cannot find package '@ai-sdk/openai-compatible'");
});

const folder = temporaryFolder();

it('rate without the package for --base-url says what to install, and writes nothing', async () => {
  const records = folder.write('set/records.jsonl', toLines([{ id: 'a', response: 'x' }]));
  const out = folder.path('set/rated.jsonl');
  const flags = ['--model', 'm', '--base-url', 'http://127.0.0.1:1/v1', '--rubric', 'safe', '--scale', '1:5'];
  expect(await runCli(['rate', records, ...flags, '--out', out])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      '--base-url needs the packages "ai" and "@ai-sdk/openai-compatible": npm install ai @ai-sdk/openai-compatible\n',
  });
  expect(folder.names('set')).toEqual(['records.jsonl']);
});
