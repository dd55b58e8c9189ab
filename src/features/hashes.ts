/*
 * Words are told apart by 32-bit hashes, so that none has to be cut out of the text. In a text of ten thousand different
 * words, two are taken for one about once in a hundred texts.
 */

export const hashSeed = 0x811c9dc5 | 0;

/** FNV-1a, a code unit at a time. */
export function addToHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** Three hashes as one; their order counts. */
export function joinHashes(first: number, second: number, third: number): number {
  const joined = Math.imul(first, 0x9e3779b1) ^ (Math.imul(second, 0x85ebca77) + Math.imul(third, 0xc2b2ae3d));
  return joined ^ (joined >>> 16);
}

/** A set of hashes, open-addressed and at most half full. Zero stands for a free slot, so it is taken for one. */
export interface HashSet {
  slots: Int32Array;
  size: number;
}

/** The last slots of each length that were given back: to empty them takes far less than to make new ones. */
const spare = new Map<number, Int32Array>();

/** Longer ones are not kept. */
const longestSpare = 1 << 16;

/** An empty set that need not grow before it has so many hashes. */
export function hashSet(expected: number): HashSet {
  return { slots: emptySlots(1 << (33 - Math.clz32(Math.max(8, expected)))), size: 0 };
}

function emptySlots(length: number): Int32Array {
  const slots = spare.get(length)?.fill(0) ?? new Int32Array(length);
  spare.delete(length);
  return slots;
}

const none = new Int32Array(0);

/** Leaves the slots of a set to the next one. Nothing may be looked up in it from then on. */
export function giveBack(set: HashSet): void {
  if (set.slots.length <= longestSpare) spare.set(set.slots.length, set.slots);
  set.slots = none;
}

/** Adds a hash; true if it was not there before. */
export function addHash(set: HashSet, hash: number): boolean {
  const at = slotOf(set.slots, hash);
  if (set.slots[at] !== 0) return false;
  set.slots[at] = hash || 1;
  if (++set.size > set.slots.length >> 1) grow(set);
  return true;
}

export function hasHash({ slots }: HashSet, hash: number): boolean {
  return slots[slotOf(slots, hash)] !== 0;
}

/** Words that were chosen to crowd one place would make every look-up a long search. */
const mostProbes = 64;

/**
 * Where a hash stands, or the free slot where it would. Where neither is found within so many probes, the slot of
 * another: the hash is taken for one that is there.
 */
export function slotOf(slots: Int32Array, hash: number): number {
  const wanted = hash || 1;
  const last = slots.length - 1;
  let at = (wanted ^ (wanted >>> 15)) & last;
  for (let probe = 0; slots[at] !== 0 && slots[at] !== wanted && probe < mostProbes; probe++) at = (at + 1) & last;
  return at;
}

function grow(set: HashSet): void {
  const slots = emptySlots(set.slots.length * 4);
  for (const hash of set.slots) if (hash !== 0) slots[slotOf(slots, hash)] = hash;
  giveBack(set);
  set.slots = slots;
}
