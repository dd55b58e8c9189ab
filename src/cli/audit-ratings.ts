import { unchanged, type TwinRatings } from '../audit/try-probe.ts';
import { count } from '../report/numbers.ts';
import { rateTwins } from './audit-live.ts';
import { ratingsIn } from './audit-recorded.ts';
import { twinsFor, writeTwins, type TwinJob } from './audit-twins.ts';
import { tell, type ExitCode } from './terminal.ts';

/** What the audit goes by: ratings, or none, as the twins then keep those of their originals; or that it is not to be made. */
export interface Ratings {
  readonly ratings?: TwinRatings | undefined;
  readonly exitCode?: ExitCode;
}

/** Does with the twins what the flags say: writes them, has them rated, or reads how they were rated. */
export async function twinRatings(job: TwinJob): Promise<Ratings> {
  const { flags, terminal } = job;
  const { twins: out, model, rated, scale } = flags;
  if (out !== undefined) {
    await writeTwins(job, out);
    return { exitCode: 0 };
  }
  if (rated === undefined) return {};
  const twins = twinsFor(job);
  if (model !== undefined && !(await rateTwins(job, twins, { model, rated, scale }))) return { exitCode: 1 };
  const ratings = await ratingsIn(rated, twins, job);
  const without = twins.filter((twin) => ratings(twin) === undefined);
  const originals = without.filter(({ probe }) => probe === unchanged).length;
  if (without.length > 0) {
    const baselines =
      originals === 0 ? '' : `, ${count(originals)} of them originals, without which nothing is said of their twins`;
    await tell(terminal, `note: ${count(without.length)} of ${count(twins.length)} twins have no rating${baselines}`);
  }
  return { ratings };
}
