import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readTarget } from '../../src/data/dataset.ts';
import { agreementOf } from '../../src/fit/agreement/agreement.ts';
import { fitAndJudge } from '../../src/fit/fit.ts';
import { inflationReport } from '../../src/fit/inflation/inflation.ts';
import { reliabilityDiagram, reliabilityOn } from '../../src/fit/reliability-diagram.ts';
import { certify } from '../../src/gate/certify/certify.ts';
import type { Claim } from '../../src/calibrator/certificate.ts';
import type { CertifyFindings } from '../../src/report/certify-page.ts';
import { dataCard, type DataAbout } from '../../src/report/data-card.ts';
import type { FitFindings } from '../../src/report/fit-report.ts';
import { countLabels } from '../../src/report/label-counts.ts';
import type { CalibrationRecord, Target } from '../../src/types.ts';
import { shipped } from '../cli/shipped.ts';

/** Records of a shipped set and what they measure. */
export async function shippedRecords(
  name: string,
): Promise<{ readonly records: readonly CalibrationRecord[]; readonly target: Target }> {
  const bytes = readFileSync(shipped(name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const records = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CalibrationRecord);
  return { records, target: await readTarget(shipped(name)) };
}

/** All there is to tell of a fit on these records. */
export function findingsOf(records: readonly CalibrationRecord[], target: Target, about: DataAbout = {}): FitFindings {
  const { calibrator, examples, outOfFold } = fitAndJudge(records, target);
  return {
    calibrator,
    counts: countLabels(examples),
    inflation: inflationReport(examples, calibrator.features, calibrator.target),
    reliability: reliabilityDiagram(
      examples,
      outOfFold.map(({ passProbability }) => passProbability),
    ),
    data: dataCard(records, calibrator.target, about),
    agreement: agreementOf(records, calibrator.target),
  };
}

/** Fits on every other group, and gives back what asks the others. */
export function asking(
  records: readonly CalibrationRecord[],
  target: Target,
): (claims: readonly Claim[]) => CertifyFindings {
  const groups = [...new Set(records.map(({ group }) => group))];
  const isFitted = (record: CalibrationRecord): boolean => groups.indexOf(record.group) % 2 === 0;
  const fresh = records.filter((record) => !isFitted(record));
  const { calibrator } = fitAndJudge(records.filter(isFitted), target);
  return (claims) => {
    const { calibrator: certified, reports, evenedOut } = certify(calibrator, fresh, claims);
    return {
      calibrator: certified,
      proof: { labels: fresh.length, evenedOut, reports },
      reliability: reliabilityOn(certified, fresh),
      data: dataCard(fresh, target),
      agreement: agreementOf(fresh, target),
    };
  };
}
