import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleType } from 'cockatiel';
import { UnflatterError } from '../errors.ts';

/** So many faults in a row open the circuit, for so many milliseconds; then one call may try. */
const faultsThatOpen = 5;
const pause = 30_000;

/** What a failed call shows of the provider: that it is out of order, that it works, or nothing, as the caller left. */
export type Sign = 'out of order' | 'works' | 'nothing';

/** Keeps calls from a provider that is out of order. */
export interface Breaker {
  /** Why no call would be made now: `circuit-open`; undefined where one would. */
  readonly refusal: () => UnflatterError | undefined;
  /**
   * Makes a call.
   *
   * @param signOf what the error of the call shows of the provider
   * @throws UnflatterError `circuit-open`, at once, without a call; or what the call throws.
   */
  readonly run: <Value>(call: () => Promise<Value>, signOf: (error: unknown) => Sign) => Promise<Value>;
}

/** Sets the errors that count apart from the others, until they leave the circuit. */
class Fault extends Error {}

export function createBreaker(): Breaker {
  let openedAt = 0;
  const circuit = circuitBreaker(handleType(Fault), {
    halfOpenAfter: pause,
    breaker: new ConsecutiveBreaker(faultsThatOpen),
  });
  circuit.onBreak(() => {
    openedAt = Date.now();
  });

  const refusal = (): UnflatterError | undefined => {
    const left = openedAt + pause - Date.now();
    // While one call tries, others would wait for it in the circuit: with a provider that hangs, for long.
    const isClosed = circuit.state === CircuitState.Closed || (circuit.state === CircuitState.Open && left <= 0);
    return isClosed ? undefined : circuitOpen(Math.max(0, left), circuit.lastFailure);
  };

  return {
    refusal,
    run: async (call, signOf) => {
      const refused = refusal();
      if (refused !== undefined) throw refused;
      const isTrial = circuit.state === CircuitState.Open;
      const settle = async () => {
        try {
          const value = await call();
          return () => value;
        } catch (error) {
          const sign = signOf(error);
          // A trial that was given up has shown nothing: the circuit stays open for another pause.
          if (sign === 'out of order' || (sign === 'nothing' && isTrial)) throw new Fault('', { cause: error });
          if (sign === 'nothing') throw error;
          return () => {
            throw error;
          };
        }
      };
      const settled = await circuit.execute(settle).catch((error: unknown) => {
        throw error instanceof Fault ? error.cause : error;
      });
      return settled();
    },
  };
}

/** Its cause is the error that opened the circuit. */
function circuitOpen(milliseconds: number, last: object | undefined): UnflatterError {
  const fault = last !== undefined && 'error' in last ? last.error : undefined;
  return new UnflatterError(
    'circuit-open',
    `the rater's provider failed ${faultsThatOpen} times in a row: no call is made, for ${milliseconds} ms more`,
    { milliseconds },
    { cause: fault instanceof Fault ? fault.cause : undefined },
  );
}
