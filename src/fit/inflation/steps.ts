import type { FeatureScaling } from '../../calibrator/calibrator.ts';
import { builtIn } from '../../calibrator/custom.ts';
import { winsorise } from '../../calibrator/heads.ts';
import { significant } from '../../math/round.ts';

const rate = 'per 100 words';

/** A step of a feature that can be pictured, and from where to where it goes, in natural units. */
export interface Step {
  /** As in "+0.21 per doubling". */
  readonly words: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The step that an effect is told in, about the centre of the labels and within them. Of what is mostly absent there is no
 * doubling: then it goes from none to one. A step that the labels have no room for would be a guess: then it is all that they
 * cover.
 *
 * @param deviation Standard deviation of the feature, in spreads.
 */
export function stepOf(scaling: FeatureScaling, deviation: number): Step {
  const { min, max, transform } = scaling;
  const step = transform === 'log' ? ratioStep(scaling) : plainStep(scaling, deviation);
  const slack = 1e-9 * (max - min);
  const fits = step.from >= min - slack && step.to <= max + slack;
  if (fits) return { ...step, from: significant(step.from, 6), to: significant(step.to, 6) };
  return { words: `from ${shortNumber(min)} to ${shortNumber(max)}`, from: min, to: max };
}

/** How long a step is for the regression, in spreads. Beyond ±3 spreads a feature moves nothing any more. */
export function spreadsOf({ from, to }: Step, scaling: FeatureScaling): number {
  return winsorise(to, scaling) - winsorise(from, scaling);
}

/** A number as a person reads it: three digits, and commas. */
export function shortNumber(value: number): string {
  return significant(value, 3).toLocaleString('en', { maximumSignificantDigits: 3 });
}

function ratioStep(scaling: FeatureScaling): Step {
  const { centre, min, max } = scaling;
  const usual = Math.expm1(centre);
  if (usual < 1 && min <= 0) {
    return { words: `from none to one${unitOf(scaling) === rate ? ' in 100 words' : ''}`, from: 0, to: 1 };
  }
  const from = Math.max(min, Math.min(max / 2, usual * Math.SQRT1_2));
  return { words: 'per doubling', from, to: 2 * from };
}

function plainStep(scaling: FeatureScaling, deviation: number): Step {
  const unit = unitOf(scaling);
  if (unit === rate) return { words: 'per extra one in 100 words', ...about(scaling, 1) };
  if (unit.startsWith('0..1')) return { words: 'per ten points of 100', ...about(scaling, 0.1) };
  if (unit === '0 or 1') return { words: 'from no to yes', from: 0, to: 1 };
  const size = roundBelow(scaling.spread * deviation);
  const named = unit === '' || unit === 'ratio' ? '' : ` ${unit}`;
  return { words: `per ${shortNumber(size)}${named} more`, ...about(scaling, size) };
}

/** A step with the centre in its middle, moved into what the labels cover. */
function about({ centre, min, max }: FeatureScaling, size: number): Pick<Step, 'from' | 'to'> {
  const from = Math.max(min, Math.min(max - size, centre - size / 2));
  return { from, to: from + size };
}

/** Empty for a feature that is none of ours. */
function unitOf({ name }: FeatureScaling): string {
  return builtIn.find((feature) => feature.name === name)?.unit ?? '';
}

/** The largest of 1, 2 and 5 times a power of ten that is not above a number, which is above zero. */
function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return significant(power * ([5, 2].find((digit) => digit * power <= value) ?? 1), 1);
}
