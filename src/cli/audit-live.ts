import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertMadeFor } from '../calibrator/made-for.ts';
import { ratedIssues } from '../calibrator/record.ts';
import { unchanged } from '../audit/try-probe.ts';
import type { Twin } from '../audit/twin.ts';
import { UnflatterError, isUnflatterError, listIssues } from '../errors.ts';
import { rubrics } from '../rating/rubrics.ts';
import { count } from '../report/numbers.ts';
import type { Scale, Target } from '../types.ts';
import { describeEstimate, estimateOf } from './audit-estimate.ts';
import { mostUnasked } from './audit-options.ts';
import { describeTwins, twinRecord, type TwinJob } from './audit-twins.ts';
import { assertOut } from './out.ts';
import { chosenRubric, type ChosenRubric, type RateFlags } from './rate-options.ts';
import { ratableIssues } from './rate-records.ts';
import type { Found } from './rate-resume.ts';
import { tell } from './terminal.ts';

/**
 * Has the twins rated by a model, into a file, from where an earlier run has stopped.
 *
 * @returns whether all were asked for; what could not be rated has its line too
 */
export async function rateTwins(job: TwinJob, twins: readonly Twin[], asked: Asked): Promise<boolean> {
  const { from, calibratorPath, calibrator, terminal, flags } = job;
  const { rated, scale = calibrator.target.ratingScale } = asked;
  const read = { records: from, calibrator: calibratorPath, alsoRead: [flags.rubricFile] };
  assertOut(rated, { ...read, mayPrint: false }, terminal, 'rated');
  const rubric = chosenRubric(flags, 'audit');
  assertFits(calibrator, rubric, scale);
  assertRatable(twins, rubric, calibrator.target);
  const rateFlags: RateFlags = { ...flags, ...asked, out: rated, scale, json: false };
  // Loaded here: nothing else has anything to do with models.
  const { rateInto } = await import('./rate-run.ts');
  const { left } = await rateInto({
    records: twins.map(twinRecord),
    rubric,
    flags: rateFlags,
    terminal,
    option: 'rated',
    beforeAsking: async (pending, found) => {
      assertGoesOn(job, found);
      const estimate = estimateOf(pending, textOf(rubric), scale);
      await tell(terminal, describeTwins(twins));
      await tell(terminal, describeEstimate(estimate, flags));
      const { maxCalls = Infinity, yes = false } = flags;
      if (!yes && Math.min(estimate.calls, maxCalls) > mostUnasked) throw tooMany(estimate.calls);
    },
    accept: (rating) => assertMadeFor(calibrator, rating),
  });
  if (left === 0) return true;
  await tell(terminal, 'nothing is audited yet: run again to go on, or without --model to audit what is rated');
  return false;
}

/** By which model, and where to. */
export interface Asked {
  readonly model: string;
  readonly rated: string;
  readonly scale?: Scale | undefined;
}

/** What is known of the ratings before the first one. @throws UnflatterError as `assertMadeFor` does, and says what to do. */
function assertFits(calibrator: Calibrator, { criterion }: ChosenRubric, scale: Scale): void {
  try {
    assertMadeFor(calibrator, { selfRating: scale.min, criterion, scale });
  } catch (error) {
    if (!isUnflatterError(error, 'criterion-mismatch')) throw error;
    const own = Object.entries(rubrics).find(([, rubric]) => rubric.criterion === calibrator.target.criterion);
    const remedy =
      own === undefined
        ? `give its rubric in words, as --rubric-file: what is rated by that is taken to be of its criterion`
        : `rate by --rubric ${own[0]}`;
    throw new UnflatterError(error.code, `${error.message}: ${remedy}`, error.details, { cause: error });
  }
}

/** What an earlier run has brought is looked at before more is paid for. */
function assertGoesOn({ calibrator }: TwinJob, { done, ratingPrompt }: Found): void {
  const { min } = calibrator.target.ratingScale;
  for (const { rater } of done.values()) assertMadeFor(calibrator, { selfRating: min, rater, ratingPrompt });
}

/** @throws UnflatterError `invalid-records` with all that keeps them from being rated, once for each record. */
function assertRatable(twins: readonly Twin[], rubric: ChosenRubric, target: Target): void {
  const issues = twins.flatMap((twin) => {
    const record = twinRecord(twin);
    const found = [
      // Only its id is not that of a record: it is longer.
      ...ratedIssues(record, target),
      // The same for all twins of a record.
      ...(twin.probe === unchanged ? ratableIssues(record, rubric) : []),
    ];
    return found.map((issue) => ({ path: `record ${twin.original.id}`, ...issue }));
  });
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}

function textOf({ rubric }: ChosenRubric): string {
  return typeof rubric === 'string' ? rubric : rubric.text;
}

function tooMany(calls: number): UnflatterError<'invalid-option'> {
  const expected = `given for more than ${mostUnasked} calls`;
  const message = `--yes must be ${expected}, got ${count(calls)} to make: add it, or ask for less by --most or --max-calls`;
  return new UnflatterError('invalid-option', message, { option: 'yes', expected, received: calls });
}
