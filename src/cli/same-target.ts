import type { Calibrator } from '../calibrator/calibrator.ts';
import { declaredTarget } from '../data/dataset.ts';
import { UnflatterError } from '../errors.ts';
import type { Scale } from '../types.ts';

/** What `dataset.json` may say otherwise than the calibrator: what is decided on has no labels, so no human scale matters. */
const parts = {
  decide: ['ratingScale', 'criterion'],
  evaluate: ['ratingScale', 'humanScale', 'criterion'],
} as const;

/** @throws UnflatterError `invalid-option` if `dataset.json` beside the file says that it measures something else. */
export async function assertSameTarget(
  path: string,
  { target }: Calibrator,
  command: keyof typeof parts,
): Promise<void> {
  const declared = await declaredTarget(path);
  for (const part of parts[command]) {
    if (isSame(declared[part], target[part])) continue;
    const [theirs, ours] = [declared[part], target[part]].map((value) => JSON.stringify(value));
    const message = `the ${part} of ${path} must be ${ours}, for which the calibrator was fitted, got ${theirs} from dataset.json`;
    throw new UnflatterError('invalid-option', message, { option: part, expected: ours!, received: theirs });
  }
}

/** A calibrator is judged by the pass mark it was fitted for: a flag of `fit` may have won over `dataset.json`. */
export async function otherPassMark(path: string, { target }: Calibrator): Promise<string | undefined> {
  const { passAt } = await declaredTarget(path);
  if (passAt === undefined || passAt === target.passAt) return undefined;
  return `${path} is evaluated against the calibrator's pass mark ${target.passAt}; dataset.json says ${passAt}`;
}

/** What one of them does not say is taken to fit. */
function isSame<Value extends Scale | string>(theirs: Value | undefined, ours: Value | undefined): boolean {
  if (theirs === undefined || ours === undefined) return true;
  if (typeof theirs !== 'object' || typeof ours !== 'object') return theirs === ours;
  const bothHaveSteps = theirs.step !== undefined && ours.step !== undefined;
  return theirs.min === ours.min && theirs.max === ours.max && (!bothHaveSteps || theirs.step === ours.step);
}
