import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readLabelLines } from '../../src/label/label-lines.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { exampleRecords } from './example-items.ts';
import { count, idOf, labelBrowser, later, message, shown } from './label-browser.ts';
import { startProcess } from './label-server.ts';

const { inBrowser } = labelBrowser();
const folder = temporaryFolder();

describe('the labelling page of a server that is killed', () => {
  const freePort = async (): Promise<number> => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  };

  it.for([
    ['before the label has reached it', false, false],
    ['when the label is on disk and nobody was told', true, false],
    ['before the label has reached it, after a skip,', false, true],
  ] as const)(
    '%s saves the label once when the server is back, in the same tab or after a reload',
    async ([, reachesIt, isSkipping], context) => {
      const test = inBrowser(async (open) => {
        const name = `kill-${reachesIt}-${isSkipping}.jsonl`;
        const records = folder.write(name, toLines(exampleRecords(10)));
        const out = folder.path(name.replace('.jsonl', '.labels.jsonl'));
        const flags = ['--human-scale', '1:5', '--labeller', 'me', '--repeats', '0'];
        const argv = [records, ...flags, '--port', String(await freePort())];
        let server = await startProcess(argv);
        const page = await open(server.url);
        let isArmed = false;
        await page.route('**/api/save', async (route) => {
          if (!isArmed) return route.continue();
          isArmed = false;
          if (reachesIt) await route.fetch();
          server.child.kill('SIGKILL');
          await server.closed;
          return route.abort();
        });
        const given: (readonly [string, number])[] = [];
        for (const [round, isReloaded] of [false, true].entries()) {
          await count(page, `${round} of 10`);
          if (isSkipping) {
            await page.keyboard.press('s');
            await message(page).getByText('Skipped').waitFor();
          }
          await later(page);
          const value = 4 + round;
          given.push([idOf(await shown(page)), value]);
          isArmed = true;
          await page.keyboard.press(String(value));
          await message(page).getByText('The server cannot be reached').waitFor();
          server = await startProcess(argv);
          await message(page).getByText('open the one that it printed').waitFor();
          if (isReloaded) await page.goto('about:blank');
          await page.goto(server.url);
          await count(page, `${round + 1} of 10`);
        }
        const { labels } = await readLabelLines(out);
        expect(labels.map(({ id, value }) => [id, value])).toEqual(given);
        server.child.kill('SIGINT');
        await server.closed;
      });
      await test(context);
    },
  );
});
