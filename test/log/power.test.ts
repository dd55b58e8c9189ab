import { describe, expect, it } from 'vitest';
import { whatItBuys, type Expected } from '../../src/log/power.ts';
import { chooseToLabel } from '../../src/log/sample.ts';
import { binomialCdf, mostAllowed } from '../../src/math/binomial.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

/** Traffic of which all have a pass probability of their own. */
function traffic(
  count: number,
): (Expected & { readonly id: string; readonly passProbability: number; thinness: number })[] {
  const random = seededRandom(4);
  return Array.from({ length: count }, (_, i) => {
    const passProbability = random() ** 0.4;
    const verdict = passProbability >= 0.8 ? 'pass' : passProbability < 0.5 ? 'fail' : 'review';
    return { id: `e${i}`, group: `g${i}`, passProbability, verdict, thinness: 0 };
  });
}

const evenly = (count: number, budget: number): number[] => Array.from({ length: count }, () => budget / count);

describe('what a budget buys', () => {
  it('is the interval that estimates of that many labels have', () => {
    const entries = traffic(2000);
    const { inclusion } = chooseToLabel(entries, { budget: 150, shareOfEverything: 0.3 });
    const { falsePass } = whatItBuys(entries, { inclusion });
    const passed = entries.filter(({ verdict }) => verdict === 'pass');
    const truth = passed.reduce((sum, { passProbability: p }) => sum + 1 - p, 0) / passed.length;
    expectClose(falsePass!.rate, truth);
    const estimates: number[] = [];
    for (let seed = 1; seed <= 400; seed++) {
      const random = seededRandom(seed + 1e5);
      const { chosen } = chooseToLabel(entries, { budget: 150, shareOfEverything: 0.3, seed });
      let [failed, all] = [0, 0];
      for (const one of chosen.filter(({ verdict }) => verdict === 'pass')) {
        all += 1 / one.inclusion;
        if (random() >= one.passProbability) failed += 1 / one.inclusion;
      }
      estimates.push(failed / all);
    }
    const within = estimates.filter((one) => Math.abs(one - truth) <= falsePass!.halfWidth).length / estimates.length;
    // 95 % less or more three standard errors of 400, and a ratio is not quite normal.
    expect(within).toBeGreaterThan(0.9);
    expect(within).toBeLessThan(0.99);
  });

  it('knows the half-width of even labels by hand', () => {
    const entries = Array.from({ length: 400 }, (_, i) => ({
      group: `g${i}`,
      verdict: i < 200 ? ('pass' as const) : ('fail' as const),
      passProbability: i < 200 ? 0.9 : 0.2,
    }));
    const { falsePass, budget } = whatItBuys(entries, { inclusion: evenly(400, 100) });
    expect(budget).toBe(100);
    expectClose(falsePass!.rate, 0.1);
    // Fifty labels fall to what passed.
    expectClose(falsePass!.halfWidth, 1.959963984540054 * Math.sqrt((0.1 * 0.9) / 50));
    expect(falsePass!.halfWidthEvenly).toBe(falsePass!.halfWidth);
  });

  it('is a certificate with the chance that the exact test has', () => {
    const entries = Array.from({ length: 1000 }, (_, i) => ({
      group: `g${i}`,
      verdict: 'pass' as const,
      passProbability: 0.95,
    }));
    const { certificate } = whatItBuys(entries, { inclusion: evenly(1000, 100), limit: 0.1, confidence: 0.9 });
    expect(certificate.worth).toBe(100);
    // One threshold, and three quarters of the error for the pass probability.
    const allowed = mostAllowed(100, 0.1, 0.075);
    expectClose(certificate.chance, binomialCdf(allowed, 100, 0.05), { relative: 1e-6 });
    expect(certificate.needed).toBeGreaterThan(50);
    const enough = whatItBuys(entries, { inclusion: evenly(1000, certificate.needed!), limit: 0.1 });
    expect(enough.certificate.chance).toBeGreaterThanOrEqual(0.8);
  });

  it('is worth less for a proof the less even it is, and more with a larger budget', () => {
    const entries = traffic(1000);
    const worth = (budget: number, shareOfEverything: number) =>
      whatItBuys(entries, chooseToLabel(entries, { budget, shareOfEverything })).certificate;
    expect(worth(200, 0.2).worth).toBe(40);
    expect(worth(200, 1).worth).toBe(200);
    expect(worth(200, 1).chance).toBeGreaterThan(worth(200, 0.2).chance);
    expect(worth(400, 1).chance).toBeGreaterThan(worth(100, 1).chance);
  });

  it('counts a group once for a proof', () => {
    const entries = traffic(300).map((one, i) => ({ ...one, group: `g${i % 10}` }));
    expect(whatItBuys(entries, { inclusion: evenly(300, 100) }).certificate.worth).toBe(10);
  });

  it('is no false-pass rate where nothing passes, and no certificate where no number of labels would do', () => {
    const entries = traffic(100).map((one) => ({ ...one, verdict: 'review' as const, passProbability: 0.4 }));
    const { falsePass, certificate } = whatItBuys(entries, { inclusion: evenly(100, 50) });
    expect(falsePass).toBeNull();
    expect(certificate).toMatchObject({ needed: null });
    expect(certificate.chance).toBeLessThan(0.01);
  });

  it('says nothing of entries without a probability', () => {
    const entries = traffic(50).map((one) => ({ ...one, passProbability: null }));
    expect(whatItBuys(entries, { inclusion: evenly(50, 20) })).toMatchObject({
      falsePass: null,
      certificate: { chance: 0, needed: null },
    });
  });

  it.each([{ limit: 0 }, { limit: 1 }, { confidence: Number.NaN }])('is refused for %o', (options) => {
    expect(() => whatItBuys(traffic(10), { inclusion: evenly(10, 5), ...options })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});
