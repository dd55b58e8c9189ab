import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { UnflatterError } from '../errors.ts';
import { loadAi } from './ask.ts';
import { mayPass } from './faults.ts';
import type { RaterModel } from './rater-model.ts';

/** A batch at a provider: its id, and those of its requests. Without an id of its own, it was announced and no more. */
export interface StartedBatch {
  readonly batchId?: string | undefined;
  readonly requests: readonly string[];
}

/** The batch interface of `ai` 7, which is experimental: only what is used of it is named. */
export interface BatchApi {
  readonly doStartBatch: (options: {
    readonly requests: readonly object[];
  }) => PromiseLike<{ readonly batchId: string }>;
  readonly doGetBatchStatus: (options: { readonly batchId: string }) => PromiseLike<BatchStatus>;
  readonly doGetBatchResults: (options: { readonly batchId: string }) => PromiseLike<ReadableStream<BatchItem>>;
}

interface BatchStatus {
  readonly status: 'pending' | 'completed' | 'failed';
  readonly error?: { readonly message: string } | undefined;
}

interface BatchItem {
  readonly id: string;
  readonly status: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly statusCode?: number };
}

export interface BatchModelOptions {
  readonly api: BatchApi;
  readonly modelId: string;
  /** A batch that an earlier process has started. */
  readonly started?: StartedBatch | undefined;
  /** The error of all calls where that batch holds none of them: no other is started, since it would be forgotten. */
  readonly unfit: (batchId: string | undefined) => Error;
  /**
   * Keeps what is told of a batch: before it is started, without its id, and once it is. Nothing, when it is over: it has
   * answered, or failed as a whole.
   */
  readonly keep: (batch: StartedBatch | undefined) => void;
  /** Milliseconds between two looks at the provider. */
  readonly interval: number;
}

/** How long no further call must come before those that came are sent as one batch, in milliseconds. */
const gathering = 200;
/** Between two batches, in milliseconds. */
const pause = 1000;
/** So often in a row the provider may fail to say how far it is. */
const mostFaults = 20;

interface Call {
  readonly options: Readonly<Record<string, unknown>>;
  readonly settle: { readonly resolve: (result: unknown) => void; readonly reject: (error: unknown) => void }[];
}

/**
 * A model whose calls are gathered and answered by a batch. Equal calls are one request. Calls that an earlier batch
 * holds are answered from it; others wait for the next one.
 */
export function batchModel(options: BatchModelOptions): Exclude<RaterModel, string> {
  const { api, modelId, started, unfit, keep, interval } = options;
  const calls = new Map<string, Call>();
  let current = started;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAtWork = false;

  const rejectAll = (ids: Iterable<string>, error: unknown): void => {
    for (const id of ids) {
      for (const { reject } of calls.get(id)?.settle ?? []) reject(error);
      calls.delete(id);
    }
  };
  const answer = ({ id, status, result, error }: BatchItem): void => {
    for (const { resolve, reject } of calls.get(id)?.settle ?? []) {
      if (status === 'succeeded') resolve(result);
      else
        reject(
          Object.assign(new Error(error?.message ?? `the request was ${status}`), { statusCode: error?.statusCode }),
        );
    }
    calls.delete(id);
  };
  const work = async (): Promise<void> => {
    if (current === undefined || !current.requests.some((id) => calls.has(id))) {
      if (current !== undefined && current === started) throw unfit(current.batchId);
      current = await start(api, modelId, calls, keep);
    }
    const { batchId, requests } = current;
    const status = await ended(api, batchId!, interval);
    if (status.status === 'failed') {
      keep(undefined);
      current = undefined;
      throw new Error(status.error?.message ?? 'the batch failed');
    }
    for await (const item of itemsOf(await api.doGetBatchResults({ batchId: batchId! }))) answer(item);
    rejectAll(requests, new Error('the batch has no result for this request'));
    keep(undefined);
    current = undefined;
    // Time for the answers to be written, before another batch is kept in place of this one.
    if (calls.size > 0) await wait(pause);
  };
  const workAll = async (): Promise<void> => {
    isAtWork = true;
    try {
      while (calls.size > 0) await work();
    } catch (error) {
      rejectAll([...calls.keys()], error);
    } finally {
      isAtWork = false;
    }
  };
  const doGenerate = (given: never): Promise<unknown> => {
    const {
      abortSignal,
      headers: _,
      includeRawChunks: __,
      ...request
    } = given as Record<string, unknown> & {
      readonly abortSignal?: AbortSignal;
    };
    const id = fingerprintOf(JSON.stringify(request)) + fingerprintOf(JSON.stringify([request]));
    return new Promise((resolve, reject) => {
      const call = calls.get(id) ?? { options: request, settle: [] };
      call.settle.push({ resolve, reject });
      calls.set(id, call);
      abortSignal?.addEventListener('abort', () => reject(abortSignal.reason as Error), { once: true });
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!isAtWork) void workAll();
      }, gathering);
    });
  };
  return { specificationVersion: 'v4', provider: 'batch', modelId, supportedUrls: {}, doGenerate } as Exclude<
    RaterModel,
    string
  >;
}

async function start(
  api: BatchApi,
  modelId: string,
  calls: ReadonlyMap<string, Call>,
  keep: BatchModelOptions['keep'],
): Promise<StartedBatch> {
  const requests = [...calls].map(([id, { options }]) => ({ id, type: 'text', modelId, options }));
  const ids = [...calls.keys()];
  keep({ requests: ids });
  const { batchId } = await Promise.resolve(api.doStartBatch({ requests })).catch((error: unknown) => {
    // What is refused has not been started. Of what breaks off, nobody knows.
    const { statusCode } = error as { readonly statusCode?: unknown };
    if (typeof statusCode === 'number' && statusCode < 500) keep(undefined);
    throw error;
  });
  const batch = { batchId, requests: ids };
  keep(batch);
  return batch;
}

async function ended(api: BatchApi, batchId: string, interval: number): Promise<BatchStatus> {
  for (let faults = 0; ;) {
    try {
      const status = await api.doGetBatchStatus({ batchId });
      if (status.status !== 'pending') return status;
      faults = 0;
    } catch (error) {
      if (!mayPass(error) || ++faults > mostFaults) throw error;
    }
    await wait(interval);
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

async function* itemsOf(stream: ReadableStream<BatchItem>): AsyncGenerator<BatchItem> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** The batch interface of the provider that `ai` asks by default. @throws UnflatterError `peer-missing` or `invalid-option` */
export async function defaultBatchApi(): Promise<BatchApi> {
  const { gateway } = await loadAi();
  const { AI_SDK_DEFAULT_PROVIDER: provider = gateway } = globalThis as { AI_SDK_DEFAULT_PROVIDER?: object };
  const { experimental_batch: create } = provider as { experimental_batch?: () => BatchApi };
  if (create !== undefined) return create.call(provider);
  const expected = 'used with a provider that has batches, and ai of version 7';
  throw new UnflatterError('invalid-option', `batch must be ${expected}`, {
    option: 'batch',
    expected,
    received: true,
  });
}
