import { describe, expect, it } from 'vitest';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { sealed } from '../../src/calibrator/seal.ts';
import { toExamples, type Example } from '../../src/fit/examples.ts';
import { withOtherMarks } from '../../src/fit/other-marks.ts';
import { outOfFold } from '../../src/fit/out-of-fold.ts';
import { candidatesOf } from '../../src/fit/scaling.ts';
import { readTwins, shareWithTwins, twinRowsOf, type Hardening } from '../../src/fit/twins.ts';
import { splitForProof } from '../../src/gate/certify/fit-and-certify.ts';
import { fit, fitAndCertify, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawWorld, worldTarget } from '../world.ts';

const measured = ['characters', 'words', 'sentences', 'headings', 'boosters'];
const records = drawWorld(seededRandom(3), { records: 240, perGroup: 2, measured });

/** Twins three times as long, more than any response is. */
const longer: Hardening = {
  share: 0.5,
  twins: records.map((record) => ({ probe: 'padded', rated: stretched(record, 3) })),
};

function stretched(record: CalibrationRecord, factor: number): CalibrationRecord {
  const { characters, words, sentences } = record.features!;
  const features = { characters: factor * characters!, words: factor * words!, sentences: factor * sentences! };
  return { ...record, features: { ...record.features, ...features } };
}

const plain = fit(records, worldTarget);
const hardened = fit(records, { ...worldTarget, twins: longer });

describe('twins', () => {
  it('pull what they change towards nothing: the length counts for less', () => {
    const pull = ({ passHead }: typeof plain) =>
      passHead.featureSlopes.slice(0, 3).reduce((sum, slope) => sum + slope, 0);
    expect(pull(plain)).toBeLessThan(-0.1);
    expect(pull(hardened)).toBeGreaterThan(0.85 * pull(plain));
    expect(pull(hardened)).toBeLessThan(0);
  });

  it('join the heads and decide nothing else: no padded twin widens the envelope, and none counts as evidence', () => {
    const {
      passHead: _,
      ratingHead: __,
      outOfFold: reported,
      fittedOn,
      reference: ___,
      histograms,
      digest: ____,
      ...rest
    } = hardened;
    expect(plain).toMatchObject(rest);
    // How pass probabilities lie is of the heads.
    expect({ ...histograms, passProbability: plain.histograms!.passProbability }).toEqual(plain.histograms);
    const { hardened: how, ...counted } = fittedOn;
    expect(counted).toEqual(plain.fittedOn);
    expect(how).toEqual({ share: 0.5, twins: 240, probes: ['padded'] });
    for (const name of ['raw', 'baseRate', 'ratingOnly', 'lengthOnly', 'toneOnly'] as const)
      expect(reported[name]).toEqual(plain.outOfFold[name]);
    expect(reported.corrected).not.toEqual(plain.outOfFold.corrected);
  });

  it('that change nothing change nothing, at any weight: a label is one piece of evidence', () => {
    for (const share of [0.05, 1]) {
      const twins = records.flatMap((rated) => [1, 2].map((place) => ({ probe: `none-${place}`, rated })));
      const same = fit(records, { ...worldTarget, twins: { share, twins } });
      expectClose(same.passHead.featureSlopes, plain.passHead.featureSlopes, { relative: 1e-3, absolute: 1e-4 });
      expectClose(same.ratingHead.featureSlopes, plain.ratingHead.featureSlopes, { relative: 1e-3, absolute: 1e-4 });
      expectClose(same.passHead.intercept, plain.passHead.intercept, { relative: 1e-3, absolute: 1e-4 });
    }
  });

  it('share the weight of their record at the pass mark, and leave the other marks to the records', () => {
    const examples = [0.1, 0.2, 0.6, 0.9].map(
      (human) => ({ human, passes: human > 0.5 ? 1 : 0, record: `${human}` }) as Example,
    );
    const of = new Map([['0.6', [examples[2]!.inputs, examples[2]!.inputs]]]);
    const twins = twinRowsOf(examples, { share: 0.5, of });
    const weights = Float64Array.from([1, 1, 3, 1]);
    const shared = shareWithTwins(weights, twins);
    expectClose(shared, [1, 1, 2, 1, 0.5, 0.5]);
    const design = { design: new Float64Array(6).fill(1), columns: 1, meaning: [{ of: 'base' as const }] };
    const alone = withOtherMarks(examples, { ...design, design: new Float64Array(4).fill(1) }, weights);
    const sample = withOtherMarks(examples, design, weights, { twins, weights: shared });
    expect(sample.outcome.slice(0, 6)).toEqual(Float64Array.from([0, 0, 1, 1, 1, 1]));
    expect(sample.outcome.slice(6)).toEqual(alone.outcome.slice(4));
    expect(sample.weights.slice(6)).toEqual(alone.weights.slice(4));
    const atPassMark = sample.weights.slice(0, 6);
    expectClose(atPassMark[2]! + atPassMark[4]! + atPassMark[5]!, alone.weights[2]!);
    expect(alone.outcome.length).toBeGreaterThan(4);
  });

  it('give the same calibrator in whatever order they come', () => {
    const several = longer.twins.flatMap(({ rated }) => [
      { probe: 'padded', rated },
      { probe: 'halved', rated: stretched(rated, 0.5) },
    ]);
    const of = (twins: Hardening['twins']) => fit(records, { ...worldTarget, twins: { share: 0.25, twins } }).digest;
    expect(of(several.toReversed())).toBe(of(several));
  });

  it('of a fold stay out of its fit, as its records do', () => {
    const examples = toExamples(records, worldTarget);
    const options = { target: worldTarget, candidates: candidatesOf(examples, []), seed: 1, onFold: () => {} };
    const without = outOfFold(examples, options);
    const fold = without.foldOf[0]!;
    const own = new Set(examples.filter((_, i) => without.foldOf[i] === fold).map(({ record }) => record));
    const ofFold = { ...longer, twins: longer.twins.filter(({ rated }) => own.has(rated.id)) };
    const twins = readTwins(ofFold, examples, { target: worldTarget, features: [] });
    const { corrected } = outOfFold(examples, { ...options, twins });
    const moved = corrected.map(({ passProbability }, i) => passProbability !== without.corrected[i]!.passProbability);
    expect(moved.some((isMoved, i) => isMoved && without.foldOf[i] === fold)).toBe(false);
    expect(moved.filter((isMoved) => isMoved).length).toBeGreaterThan(100);
  });

  it('join each of the ratings of their record where a person drawn at random is the target', () => {
    const rated = records.map((record) => ({ ...record, humanRatings: [...record.humanRatings, 0] }));
    const options = { ...worldTarget, passBy: 'person' as const };
    const { fittedOn, passHead } = fit(rated, { ...options, twins: longer });
    expect(fittedOn).toMatchObject({ records: 480, hardened: { twins: 240 } });
    expect(passHead).not.toEqual(fit(rated, options).passHead);
  });

  it('of labels that are kept for a proof are kept from the fit', () => {
    const claim = { estimand: 'false-pass', limit: 0.3, confidence: 0.9 } as const;
    const { calibrator } = fitAndCertify(records, claim, { ...worldTarget, twins: longer });
    const { fitted } = splitForProof(records, {});
    const ids = new Set(fitted.map(({ id }) => id));
    const twins = { ...longer, twins: longer.twins.filter(({ rated }) => ids.has(rated.id)) };
    const { passHead, fittedOn } = fit(fitted, { ...worldTarget, twins });
    expect(calibrator).toMatchObject({ passHead, fittedOn });
    expect(fittedOn.hardened!.twins).toBe(fitted.length);
  });

  it.each([
    ['twins must be twins of the labelled records of the fit, got one of "gone"', { twins: [twinOf('gone')] }],
    ['twins.share must be above 0 and at most 1, got 0', { share: 0 }],
    ['twins.share must be above 0 and at most 1, got 1.5', { share: 1.5 }],
    ['twins.share must be above 0 and at most 1, got NaN', { share: Number.NaN }],
    ['twins.twins must be a list of at least one twin, got a list', { twins: [] }],
    [
      'twins.twins[].probe must be a non-empty string of at most 1000 characters, got ""',
      { twins: [{ ...longer.twins[0]!, probe: '' }] },
    ],
  ])('are refused: %s', (message, wrong) => {
    const attempt = () => fit(records, { ...worldTarget, twins: { ...longer, ...wrong } });
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-option', message }));
  });

  it('without a rating are refused, and named', () => {
    const rated = { ...records[0]!, selfRating: Number.NaN };
    const attempt = () => fit(records, { ...worldTarget, twins: { share: 0.5, twins: [{ probe: 'padded', rated }] } });
    const message = `twin padded of record ${rated.id}: self-rating must be a number, got NaN`;
    expect(attempt).toThrow(expect.objectContaining({ code: 'rating-missing', message }));
  });

  function twinOf(id: string): Hardening['twins'][number] {
    return { probe: 'padded', rated: { ...records[0]!, id } };
  }
});

describe('the file of a calibrator', () => {
  const changed = (how: object): string =>
    JSON.stringify(sealed({ ...hardened, fittedOn: { ...hardened.fittedOn, hardened: how as never } }));
  const { hardened: how } = hardened.fittedOn;

  it('says with what it was hardened, and is read again', () => {
    expect(parseCalibrator(JSON.stringify(hardened))).toEqual(hardened);
    expect('hardened' in plain.fittedOn).toBe(false);
  });

  it('is refused where what it says was changed', () => {
    const text = JSON.stringify(hardened).replace('"twins":240', '"twins":24');
    expect(() => parseCalibrator(text)).toThrow(expect.objectContaining({ code: 'invalid-calibrator' }));
  });

  it.each([
    ['fittedOn.hardened.share must be at most 1, got 2', { ...how, share: 2 }],
    ['fittedOn.hardened.twins must be at least 1, got 0', { ...how, twins: 0 }],
    ['fittedOn.hardened.probes must have 1 to 1000 names, got 0', { ...how, probes: [] }],
    ['fittedOn.hardened', { ...how, more: 1 }],
  ])('is refused: %s', (message, wrong) => {
    expect(() => parseCalibrator(changed(wrong))).toThrow(message);
  });
});
