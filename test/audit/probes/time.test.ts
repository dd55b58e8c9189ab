import { describe, expect, it } from 'vitest';
import { twinProbes } from '../../../src/audit/probes/twin-probes.ts';
import { longestText } from '../../../src/features/extract.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { pathological } from '../../features/pathological.ts';
import { markdown } from './texts.ts';

/** Milliseconds for the longest text. What takes the square of the length takes many times as long. */
const bound = 200;

/** Such that most twins are not too long to be made: what is too long is not read at all. */
const long = 0.95 * longestText;

const slow = new Set(['a\n\n', '* a\n', 'a\n', 'in my ', '``a', 'A. '].map((unit) => JSON.stringify(unit)));

describe('time', () => {
  it.each(twinProbes)('is bounded for $name, whatever the longest text is of', ({ twin }) => {
    const worst = pathological.filter(({ name }) => slow.has(name.replace(' without end', '')));
    expect(worst.length).toBeGreaterThan(2);
    const texts = [...worst.map(({ text }) => text(long)), `${markdown}\n\n`.repeat(long / (markdown.length + 2))];
    for (const response of texts) {
      let least = Infinity;
      for (let attempt = 0; attempt < 10 && least > bound; attempt++) least = Math.min(least, timeOf(twin, response));
      expect(least).toBeLessThan(bound);
    }
  });

  it.each(pathological)('of all probes together grows no faster than the length of $name', ({ text }) => {
    const [shorter, longer] = [text(5000), text(20_000)];
    let [ofShorter, ofLonger] = [Infinity, Infinity];
    for (let attempt = 0; attempt < 10 && !(ofLonger < limitAfter(ofShorter)); attempt++) {
      ofShorter = Math.min(ofShorter, timeOfAll(shorter));
      ofLonger = Math.min(ofLonger, timeOfAll(longer));
    }
    expect(ofLonger).toBeLessThan(limitAfter(ofShorter));
  });
});

/** Four times the length takes about four times as long; sixteen times if it goes by the square. */
function limitAfter(ofShorter: number): number {
  return 8 * Math.max(10, ofShorter);
}

function timeOfAll(response: string): number {
  return twinProbes.reduce((sum, { twin }) => sum + timeOf(twin, response), 0);
}

/** Milliseconds of processor time, since others may be using the processors too. */
function timeOf(twin: (typeof twinProbes)[number]['twin'], response: string): number {
  const before = process.cpuUsage();
  twin({ prompt: response, response, language: 'en' }, seededRandom(1));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
