import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { audit, type AuditReport } from '../../src/audit/audit.ts';
import { harden } from '../../src/audit/harden.ts';
import { groupOf } from '../../src/calibrator/record.ts';
import { isUnflatterError } from '../../src/errors.ts';
import { readRecords, readTarget } from '../../src/data/index.ts';
import { fit, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';

/** One file of labelled texts, to be fitted on one half of its groups and audited on the other. */
export interface SetJob {
  readonly part: 'sets';
  readonly source: string;
  readonly file: string;
}

/** What the audits of one set came to. */
export interface SetAudit {
  readonly name: string;
  readonly source: string;
  readonly fitted: number;
  /** Both gates pass as many as people do. */
  readonly plain: AuditReport;
  /** The same after a fit with twins, at the same share passed. */
  readonly hardened: AuditReport;
  /** Both gates pass a quarter. */
  readonly quarter: AuditReport;
}

const data = '../shared/data';
const [mostFitted, mostProbed] = [600, 600];

/** Sets with as many records of each outcome can be told apart from chance. */
const fewestFailing = 30;

/** The files of the sets beside the repository; none where there are none. */
export function setJobs(): SetJob[] {
  if (!existsSync(data)) return [];
  return readdirSync(data)
    .filter((source) => existsSync(`${data}/${source}/dataset.json`))
    .flatMap((source) => {
      const { files } = JSON.parse(readFileSync(`${data}/${source}/dataset.json`, 'utf8')) as {
        files: { file: string }[];
      };
      return files.map(({ file }): SetJob => ({ part: 'sets', source, file }));
    });
}

/** Undefined where the set is too small, or has too few of one outcome. */
export async function auditTask({ source, file }: SetJob): Promise<SetAudit | undefined> {
  const path = `${data}/${source}/${file}`;
  const target = await readTarget(path);
  const all = (await readRecords([path], { target })).filter(
    ({ humanRatings, response }) => humanRatings.length > 0 && response !== undefined,
  );
  const records = ofOneRater(all);
  const groups = shuffled([...new Set(records.map(groupOf))].sort(), seededRandom(1));
  const isFitted = new Set(groups.slice(0, Math.ceil(groups.length / 2)));
  const fitted = records.filter((record) => isFitted.has(groupOf(record))).slice(0, mostFitted);
  const fresh = records.filter((record) => !isFitted.has(groupOf(record)));
  try {
    const plain = fit(fitted, target);
    const hardened = fit(fitted, { ...target, twins: harden(fitted) });
    const report = audit(plain, fresh, { most: mostProbed, share: 0.5 });
    const share = 1 - report.records.failing / report.records.probed;
    if (report.records.failing < fewestFailing || share < 0.05) return undefined;
    return {
      name: `${source} / ${file.replace('.jsonl.gz', '')}`,
      source,
      fitted: fitted.length,
      plain: audit(plain, fresh, { most: mostProbed, share }),
      hardened: audit(hardened, fresh, { most: mostProbed, share }),
      quarter: audit(plain, fresh, { most: mostProbed, share: 0.25 }),
    };
  } catch (error) {
    if (isUnflatterError(error, 'too-few-records') || isUnflatterError(error, 'too-few-groups')) return undefined;
    if (isUnflatterError(error, 'one-class-only')) return undefined;
    throw error;
  }
}

/** Models that rate themselves belong together; of several raters of the same responses, the one with the most ratings. */
function ofOneRater(records: readonly CalibrationRecord[]): readonly CalibrationRecord[] {
  if (records.every(({ rater, generator }) => rater === generator)) return records;
  const byRater = [...Map.groupBy(records, ({ rater }) => rater ?? '')];
  return byRater.reduce((most, one) => (one[1].length > most[1].length ? one : most))[1];
}
