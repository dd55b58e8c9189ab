import { startVitest } from 'vitest/node';
import { compare } from '../golden.ts';

/** What vitest-evals keeps of a test. */
interface Kept {
  readonly eval?: { readonly scores?: unknown; readonly avgScore?: unknown; readonly thresholdFailed?: unknown };
}

const vitest = await startVitest('test', [], {
  config: false,
  root: import.meta.dirname,
  include: ['example.eval.ts'],
  watch: false,
  reporters: [{}],
});
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const rows = tests.map((test) => {
  const { scores, avgScore, thresholdFailed } = (test.meta() as Kept).eval ?? {};
  const { state, errors } = test.result();
  return {
    name: test.fullName,
    state,
    errors: errors?.map(({ message }) => message),
    scores,
    avgScore,
    thresholdFailed,
  };
});
await vitest.close();
compare(import.meta.dirname, rows);
// Tests of this file are meant to fail.
process.exit(0);
