import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessmentOf } from '../../src/adapters/assessment.ts';
import { evaluationEvent } from '../../src/adapters/index.ts';
import { writeCalibrator } from '../../src/data/index.ts';
import { asTest, blocksOf } from '../docs/pages.ts';
import { exampleCalibrator, exampleGate, exampleResponse } from '../rating/example-gate.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { hosts, type Host } from './hosts.ts';

const gate = exampleGate();
const responses = [exampleResponse('example-02-1'), exampleResponse('example-01-2'), exampleResponse('example-07-1')];

describe('docs/adapters.md', () => {
  const page = readFileSync('docs/adapters.md', 'utf8');
  const table = page.slice(page.indexOf('<!-- verdicts -->'), page.indexOf('<!-- end of verdicts -->'));
  const rows = table
    .split('\n')
    .slice(3)
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, name, ...cells]) => ({ name: name!, cells: cells.slice(0, 3) }));
  const folder = temporaryFolder();
  const root = process.cwd();

  beforeAll(() => {
    writeCalibrator(folder.path('calibrator.json'), exampleCalibrator());
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it('has a row for every host', () => {
    const named = rows.map(({ name }) => name.replace(', Braintrust', '').toLowerCase());
    expect(named.sort()).toEqual([...hosts.map(({ name }) => name), 'vitest', 'opentelemetry'].sort());
  });

  it.each(rows.filter(({ name }) => name !== 'vitest'))('says what $name is told', async ({ name, cells }) => {
    for (const [index, rated] of responses.entries()) {
      const told = await tell(name, rated);
      expect(JSON.parse(JSON.stringify(told, rounded))).toMatchObject(JSON.parse(cells[index]!) as object);
    }
  });

  it('has the averages that Braintrust and evalite made of the same cases', () => {
    const golden = (host: string) => JSON.parse(readFileSync(`${root}/hosts/${host}/golden.json`, 'utf8')) as unknown;
    const { score } = (golden('braintrust') as { average: { score: number } }).average;
    const [{ averageScore }] = golden('evalite') as [{ averageScore: number }];
    expect(page).toContain(`average ${score} in Braintrust`);
    expect(page).toContain(`${averageScore} in evalite`);
  });

  it('warns of a policy by which a high score is a fail', () => {
    const policy = { passThreshold: 0.99, failThreshold: 0.98 };
    expect(page).toContain('`{ passThreshold: 0.99, failThreshold: 0.98 }` a response with a score of 0.96\n  fails');
    const { label, score } = assessmentOf(exampleGate(policy).decide(responses[0]!));
    expect(label).toBe('fail');
    expect(score!.toFixed(2)).toBe('0.96');
  });

  it.each(blocksOf('docs/adapters.md').filter(({ language }) => language === 'ts'))(
    'does what it says in the code at line $line',
    async ({ line, code }) => {
      await import(folder.write(`adapters-${line}.test-block.ts`, asTest(code)));
    },
  );
});

/** What a host is told of a rated response; for OpenTelemetry, the score of the event. */
async function tell(name: string, { prompt, ...rated }: (typeof responses)[number]): Promise<unknown> {
  if (name !== 'OpenTelemetry') return hostNamed(name).ask({ gate }, prompt, rated);
  const { attributes } = evaluationEvent(gate.decide({ prompt, ...rated }));
  const value = attributes['gen_ai.evaluation.score.value'];
  return { ...(value === undefined ? {} : { value }), label: attributes['gen_ai.evaluation.score.label'] };
}

function hostNamed(name: string): Host {
  return hosts.find((host) => host.name === name.replace(', Braintrust', '').toLowerCase())!;
}

function rounded(_key: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'skipped' in value) return 'notScorable';
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
