import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { fit, type CalibrationRecord, type Certificate } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { drawWorld, worldTarget } from '../world.ts';

export const measured = ['characters', 'words', 'sentences', 'paragraphs', 'hedges'];

let fitted: Calibrator | undefined;

/** A calibrator with these certificates; without any, one for false passes: at most 20 % from a pass probability of 0.5 on. */
export function watched(...parts: readonly Partial<Certificate>[]): Calibrator {
  const certificates = (parts.length === 0 ? [{}] : parts).map((part, i) =>
    certificate({
      limit: 0.2,
      rule: { score: 'passProbability', threshold: 0.5 },
      digest: `${i}`.repeat(64),
      asking: `${i}`.repeat(16),
      ...part,
    }),
  );
  fitted ??= fit(drawn('fit', 11, 300), worldTarget);
  return withParts(fitted, { certificates });
}

/** Records of the world, none of which another name has. */
export function drawn(name: string, seed: number, records: number): CalibrationRecord[] {
  return drawWorld(seededRandom(seed), { records, measured }).map(({ truth: _, ...record }) => ({
    ...record,
    id: `${name}-${record.id}`,
    group: `${name}-${record.group}`,
  }));
}

let number = 0;

/** A response that the gate surely passes (or fails) by every rule, and that people pass or fail. */
export function labelled(
  parts: Partial<CalibrationRecord> & { readonly fails?: boolean; readonly isPassed?: boolean } = {},
) {
  const { fails = false, isPassed = true, ...rest } = parts;
  const id = `label-${number++}`;
  const features = Object.fromEntries(measured.map((name) => [name, usual[name]!]));
  return {
    id,
    group: `group of ${id}`,
    selfRating: isPassed ? 9 : 3,
    humanRatings: [fails ? 0 : 1],
    features: { ...features },
    ...rest,
  } satisfies CalibrationRecord;
}

/** What is near the middle of the labels of the fit. */
const usual: Readonly<Record<string, number>> = medians(drawn('fit', 11, 300));

function medians(records: readonly CalibrationRecord[]): Record<string, number> {
  return Object.fromEntries(
    measured.map((name) => {
      const values = records.map(({ features }) => features![name]!).sort((a, b) => a - b);
      return [name, values[Math.floor(values.length / 2)]!];
    }),
  );
}
