import type { Calibrator } from './calibrator.ts';
import { inCertificate } from './certificate-consistent.ts';
import { hasDistance } from './distance.ts';
import { inHistograms } from './histogram-schema.ts';

/** All that is checked here; calibrators of older versions have neither a reference nor certificates. */
type Checked = Pick<
  Calibrator,
  'ratingCurve' | 'features' | 'categories' | 'passHead' | 'ratingHead' | 'target' | 'fittedOn'
> &
  Partial<Pick<Calibrator, 'jointDistance' | 'reference' | 'histograms' | 'certificates' | 'askings'>>;

/** What a schema cannot say of a calibrator: lists of one length, and numbers in order. */
export function* inconsistencies({
  ratingCurve,
  features,
  categories,
  passHead,
  ratingHead,
  target,
  fittedOn,
  jointDistance,
  reference = { passProbability: [], selfRating: [] },
  histograms,
  certificates = [],
  askings = [],
}: Checked): Generator<{ path: string; message: string }> {
  const { knots } = ratingCurve;
  if (knots.some((knot, i) => i > 0 && knot <= knots[i - 1]!))
    yield { path: 'ratingCurve.knots', message: 'must ascend' };
  for (const [name, head] of Object.entries({ passHead, ratingHead })) {
    const { ratingSlopes } = head;
    if (ratingSlopes.length !== knots.length - 1) {
      yield {
        path: `${name}.ratingSlopes`,
        message: `must have one number between each two of ${knots.length} knots, got ${ratingSlopes.length}`,
      };
    }
    for (const [list, wanted, what] of [
      ['featureSlopes', features.length, 'features'],
      ['absenceShifts', features.length, 'features'],
      ['categoryShifts', categories.length, 'categories'],
    ] as const) {
      if (head[list].length !== wanted) {
        const message = `must have one number for each of ${wanted} ${what}, got ${head[list].length}`;
        yield { path: `${name}.${list}`, message };
      }
    }
  }
  if (new Set(features.map(({ name }) => name)).size !== features.length)
    yield { path: 'features', message: 'must have each name once' };
  if (new Set(categories.map((category) => JSON.stringify(category))).size !== categories.length)
    yield { path: 'categories', message: 'must have each category once' };
  if (features.some(({ min, max }) => min > max)) yield { path: 'features', message: 'must have min at most max' };
  const columns = features.filter(hasDistance).length;
  for (const [list, wanted] of [
    ['centre', columns],
    ['whitening', (columns * (columns + 1)) / 2],
  ] as const) {
    const numbers = jointDistance?.[list].length ?? wanted;
    const message = `must have ${wanted} numbers for ${columns} features that vary, got ${numbers}`;
    if (numbers !== wanted) yield { path: `jointDistance.${list}`, message };
  }
  if (target.passAt <= target.humanScale.min || target.passAt > target.humanScale.max) {
    yield { path: 'target.passAt', message: `must be on the human scale and above its lowest, got ${target.passAt}` };
  }
  if (ratingHead.residuals.lower > ratingHead.residuals.upper)
    yield { path: 'ratingHead.residuals', message: 'must have lower at most upper' };
  for (const score of ['passProbability', 'selfRating'] as const) {
    const isInOrder = reference[score].every(({ threshold, share }, i, all) => {
      const before = all[i - 1];
      return before === undefined || (threshold < before.threshold && share >= before.share);
    });
    const message = 'must have thresholds that descend, and shares that do not';
    if (!isInOrder) yield { path: `reference.${score}`, message };
  }
  if (histograms !== undefined) yield* inHistograms(histograms, features.length);
  const known = new Set(askings.map(({ id }) => id));
  if (known.size !== askings.length) yield { path: 'askings', message: 'must have each id once' };
  for (const [i, certificate] of certificates.entries()) {
    if (!known.has(certificate.asking))
      yield { path: `certificates.${i}.asking`, message: `must be one of the askings, got ${certificate.asking}` };
    for (const { field, message } of inCertificate(certificate, { target, fittedOn }))
      yield { path: `certificates.${i}.${field}`, message };
  }
}
