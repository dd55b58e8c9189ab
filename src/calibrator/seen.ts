import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { CalibrationRecord } from '../types.ts';
import { canonicalJson } from './canonical.ts';
import type { Seen } from './certificate.ts';
import { plain, whatIs } from './linked.ts';
import { groupOf } from './record.ts';

/** How many hashes are kept, of records and groups together: with 106,680 characters they leave room for the rest. */
export const mostSeen = 20_000;

/**
 * What these records can be known by later. With more than 20,000 records and groups together, one in so many is kept, by
 * the value of its hash: a copy of the whole is still found out, a single record no longer.
 */
export function seenOf(records: readonly CalibrationRecord[]): Seen {
  const hashes = { records: distinct(records.map(recordHash)), groups: distinct(records.flatMap(groupHashes)) };
  const oneIn = Math.max(1, Math.ceil((hashes.records.length + hashes.groups.length) / mostSeen));
  const kept = (all: readonly number[]): string => toBase64(all.filter((hash) => hash % oneIn === 0));
  return { oneIn, records: kept(hashes.records), groups: kept(hashes.groups) };
}

/**
 * Whether a record, or else its group, is among those; undefined where neither is, or is not known to be. A record is known
 * by its prompt and response, whatever blanks are in them, or where it has no text by its features and its self-rating: not by its
 * id and its human ratings, so a copy under another name or with new labels is the same. Of records that are new, one in four billion for
 * each hash that is kept is taken for another.
 */
export function wasSeen(seen: Seen, record: CalibrationRecord): 'record' | 'group' | undefined {
  if (has(seen.records, recordHash(record))) return 'record';
  return groupHashes(record).some((hash) => has(seen.groups, hash)) ? 'group' : undefined;
}

/** By halves, in the text as it is: a file of fresh labels is looked up without unpacking the list for each. */
function has(base64: string, hash: number): boolean {
  let [low, high] = [0, countIn(base64)];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = hashIn(base64, middle);
    if (found === hash) return true;
    if (found < hash) low = middle + 1;
    else high = middle;
  }
  return false;
}

function recordHash(record: CalibrationRecord): number {
  return hashOf(['record', ...whatIs(record)]);
}

/** By the group it names and by its prompt, which is one whether it is named or not. */
function groupHashes(record: CalibrationRecord): number[] {
  const { prompt } = record;
  const keys = new Set([groupOf(record), ...(prompt === undefined ? [] : [prompt])].map(plain));
  return [...keys].map(groupHash);
}

/** A log that keeps no texts names a group by the whole of this hash of its prompt. */
function groupHash(key: string): number {
  const [, start] = /^sha256:([0-9a-f]{8})[0-9a-f]{56}$/.exec(key) ?? [];
  return start === undefined ? hashOf(['group', key]) : Number.parseInt(start, 16);
}

/** The first four bytes of a SHA-256. */
function hashOf(value: unknown): number {
  const { buffer, byteOffset } = sha256(utf8ToBytes(canonicalJson(value)));
  return new DataView(buffer, byteOffset).getUint32(0);
}

function distinct(hashes: readonly number[]): number[] {
  return [...new Set(hashes)].sort((a, b) => a - b);
}

function toBase64(hashes: readonly number[]): string {
  const bytes = new DataView(new ArrayBuffer(4 * hashes.length));
  hashes.forEach((hash, i) => bytes.setUint32(4 * i, hash));
  let binary = '';
  for (let i = 0; i < bytes.byteLength; i++) binary += String.fromCharCode(bytes.getUint8(i));
  return btoa(binary);
}

/** Whether a text is such a list: base64 as it is written here, of whole hashes that ascend. */
export function isHashes(base64: string): boolean {
  const isBase64 = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  if (!isBase64 || btoa(atob(base64)) !== base64 || countIn(base64) % 1 !== 0) return false;
  for (let i = 1; i < countIn(base64); i++) if (hashIn(base64, i - 1) >= hashIn(base64, i)) return false;
  return true;
}

function countIn(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return ((base64.length / 4) * 3 - padding) / 4;
}

/** Three bytes are four characters; the four bytes of a hash are in eight, from their first on. */
function hashIn(base64: string, i: number): number {
  const skipped = Math.floor((4 * i) / 3);
  const binary = atob(base64.slice(4 * skipped, 4 * skipped + 8));
  const first = 4 * i - 3 * skipped;
  return [0, 1, 2, 3].reduce((hash, byte) => hash * 256 + binary.charCodeAt(first + byte), 0);
}
