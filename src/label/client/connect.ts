/** What came of a call: the status of HTTP, or 0 where the server could not be reached. */
export interface Called {
  readonly status: number;
  readonly body: unknown;
}

export interface Connection {
  /** Asks until there is an answer: what was clicked is not given up. */
  readonly ask: (path: string, body: object) => Promise<Called>;
}

/**
 * Calls the server that the page is from, with the token of its link. Where that server has gone, it waits until it is
 * back, or until the link of the next one is opened in the same tab.
 *
 * @param onTrouble is told why there is no answer yet
 */
export function connect(onTrouble: (why: string) => void): Connection {
  const call = async (path: string, body: object): Promise<Called> => {
    try {
      const response = await fetch(path, {
        method: 'POST',
        // Never a cookie: the token is all that counts.
        credentials: 'omit',
        headers: { 'content-type': 'application/json', 'x-unflatter-token': location.hash.slice(1) },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return { status: 0, body: null };
    }
  };
  const aWhile = (): Promise<void> =>
    new Promise((resolve) => {
      const go = (): void => {
        removeEventListener('hashchange', go);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(go, 1000);
      addEventListener('hashchange', go);
    });
  return {
    ask: async (path, body) => {
      for (;;) {
        const called = await call(path, body);
        if (called.status !== 0 && called.status !== 401) return called;
        const kept = 'What you have entered is kept in this tab, and sent then.';
        if (called.status === 0) onTrouble(`The server cannot be reached: start it again. ${kept}`);
        else onTrouble(`This is not the link of the server that runs now: open the one that it printed. ${kept}`);
        await aWhile();
      }
    },
  };
}
