import { beforeAll, describe, expect, it } from 'vitest';
import { defineFeature, fit } from '../../src/index.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { answers, honest, materialOf, says, target } from './audit-world.ts';
import { runCli } from './fake-terminal.ts';
import { ratingServer } from './rating-server.ts';

const folder = temporaryFolder();
const server = ratingServer();

let records = '';
beforeAll(() => {
  records = folder.write('records.jsonl', toLines(answers(6)));
});

const live = (rated: string): string[] => ['--model', 'm', '--base-url', server.url(), '--rated', folder.path(rated)];
const play = (): void => server.play((asked) => says(honest(materialOf(asked))));

describe('a calibrator with a feature of code', () => {
  let calibrator = '';
  beforeAll(() => {
    const qmarks = defineFeature({
      name: 'qmarks',
      describe: 'question marks',
      compute: (text) => text.split('?').length - 1,
    });
    const fitted = fit(answers(60), { ...target, features: [qmarks] });
    calibrator = folder.write('with-qmarks.json', JSON.stringify(fitted));
  });

  it('is refused before anything is paid for or written', async () => {
    play();
    const message = /records\.jsonl: record r~0~x: feature qmarks is one that the calibrator was fitted with: /;
    for (const flags of [
      [...live('qmarks.jsonl'), '--rubric', 'helpful'],
      ['--twins', folder.path('qmarks.jsonl')],
    ]) {
      const { exitCode, stdout, stderr } = await runCli(['audit', calibrator, records, ...flags]);
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(message);
    }
    expect(server.asked()).toHaveLength(0);
    expect(folder.names()).not.toContain('qmarks.jsonl');
  });

  it('is audited where the records bring its value', async () => {
    play();
    const path = folder.write(
      'bringing.jsonl',
      toLines(answers(3).map((record) => ({ ...record, features: { qmarks: 1 } }))),
    );
    const flags = [...live('brought.jsonl'), '--rubric', 'helpful', '--json'];
    const { exitCode, stdout, stderr } = await runCli(['audit', calibrator, path, ...flags]);
    expect(exitCode, stderr).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ratings: 'recorded', records: { probed: 3 } });
  });
});

describe('a rubric of another criterion than the calibrator is for', () => {
  function calibratorOf(criterion: string): string {
    const fitted = fit(answers(60), { ...target, criterion });
    return folder.write(`of-${criterion}.json`, JSON.stringify(fitted));
  }

  it.each([
    ['tone', 'give its rubric in words, as --rubric-file: what is rated by that is taken to be of its criterion'],
    ['correct', 'rate by --rubric correct'],
  ])('is refused before the first call, with what to do instead: %s', async (criterion, remedy) => {
    play();
    const flags = [...live(`${criterion}.jsonl`), '--rubric', 'helpful', '--yes'];
    const { exitCode, stdout, stderr } = await runCli(['audit', calibratorOf(criterion), records, ...flags]);
    expect([exitCode, stdout, server.asked().length]).toEqual([1, '', 0]);
    expect(stderr).toBe(`calibrator was fitted for the criterion ${criterion}, got "helpful": ${remedy}\n`);
    expect(folder.names()).not.toContain(`${criterion}.jsonl`);
  });

  it('is audited by a rubric in words', async () => {
    play();
    const rubric = folder.write('tone.txt', 'Is the tone right?');
    const flags = [...live('in-words.jsonl'), '--rubric-file', rubric, '--json'];
    const { exitCode, stdout, stderr } = await runCli(['audit', calibratorOf('tone'), records, ...flags]);
    expect(exitCode, stderr).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ratings: 'recorded', records: { probed: 6 } });
  });
});
