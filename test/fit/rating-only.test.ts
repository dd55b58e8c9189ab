import { describe, expect, it } from 'vitest';
import {
  calibrate,
  createQualityGate,
  defineFeature,
  evaluateCalibrator,
  fit,
  harden,
  parseCalibrator,
  type CalibrationRecord,
} from '../../src/index.ts';
import { fitNextSteps } from '../../src/report/fit-next-steps.ts';
import { fitAndJudge } from '../../src/fit/fit.ts';
import { countLabels } from '../../src/report/label-counts.ts';
import { summariseFit } from '../../src/report/fit-summary.ts';
import { reportFit } from '../../src/report/fit-report.ts';
import { fitHeadline, fitMeanings, worthSentence } from '../../src/report/fit-words.ts';
import { seededRandom } from '../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { findingsOf } from '../report/fit-findings.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../world.ts';

const records: CalibrationRecord[] = drawWorld(seededRandom(3), { measured: twentyFeatures, records: 200 }).map(
  ({ truth: _, ...record }) => record,
);
const options = { ...worldTarget, ratingOnly: true };
const calibrator = fit(records, options);
const changed = (record: CalibrationRecord): CalibrationRecord => ({
  ...record,
  features: Object.fromEntries(Object.entries(record.features!).map(([name, value]) => [name, 50 * value + 7])),
});

describe('a fit on the rating alone', () => {
  it('gives the same to all responses of one rating, whatever they look like, and doubts none for it', () => {
    expect(calibrator.features).toEqual([]);
    expect(calibrate(fit(records, worldTarget), changed(records[0]!)).outside).not.toEqual([]);
    for (const record of records.slice(0, 20)) {
      const [as, otherwise] = [record, changed(record)].map((one) => calibrate(calibrator, one));
      expect(otherwise).toEqual(as);
      expect(as!.outside).toEqual([]);
    }
  });

  it('is what "rating only" is out of fold, and not what the features make of it', () => {
    const whole = fit(records, worldTarget).outOfFold;
    expect(calibrator.outOfFold.corrected).toEqual(whole.ratingOnly);
    expect(calibrator.outOfFold.ratingOnly).toEqual(whole.ratingOnly);
    expect(whole.corrected).not.toEqual(whole.ratingOnly);
  });

  it('can be kept, read, evaluated and decided by', () => {
    expect(parseCalibrator(JSON.stringify(calibrator))).toEqual(calibrator);
    expect(evaluateCalibrator(calibrator, records).metrics.logLoss.after.value).toBeGreaterThan(0);
    const gate = createQualityGate({ calibrator, policy: { passThreshold: 0.6, failThreshold: 0.5 } });
    const top = records.toSorted((a, b) => b.selfRating - a.selfRating)[0]!;
    expect(gate.decide(top).verdict).toBe('pass');
    expect(gate.decide({ ...top, selfRating: undefined as never }).verdict).toBe('review');
  });

  it('passes nothing that is not there: no text, and nothing measured of one', () => {
    const gate = createQualityGate({ calibrator, policy: { passThreshold: 0.1, failThreshold: 0.05 } });
    const { response: _, ...top } = records.toSorted((a, b) => b.selfRating - a.selfRating)[0]!;
    expect(gate.decide(top).verdict).toBe('pass');
    for (const features of [undefined, {}, { latency: 3 }, { characters: 0 }])
      expect(gate.decide({ ...top, features })).toMatchObject({
        verdict: 'review',
        reason: 'response-missing',
      });
    expect(gate.decide({ ...top, features: {}, response: '' })).toMatchObject({ reason: 'response-empty' });
  });

  it('claims nothing of features that were not looked at', () => {
    const { examples } = fitAndJudge(records, options);
    const counts = countLabels(examples);
    const said = [
      summariseFit({ calibrator, counts }),
      fitHeadline(calibrator).sentence,
      worthSentence(calibrator),
      ...fitNextSteps(calibrator, undefined, { out: 'c.json', records: ['r.jsonl'] }).map(({ text }) => text),
    ].join('\n');
    const findings = findingsOf(records, options);
    expect(reportFit(findings)).toContain('none was looked at');
    const means = fitMeanings(findings).join(' ');
    expect(means).not.toMatch(/feature|the length|the tone/);
    expect(said).not.toMatch(/worth it|not yet|it is open|with features|by length/);
    expect(said).toContain('so nothing is said of what features are worth');
  });

  it('is proposed where features cost more than they tell, with a command that runs', () => {
    const steps = (verdict: 'no' | 'not yet' | 'worth it', corrected: number) => {
      const { outOfFold, ...rest } = fit(exampleRecords(), exampleTarget);
      const featuresWorthIt = { ...outOfFold.featuresWorthIt, verdict };
      const worse = { ...outOfFold, featuresWorthIt, corrected: { ...outOfFold.corrected, logLoss: corrected } };
      return fitNextSteps({ ...rest, outOfFold: worse }, undefined, { out: 'c.json', records: ['r.jsonl'] })
        .map(({ command }) => command)
        .join('\n');
    };
    expect(steps('no', 0.1)).toMatch(/^unflatter fit r\.jsonl .*--pass-at .* --rating-only --out c\.json$/m);
    expect(steps('not yet', 99)).toContain('--rating-only');
    expect(steps('not yet', 0.001)).not.toContain('--rating-only');
    expect(steps('worth it', 99)).not.toContain('--rating-only');
  });

  it('is refused with what only features can tell, and by what is no yes or no', () => {
    const loud = defineFeature({ name: 'loud', describe: 'Capitals.', compute: () => 1 });
    expect(() => fit(records, { ...options, features: [loud] })).toThrow(/ratingOnly must be left out where/);
    const texts = exampleRecords();
    const twins = harden(texts, {});
    expect(() => fit(texts, { ...exampleTarget, ratingOnly: true, twins })).toThrow(/ratingOnly must be left out/);
    expect(() => fit(records, { ...options, ratingOnly: 'yes' as never })).toThrow(/ratingOnly must be true or false/);
  });
});
