import type { Target } from '../types.ts';
import type { Asking, Certificate, Seen } from './certificate.ts';
import type { Histograms } from './histograms.ts';
import type { Reference } from './reference.ts';

/**
 * A fitted correction: plain JSON, safe to commit, diff and review. It holds no date and no path, so the same
 * records, options and seed give the same bytes. Inside, ratings are on 0..1 and features are standardised.
 */
export interface Calibrator {
  readonly format: 'unflatter-calibrator';
  readonly version: 3;
  /** Version of the feature definitions it was fitted with; it refuses others. */
  readonly featureSet: string;
  readonly target: Target;
  /** The models whose ratings it corrects; empty if the records did not say. */
  readonly raters: readonly string[];
  /** The languages of the labels; it says so when it is given another. Empty if the records did not say. */
  readonly languages: readonly string[];
  /** What identifies the instructions with which the ratings were asked for; empty if the records did not say. */
  readonly ratingPrompts: readonly string[];
  /** The policy that people labelled by; empty if the records did not say. */
  readonly labelPolicies: readonly string[];
  readonly ratingCurve: RatingCurve;
  readonly features: readonly FeatureScaling[];
  /** Languages and raters whose records are held apart, where there are several. */
  readonly categories: readonly Category[];
  /** At least one in twenty of the labels is of a response that is cut off, so one more is like them. */
  readonly acceptsTruncated?: true | undefined;
  /** How far features may be from the labels together. Left out where labels or features were too few, or features too many. */
  readonly jointDistance?: JointDistance | undefined;
  readonly passHead: PassHead;
  readonly ratingHead: RatingHead;
  /** What the correction is worth on records it had not seen. */
  readonly outOfFold: OutOfFoldReport;
  readonly fittedOn: FittedOn;
  readonly reference: Reference;
  /** How its inputs lie over the labels. Left out in calibrators that were made before there were any. */
  readonly histograms?: Histograms | undefined;
  readonly seen: Seen;
  /** What labels that the fit had not seen say of it. A fit has none to give. */
  readonly certificates: readonly Certificate[];
  /** What labels were asked for certificates, in order: who asks the same labels again and again finds something. */
  readonly askings: readonly Asking[];
  /** SHA-256 of the canonical JSON of all but the digest and the signature: a calibrator that was changed is not read. */
  readonly digest: string;
  readonly signature?: Signature | undefined;
}

/** Whose calibrator it is: what only the holder of a private key can make of its digest. */
export interface Signature {
  readonly algorithm: 'Ed25519';
  /** SubjectPublicKeyInfo in base64. It says which key to look for; whether that is to be trusted, it cannot say. */
  readonly publicKey: string;
  /** In base64. */
  readonly value: string;
}

/** How the self-rating enters both heads: piecewise linear between the knots. */
export interface RatingCurve {
  /** Ascending, on 0..1. The first and the last are the ends of what the labels cover; one knot: the rating never varied. */
  readonly knots: readonly number[];
  /** The rating at which the curve is zero, on 0..1. */
  readonly reference: number;
  /** Standard deviation of the ratings, on 0..1: the unit of the slopes. */
  readonly spread: number;
}

/** How one surface feature enters both heads: z = (transform(value) − centre) / spread, within the labels and ±3. */
export interface FeatureScaling {
  readonly name: string;
  readonly transform: 'log' | 'none';
  readonly centre: number;
  readonly spread: number;
  /** The range that the labels cover, in natural units. */
  readonly min: number;
  readonly max: number;
  /** How far beyond that range, after the transform, a value still counts as like the labels. */
  readonly slack: number;
  /** Some of the labels were without it, so the correction knows what its absence says. Else it must be there. */
  readonly isOptional?: true | undefined;
  /** It exists in languages with a word list only. A text without it is outside of the labels, and no mistake of the caller's. */
  readonly isOfLanguage?: true | undefined;
  /** What a feature of the app's own measures. Built-in ones have none. */
  readonly describe?: string | undefined;
}

/** The Mahalanobis distance from the labels, of the features that varied (min below max), as the heads see them. */
export interface JointDistance {
  /** The largest, by the square root of the number of features, that still counts as like the labels; a label is at about 1. */
  readonly limit: number;
  /** One number a feature. */
  readonly centre: readonly number[];
  /** The upper triangle U, row after row: the distance is the length of U · (z − centre). */
  readonly whitening: readonly number[];
}

/** One language or one rater of several. */
export interface Category {
  readonly of: 'language' | 'rater';
  readonly name: string;
}

/** logit P(pass) = intercept + curve(rating) + Σ slope · z + shifts for what is absent, for the language and the rater. */
export interface PassHead {
  readonly intercept: number;
  /** One non-negative slope between each two knots, per spread of the rating. */
  readonly ratingSlopes: readonly number[];
  /** One slope a feature, in the order of `features`. */
  readonly featureSlopes: readonly number[];
  /** What the absence of a feature adds, one number a feature; zero where it cannot be absent. */
  readonly absenceShifts: readonly number[];
  /** One number a category. */
  readonly categoryShifts: readonly number[];
}

/** The same for the mean human rating, on 0..1 of the human scale. */
export interface RatingHead extends PassHead {
  /** What to add to the expected rating to get the ends of an interval. */
  readonly residuals: { readonly lower: number; readonly upper: number; readonly coverage: number };
}

/** What the correction is worth, out of fold: each record judged by a fit that had not seen its group. */
export interface OutOfFoldReport {
  readonly folds: number;
  /** The self-rating as it came, on 0..1, read as a probability. */
  readonly raw: Evaluation;
  /** No input at all: the share that passes in the other folds. */
  readonly baseRate: Evaluation;
  /** The same method without features: the self-rating, with languages and raters told apart. */
  readonly ratingOnly: Evaluation;
  /** The same without the self-rating: by the length of the response alone, and by its tone alone. */
  readonly lengthOnly: Evaluation;
  readonly toneOnly: Evaluation;
  readonly corrected: Evaluation;
  readonly featuresWorthIt: Worth;
  /** At the share of records that a raw gate at 80 % of the scale passes: how many of them fail by their labels. */
  readonly falsePass: FalsePass;
  /** Share of records that lie outside the envelope of the fit that had not seen them. */
  readonly outsideShare: number;
}

/** How good pass probabilities are against human labels. */
export interface Evaluation {
  /** Mean negative log likelihood, nats; 0.693 is a coin. */
  readonly logLoss: number;
  /** Mean squared error; 0.25 is a coin. */
  readonly brier: number;
  /**
   * P(a passing record ranks above a failing one); 0.5 is chance. Out of fold, only records of one fold are compared;
   * null where no fold has both outcomes.
   */
  readonly auc: number | null;
  /** Mean distance between predicted and observed over ten bins. */
  readonly calibrationError: number;
}

/** Two gates that pass the same share of records. */
export interface FalsePass {
  readonly passedShare: number;
  /** Share of the passed records that fail by their labels; null where nothing is passed. */
  readonly raw: number | null;
  readonly corrected: number | null;
}

/** How much log loss the surface features save over the rating alone, in nats a record, and whether that is real. */
export interface Worth {
  readonly verdict: 'worth it' | 'not yet' | 'no';
  readonly gain: number;
  readonly standardError: number;
  /** 90 % interval of the gain on records to come, over groups; null where they are too few for one. */
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface FittedOn {
  readonly records: number;
  readonly groups: number;
  /** How many unrelated records of equal weight they are worth as evidence, at most `records`. */
  readonly effectiveRecords: number;
  readonly passRate: number;
  readonly meanInflation: number;
  /** Correlation of the outcome within groups that the fit found and allowed for, 0..1. */
  readonly groupCorrelation: number;
  /** Whether they are enough for a threshold to be certified at all: fifty groups, fifteen of which pass and fifteen fail. */
  readonly isEnoughToCertify: boolean;
  readonly seed: number;
  /** SHA-256 of the records as the fit saw them, in canonical order. */
  readonly digest: string;
  /** There where changed responses with the labels of their originals joined the fit. */
  readonly hardened?: HardenedWith | undefined;
}

/** What a fit was hardened with. */
export interface HardenedWith {
  /** What the twins of a record weigh, as a share of what it weighs itself; above 0, at most 1. */
  readonly share: number;
  readonly twins: number;
  /** What changed the responses, by name. */
  readonly probes: readonly string[];
}
