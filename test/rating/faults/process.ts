/*
 * Rates with time enough, against a provider that fails, and leaves where it would take long. Nothing in it ends the process:
 * it ends when nothing is left to wait for. Then it says how long that took.
 */
import { runScript } from './run-script.ts';
import { lastOfAll, scriptOf } from './scripts.ts';
import { startFaultServer } from './server.ts';

const ratings = 200;
const server = await startFaultServer();
await Promise.all(
  Array.from({ length: ratings }, (_, seed) =>
    runScript({ ...scriptOf(seed), timeout: 30_000, maxRetryAfter: 30_000, abortAfter: 20 + (seed % 400) }, server),
  ),
);
// Sockets take a while to close. What a rating left behind would stay for half a minute.
await passing(2 * lastOfAll);
await server.close();
await passing(100);
const end = performance.now();
const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
process.on('exit', () => {
  process.stdout.write(JSON.stringify({ ratings, timers, millisecondsLeft: performance.now() - end }));
});

function passing(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
