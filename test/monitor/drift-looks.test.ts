import { describe, expect, it } from 'vitest';
import { blocksIn } from '../../src/monitor/drift-looks.ts';

describe('the blocks that are looked at', () => {
  it('are those from the start after 100, 200, 400 and 800 decisions, and at each look what came last', () => {
    const blocks = blocksIn(800).map(({ look, start, end }) => [look, start, end]);
    expect(blocks.filter(([, start]) => start === 0).map(([, , end]) => end)).toEqual([100, 200, 400, 800]);
    expect(blocks.filter(([look]) => look === 3)).toEqual([[3, 200, 300]]);
    expect(blocks.filter(([look]) => look === 4)).toEqual([
      [4, 300, 400],
      [4, 200, 400],
      [4, 0, 400],
    ]);
  });

  it('are the same ones, and further ones, in a longer stream', () => {
    const longer = blocksIn(6400);
    for (const decisions of [0, 99, 100, 250, 3199]) {
      const shorter = blocksIn(decisions);
      expect(longer.slice(0, shorter.length)).toEqual(shorter);
    }
    expect(blocksIn(99)).toEqual([]);
  });

  it('spend no more than all the error, however long the stream is', () => {
    const spent = (decisions: number): number => blocksIn(decisions).reduce((sum, { part }) => sum + part, 0);
    expect(spent(100)).toBe(1 / 4);
    expect(spent(10_000)).toBeGreaterThan(0.8);
    expect(spent(2_000_000)).toBeLessThan(1);
  });
});
