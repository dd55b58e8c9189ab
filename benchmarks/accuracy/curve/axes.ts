import { frame, placed, type Scale } from './frame.ts';
import { element } from './svg.ts';

/** Steps of the vertical axis, nats. */
export const tick = 0.02;

/** Log loss, upwards, with a line across at each step. */
export function verticalAxis([lowest, highest]: readonly [number, number], y: Scale): string[] {
  const steps = Math.round((highest - lowest) / tick);
  const ticks = Array.from({ length: steps + 1 }, (_, i) => lowest + i * tick);
  return [
    ...ticks.map((loss) =>
      element('line', { class: 'grid', x1: frame.left, x2: frame.right, y1: placed(y(loss)), y2: placed(y(loss)) }),
    ),
    ...ticks.map((loss) =>
      element('text', { class: 'tick', x: frame.left - 8, y: placed(y(loss) + 4), 'text-anchor': 'end' }, [
        loss.toFixed(2),
      ]),
    ),
    element(
      'text',
      { transform: `translate(18 ${(frame.top + frame.bottom) / 2}) rotate(-90)`, 'text-anchor': 'middle' },
      ['mean log loss, nats'],
    ),
  ];
}

/** Numbers of labels, by their logarithm. */
export function horizontalAxis(labels: readonly number[], x: Scale): string[] {
  const { left, right, bottom } = frame;
  const marks = labels.map((count) => ({ count, at: placed(x(Math.log(count))) }));
  return [
    element('line', { class: 'base', x1: left, x2: right, y1: bottom, y2: bottom }),
    ...marks.map(({ at }) => element('line', { class: 'base', x1: at, x2: at, y1: bottom, y2: bottom + 5 })),
    ...marks.map(({ count, at }) =>
      element('text', { class: 'tick', x: at, y: bottom + 20, 'text-anchor': 'middle' }, [String(count)]),
    ),
    element('text', { x: (left + right) / 2, y: bottom + 44, 'text-anchor': 'middle' }, ['labels, by their logarithm']),
  ];
}
