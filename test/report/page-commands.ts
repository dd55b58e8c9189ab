import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { drawRecords, target as worldTarget } from '../../benchmarks/audit/world.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { runCli } from '../cli/fake-terminal.ts';
import type { TemporaryFolder } from '../temporary-folder.ts';

/** Records for the commands that make pages, and what their files are called. */
export interface PageSet {
  readonly target: Target;
  readonly records: readonly CalibrationRecord[];
  readonly fileName: string;
}

/** Shipped: stories that people rated, without their texts. */
export function storySet(): PageSet {
  const text = gunzipSync(readFileSync('calibration-data/hanna-stories/relevance.jsonl.gz')).toString();
  return {
    target: { ratingScale: { min: 1, max: 5 }, humanScale: { min: 1, max: 5 }, passAt: 3 },
    records: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CalibrationRecord),
    fileName: 'stories',
  };
}

/** Names that try to run or load something, are long, turn the line around, or are wider than they have letters. */
export const hostileNames = [
  '<script>console.log("ran")</script><img src="http://127.0.0.1:9/" onerror="console.log(1)">',
  'long'.repeat(50),
  'מודל \u202eהפוך\u202c א',
  '長い'.repeat(100),
] as const;

/** With texts, and with names that nobody would choose. */
export function hostileSet(): PageSet {
  const hostile = (i: number): string => hostileNames[i % hostileNames.length]!;
  const records = drawRecords(seededRandom(5), 480).records.map((record, i): CalibrationRecord => ({
    ...record,
    id: `${hostile(i)} ${i}`,
    group: `${hostile(i % 3)} ${Math.floor(i / 4)}`,
    generator: hostile(i),
    rater: hostile(Math.floor(i / 4)),
    humanRatings: record.humanRatings.map((one) => ({
      value: typeof one === 'number' ? one : one.value,
      labeller: hostile(i),
      source: hostile(i + 1),
      policy: hostile(2),
    })),
  }));
  const fileName = `<img src=x onerror=console.log(1)>${'long'.repeat(30)}\u202eא`;
  return { target: worldTarget, records, fileName };
}

export const pageNames = ['fit', 'certify', 'evaluate', 'change', 'audit', 'estimate', 'monitor'] as const;
export type PageName = (typeof pageNames)[number];

/** Writes the files of a set below a folder, and runs the commands that make pages of them. Each page is `NAME.html`. */
export async function makePages(
  { target, records, fileName }: PageSet,
  folder: TemporaryFolder,
  below: string,
): Promise<void> {
  const at = (name: string): string => folder.path(`${below}/${name}`);
  const write = (name: string, some: readonly CalibrationRecord[]): string =>
    folder.write(`${below}/${fileName} ${name}.jsonl`, some.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const html = (name: PageName): string[] => ['--html', at(`${name}.html`)];
  const [fitted, proving, fresh] = parted(records).map((part, i) => write(['fitted', 'proving', 'fresh'][i]!, part));
  const few = records.map((record, i) => (i % 3 === 0 ? record : { ...record, humanRatings: [] }));
  const systems = parted(few);
  const [calibrator, certified] = [at('calibrator.json'), at('certified.json')];
  const scales = flagsOf(target);
  const claims = ['--joint', '0.4', '--leak', '0.6', '--confidence', '0.8'];
  await ran(['fit', fitted!, ...scales, '--out', calibrator, ...html('fit')]);
  await ran(['certify', calibrator, proving!, ...claims, '--out', certified, ...html('certify')]);
  await ran(['evaluate', calibrator, fresh!, ...html('evaluate')]);
  await ran(['evaluate', certified, fresh!, '--against', calibrator, ...html('change')]);
  await ran(['audit', calibrator, fresh!, ...html('audit')]);
  const asked = ['--slice-by', 'generator', '--against', write('others', systems[1]!), '--width', '0.05'];
  await ran(['estimate', write('few', [...systems[0]!, ...systems[2]!]), ...scales, ...asked, ...html('estimate')]);
  await ran(['monitor', certified, fresh!, '--margin', '0.05', ...html('monitor')]);
}

/** In three, by whole groups. */
function parted(records: readonly CalibrationRecord[]): CalibrationRecord[][] {
  const groups = [...new Set(records.map(({ group }) => group))];
  const partOf = new Map(groups.map((group, i) => [group, i % 3]));
  return [0, 1, 2].map((part) => records.filter(({ group }) => partOf.get(group) === part));
}

function flagsOf({ ratingScale, humanScale, passAt }: Target): string[] {
  const scale = ({ min, max }: { readonly min: number; readonly max: number }): string => `${min}:${max}`;
  return ['--rating-scale', scale(ratingScale), '--human-scale', scale(humanScale), '--pass-at', String(passAt)];
}

/** That it ran, whatever it found. */
export async function ran(argv: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCli(argv);
  expect(exitCode, `${argv[0]}: ${stderr}`).not.toBe(1);
}
