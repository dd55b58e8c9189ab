import type { Score } from '../protocol.ts';
import { pictureName, pictureOf } from './picture.ts';
import { summariseCurves, type CurveSummary } from './summary.ts';
import { curveTable } from './table.ts';

/** What a run of the curve leaves behind: the numbers, a picture each curve, and the text of the page. */
export function curveFiles(
  name: string,
  scores: readonly Score[],
  about: { readonly missing: Readonly<Record<string, string>> },
): { readonly files: Readonly<Record<string, string>>; readonly table: string } {
  const summary: CurveSummary = { ...about, name, curves: summariseCurves(scores) };
  return {
    files: {
      [`curve-${name}.json`]: `${JSON.stringify(summary, null, 1)}\n`,
      ...Object.fromEntries(summary.curves.map((curve) => [pictureName(name, curve), pictureOf(name, curve)])),
    },
    table: curveTable(summary),
  };
}
