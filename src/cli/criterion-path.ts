import { shown } from '../errors.ts';

/** What stands for the name of a criterion in `--out`. */
export const criterionPlaceholder = '{criterion}';

/** How several criteria are fitted, for where somebody tried to pool them. */
export const fitEachHint = `or all at once by --out 'folder/${criterionPlaceholder}.json'`;

/** Where the calibrator of a criterion goes, or why it goes nowhere. */
export type CriterionPlace = { readonly out: string } | { readonly out: undefined; readonly problem: string };

/**
 * Where the calibrator of each criterion goes, in their order: by its name, of which letters, digits, `_`, `.` and `-` are
 * kept, and a `-` stands for anything else. Names that would be the same are refused, also those that differ in case
 * alone, which some systems take for the same.
 */
export function criterionPlaces(template: string, criteria: readonly string[]): CriterionPlace[] {
  const names = criteria.map(fileNameOf);
  return names.map((name, i) => {
    const out = template.replaceAll(criterionPlaceholder, () => name);
    const other = names.findIndex((one, j) => j !== i && one.toLowerCase() === name.toLowerCase());
    if (name === '') return { out: undefined, problem: 'its name has nothing that a file name could be made of' };
    if (other === -1) return { out };
    return { out: undefined, problem: `${out} would be that of ${shown(criteria[other])} as well` };
  });
}

function fileNameOf(criterion: string): string {
  const plain = criterion
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}_.-]+/gu, '-')
    .replace(/^[.-]+/, '');
  let end = plain.length;
  while (end > 0 && '.-'.includes(plain[end - 1]!)) end--;
  return plain.slice(0, end);
}
