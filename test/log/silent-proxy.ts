import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SilentProxy {
  readonly port: number;
  /** How many connections were made so far. */
  readonly connections: () => number;
  /** Swallows all that comes on the connections there are; new ones work. */
  readonly silence: () => void;
  readonly stop: () => Promise<void>;
}

/** Between a client and a server on 127.0.0.1: a network that loses what it was given, and says nothing. */
export async function silentProxy(to: number): Promise<SilentProxy> {
  const pairs: { readonly sockets: readonly Socket[]; isSilent: boolean }[] = [];
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    const pair = { sockets: [client, upstream], isSilent: false };
    pairs.push(pair);
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('data', (data) => {
        if (!pair.isSilent) into.write(data);
      });
      from.on('error', () => {});
      from.on('close', () => into.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => pairs.length,
    silence: () => {
      for (const pair of pairs) pair.isSilent = true;
    },
    stop: async () => {
      for (const { sockets } of pairs) for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
