import { UnflatterError, shown } from '../errors.ts';
import type { Scale, Target } from '../types.ts';

/** For `assertOptions` of options that are a target and more. */
export const targetNames = {
  ratingScale: true,
  humanScale: true,
  passAt: true,
  passBy: true,
  criterion: true,
} as const satisfies Readonly<Record<keyof Target, true>>;

/**
 * @throws UnflatterError `invalid-option` for a scale without room, a pass mark that is not on the human scale, or a
 *   criterion without a name: a calibrator with any of them could not be read again.
 */
export function assertTarget({ ratingScale, humanScale, passAt, passBy, criterion }: Target): void {
  assertScale('ratingScale', ratingScale);
  assertScale('humanScale', humanScale);
  const { min, max } = humanScale;
  assertOption(passAt > min && passAt <= max, 'passAt', `above ${min} and at most ${max}`, passAt);
  assertOption(passBy === undefined || passBy === 'mean' || passBy === 'person', 'passBy', 'mean or person', passBy);
  const isName = typeof criterion === 'string' && criterion !== '' && criterion.length <= 1000;
  assertOption(
    criterion === undefined || isName,
    'criterion',
    'a non-empty string of at most 1000 characters',
    criterion,
  );
}

/** @throws UnflatterError `invalid-option`, naming the option, what was expected and what came. */
export function assertOption(holds: boolean, option: string, expected: string, received: unknown): void {
  if (holds) return;
  const message = `${option} must be ${expected}, got ${shown(received)}`;
  throw new UnflatterError('invalid-option', message, { option, expected, received });
}

/** @throws UnflatterError `invalid-option` for a scale without room, or a step that is none. */
export function assertScale(option: string, scale: Scale | undefined): void {
  const holds =
    typeof scale === 'object' &&
    scale !== null &&
    Number.isFinite(scale.min) &&
    Number.isFinite(scale.max) &&
    Number.isFinite(scale.max - scale.min) &&
    scale.min < scale.max &&
    (scale.step === undefined || (scale.step > 0 && scale.step <= scale.max - scale.min));
  assertOption(holds, option, 'a scale {min, max} with min below max, and a step above 0 that fits, if any', scale);
}
