import { brokenOff, hear, unheard, type Part, type Reply } from './call.ts';
import { beside } from './metadata.ts';
import type { Way } from './settle.ts';

/** A stream of parts that are all there. */
export function streamOf<Chunk>(parts: readonly Chunk[]): ReadableStream<Chunk> {
  return new ReadableStream<Chunk>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

/**
 * All parts of a stream. It is told to stop by the signal, and left behind if it does not.
 *
 * @throws the reason of the signal, or what the stream broke with.
 */
export async function allOf<Chunk>(stream: ReadableStream<Chunk>, signal: AbortSignal): Promise<Chunk[]> {
  const reader = stream.getReader();
  // A stream that has broken already says so when it is read.
  const stop = (): void => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const parts: Chunk[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return parts;
      parts.push(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A stream that has been read, as a result. */
export function heldWay<Chunk extends Part>(): Way<readonly Chunk[]> {
  return {
    generate: async (model, params, signal) => {
      const { stream } = (await model.doStream(params as never)) as { stream: ReadableStream<Chunk> };
      return allOf(stream, signal);
    },
    replyOf: (parts) => parts.reduce<Reply>(hear, unheard),
    usageOf: (parts) => (parts.find(({ type }) => type === 'finish') as { usage?: unknown } | undefined)?.usage,
    withMetadata: (parts, unflatter, usage) => {
      const ended = parts.some(({ type }) => type === 'finish') ? parts : [...parts, brokenOff as Chunk];
      return ended.map((part) => {
        if (part.type !== 'finish') return part;
        const { providerMetadata, usage: own } = part as { providerMetadata?: unknown; usage?: unknown };
        return { ...part, usage: usage ?? own, providerMetadata: beside(providerMetadata, unflatter) };
      });
    },
  };
}
