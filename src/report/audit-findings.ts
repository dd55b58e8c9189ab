import type { AuditReport } from '../audit/audit.ts';
import type { GoodhartCurve } from '../audit/goodhart/curve.ts';
import type { LoopholeAudit } from '../audit/loopholes/audit.ts';
import type { SelfPreference } from '../audit/self-preference/self-preference.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import { shift, signed, number } from './audit-words.ts';
import { raters } from './loopholes-table.ts';
import { bounds, count } from './numbers.ts';

/** Whether more choice by a score is more quality, in a few sentences. */
export function goodhartSentences({ goodhart: curve, records }: Pick<AuditReport, 'goodhart' | 'records'>): string[] {
  if (curve === null)
    return ['Best of n: none. It takes ten prompts or more with two different responses or more by one rater.'];
  const { most, groups, points, turns } = curve;
  const last = points.at(-1)!;
  return [
    `Best of n, in ${count(groups)} groups with ${count(most)} responses or more: ${turnWords('the self-rating', turns.raw, curve)}; ${turnWords('the pass probability', turns.corrected, curve)}.`,
    `Of ${count(most)} responses, people rate the one with the highest pass probability ${rated(last.corrected.human)}, the one with the highest self-rating ${rated(last.raw.human)}, one at random ${rated(points[0]!.raw.human)}, the best ${rated(last.oracle.human)}. The first less the second is ${rated(last.difference.human, true)}.`,
    ...(records.probed < records.labelled || groups > records.groups
      ? [`The best of n goes by all labelled records, the probes by those of ${count(records.groups)} groups.`]
      : []),
  ];
}

function turnWords(score: string, { shape, turnsAt }: GoodhartCurve['turns']['raw'], { most }: GoodhartCurve): string {
  const words: Readonly<Record<typeof shape, string>> = {
    rises: `chosen by ${score}, the human rating rises up to n = ${most}`,
    flat: `chosen by ${score}, the human rating hardly gains from n = ${turnsAt} on while the score goes on rising`,
    falls: `chosen by ${score}, the human rating is highest at n = ${turnsAt} and falls after it while the score goes on rising`,
    unclear: `chosen by ${score}, it is not sure whether the human rating rises`,
  };
  return words[shape];
}

/** On the human scale. */
export function rated({ value, lower, upper }: Estimate, isDifference = false): string {
  const show = (one: number): string => number(one, 2);
  if (value === null) return 'none';
  return `${isDifference ? signed(value, 2) : show(value)}${bounds(lower, upper, show)}`;
}

/** Whether raters favour their own responses. */
export function selfPreferenceSentences({ pooled, reason, onSameResponses, records }: SelfPreference): string[] {
  const same =
    onSameResponses === undefined
      ? []
      : [`On the very same responses, raters rate their own ${shift(onSameResponses)} above what others give them.`];
  if (pooled === undefined)
    return [`Self-preference: none to be told, ${reason ?? 'there is nothing to compare'}.`, ...same];
  const { own, others, atEqualHuman, warning } = pooled;
  return [
    `Self-preference: at equal human rating, raters rate their own responses ${shift(atEqualHuman)} above others', on 0 to 1 of the rating scale (${count(own)} own and ${count(others)} others' of ${count(records)} records).`,
    ...same,
    ...(warning === undefined ? [] : [`Take care: ${warning}.`]),
  ];
}

/** What the gate makes of designed cases that keep the letter of a rule and not its intent. */
export function loopholeSentences({ counts, ratings, probes }: LoopholeAudit): string[] {
  const { cases, violates, honours, loopholes, passed, rawPassed, rewards, rawRewards, refuses, unrated } = counts;
  const designed = `Loopholes, ${count(cases)} designed cases of ${count(probes.length)} rules: the letter lets through ${count(loopholes)} of ${count(violates)} that violate the intent.`;
  if (passed === null) return [designed];
  return [
    designed,
    `With ratings ${raters[ratings]}, the gate passes ${count(passed)}, of which ${count(rewards!)} violate the intent; a gate on the self-rating from 80 % of the scale on passes ${count(rawPassed!)}, of which ${count(rawRewards!)} do. The gate stops ${count(refuses!)} of the ${count(honours)} that honour it.${passed === 0 ? ' A gate that passes none of the cases rewards none, which says nothing.' : ''}`,
    ...(unrated! > 0 ? [`${count(unrated!)} cases have no rating and are no passes.`] : []),
  ];
}
