const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `stop` on each signal that would end the process, for work that then ends by itself.
 *
 * @returns forget
 */
export function onInterrupt(stop: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}
