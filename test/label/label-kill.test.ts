import { describe, expect, it } from 'vitest';
import { readLabelLines } from '../../src/label/label-lines.ts';
import type { PageState } from '../../src/label/page-state.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { exampleRecords } from './example-items.ts';
import { caller, startProcess } from './label-server.ts';

const folder = temporaryFolder();
/** Two hundred before a release; each starts a process. */
const runs = Number(process.env['LABEL_KILLS'] ?? 20);

describe('label', () => {
  it(
    `killed right after a label is confirmed, with more on their way, has it: ${runs} runs on one file`,
    async () => {
      const records = folder.write('kill/records.jsonl', toLines(exampleRecords(runs * 40)));
      const out = folder.path('kill/records.labels.jsonl');
      const confirmed = new Map<string, number>();
      for (let run = 0; run < runs; run++) {
        const { url, child, closed } = await startProcess([records, '--human-scale', '1:5', '--repeats', '0']);
        const { state, save } = caller(url, 'a');
        let now: PageState = await state();
        // What was confirmed before is there, and nothing more than what was on its way.
        expect(now.done).toBeGreaterThanOrEqual(confirmed.size);
        expect(now.done).toBeLessThanOrEqual(confirmed.size + 2 * run);
        const labels = 1 + Math.floor(10 * Math.random());
        const others = Math.random() < 0.5 ? [] : [caller(url, 'b')];
        for (let i = 0; i < labels; i++) {
          const value = 1 + ((run + i) % 5);
          const key = now.task!.key;
          const { status, reply } = await save(now, value);
          expect(status).toBe(200);
          confirmed.set(key, value);
          now = reply.state;
        }
        const onTheirWay = [
          caller(url, 'a').save(now, 3),
          ...others.map(async (one) => one.save(await one.state(), 2)),
        ];
        const settled = Promise.allSettled(onTheirWay);
        if (run % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 3 * Math.random()));
        child.kill('SIGKILL');
        expect(await closed).toEqual([null, 'SIGKILL']);
        for (const one of (await settled).slice(0, 1))
          if (one.status === 'fulfilled' && one.value.status === 200) confirmed.set(now.task!.key, 3);
        const { labels: kept } = await readLabelLines(out);
        const values = new Map(kept.map(({ key, value }) => [key, value]));
        for (const [key, value] of confirmed) expect(values.get(key), `run ${run}`).toBe(value);
        expect(new Set(kept.map(({ id, labeller }) => `${id} ${labeller}`)).size).toBe(kept.length);
      }
      // A process that is killed leaves its ticket; the next one takes it away.
      expect(folder.names('kill').filter((name) => !name.endsWith('.ticket'))).toEqual([
        'records.jsonl',
        'records.labels.jsonl',
      ]);
    },
    60_000 + runs * 3000,
  );

  it('with no room left for its file says so of each label, and keeps those that it has confirmed', async () => {
    const records = folder.write('full/records.jsonl', toLines(exampleRecords(40)));
    // In blocks of 512 bytes.
    const { url, child, closed } = await startProcess([records, '--human-scale', '1:5'], 'ulimit -f 4');
    const { state, save } = caller(url, 'a');
    let now = await state();
    let last = await save(now, 3);
    while (last.status === 200) {
      now = last.reply.state;
      last = await save(now, 3);
    }
    expect(last).toMatchObject({ status: 500, reply: { message: expect.stringContaining('cannot be written') } });
    expect((await save(now, 3)).status).toBe(500);
    expect(await state()).toEqual(now);
    expect(now.done).toBeGreaterThan(3);
    expect((await readLabelLines(folder.path('full/records.labels.jsonl'))).labels).toHaveLength(now.done);
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
  });
});
