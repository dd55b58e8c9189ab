import { writeSync } from 'node:fs';
import { readCalibrator } from '../../src/data/index.ts';
import { isUnflatterError } from '../../src/errors.ts';
import { createQualityGate } from '../../src/index.ts';
import { loggedGate, openLog } from '../../src/log/index.ts';

/* A process that decides until its log is full, and on: `node limited.ts PLACE CALIBRATOR`. Says what became of it all. */
const [place, calibrator] = process.argv.slice(2) as [string, string];
const gate = createQualityGate({ calibrator: await readCalibrator(calibrator) });
const store = await openLog(place);
const said = { decided: 0, dropped: 0, errors: 0, others: 0 };
const count = (error: unknown): void => {
  said[isUnflatterError(error, 'store-failed') ? 'errors' : 'others']++;
};
const logged = loggedGate(gate, { store, queue: 50, onStoreError: count });
const rated = { prompt: 'What is 6 · 7?', response: 'It is 42.', selfRating: 9 };
const { verdict } = gate.decide(rated);
const decide = (times: number): void => {
  for (let i = 0; i < times; i++, said.decided++) if (logged.decide(rated).verdict !== verdict) said.others++;
};
while (said.decided < 5_000 && said.errors === 0) {
  decide(25);
  await logged.flush().catch(count);
}
decide(200);
await logged.close();
await store.close();
writeSync(1, JSON.stringify({ ...said, dropped: logged.dropped() }));
