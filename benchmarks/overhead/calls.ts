import { syntheticCalibrator } from '../speed/decisions.ts';
import { bareRate, modelThatRates, ownRates, requests } from './rating.ts';
import { median, quantile } from '../speed/measure.ts';

/** One kind of call, one after the other. Times are in microseconds. */
export interface CallTime {
  readonly call: string;
  readonly median: number;
  readonly ninetyNinth: number;
  /** Median of the differences from the bare call on the same response. */
  readonly more: number;
}

const responses = 200;
const rounds = 5000;
const warmUp = 2000;

/** The calls in turn on the same response: what slows the machine for a while then slows all of them. */
export async function measureCalls(): Promise<CallTime[]> {
  const model = modelThatRates();
  const { rate, decide } = ownRates(model, syntheticCalibrator());
  const bare = bareRate(model);
  const calls = { 'generateText alone': bare, selfRater: rate, 'gated(selfRater)': decide };
  const asked = requests(responses);
  const verdict = await decide(asked[0]!);
  if (verdict.calibrated === undefined) throw new Error(`the gate does not decide: ${verdict.reason}`);
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(calls).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    const request = asked[(round + warmUp) % responses]!;
    for (const [name, call] of Object.entries(calls)) {
      const start = performance.now();
      await call(request);
      if (round >= 0) times[name]!.push(1000 * (performance.now() - start));
    }
  }
  const base = times['generateText alone']!;
  return Object.entries(times).map(([call, all]) => ({
    call,
    median: median(all),
    ninetyNinth: quantile(all, 0.99),
    more: median(all.map((time, i) => time - base[i]!)),
  }));
}
