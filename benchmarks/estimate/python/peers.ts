import { fileURLToPath } from 'node:url';
import { startLineProcess } from '../../accuracy/python/line-process.ts';
import type { Columns } from '../columns.ts';
import type { Interval } from '../methods/interval.ts';

/** Those that take no time to speak of. */
export const quickPeers = ['truescore, verdict', 'truescore, rating', 'ppi-python, rating'] as const;
/** Those that fit a calibrator at each call. */
export const slowPeers = ['cje-eval', 'cje-eval, length', 'cje-eval, same features'] as const;
/** Of the quick ones, those that take weights. */
const weightedPeers = ['ppi-python, rating'] as const;

export function peersFor({ inclusions }: Columns, isSlow: boolean): readonly string[] {
  return [...(inclusions === null ? quickPeers : weightedPeers), ...(isSlow ? slowPeers : [])];
}

/** An interval, and how long it took; null where a method says nothing of a sample. */
export type PeerInterval = (Interval & { readonly milliseconds: number }) | null;

/** The methods of other libraries, in a child process that lives until `end` or until its thread is gone. */
export interface Peers {
  readonly intervalsOf: (
    columns: Columns,
    options: { readonly methods: readonly string[]; readonly isClustered: boolean },
  ) => Promise<Readonly<Record<string, PeerInterval>>>;
  readonly end: () => Promise<void>;
}

/** @param python of an environment that has truescore, cje-eval and ppi-python */
export function startPeers(python: string): Peers {
  const script = fileURLToPath(new URL('peers.py', import.meta.url));
  return peersBy(startLineProcess(python, [script], { OMP_NUM_THREADS: '1' }));
}

/** The same with any child that answers the requests that peers.py describes. */
export function peersBy({ ask, end }: ReturnType<typeof startLineProcess>): Peers {
  return {
    end,
    intervalsOf: async ({ groups, features, ...columns }, { methods, isClustered }) => {
      const places = new Map([...new Set(groups)].map((group, place) => [group, place]));
      const codes = isClustered ? groups.map((group) => places.get(group)!) : null;
      // Fifty features of five thousand records take long to write, and most methods read none.
      const read = methods.includes('cje-eval, same features') ? features : [];
      const answer = await ask(JSON.stringify({ methods, ...columns, features: read, groups: codes }));
      const { found, error } = JSON.parse(answer) as { found?: Record<string, PeerInterval>; error?: string };
      if (found === undefined) throw new Error(`peers: ${error ?? answer}`);
      return found;
    },
  };
}
