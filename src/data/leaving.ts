const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `clean` if the process leaves, by exit or by a signal, before it is told to forget it. The signal then does what
 * it would have done. The listeners are there no longer than that: they turn off the default action of a signal, and
 * work that leaves no room for listeners, as a fit, could not be stopped.
 *
 * @returns forget
 */
export function onLeaving(clean: () => void): () => void {
  const interrupted = (signal: NodeJS.Signals): void => {
    clean();
    forget();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const forget = (): void => {
    process.off('exit', clean);
    for (const signal of signals) process.off(signal, interrupted);
  };
  process.on('exit', clean);
  for (const signal of signals) process.on(signal, interrupted);
  return forget;
}
