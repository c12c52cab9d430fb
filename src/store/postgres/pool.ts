import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import type { Log } from '../../domain/ports/log.ts';
import { asStoreError, isLost } from './failure.ts';

/** Milliseconds to wait for a server that does not answer a connection. */
const connectWait = 10_000;

/** Milliseconds after which the server ends a transaction whose process has stopped asking. */
const idleTransactionLimit = 60_000;

/** Hears how each query and connection went, and logs a change: once when the server is lost, once when it is back. */
export interface Availability {
  failed(error: unknown): void;
  succeeded(): void;
}

export function watchAvailability(log: Log, now: () => number = Date.now): Availability {
  let since: number | undefined;
  return {
    failed(error) {
      if (since !== undefined || !isLost(error)) return;
      since = now();
      const reason = error instanceof Error ? error.message || String(error) : String(error);
      log.warn({ reason }, 'PostgreSQL cannot be reached; whatever needs it fails until it answers again');
    },
    succeeded() {
      if (since === undefined) return;
      const seconds = Math.round((now() - since) / 1000);
      since = undefined;
      log.info({ seconds }, 'PostgreSQL answers again');
    },
  };
}

export interface PoolOptions {
  url: string;
  /** Connections of one process. */
  max: number;
  /** Milliseconds a writer waits for a lock; failures name it. */
  patience: number;
  availability: Availability;
  /**
   * Repeats a statement once, at once, when its connection is lost. Only for a pool of single reading statements: a lost
   * one has changed nothing.
   */
  repeats: boolean;
}

/** A pool in the shape that Kysely takes. Its connections may end at any moment without ending the process. */
export function openPool({ url, max, patience, availability, repeats }: PoolOptions): PostgresPool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectWait,
    idle_in_transaction_session_timeout: idleTransactionLimit,
    keepAlive: true,
    application_name: 'deskwire',
  });
  // An error that nobody listens to would end the process, also that of a connection in use.
  pool.on('error', availability.failed);
  pool.on('connect', (client) => client.on('error', availability.failed));

  async function reporting<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      availability.succeeded();
      return result;
    } catch (error) {
      availability.failed(error);
      throw asStoreError(error, patience);
    }
  }

  return {
    options: pool.options,
    connect: async () => borrow(await reporting(() => pool.connect())),
    end: () => pool.end(),
  };

  function borrow(first: PoolClient): PostgresPoolClient {
    // None between a lost connection and the next.
    let client: PoolClient | undefined = first;
    let lost = false;
    async function ask(sql: string, parameters: readonly unknown[]) {
      client ??= await reporting(() => pool.connect());
      const asked = client;
      try {
        return await reporting(() => asked.query(sql, [...parameters]));
      } catch (error) {
        lost ||= isLost(error);
        throw error;
      }
    }
    async function query(sql: string, parameters: readonly unknown[]) {
      try {
        return await ask(sql, parameters);
      } catch (error) {
        if (!repeats || !lost) throw error;
        client?.release(true);
        client = undefined;
        lost = false;
        return ask(sql, parameters);
      }
    }
    return {
      // The other form takes a cursor, for streams; nothing here streams.
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => client?.release(destroy || lost),
    };
  }
}
