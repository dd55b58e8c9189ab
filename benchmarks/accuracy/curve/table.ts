import { bold, tableOf } from '../markdown.ts';
import type { Needed } from './labels-needed.ts';
import { pictureName } from './picture.ts';
import { goalSize, type Curve, type CurveSummary } from './summary.ts';

/** The curves as pictures and as tables. */
export function curveTable({ name, curves, missing = {} }: CurveSummary): string {
  const left = Object.entries(missing).map(([method, why]) => `*${method}* is left out, since ${why}.`);
  return [...curves.flatMap((curve) => [headingOf(curve), imageOf(name, curve), tableFor(curve)]), ...left].join(
    '\n\n',
  );
}

function headingOf({ maximum, tasks, sources, goal }: Curve): string {
  return (
    `**Up to ${maximum} labels**: ${tasks.length} tasks, ${sources} ${sources === 1 ? 'source' : 'sources'}. ` +
    `Unflatter has ${goal.logLoss.toFixed(3)} at ${goal.labels}.`
  );
}

function imageOf(name: string, curve: Curve): string {
  return `![Mean log loss by number of labels, ${name} data, up to ${curve.maximum}](results/${pictureName(name, curve)})`;
}

function tableFor({ labels, methods }: Curve): string {
  return tableOf(
    ['log loss', ...labels.map(String), `labels for unflatter's at ${goalSize}`],
    methods.map(({ method, logLoss, needed }) => [
      bold(method, method),
      ...logLoss.map((loss) => bold(method, loss.toFixed(3))),
      bold(method, shown(needed)),
    ]),
    1,
  );
}

function shown({ relation, labels }: Needed): string {
  return relation === 'about' ? String(labels) : `${relation} ${labels}`;
}
