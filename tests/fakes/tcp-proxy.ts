import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  /** The given address, led through the proxy. */
  url: string;
  /** Connections that are open now. */
  open(): number;
  /** Ends every open connection, as a network or a server that fails does. */
  cut(): void;
  /** Passes nothing on over the connections that are open, and does not end them, as a network does that loses them. */
  silence(): void;
  /** From now on connections are refused at once. */
  refuse(): void;
  /** From now on connections are passed on again. */
  accept(): void;
  stop(): Promise<void>;
}

/** Stands between a client and a server on this machine, and can cut what runs between them. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let refusing = false;

  const server = createServer((client) => {
    if (refusing) return void client.resetAndDestroy();
    const upstream = connect(Number(port), hostname);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.pipe(upstream).pipe(client);
    for (const socket of pair) {
      // The other end learns of it by its own socket; here nothing is lost by an error.
      socket.on('error', () => {});
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);

  const cut = () => {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
    pairs.clear();
  };
  return {
    url: url.href,
    open: () => pairs.size,
    cut,
    silence() {
      for (const [client, upstream] of pairs) {
        client.unpipe().resume();
        upstream.unpipe().resume();
      }
    },
    refuse() {
      refusing = true;
      cut();
    },
    accept() {
      refusing = false;
    },
    async stop() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
