/**
 * What is bounded. With "passes" and "fails" for what people say, and "passed" and "failed" for what the gate says:
 * `false-pass` P(fails | passed), `leak` P(passed | fails), `joint` P(passed and fails), `false-fail` P(passes | failed).
 * Each speaks of one response of each group, drawn at random: of traffic to which every group adds one response.
 */
export type Estimand = 'false-pass' | 'leak' | 'joint' | 'false-fail';

/** What a certificate is asked to show: that a rate is at most so much, and how surely. */
export interface Claim {
  readonly estimand: Estimand;
  /** The rate that must not be exceeded, α: above 0 and below 1. */
  readonly limit: number;
  /** How surely, 1 − δ: above 0 and below 1. Of certificates that are issued like this one, at most δ are wrong. */
  readonly confidence: number;
}

/** Which responses are passed: those from the threshold on. For `false-fail`, which are failed: those below it. */
export interface CertifiedRule {
  /** `passProbability` is that of the calibrator, 0..1; `selfRating` is the rating as it came, on the rating scale. */
  readonly score: 'passProbability' | 'selfRating';
  readonly threshold: number;
}

/**
 * The share of the error that the self-rating as it came is tried with. It needs none of the labels for a fit, so where the correction
 * adds little it is the better score; a quarter costs the correction little.
 */
export const shareOfSelfRating = 0.25;

/** More groups than these need no better use of their labels, and the test of their means takes long. */
export const mostGroupsByMeans = 1000;

/** The answer of labels that the fit had not seen. */
export interface Certificate extends Claim {
  /** Null: not yet. The gate then passes nothing on the strength of it. */
  readonly rule: CertifiedRule | null;
  /** The labels it was decided by: one response of each group, or all of them where `groups` is given. */
  readonly units: number;
  /** All labels decided, each of so many groups by the mean of its own. Left out: one response of each was drawn. */
  readonly groups?: number | undefined;
  /** How many of them the rule decides on (passes; for `false-fail`, fails), and how many of these people contradict. */
  readonly decided: number;
  readonly contradicted: number;
  /** How often some of these labels have been asked, with this calibrator, this time included. */
  readonly uses: number;
  /** Labels were drawn only from responses with at least this pass probability. Left out: from all traffic. */
  readonly drawnFrom?: number | undefined;
  /** Labels of records or groups that the fit had seen, and that were left out: it says nothing of such. Left out: none. */
  readonly leftOut?: number | undefined;
  /** The sources of the human ratings it stands on, as `expert`, as far as they said. Left out: none said. */
  readonly sources?: readonly string[] | undefined;
  /** What its labels were of; empty where they did not say. The gate refuses others. */
  readonly raters: readonly string[];
  readonly ratingPrompts: readonly string[];
  readonly labelPolicies: readonly string[];
  /** The day from which on it counts no more, as 2027-06-30; null: it does not expire. */
  readonly expires: string | null;
  readonly seed: number;
  /** SHA-256 of the labels in canonical order. */
  readonly digest: string;
  /** Of the askings of the calibrator, the one that it answers. */
  readonly asking: string;
}

/** One set of claims that some labels were asked about, and by what those are known again. */
export interface Asking {
  /** Sixteen hexadecimal digits, of the labels, the claims, the seed and where labels were drawn from. */
  readonly id: string;
  readonly labels: Seen;
}

/**
 * Which records and groups a calibrator has been fitted on, as truncated hashes: enough to refuse them as fresh, too little
 * to tell what they were. Thirty-two bits each, in base64, ascending.
 */
export interface Seen {
  /** One in so many is kept; 1 up to 20,000 of them. */
  readonly oneIn: number;
  readonly records: string;
  readonly groups: string;
}
