import { describe, expect, it } from 'vitest';
import { parseCalibrator } from '../../../src/calibrator/parse.ts';
import { certify, fit, fitAndCertify, type CalibrationRecord, type HumanRating } from '../../../src/index.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { drawWorld, worldTarget } from '../../world.ts';

const measured = ['characters', 'words', 'hedges'];
const claim = { estimand: 'false-pass', limit: 0.45, confidence: 0.8 } as const;
const calibrator = fit(drawWorld(seededRandom(1), { records: 100, measured }), worldTarget);

/** Fresh records, labelled by sources in turn; undefined: it is not said. */
function labelledBy(...sources: readonly (string | undefined)[]): CalibrationRecord[] {
  return drawWorld(seededRandom(2), { records: 160, measured }).map(({ truth: _, ...record }, i) => {
    const source = sources[i % sources.length];
    const value = record.humanRatings[0] as number;
    const rating: HumanRating = source === undefined ? value : { value, source };
    return { ...record, id: `f${i}`, group: `f${i}`, humanRatings: [rating] };
  });
}

describe('labels of a model', () => {
  it.each(['model', 'Model', ' MODEL ', 'ｍｏｄｅｌ', 'model\u200b', 'models', 'LLM', 'A.I.', 'language model'])(
    'written %j certify nothing',
    (source) => {
      expect(() => certify(calibrator, labelledBy('expert', source), claim)).toThrow(
        expect.objectContaining({
          code: 'not-certifiable',
          message: expect.stringMatching(
            /^80 of 160 records have labels of a model \(f1, f3, .*, …\), and such certify nothing: name the sources/,
          ) as string,
        }),
      );
    },
  );

  it('are refused as a source, beside whatever others', () => {
    for (const sources of [['model'], ['expert', 'Model'], ['llm']])
      expect(() => certify(calibrator, labelledBy('expert'), claim, { sources })).toThrow(
        /^sources must be sources of people: labels of a model certify nothing, got "([Mm]odel|llm)"$/,
      );
  });

  it('are no labels of people whose name has such letters in it', () => {
    for (const source of ['modeller', 'air crew', 'supermodel', 'expert'])
      expect(certify(calibrator, labelledBy(source), claim).calibrator.certificates[0]!.sources).toEqual([source]);
  });

  it('are refused in a record that people rated too', () => {
    const [first, ...rest] = labelledBy('expert');
    const mixed = { ...first!, humanRatings: [...first!.humanRatings, { value: 1, source: 'model' }] };
    expect(() => certify(calibrator, [mixed, ...rest], claim)).toThrow('1 of 160 records have labels of a model (f0)');
  });
});

describe('the sources of a certificate', () => {
  it('are those that its labels name, and stay in the file', () => {
    const { calibrator: certified } = certify(calibrator, labelledBy('user', 'expert'), claim);
    expect(certified.certificates[0]!.sources).toEqual(['expert', 'user']);
    expect(parseCalibrator(JSON.stringify(certified)).certificates[0]!.sources).toEqual(['expert', 'user']);
  });

  it('are left out where no label names one', () => {
    expect(certify(calibrator, labelledBy(undefined), claim).calibrator.certificates[0]).not.toHaveProperty('sources');
  });

  it('are those that were asked for: labels of others, or of none, do not count', () => {
    const labels = labelledBy('expert', 'user', 'model', undefined);
    const { certificates } = certify(calibrator, labels, claim, { sources: ['expert'] }).calibrator;
    expect(certificates[0]).toMatchObject({ sources: ['expert'], units: 40 });
    const experts = labels.filter((_, i) => i % 4 === 0);
    const alone = certify(calibrator, experts, claim).calibrator.certificates[0]!;
    expect({ ...alone, asking: '' }).toEqual({ ...certificates[0]!, asking: '' });
  });

  it('may be none of those that there are: then nothing is certified', () => {
    const { certificates } = certify(calibrator, labelledBy('user'), claim, { sources: ['expert'] }).calibrator;
    expect(certificates[0]).toMatchObject({ rule: null, units: 0 });
  });

  it('are asked for in one round as well, while the fit takes all', () => {
    const labels = labelledBy('expert', 'model');
    const { calibrator: both } = fitAndCertify(labels, claim, { ...worldTarget, sources: ['expert'] });
    expect(both.certificates[0]!.sources).toEqual(['expert']);
    expect(both.certificates[0]!.units).toBeLessThanOrEqual(80);
    expect(() => fitAndCertify(labels, claim, { ...worldTarget })).toThrow('labels of a model');
  });

  it.each([[[]], [['']], ['expert'], [[1]]])('cannot be %j', (sources) => {
    const options = { sources: sources as string[] };
    expect(() => certify(calibrator, labelledBy('expert'), claim, options)).toThrow(/^sources must be a list of names/);
  });
});
