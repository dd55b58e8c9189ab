import { assertOption } from '../calibrator/target.ts';
import type { GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import { gated, type RatingLimit } from './calibrated.ts';
import { hasOwnLimit, withOwnLimit } from './deadline.ts';
import type { RateOptions, RatingRequest, SelfRating } from './request.ts';
import type { RateEach } from './self-rater.ts';

/**
 * As {@link gated}, for several criteria: one gate for each, one call of the rating function for all. It never rejects;
 * where the call fails, the decision of every gate is a `review`, or what its policy says. The function may rate by more
 * criteria than have a gate.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function gatedEach<Rated extends string, Name extends Rated, Request extends RatingRequest>(
  rateEach: RateEach<Rated, Request>,
  gates: Readonly<Record<Name, QualityGate>>,
  limit?: RatingLimit,
): (request: Request, options?: RateOptions) => Promise<Record<Name, GateDecision>> {
  assertOption(typeof rateEach === 'function', 'rateEach', 'a function', rateEach);
  assertOption(typeof gates === 'object' && gates !== null, 'gates', 'gates by criterion', gates);
  const pairs = Object.entries(gates) as [Name, QualityGate][];
  const gatesOnOneCall = () => {
    const rate = askOnce(rateEach);
    return pairs.map(([name, gate]) => [name, gated(rate(name), gate, limit)] as const);
  };
  // What is no gate is refused here, and not by the first request.
  gatesOnOneCall();
  return async (request, options) => {
    const decided = gatesOnOneCall().map(async ([name, decide]) => [name, await decide(request, options)] as const);
    return Object.fromEntries(await Promise.all(decided)) as Record<Name, GateDecision>;
  };
}

/** Rating functions of one criterion each, of which the first that is asked asks for all. */
function askOnce<Name extends string, Request extends RatingRequest>(rateEach: RateEach<Name, Request>) {
  let all: Promise<Readonly<Record<Name, SelfRating>>> | undefined;
  return (name: Name) => {
    const rate = async (request: Request, options?: RateOptions) => {
      // What throws at once has been asked, too.
      all ??= (async () => rateEach(request, options))();
      return (await all)[name];
    };
    return hasOwnLimit(rateEach) ? withOwnLimit(rate) : rate;
  };
}
