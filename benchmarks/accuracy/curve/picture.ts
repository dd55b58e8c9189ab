import { horizontalAxis, tick, verticalAxis } from './axes.ts';
import { frame, placed, scaleOver, size, type Scale } from './frame.ts';
import { spreadOut } from './spread-out.ts';
import { styleOf, styleSheet } from './style.ts';
import type { Curve, MethodCurve } from './summary.ts';
import { element, escaped } from './svg.ts';

const lineHeight = 17;

export function pictureName(name: string, { maximum }: Pick<Curve, 'maximum'>): string {
  return `curve-${name}-${maximum}.svg`;
}

/** The curves of all methods as an SVG picture that stands alone, on a light or a dark page. */
export function pictureOf(name: string, curve: Curve): string {
  const range = rangeOf(curve);
  const x = scaleOver([Math.log(curve.labels[0]!), Math.log(curve.maximum)], [frame.left, frame.right]);
  const y = scaleOver(range, [frame.bottom, frame.top]);
  const shown = curve.methods.filter(({ logLoss }) => logLoss.some((loss) => loss <= range[1]));
  const above = curve.methods.filter((own) => !shown.includes(own)).map(({ method }) => method);
  const title = escaped(`Log loss by number of labels, ${name} data, ${curve.tasks.length} tasks`);
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: 'img',
    'aria-labelledby': 'title desc',
  };
  const { left, right, top, bottom } = frame;
  return `${element('svg', root, [
    element('title', { id: 'title' }, [title]),
    element('desc', { id: 'desc' }, [escaped(descriptionOf(curve, above))]),
    element('style', {}, [styleSheet]),
    element('clipPath', { id: 'frame' }, [
      element('rect', { x: left, y: top, width: right - left, height: bottom - top }),
    ]),
    element('rect', { class: 'page', ...size }),
    element('text', { class: 'title', x: left, y: 26 }, [title]),
    ...(above.length === 0 ? [] : [element('text', { class: 'tick', x: left, y: 46 }, [escaped(hiding(above))])]),
    ...verticalAxis(range, y),
    ...horizontalAxis(curve.labels, x),
    ...shown.map((own) => lineOf(own, curve.labels, x, y)),
    ...namesOf(shown, y),
  ])}\n`;
}

function lineOf({ method, logLoss }: MethodCurve, labels: readonly number[], x: Scale, y: Scale): string {
  const points = logLoss.map((loss, i) => `${placed(x(Math.log(labels[i]!)))},${placed(y(loss))}`).join(' ');
  return element('polyline', { ...styleOf(method), 'clip-path': 'url(#frame)', points });
}

/** The names beside the ends of the lines, moved apart where they would overlap, each tied to its own. */
function namesOf(shown: readonly MethodCurve[], y: Scale): string[] {
  const { right, top, bottom } = frame;
  const ends = shown.map(({ logLoss }) => Math.max(top, y(logLoss.at(-1)!)));
  const places = spreadOut(ends, { gap: lineHeight, lowest: top, highest: bottom });
  return shown.flatMap(({ method }, i) => [
    element('polyline', {
      class: 'leader',
      points: `${right + 2},${placed(ends[i]!)} ${right + 22},${placed(places[i]!)}`,
    }),
    element('text', { class: styleOf(method).class, x: right + 27, y: placed(places[i]! + 4) }, [escaped(method)]),
  ]);
}

/** From the lowest loss to somewhat above the base rate: what is far above would flatten the rest. */
function rangeOf({ methods }: Curve): readonly [number, number] {
  const lowest = Math.min(...methods.flatMap(({ logLoss }) => logLoss));
  const constant = methods.find(({ method }) => method === 'base rate') ?? methods[0]!;
  const highest = Math.max(...constant.logLoss);
  const above = highest + Math.max(tick, (highest - lowest) / 3);
  return [Math.floor(lowest / tick) * tick, Math.ceil(above / tick) * tick];
}

function descriptionOf({ labels, goal, methods }: Curve, above: readonly string[]): string {
  const ends = methods.map(
    ({ method, logLoss }) => `${method} ${logLoss[0]!.toFixed(3)} to ${logLoss.at(-1)!.toFixed(3)}`,
  );
  return [
    `Lines of mean log loss in nats from ${labels[0]} to ${labels.at(-1)} labels, lower is better: ${ends.join('; ')}.`,
    `Unflatter has ${goal.logLoss.toFixed(3)} at ${goal.labels} labels.`,
    ...(above.length === 0 ? [] : [`${hiding(above)}.`]),
  ].join(' ');
}

function hiding(above: readonly string[]): string {
  return `Above the picture: ${above.join(', ')}`;
}
