import { utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { alone } from '../../src/data/alone.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const ticketOf = (name: string, pid: number): string =>
  `${name}.${pid}.00000000-0000-4000-8000-000000000000.${hostname()}.ticket`;
const options = { patience: 50 };

it('the ticket of a process that died with the number of this one, as in a container that starts again, is removed', async () => {
  const ticket = folder.write(`earlier/${ticketOf('file', process.pid)}`, '');
  utimesSync(ticket, new Date(), new Date(Date.now() - 1000 * process.uptime() - 60_000));
  expect(await alone(folder.path('earlier/file'), async () => 'done', options)).toBe('done');
  expect(folder.names('earlier')).toEqual([]);
});

it('a ticket of this process itself counts, and is waited for no longer than there is patience', async () => {
  folder.write('own/.keep', '');
  const path = folder.path('own/file');
  const within = alone(path, () => alone(path, async () => 'done', options), options);
  await expect(within).rejects.toMatchObject({ code: 'unwritable-file' });
  expect(folder.names('own')).toEqual(['.keep']);
});

it('a ticket is withdrawn at a signal, unless the work goes on to its end', async () => {
  folder.write('signal/.keep', '');
  const path = folder.path('signal/file');
  // Another listener, as a command has that ends by itself.
  const listen = (): void => {};
  process.on('SIGHUP', listen);
  const left: number[] = [];
  for (const throughSignals of [false, true]) {
    await alone(
      path,
      async () => {
        process.emit('SIGHUP', 'SIGHUP');
        left.push(folder.names('signal').length);
      },
      { throughSignals },
    );
  }
  process.off('SIGHUP', listen);
  expect(left).toEqual([1, 2]);
  expect(folder.names('signal')).toEqual(['.keep']);
});
