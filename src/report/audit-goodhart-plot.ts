import type { GoodhartCurve, GoodhartPoint } from '../audit/goodhart/curve.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import { figure } from './page/figure.ts';
import { linePlot, type Curve } from './page/line-plot.ts';
import type { Look } from './page/looks.ts';
import type { Markup } from './page/markup.ts';

const words = { corrected: 'by pass probability', raw: 'by self-rating' } as const;

/** What people say of the best of n, as n grows; `found` says it in words. */
export function plotGoodhart(curve: GoodhartCurve, found: readonly string[]): Markup {
  const { points, turns } = curve;
  const atRandom = points[0]!.raw.human;
  const marks = (['raw', 'corrected'] as const).flatMap((by) => {
    const { turnsAt, shape } = turns[by];
    return turnsAt === null
      ? []
      : [{ x: turnsAt, word: `${words[by]} ${shape === 'falls' ? 'falls' : 'flat'} from n = ${turnsAt}` }];
  });
  return figure({
    id: 'goodhart',
    title: 'Human rating of the best of n',
    alternative: `${found.join(' ')} The table below has the numbers.`,
    legend: [
      { sign: 'main', isLine: true, text: words.corrected },
      { sign: 'other', isLine: true, text: words.raw },
      { sign: 'best', isLine: true, text: 'by the human rating itself: the most there is' },
      { sign: 'none', isLine: true, text: 'one at random' },
      { sign: 'band', text: '95 % interval' },
    ],
    caption:
      'n responses to one prompt are drawn, and the one with the highest score is taken: the mean over all ways to draw them. A score that is worth optimising keeps the curve rising.',
    draw: linePlot({
      curves: [
        course('none', points, () => bare(atRandom)),
        course('best', points, ({ oracle }) => bare(oracle.human)),
        course('other', points, ({ raw }) => raw.human),
        course('main', points, ({ corrected }) => corrected.human),
      ],
      axes: { x: 'n, responses to choose among', y: 'human rating of the chosen, on its scale' },
      marks,
    }),
  });
}

/** What the scores say of the same choices: where it rises and the human rating does not, the score is being gamed. */
export function plotProxies({ points }: GoodhartCurve): Markup {
  return figure({
    id: 'proxies',
    title: 'The scores of the same choices',
    alternative:
      'The pass probability of what is chosen by it, and the self-rating of what is chosen by that, as n grows. The table below has the numbers.',
    legend: [
      { sign: 'main', isLine: true, text: 'pass probability' },
      { sign: 'other', isLine: true, text: 'self-rating, on 0 to 1' },
      { sign: 'band', text: '95 % interval' },
    ],
    caption:
      'A score always rises with n. Where the human rating above does not rise with it, what rises is something else.',
    draw: linePlot({
      curves: [
        course('other', points, ({ raw }) => raw.proxy),
        course('main', points, ({ corrected }) => corrected.proxy),
      ],
      axes: { x: 'n, responses to choose among', y: 'score of the chosen' },
      marks: [],
    }),
  });
}

function course(look: Look, points: readonly GoodhartPoint[], of: (point: GoodhartPoint) => Estimate): Curve {
  return { look, points: points.map((point) => ({ x: point.n, ...of(point) })) };
}

function bare({ value }: Estimate): Estimate {
  return { value, lower: null, upper: null };
}
