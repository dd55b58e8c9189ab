import { describe, expect, it } from 'vitest';
import {
  addHash,
  addToHash,
  giveBack,
  hashSeed,
  hashSet,
  hasHash,
  joinHashes,
  slotOf,
} from '../../src/features/hashes.ts';
import { seededRandom } from '../../src/math/random.ts';

describe('addToHash', () => {
  /* Fowler, Noll and Vo publish these for the 32-bit FNV-1a. */
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('is FNV-1a: of "%s" it is %i', (text, expected) => {
    expect(hashOf(text) >>> 0).toBe(expected);
  });

  it('tells a hundred thousand words apart but for about one pair', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, i) => hashOf(`w${i.toString(36)}`)));
    expect(hashes.size).toBeGreaterThan(100_000 - 10);
  });
});

describe('joinHashes', () => {
  const [a, b, c] = ['one', 'two', 'three'].map(hashOf) as [number, number, number];

  it('goes by all three and by their order', () => {
    const orders = [joinHashes(a, b, c), joinHashes(a, c, b), joinHashes(b, a, c), joinHashes(b, c, a)];
    expect(new Set([...orders, joinHashes(c, a, b), joinHashes(c, b, a), joinHashes(a, b, b)]).size).toBe(7);
    expect(joinHashes(a, b, c)).toBe(orders[0]);
  });
});

describe('a set of hashes', () => {
  it('has what was added, once, and nothing else', () => {
    const set = hashSet(10);
    expect([addHash(set, 5), addHash(set, -5), addHash(set, 5)]).toEqual([true, true, false]);
    expect([5, -5, 6].map((hash) => hasHash(set, hash))).toEqual([true, true, false]);
    expect(set.size).toBe(2);
  });

  it('has zero as well', () => {
    const set = hashSet(1);
    expect(hasHash(set, 0)).toBe(false);
    expect([addHash(set, 0), addHash(set, 0), hasHash(set, 0)]).toEqual([true, false, true]);
  });

  it('is what a set is, however many there are and whatever was expected', () => {
    for (const expected of [0, 100, 20_000]) {
      const random = seededRandom(expected);
      const [set, plain] = [hashSet(expected), new Set<number>()];
      for (let i = 0; i < 20_000; i++) {
        const hash = 1 + Math.floor(random() * 15_000) * 65_536;
        expect(addHash(set, hash | 0)).toBe(!plain.has(hash | 0));
        plain.add(hash | 0);
      }
      expect(set.size).toBe(plain.size);
      expect([...plain].every((hash) => hasHash(set, hash))).toBe(true);
      expect(hasHash(set, 2)).toBe(false);
    }
  });

  it('is at most half full, so that looking up stays quick', () => {
    const set = hashSet(0);
    for (let i = 1; i <= 5000; i++) {
      addHash(set, i);
      expect(2 * set.size).toBeLessThanOrEqual(set.slots.length + 2);
    }
  });

  it('takes a hash for one that is there where too many crowd one place', () => {
    const set = hashSet(1000);
    const crowd: number[] = [];
    for (let hash = 1; crowd.length < 200; hash++) if (slotOf(hashSet(1000).slots, hash) === 7) crowd.push(hash);
    for (const hash of crowd) addHash(set, hash);
    expect(set.size).toBeLessThan(100);
    expect(crowd.every((hash) => hasHash(set, hash))).toBe(true);
    expect(hasHash(set, crowd.at(-1)! ^ 1)).toBe(false);
  });

  it('is empty whatever was in the one that had its slots before, and shares them with no other', () => {
    const [first, second] = [hashSet(100), hashSet(100)];
    for (let hash = 1; hash <= 300; hash++) addHash(hash % 2 === 0 ? first : second, hash);
    const { slots } = first;
    giveBack(second);
    giveBack(first);
    const sets = [1, 2, 3].map(() => hashSet(slots.length / 2 - 1));
    expect(sets.map((set) => set.slots)).toContain(slots);
    expect(new Set(sets.map((set) => set.slots)).size).toBe(3);
    for (const set of sets) {
      expect(set.slots).toHaveLength(slots.length);
      expect(set.slots.every((hash) => hash === 0)).toBe(true);
    }
  });

  it('keeps no slots of a long text', () => {
    const { slots } = hashSet(200_000);
    giveBack({ slots, size: 0 });
    expect(hashSet(200_000).slots).not.toBe(slots);
  });

  it('need not grow for as many as were expected', () => {
    const set = hashSet(1000);
    const { slots } = set;
    for (let i = 1; i <= 1000; i++) addHash(set, i);
    expect(set.slots).toBe(slots);
  });
});

function hashOf(text: string): number {
  let hash = hashSeed;
  for (let i = 0; i < text.length; i++) hash = addToHash(hash, text.charCodeAt(i));
  return hash;
}
