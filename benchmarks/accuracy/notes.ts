import { signed } from './markdown.ts';
import { isBeyondNoise, type NullRun } from './null-run.ts';
import type { Summary, TaskRow } from './summary.ts';

/** Number of labels at which the features are weighed source by source. */
const gainSize = 100;

/** What a run says besides its tables: a list of generated sentences. */
export function notesOf({ tasks, skipped, missing = {}, nullRun }: Summary): string {
  return [
    ...skipped.map(
      ({ labels, tasks: left }) =>
        `${labels} labels: left out, since ${left === 0 ? 'no task has' : 'only one task has'} a half that large.`,
    ),
    ...Object.entries(missing).map(([method, why]) => `*${method}*: left out, since ${why}.`),
    ...featureGains(tasks),
    ...(nullRun === undefined ? [] : [nullLine(nullRun)]),
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}

/** What the features add to the rating alone, a source each. */
function featureGains(tasks: readonly TaskRow[]): string[] {
  const some = tasks.filter(({ labels }) => labels === gainSize);
  const gains = [...Map.groupBy(some, ({ source }) => source)].map(([source, own]) => {
    const total = own.reduce((sum, { logLoss }) => sum + logLoss['rating-only']! - logLoss['unflatter']!, 0);
    return `${source} ${signed(total / own.length, 3)}`;
  });
  if (gains.length === 0) return [];
  return [`What the features add to *rating-only* at ${gainSize} labels, by source: ${gains.join(', ')}.`];
}

function nullLine({ labels, tasks, repetitions, gains }: NullRun): string {
  const gain = gains['unflatter']!;
  const error = gain.standardError === null ? '' : ` (standard error ${gain.standardError.toFixed(4)})`;
  const verdict = isBeyondNoise(gain) ? 'a gain that should not be' : 'no gain beyond noise';
  return (
    `Null run, ${labels} shuffled labels, ${tasks} tasks, ${repetitions} repetitions: unflatter is ` +
    `${Math.abs(gain.mean).toFixed(4)} nats ${gain.mean > 0 ? 'ahead of' : 'behind'} the base rate${error}, ${verdict}.`
  );
}
