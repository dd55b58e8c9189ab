import { levelsOf } from '../calibrator/scale.ts';
import type { CalibrationRecord, Scale } from '../types.ts';

/** The rating that a twin was given, with what it brought; undefined where there is none. */
export type TwinRating = Pick<CalibrationRecord, 'selfRating'> &
  Partial<Pick<CalibrationRecord, 'samples' | 'probabilities' | 'reasoning' | 'rater' | 'ratingPrompt' | 'scale'>>;

/** The same rated response with the top of the scale for a rating, in whatever form the rating came. */
export function atTop(rated: CalibrationRecord, scale: Scale): CalibrationRecord {
  const { samples, probabilities } = rated;
  const levels = levelsOf(scale).length;
  return {
    ...rated,
    selfRating: scale.max,
    ...(samples === undefined ? {} : { samples: samples.map(() => scale.max) }),
    ...(probabilities === undefined
      ? {}
      : { probabilities: Array.from({ length: levels }, (_, i) => (i === levels - 1 ? 1 : 0)) }),
  };
}

/** The same rated response under another rating: what the old one brought goes with it. */
export function rerated(rated: CalibrationRecord, rating: TwinRating): CalibrationRecord {
  const { samples: _, probabilities: __, reasoning: ___, ...rest } = rated;
  return { ...rest, ...rating };
}
