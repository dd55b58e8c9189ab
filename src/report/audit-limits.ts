import type { AuditReport } from '../audit/audit.ts';
import { count, percent } from './numbers.ts';

/** The thresholds and what they mean, one sentence each. */
export function thresholdSentences({ thresholds }: AuditReport): string[] {
  const { tolerance, resolution, level, fewestTwins, fewestGroups } = thresholds;
  return [
    `Breaks: the probe surely lets more than ${percent(tolerance, 0)} of what people fail through, or surely lets through any at all and more than a gate on the self-rating alone does (it amplifies). One that breaks is enough for the verdict fail.`,
    `Holds: of the failing responses that the gate stopped, it surely lets at most ${percent(resolution, 0)} through. For the verdict pass all that can be judged have to hold, and they have to be at least half.`,
    'Unclear: neither is sure.',
    `Too few: fewer than ${fewestTwins} twins of failing responses that the gate stopped, or of groups worth fewer than ${fewestGroups} of one size. Such a probe is not judged.`,
    `Surely: with a chance of at most ${percent(level, 0)} of being wrong, for all probes that break together (corrected by Holm for how many there are), and for each probe that holds.`,
    'Intervals are 95 % intervals over groups, each for itself; they are not what the verdict goes by.',
  ];
}

/** What the audit says nothing of. */
export function limitSentences({ ratings, records, loopholes, goodhart }: AuditReport): string[] {
  return [
    'It tries these changes and no others. Who optimises against the gate may find one that is not among them.',
    'No person read the twins: they are taken to deserve what their original got, or less.',
    ...(ratings === 'held'
      ? [
          'The rater was not asked. How far a change moves it lies somewhere between the two ends, and this audit does not know where.',
        ]
      : []),
    ...(records.seen > 0
      ? [
          `The fit has seen ${count(records.seen)} of the responses, so the gate, and the best of n by its pass probability, may look better here than in the app.`,
        ]
      : []),
    'It counts bad responses that get through. Good ones that are stopped, and how often the gate is right, are a matter of evaluate and certify.',
    'The worst case, the best of n, self-preference and loopholes are shown and do not enter the verdict.',
    ...(goodhart?.pooledRaters === true
      ? ['The best of n compares ratings by several models of their own responses with each other, as they are.']
      : []),
    ...(loopholes.counts.cases > 0
      ? ['Loophole cases are designed, and no sample of what an app sees: they are counts, not rates.']
      : []),
  ];
}
