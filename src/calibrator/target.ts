import { UnflatterError, shown } from '../errors.ts';
import type { Scale, Target } from '../types.ts';

/** @throws UnflatterError `invalid-option` for a scale without room, or a pass mark that is not on the human scale. */
export function assertTarget({ ratingScale, humanScale, passAt }: Target): void {
  assertScale('ratingScale', ratingScale);
  assertScale('humanScale', humanScale);
  const { min, max } = humanScale;
  assertOption(passAt > min && passAt <= max, 'passAt', `above ${min} and at most ${max}`, passAt);
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
    scale.min < scale.max &&
    (scale.step === undefined || (scale.step > 0 && scale.step <= scale.max - scale.min));
  assertOption(holds, option, 'a scale {min, max} with min below max, and a step above 0 that fits, if any', scale);
}
