import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';

/** Where ratings are kept. Keys and values are texts, so that any store will do; a `Map` is one. */
export interface RatingCache {
  readonly get: (key: string) => string | undefined | PromiseLike<string | undefined>;
  readonly set: (key: string, value: string) => unknown;
}

/**
 * A cache in memory. When it is full, what was not asked for the longest is given up.
 *
 * @throws UnflatterError `invalid-option`.
 */
export function memoryCache(options: { readonly max?: number | undefined } = {}): RatingCache {
  assertOptions<typeof options>(options, { max: true });
  const { max = 10_000 } = options;
  assertOption(Number.isInteger(max) && max > 0, 'max', 'a whole number above 0', max);
  const kept = new Map<string, string>();
  const put = (key: string, value: string): void => {
    kept.delete(key);
    kept.set(key, value);
    if (kept.size > max) kept.delete(kept.keys().next().value!);
  };
  return {
    get: (key) => {
      const value = kept.get(key);
      if (value !== undefined) put(key, value);
      return value;
    },
    set: put,
  };
}

/** @throws UnflatterError `invalid-option`. */
export function assertCache(cache: RatingCache | undefined): void {
  const holds = cache === undefined || (typeof cache?.get === 'function' && typeof cache.set === 'function');
  assertOption(holds, 'cache', 'an object with get and set', cache);
}

/**
 * The key of a rating: whole SHA-256, since whoever writes responses may look for two with the same key. A list is hashed,
 * not texts put together, so that no text can move into the place of another.
 */
export function cacheKey(parts: readonly unknown[]): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))));
}

/** What a cache says of a key; undefined where it fails: a cache that is down costs calls, not ratings. */
export async function lookUp(cache: RatingCache, key: string): Promise<unknown> {
  try {
    const value = await cache.get(key);
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** Nobody waits for it, and a rating that was paid for is not lost to a cache that fails. */
export function keep(cache: RatingCache, key: string, value: unknown): void {
  void (async () => cache.set(key, JSON.stringify(value)))().catch(() => {});
}
