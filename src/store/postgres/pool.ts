import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import type { Log } from '../../domain/ports/runtime.ts';
import { inLine, placeInLine } from '../../runtime/question-order.ts';
import { asStoreError, isLost, isSilent } from './failure.ts';

/** Milliseconds to wait for a server that does not answer a connection, or for a connection that is free. */
const connectWait = 10_000;

/** Milliseconds without traffic after which the other end is asked whether it is still there. */
const keepAliveAfter = 10_000;

/** What is learnt of the server from some moment on. */
interface Watch {
  failed(error: unknown): void;
  succeeded(): void;
}

/**
 * Logs a change: once when the server is lost, once when it is back. A server that was never reached is for the opener
 * to tell. What began before the server was lost says nothing of it afterwards.
 */
export function watchAvailability(log: Log, now: () => number = Date.now): () => Watch {
  let reached = false;
  let losses = 0;
  let since: number | undefined;
  return () => {
    const known = losses;
    return {
      failed(error) {
        if (known !== losses || !isLost(error)) return;
        losses += 1;
        if (!reached || since !== undefined) return;
        since = now();
        const reason = error instanceof Error ? error.message || String(error) : String(error);
        log.warn({ reason }, 'PostgreSQL cannot be reached; commands fail until it answers again');
      },
      succeeded() {
        if (known !== losses) return;
        reached = true;
        if (since === undefined) return;
        const seconds = Math.round((now() - since) / 1000);
        since = undefined;
        log.info({ seconds }, 'PostgreSQL answers again');
      },
    };
  };
}

export interface PoolOptions {
  url: string;
  /** Connections of one process. */
  max: number;
  /** Milliseconds a writer waits for a lock; failures name it. */
  patience: number;
  /** Milliseconds that an answer may take; then its connection is given up. */
  answerWait: number;
  availability: () => Watch;
  /**
   * Repeats a statement once, at once, when its connection is lost. Only for a pool of single reading statements: a lost
   * one has changed nothing.
   */
  repeats: boolean;
}

/**
 * Lends connections to those who asked first, all that a question reads to where it came: in the order of reads a
 * question of many would wait behind every later one, each time.
 */
function createLine(most: number) {
  const waiting: { place: number; go(): void }[] = [];
  let free = most;
  return {
    async enter(): Promise<void> {
      if (free > 0) {
        free -= 1;
        return;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const one = { place: placeInLine(), go: resolve };
      inLine(waiting, one);
      const limit = setTimeout(() => {
        waiting.splice(waiting.indexOf(one), 1);
        // In the words of pg.
        reject(new Error('timeout exceeded when trying to connect'));
      }, connectWait);
      await promise.finally(() => clearTimeout(limit));
    },
    leave(): void {
      const first = waiting.shift();
      if (first) first.go();
      else free += 1;
    },
  };
}

/** A connection that is in use. */
interface Held {
  ask(sql: string, parameters: readonly unknown[]): Promise<unknown>;
  /** It ended under the last question. */
  lost(): boolean;
  release(): void;
}

/** A pool in the shape that Kysely takes. Its connections may end at any moment without ending the process. */
export function openPool(options: PoolOptions): PostgresPool {
  const { url, max, patience, answerWait, availability, repeats } = options;
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectWait,
    query_timeout: answerWait,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfter,
    application_name: 'deskwire',
  });
  // An error that nobody listens to would end the process. An idle connection that ended is missed by nobody.
  pool.on('error', () => {});
  /** Since it was made: those that were made before an outage may fail long after it. */
  const watches = new WeakMap<PoolClient, Watch>();
  const line = createLine(max);

  async function hold(): Promise<Held> {
    const asked = availability();
    let made = asked;
    async function reporting<T>(work: Promise<T>): Promise<T> {
      try {
        return await work;
      } catch (error) {
        made.failed(error);
        throw asStoreError(error, { patience, connectWait, answerWait });
      }
    }
    // That an idle connection is lent proves nothing: only an answer does.
    const client = await reporting(
      line.enter().then(() =>
        pool.connect().catch((error) => {
          line.leave();
          throw error;
        }),
      ),
    );
    made = watches.get(client) ?? asked;
    watches.set(client, made);
    /** Why the connection ended: a question asked after that is only told that it did. */
    let ended: Error | undefined;
    const onEnd = (error: Error) => {
      ended ??= error;
    };
    client.on('error', onEnd);
    let over: unknown;
    let lost = false;
    let released = false;
    return {
      async ask(sql, parameters) {
        if (over) throw over;
        const answer = client.query(sql, [...parameters]).catch((error) => {
          throw ended ?? error;
        });
        try {
          const result = await reporting(answer);
          asked.succeeded();
          return result;
        } catch (error) {
          const { cause } = error as Error;
          lost = isLost(cause);
          if (lost || isSilent(cause)) over = error;
          throw error;
        }
      },
      lost: () => lost,
      release() {
        if (released) return;
        released = true;
        client.release(over !== undefined);
        client.off('error', onEnd);
        line.leave();
      },
    };
  }

  async function connect(): Promise<PostgresPoolClient> {
    let held = await hold();
    async function query(sql: string, parameters: readonly unknown[]) {
      try {
        return await held.ask(sql, parameters);
      } catch (error) {
        if (!repeats || !held.lost()) throw error;
        held.release();
        held = await hold();
        return held.ask(sql, parameters);
      }
    }
    return {
      // The other form takes a cursor, for streams; nothing here streams.
      query: query as unknown as PostgresPoolClient['query'],
      release: () => held.release(),
    };
  }

  return { options: pool.options, connect, end: () => pool.end() };
}
