import type { CertifiedRule } from '../calibrator/certificate.ts';
import type { CertificateName } from '../gate/standing.ts';
import type { DriftReport } from './drift-report.ts';

/** What a monitor found: plain data. */
export interface MonitorReport {
  /**
   * `alarm`: something is surely wrong. `holds`: labels show that all certificates hold, and with a margin that the pass
   * probability is right, and drift says nothing else. Else there is too little to tell: without labels nothing ever holds.
   */
  readonly verdict: 'holds' | 'alarm' | 'cannot tell';
  /** What surely is wrong; empty where nothing is. */
  readonly alarms: readonly MonitorAlarm[];
  /** Digest of the calibrator. */
  readonly calibrator: string;
  readonly labels: ReportedLabels;
  /** Whether labels were said to be of what the gate passes alone: they say nothing of `leak` and `joint` then. */
  readonly passedOnly: boolean;
  /** One for each certificate that has a rule, in the order of the calibrator. */
  readonly certificates: readonly WatchedCertificate[];
  /** Whether traffic still is like the labels of the fit; null where that was not asked. */
  readonly drift: DriftReport | null;
  /** Whether the calibrator is right on average on these labels; null where that was not asked. */
  readonly transport: TransportReport | null;
}

export type MonitorAlarm = 'drift' | 'certificate' | 'transport';

/** The labels that came, and why some of them count nowhere. Each label, of one response, is in one of these. */
export interface LabelCounts {
  /** Labels that count: one for each group. */
  readonly counted: number;
  /** Left out at random to even out the chances of having been chosen. */
  readonly evenedOut: number;
  /** Second and further responses of a group that has a label already. */
  readonly sameGroup: number;
  /** Of records or groups that the fit has seen. */
  readonly seenByFit: number;
  /** Rated by models alone. */
  readonly byModel: number;
  /** Given by another policy of labelling than those of the calibrator. */
  readonly otherPolicy: number;
  /** Of decisions by another calibrator. */
  readonly otherCalibrator: number;
  /** Of responses that were never chosen, in a log from which others were: how they came to be labelled is not known. */
  readonly unchosen: number;
}

/** Those of a whole log, too. */
export interface ReportedLabels extends LabelCounts {
  /**
   * Of logged responses of which no record can be made, since no rating was to be read or nothing is known of the response. With a
   * margin they count as labels on which the calibrator could not speak.
   */
  readonly unjudged: number;
}

/** A certificate under watch. Limits of its rate hold at all looks together: one may look after every label. */
export interface WatchedCertificate {
  readonly certificate: CertificateName;
  readonly rule: CertifiedRule;
  /**
   * `revoked`: its rate surely is above its limit. `holds`: its rate surely is at most its limit, by labels that it had not
   * seen; for `joint`, which is a rate of all, some of them of what it does not decide on. `watching`: neither is shown yet.
   */
  readonly state: 'holds' | 'revoked' | 'watching';
  /** Labels that its rate is a rate of: those it decides on; for `leak` those that people fail; for `joint` all. */
  readonly units: number;
  /** How many of them people contradict; not whole where a person drawn at random decides. */
  readonly contradicted: number;
  /** Their rate, 0..1; null for no units. */
  readonly rate: number | null;
  /** The rate surely is not below, or has not been since one of the labels, 0..1: a rate that rises is found out. */
  readonly lower: number;
  /** The rate of all labels together surely is not above, 0..1: no worse than this. */
  readonly upper: number;
  /** How surely each of the two limits holds, at all looks together. */
  readonly confidence: number;
  /** The labels that revoked it; null where it is not, or where a state that was kept says so and they do not. */
  readonly revokedBy: Breach | null;
  /** After each label: the first has one unit. */
  readonly series: readonly WatchPoint[];
  /** How many units it takes, as a rule, to notice that the rate is twice the limit. */
  readonly toNoticeDouble: number;
  /** Labels that count elsewhere and not here. */
  readonly leftOut: {
    /** The certificate was decided by their records or groups. */
    readonly seen: number;
    /** None of their human ratings is of a source that the certificate stands on. */
    readonly otherSource: number;
  };
}

/** A certificate that an earlier report said to be revoked. */
export type RevokedBefore = Pick<WatchedCertificate, 'certificate' | 'rule'>;

/** The stretch of labels that broke a promise, by their place among its units, from 1. */
export interface Breach {
  /** The last of them, by which it was revoked, and when that first was rated, in milliseconds since 1970; null where nobody said. */
  readonly units: number;
  readonly at: number | null;
  /** The first of those that show it most. */
  readonly since: number;
  /** Their rate, 0..1. */
  readonly rate: number;
}

/** What was known after so many labels. */
export interface WatchPoint {
  readonly units: number;
  /** When the last of them first was rated, in milliseconds since 1970; null where nobody said. */
  readonly at: number | null;
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Whether pass probabilities are right on average on another population, within a margin. */
export interface TransportReport {
  /** Both parts hold; or one of them fails; or neither is shown. */
  readonly verdict: TransportVerdict;
  /** How far the mean may be off, 0..1. */
  readonly margin: number;
  readonly overall: TransportPart;
  /** The same of what the gate passes; null where there is no rule to pass by. */
  readonly passed: TransportPart | null;
}

export type TransportVerdict = 'holds' | 'fails' | 'cannot tell';

export interface TransportPart {
  /** `holds`: surely within the margin. `fails`: surely beyond it. */
  readonly verdict: TransportVerdict;
  /** Those on which the calibrator could speak; all that follows is of them. */
  readonly labels: number;
  /** Those on which it could not. It does not hold where the worst of them could carry the mean beyond the margin. */
  readonly unjudged: number;
  readonly groups: number;
  /** Groups of equal weight that these are worth; below 20 nothing is told. */
  readonly effectiveGroups: number;
  /** Mean of label less pass probability, −1..1: below zero, people pass fewer than was said. Null for no labels. */
  readonly bias: number | null;
  /** 90 % interval over groups, that of the two one-sided tests of 5 %; null where there is none. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Groups of equal weight with which a calibrator that is right would be told to hold, with a chance of 80 %; null where unknown. */
  readonly needed: number | null;
}
