import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Jobs that a thread gets at a time: their answers are small, and so is what is left to wait for at the end. */
const atATime = 10;

export interface Spread<Job, Answer = unknown> {
  /** A module that answers each message, a list of jobs, with the list of their answers. */
  readonly worker: URL;
  /** What every thread gets once. */
  readonly workerData?: unknown;
  readonly jobs: readonly Job[];
  readonly onProgress: (done: number, all: number) => void;
  /** Called with each answer as it comes, before `onProgress`: what a run that is killed should keep. */
  readonly onAnswer?: (job: Job, answer: Answer) => void;
  /** @default 10 */
  readonly atATime?: number;
  /** Whether no more jobs are to be begun: those that were not have no answer. @default never */
  readonly isOver?: () => boolean;
}

/** Spreads jobs over threads. The answers come in the order of the jobs, however many threads there are. */
export async function spread<Job, Answer>({
  worker,
  workerData,
  jobs,
  onProgress,
  onAnswer = () => {},
  atATime: some = atATime,
  isOver = () => false,
}: Spread<Job, Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), jobs.length) }, async () => {
      const thread = new Worker(worker, { workerData });
      try {
        while (next < jobs.length && !isOver()) {
          const from = next;
          const given = jobs.slice(from, (next += some));
          thread.postMessage(given);
          const [got] = (await once(thread, 'message')) as [Answer[]];
          got.forEach((answer, i) => {
            answers[from + i] = answer;
            onAnswer(given[i]!, answer);
          });
          onProgress((done += given.length), jobs.length);
        }
      } finally {
        await thread.terminate();
      }
    }),
  );
  return answers;
}
