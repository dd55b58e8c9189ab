import { escaped, listIssues, type Issue } from '../errors.ts';
import { checkWhole } from './check-whole.ts';
import { countsOf, describeCounts } from './counts.ts';
import type { CriterionSet, ReadCriteria } from './criteria.ts';
import { fitEachHint } from './criterion-path.ts';
import type { RecordFilter } from './options.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends RecordFilter {
  readonly json?: boolean;
}

/** Checks each criterion of what was read as a fit of it alone would see it, in the order of their names. */
export async function checkCriteria(
  { sets, nameless }: ReadCriteria,
  { rater, json }: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  const checked = [
    ...nameless.map(({ issues }) => ({ criterion: null, issues, notes: [], counted: '' })),
    ...sets.map((set) => checkSet(set, rater === undefined ? {} : { rater })),
  ];
  if (json === true) {
    const criteria = checked.map(({ counted: _, ...found }) => found);
    await print(terminal.stdout, jsonLine({ criteria }));
  } else {
    const told = new Set<string>();
    for (const one of checked) await tellOf(one, told, terminal);
    await tell(
      terminal,
      `note: ${checked.length} criteria: inflation differs between them, so fit each alone, ${fitEachHint}`,
    );
  }
  return checked.some(({ issues }) => issues.length > 0) ? 1 : 0;
}

/** What was found of one criterion; null stands for a file that does not say what it measures. */
interface Checked {
  readonly criterion: string | null;
  readonly issues: readonly Issue[];
  readonly notes: readonly string[];
  /** What there is in it, in words. */
  readonly counted: string;
}

function checkSet({ criterion, target, paths, ...read }: CriterionSet, filter: RecordFilter): Checked {
  const { records, examples, issues, notes } = checkWhole(read, { target, filter, path: paths.join(' ') });
  const counts = countsOf(records, examples, target);
  return { criterion, ...counts, issues, notes, counted: describeCounts(counts, target) };
}

/** A line that does not say its criterion may be a problem of several, and is told of once. */
async function tellOf(
  { criterion, issues, notes, counted }: Checked,
  told: Set<string>,
  terminal: Terminal,
): Promise<void> {
  const name = criterion ?? 'without a criterion';
  for (const note of notes) await tell(terminal, `note: ${name}: ${note}`);
  if (issues.length === 0) return print(terminal.stdout, `${escaped(name)}: ${counted}`);
  const fresh = issues.filter((issue) => !told.has(listIssues([issue])));
  if (fresh.length > 0) await print(terminal.stderr, `${listIssues(fresh)}\n`);
  for (const issue of fresh) told.add(listIssues([issue]));
  await tell(terminal, `${name}: ${issues.length} ${issues.length === 1 ? 'problem' : 'problems'}`);
}
