import type { Calibrator } from '../calibrator/calibrator.ts';
import { declaredTarget } from '../data/dataset.ts';
import { UnflatterError } from '../errors.ts';
import type { Scale } from '../types.ts';
import type { TargetFlags } from './options.ts';

/** What `dataset.json` may say otherwise than the calibrator: what is decided on has no labels, so no human scale matters. */
const parts = {
  decide: ['ratingScale', 'criterion'],
  evaluate: ['ratingScale', 'humanScale', 'criterion'],
  certify: ['ratingScale', 'humanScale', 'criterion'],
  audit: ['ratingScale', 'humanScale', 'criterion'],
} as const;

/** The flags of `fit` that win over `dataset.json`. */
const flagOf = {
  ratingScale: '--rating-scale',
  humanScale: '--human-scale',
  passAt: '--pass-at',
  passBy: '--pass-by',
  criterion: '--criterion',
} as const;

/**
 * Says of each flag that `dataset.json` beside a file says otherwise, the first such file: `decide` and `evaluate` will
 * refuse that file, or judge it by another pass mark.
 */
export async function overridingFlags(paths: readonly string[], flags: TargetFlags): Promise<string[]> {
  const declared = await Promise.all(paths.map(declaredTarget));
  return (['ratingScale', 'humanScale', 'passAt', 'passBy', 'criterion'] as const).flatMap((part) => {
    const at = declared.findIndex((target) => !isSame(target[part], flags[part]));
    if (at === -1) return [];
    const [theirs, ours] = [JSON.stringify(declared[at]![part]), asTyped(flags[part])];
    return [`${flagOf[part]} ${ours} wins over dataset.json beside ${paths[at]}, which says ${theirs}`];
  });
}

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
    const message = `the ${part} of ${path} must be ${ours}, for which the calibrator was fitted, got ${theirs} from dataset.json: correct dataset.json, or fit without ${flagOf[part]}`;
    throw new UnflatterError('invalid-option', message, { option: part, expected: ours!, received: theirs });
  }
}

/**
 * A calibrator is judged by the pass mark it was fitted for, and by whom it has to be reached: flags of `fit` may have won
 * over `dataset.json`.
 */
export async function otherPassMark(
  path: string,
  { target }: Calibrator,
  done: 'evaluated' | 'certified' | 'audited',
): Promise<string | undefined> {
  const declared = await declaredTarget(path);
  const isByTheSame = isSame(declared.passBy, target.passBy ?? 'mean');
  if (isByTheSame && isSame(declared.passAt, target.passAt)) return undefined;
  const [ours, theirs] = [target, { ...target, ...declared }].map(({ passAt, passBy = 'mean' }) =>
    isByTheSame ? `${passAt}` : `${passAt} by ${whom[passBy]}`,
  );
  return `${path} is ${done} against the calibrator's pass mark ${ours}; dataset.json says ${theirs}`;
}

const whom = { mean: 'the mean human rating', person: 'a person drawn at random' } as const;

/** The value of a flag as it is typed. */
function asTyped(value: Scale | string | number | undefined): string {
  return typeof value === 'object' ? [value.min, value.max, value.step ?? []].flat().join(':') : JSON.stringify(value);
}

/** What one of them does not say is taken to fit. */
function isSame<Value extends Scale | string | number>(theirs: Value | undefined, ours: Value | undefined): boolean {
  if (theirs === undefined || ours === undefined) return true;
  if (typeof theirs !== 'object' || typeof ours !== 'object') return theirs === ours;
  const bothHaveSteps = theirs.step !== undefined && ours.step !== undefined;
  return theirs.min === ours.min && theirs.max === ours.max && (!bothHaveSteps || theirs.step === ours.step);
}
