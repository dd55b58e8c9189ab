import type { EstimateReport } from '../estimate/report.ts';
import { fewestGroups, fewestLabels } from '../estimate/slices.ts';
import { chosenAdvice } from './estimate-words.ts';
import { count, percent } from './numbers.ts';
import type { Step } from './page/page.ts';
import { namesShown } from './proxy-names.ts';
import { shellWord } from './shell-word.ts';
import { targetFlags } from './target-flags.ts';

/** From so many points on, a dashboard that shows the ratings misleads. */
const misleading = 0.05;

/** What to do with it, the most useful first. At least one. `records`: the files, for a command that can be copied. */
export function estimateSteps(report: EstimateReport, records: readonly string[]): Step[] {
  const { estimate, ratedToPass, method, slices, verdict } = report;
  if (verdict === 'cannot tell') return [{ text: `${chosenAdvice} Show nobody a number until then.` }];
  return [
    ...(Math.abs(ratedToPass - estimate) >= misleading
      ? [
          {
            text: `Show ${percent(estimate, 0)} with its interval where ${percent(ratedToPass, 0)}, what the ratings say of themselves, is shown now.`,
          },
        ]
      : []),
    ...costSteps(report),
    ...differenceSteps(report),
    ...fewSteps(slices),
    ...(method === 'labels-only' && report.labelled < report.records
      ? [
          {
            text: 'See why the ratings say nothing of what people pass: too few labels to learn it from, or a rating prompt that asks for something else.',
          },
        ]
      : []),
    {
      text: 'This is a number about all of them. To decide on one response at a time, fit a calibrator on the labels and gate by it.',
      command: `unflatter fit ${records.map(shellWord).join(' ')} ${targetFlags(report.target)} --out calibrator.json --html fit.html`,
    },
  ];
}

function differenceSteps({ difference }: EstimateReport): Step[] {
  if (difference?.verdict !== 'cannot tell') return [];
  const why = difference.second.looksChosen
    ? '. For those of the others that are labelled: find out how they were chosen, say it as inclusion, or label some that are drawn at random.'
    : ': label more of both, best of prompts that both answered.';
  return [{ text: `Do not choose between the two systems on this${why}` }];
}

/** The first cost is that of half of the width, and the next one what was asked for. */
function costSteps({ costs, precision }: EstimateReport): Step[] {
  const cost = costs.at(-1);
  if (cost === undefined || precision === null || cost.more === 0) return [];
  const width = `±${percent(cost.halfWidth)} in place of ±${percent(precision.halfWidth)}`;
  if (cost.more === null)
    return [
      {
        text: `For ${width}, rate more responses: with every one of these labelled it would be ±${percent(precision.floor)}.`,
      },
    ];
  return [
    { text: `For ${width}, label about ${count(cost.more)} more records, drawn at random from those without a label.` },
  ];
}

function fewSteps(slices: EstimateReport['slices']): Step[] {
  const few = (slices?.slices ?? []).filter(({ estimate }) => estimate === null).map(({ slice }) => slice);
  if (few.length === 0) return [];
  return [
    {
      text: `Label more where there are too few for an estimate of its own: ${namesShown(few)}. A slice takes ${fewestLabels} labels in ${fewestGroups} groups.`,
    },
  ];
}
