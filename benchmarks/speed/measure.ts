/** Repeats that are thrown away: the compiler has not made up its mind before. */
const warmUps = 3;

/** Milliseconds of each of the jobs, in turn and again: what slows the machine for a while then slows all of them. */
export function interleaved(jobs: readonly (() => void)[], rounds: number): number[][] {
  const times: number[][] = jobs.map(() => []);
  for (let round = -warmUps; round < rounds; round++)
    jobs.forEach((job, i) => {
      const time = millisecondsOf(job);
      if (round >= 0) times[i]!.push(time);
    });
  return times;
}

export function millisecondsOf(job: () => void): number {
  const start = performance.now();
  job();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between the two nearest values where there is none at the place (type 7). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (place - Math.floor(place)) * (above - below);
}
