import { describe, expect, it } from 'vitest';
import { createQualityGate, UnflatterError, type Estimand } from '../../src/index.ts';
import type { Rate } from '../../src/rating/index.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { exampleCalibrator, exampleGate, exampleResponse } from '../rating/example-gate.ts';
import { hosts } from './hosts.ts';

const gate = exampleGate();
const onSelfRating = (estimand: Estimand, threshold: number) =>
  certificate({ estimand, rule: { score: 'selfRating', threshold } });
/** Passes from a self-rating of 8 on and fails below 5, and asks no probability. */
const certified = createQualityGate({
  calibrator: withParts(exampleCalibrator(), {
    certificates: [onSelfRating('false-pass', 8), onSelfRating('false-fail', 5)],
  }),
});
const { prompt, response } = exampleResponse('example-02-1');
const ratedAt =
  (selfRating: number): Rate =>
  () =>
    selfRating;
const never: Rate = () => new Promise<number>(() => {});
const refuses: Rate = () => {
  throw new Error('no rating today');
};
const probability = (id: string): number => gate.decide(exampleResponse(id)).calibrated!.passProbability;

/** What keeps the gate from deciding, and the verdict `review` for all of it. */
const undecidable: readonly (readonly [string, { rate: Rate; timeout?: number }, unknown])[] = [
  ['whose rating call throws', { rate: refuses }, response],
  ['whose rating call rejects', { rate: () => Promise.reject(new Error('no rating today')) }, response],
  ['whose rating call hangs', { rate: never, timeout: 20 }, response],
  ['whose rating is NaN', { rate: ratedAt(Number.NaN) }, response],
  ['whose rating is off the scale', { rate: ratedAt(11) }, response],
  ['whose rating is text', { rate: (() => '9') as unknown as Rate }, response],
  ['that is missing', { rate: ratedAt(9) }, undefined],
  ['that is null', { rate: ratedAt(9) }, null],
  ['that is empty', { rate: ratedAt(9) }, ''],
  ['that is a number', { rate: ratedAt(9) }, 42],
  ['that is a list', { rate: ratedAt(9) }, [response]],
  ['that is under a name that nobody said', { rate: ratedAt(9) }, { answer: response }],
  ['that throws when it is looked at', { rate: ratedAt(9) }, hostile()],
];

describe.each(hosts)('the adapter for $name', ({ ask, scored, unscored }) => {
  it('gives a pass its corrected probability', async () => {
    const told = await ask({ gate, rate: ratedAt(9) }, prompt, response);
    expect(told).toEqual(scored(probability('example-02-1'), 'pass'));
  });

  it('gives a fail its corrected probability', async () => {
    const flattered = exampleResponse('example-01-2');
    const told = await ask({ gate, rate: ratedAt(10) }, flattered.prompt, flattered.response);
    expect(told).toEqual(scored(probability('example-01-2'), 'fail'));
  });

  it('leaves a review without a score, in the words of the host', async () => {
    const unsure = exampleResponse('example-07-1');
    expect(await ask({ gate, rate: ratedAt(8) }, unsure.prompt, unsure.response)).toEqual(unscored('review', 'review'));
  });

  it.each(undecidable)('never rejects and scores no response %s', async (_what, options, output) => {
    expect(await ask({ gate, ...options }, prompt, output)).toEqual(unscored('review', 'review'));
  });

  it.each(undecidable)('scores a response 0 where the policy fails one %s', async (_what, options, output) => {
    const failing = exampleGate({ onError: 'fail' });
    expect(await ask({ gate: failing, ...options }, prompt, output)).toEqual(scored(0, 'fail'));
  });

  it.each(undecidable)(
    'passes no response, and labels none as one, by pass-insecure %s',
    async (_what, options, output) => {
      const insecure = exampleGate({ onError: 'pass-insecure' });
      expect(await ask({ gate: insecure, ...options }, prompt, output)).toEqual(unscored('pass', 'review'));
    },
  );

  it('scores a fail by its probability no more where that did not decide', async () => {
    // Far longer than any label, and so a fail by policy whatever its probability.
    const failing = exampleGate({ onError: 'fail' });
    expect(await ask({ gate: failing, rate: ratedAt(10) }, prompt, `${response} `.repeat(3000))).toEqual(
      scored(0, 'fail'),
    );
  });

  it('scores a fail by a certificate on the self-rating 0, whatever its probability', async () => {
    const told = await ask({ gate: certified, rate: ratedAt(4) }, prompt, response);
    expect(certified.decide({ ...exampleResponse('example-02-1'), selfRating: 4 })).toMatchObject({
      verdict: 'fail',
      calibrated: { passProbability: expect.toSatisfy((p: number) => p > 0.8) as number },
    });
    expect(told).toEqual(scored(0, 'fail'));
  });

  it('tells a pass by a certificate on the self-rating as a pass, without the probability that did not decide', async () => {
    expect(await ask({ gate: certified, rate: ratedAt(9) }, prompt, response)).toEqual(unscored('pass', 'pass'));
  });

  it('takes a rating that is already there', async () => {
    expect(await ask({ gate }, prompt, { response, selfRating: 9, rater: 'example-model' })).toEqual(
      scored(probability('example-02-1'), 'pass'),
    );
  });

  it.each([
    ['has none', { response }],
    ['is by another model', { response, selfRating: 9, rater: 'someone-else' }],
    ['is on another scale', { response, selfRating: 9, scale: { min: 0, max: 100 } }],
  ])('asks for a review where the rating that should be there %s', async (_how, output) => {
    expect(await ask({ gate }, prompt, output)).toEqual(unscored('review', 'review'));
  });

  it('tells nothing that is lost in JSON', async () => {
    for (const options of [{ rate: ratedAt(9) }, { rate: ratedAt(Number.NaN) }, { rate: refuses }]) {
      const told = await ask({ gate, ...options }, prompt, response);
      expect(JSON.parse(JSON.stringify(told))).toStrictEqual(told);
    }
  });

  it('refuses to be set up without a gate, or with a rating that is no function', async () => {
    const wrong = async (options: object) => ask(options as never, prompt, response);
    for (const options of [{}, { gate: {} }, { gate, rate: 9 }, { gate, rate: ratedAt(9), timeout: 0 }])
      await expect(wrong(options)).rejects.toThrow(UnflatterError);
  });
});

function hostile(): object {
  return {
    get response(): string {
      throw new Error('not to be read');
    },
  };
}
