import { writeSync } from 'node:fs';
import { openLog } from '../../src/log/index.ts';
import { decision, label } from './example-log.ts';

/*
 * A process that writes a log, and says of each list that it was taken once it was: `node writer.ts PLACE KIND NAME LISTS`.
 * All that it writes is of the time NAME starts with.
 */
const [place, kind, name, lists] = process.argv.slice(2) as [string, string, string, string];
const at = Number.parseInt(name, 10);
const log = await openLog(place);
const idsOf = (list: number): string[] => Array.from({ length: 10 }, (_, i) => `${name}-${list}-${i}`);
// About a kilobyte each.
const slice = 'x'.repeat(700);

for (let list = 0; list < Number(lists); list++) {
  const ids = idsOf(list);
  await log.append(ids.map((id) => decision(id, { at, slice })));
  if (kind === 'labels') await log.label(ids.map((id) => label(`label of ${id}`, id)));
  writeSync(1, `${list}\n`);
}
await log.close();
