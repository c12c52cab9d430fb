import type { Server } from 'node:http';

/** Something that listens on a port of ours. */
export interface Door {
  /** Resolves to the port in use once it listens. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export const listening = (server: Server, host: string, port: number): Door => ({
  start: () =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    }),
  stop: () =>
    new Promise((resolve) => {
      // Answers that are being written get a moment.
      const cut = setTimeout(() => server.closeAllConnections(), 300);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      server.closeIdleConnections();
    }),
});
