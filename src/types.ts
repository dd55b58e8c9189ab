/** A range of ratings, ends included. With `step`, only `min + k · step` are ratings. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step?: number | undefined;
}

/** What a person said of one response, on the human scale, and who said it. */
export type HumanRating =
  | number
  | {
      readonly value: number;
      readonly labeller?: string;
      /** What kind of label it is: `expert`, `user`, `model`, or a name of your own. A label by a model certifies nothing. */
      readonly source?: string;
      /** Version of the instructions that the labeller had. */
      readonly policy?: string;
      /** When it was given, in milliseconds since 1970. */
      readonly at?: number;
    };

/** A response and the rating that a model gave it. What a calibrator corrects. */
export interface RatedResponse {
  /** The prompt that the response answers. Leave it out only if the calibration set has none. */
  readonly prompt?: string | undefined;
  /** Leave it out only where `features` say all that is to be known of it. */
  readonly response?: string | undefined;
  /** On the rating scale of the calibrator. */
  readonly selfRating: number;
  /** The model that rated. A calibrator made for other raters refuses. */
  readonly rater?: string | undefined;
  /** The id of the model that rated, where `rater` is a name of its own. It only counts for the mark `self`. */
  readonly raterModel?: string | undefined;
  /** The model that wrote the response. A decision on a rating by the same model is marked `self`. */
  readonly generator?: string | undefined;
  /** What identifies the instructions with which the rating was asked for, as their hash or their version. */
  readonly ratingPrompt?: string | undefined;
  /** The scale of the self-rating. A calibrator made for another refuses. */
  readonly scale?: Scale | undefined;
  /** What was rated. A calibrator made for another criterion refuses. */
  readonly criterion?: string | undefined;
  /** Surface features measured elsewhere, in natural units, and columns of the app's own. They win over what is measured here. */
  readonly features?: Readonly<Record<string, number>> | undefined;
  /** The language of the response, as `en`. @default recognised from the response */
  readonly language?: string | undefined;
  /** Several ratings of the same response by the same rater, on the rating scale. Their mean is corrected then. */
  readonly samples?: readonly number[] | undefined;
  /**
   * Probabilities of the levels of a rating scale with steps, from the lowest on. Where there are no samples, the rating to
   * expect under them is corrected.
   */
  readonly probabilities?: readonly number[] | undefined;
  /** What the rater wrote to give reasons for its rating. */
  readonly reasoning?: string | undefined;
}

/** One line of a calibration set: a rated response and what people said of it. */
export interface CalibrationRecord extends RatedResponse {
  readonly id: string;
  /** Records that share a group (a prompt, a conversation) are never split. @default the prompt, else the id */
  readonly group?: string | undefined;
  /** On the human scale. Empty: not labelled yet. */
  readonly humanRatings: readonly HumanRating[];
  /** Probability with which the record was chosen for labelling, from 0.000001 to 1. @default 1 */
  readonly inclusion?: number | undefined;
}

/** What a calibration set measures: the two scales, and where on the human one a response passes. */
export interface Target {
  readonly ratingScale: Scale;
  readonly humanScale: Scale;
  /** A response passes when its mean human rating reaches this. On the human scale. */
  readonly passAt: number;
  /**
   * What a pass probability speaks of: `mean`, that the mean human rating reaches the pass mark; `person`, that a person
   * drawn at random passes it. The two differ where people disagree.
   * @default 'mean'
   */
  readonly passBy?: 'mean' | 'person' | undefined;
  readonly criterion?: string | undefined;
}

/** A range that should hold the human rating of one response in a `coverage` share of cases. On the human scale. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly coverage: number;
}

/** What one input added to the logit of the pass probability. */
export interface Contribution {
  /** `base`, the name of a feature, `language`, `rater`, or `selfRating`. */
  readonly input: string;
  /** What was measured, in natural units, or the name of the language or rater; none for `base` and for what is absent. */
  readonly value?: number | string;
  readonly logit: number;
}

/** An input that lies further out than the labels reach, or `jointDistance`: the features together do. */
export interface Outside {
  readonly input: string;
  readonly value: number | string;
  /** The range that the calibration set covers; none for a language. */
  readonly min?: number;
  readonly max?: number;
  /** The languages that the calibration set covers. */
  readonly known?: readonly string[];
}

/** A self-rating after correction. */
export interface CalibratedRating {
  /** What was corrected, on the rating scale: the mean of the samples or of the distribution where the rating brought any. */
  readonly selfRating: number;
  /** P(mean human rating reaches the pass mark), 0..1. */
  readonly passProbability: number;
  /** The mean human rating to expect, on the human scale. */
  readonly rating: number;
  readonly interval: Interval;
  /** They add up, exactly and in any order, to the logit of `passProbability`. */
  readonly contributions: readonly Contribution[];
  /** Empty is what you want: the calibrator speaks for inputs like this one. */
  readonly outside: readonly Outside[];
}
