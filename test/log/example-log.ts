import type { LogEntry, LoggedDecision, LoggedLabel } from '../../src/log/decision.ts';
import type { DecisionStore, LogFilter } from '../../src/log/store.ts';

export function decision(id: string, parts: Partial<LoggedDecision> = {}): LoggedDecision {
  return {
    id,
    at: 1_000,
    group: `group of ${id}`,
    verdict: 'pass',
    reason: 'above-threshold',
    selfRating: 8,
    passProbability: 0.875,
    features: { words: 12, headings: 0.1 },
    outside: [],
    calibrator: 'c'.repeat(64),
    ...parts,
  };
}

export function label(key: string, id: string, parts: Partial<LoggedLabel> = {}): LoggedLabel {
  return { key, id, value: 4, labeller: 'labeller-1', source: 'expert', at: 2_000, ...parts };
}

export async function all(log: DecisionStore, filter?: LogFilter): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const entry of log.read(filter)) entries.push(entry);
  return entries;
}

export async function idsOf(log: DecisionStore, filter?: LogFilter): Promise<string[]> {
  return (await all(log, filter)).map(({ id }) => id);
}
