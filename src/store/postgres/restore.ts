import { execFile, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { ReadyRestore } from '../../domain/ports/publishing.ts';
import { planMigration, StoreError } from '../database.ts';
import { migrations } from './dialect.ts';
import { asStoreError } from './failure.ts';

const run = promisify(execFile);

/** All come in one package, and one version. */
const programs = ['pg_restore', 'psql', 'pg_dump'] as const;

/** Milliseconds to wait for the server. */
const answerWait = 10_000;

export interface PostgresRestore {
  url: string;
  backup: string;
  /** Where the database that is there is kept, as a dump. */
  dataFolder: string;
  env: Record<string, string | undefined>;
  now: Date;
}

/**
 * Checks a file of `pg_dump --format=custom`: whole, of Deskwire, and of no newer one. replace() drops our tables and
 * brings those of the file in one transaction, by PostgreSQL's own programs.
 */
export async function preparePostgresRestore(of: PostgresRestore): Promise<ReadyRestore> {
  const { url, backup, dataFolder, now } = of;
  await custom(backup);
  const server = await look(url);
  if (server.inUse > 0)
    throw new StoreError(
      'in_use',
      `${server.inUse} connections of Deskwire are open to this database; nothing was changed`,
      'stop every process of the service, then run this again',
    );
  const env = { ...of.env, PGPASSWORD: decodeURIComponent(new URL(url).password) || of.env.PGPASSWORD };
  await checkPrograms(server.version, backup, env);
  const names = await ranIn(backup, env);
  if (names.length === 0) throw notRestorable(backup, 'it is not a dump of Deskwire', otherwise);
  if (planMigration(Object.keys(migrations), names) === 'newer')
    throw notRestorable(backup, 'a newer Deskwire made it', 'restore it with the version that made it');
  const to = `--dbname=${withoutPassword(url)}`;
  return {
    from: backup,
    holds: `schema ${names.at(-1)}`,
    target: withoutPassword(url),
    replaces: server.tables.length > 0,
    async replace() {
      let kept: string | undefined;
      if (server.tables.length > 0) {
        await mkdir(dataFolder, { recursive: true });
        kept = join(dataFolder, `deskwire.before-${now.toISOString().replaceAll(/[:.]/g, '')}.dump`);
        // Readable by its owner only, and never another dump.
        await (await open(kept, 'wx', 0o600)).close();
        const ours = server.tables.map((table) => `--table=${table}`);
        await runProgram('pg_dump', ['--format=custom', ...ours, `--file=${kept}`, to], env, backup);
      }
      await bring(of, server.tables, to, env);
      return kept;
    },
    async release() {},
  };
}

const otherwise = 'name another dump; nothing was changed';

async function custom(backup: string): Promise<void> {
  const found = await stat(backup).catch(() => undefined);
  const write = 'name a file that `pg_dump --format=custom` wrote';
  if (!found?.isFile()) throw notRestorable(backup, 'there is no such file', write);
  const head = await text(createReadStream(backup, { end: 4 })).catch((error: Error) => error.message);
  if (head !== 'PGDMP') throw notRestorable(backup, `it is not a dump in PostgreSQL's custom format`, write);
}

interface Server {
  /** Such as 18.4 */
  version: string;
  /** Our tables, of which there are none in an empty database. */
  tables: string[];
  inUse: number;
}

async function look(url: string): Promise<Server> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: answerWait,
    query_timeout: answerWait,
  });
  // An end that nobody listens to would end the process; the question that met it says why.
  client.on('error', () => {});
  try {
    await client.connect();
    const [version, tables, inUse] = [
      await client.query("SELECT current_setting('server_version') AS is"),
      await client.query('SELECT tablename AS is FROM pg_tables WHERE schemaname = current_schema()'),
      await client.query(
        "SELECT count(*)::int AS is FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'deskwire'",
      ),
    ];
    const ours = tablesOf();
    return {
      version: String(version.rows[0]?.is).split(' ')[0] ?? '',
      tables: tables.rows.map((row) => String(row.is)).filter((name) => ours.has(name)),
      inUse: Number(inUse.rows[0]?.is),
    };
  } catch (error) {
    throw asStoreError(error, { patience: 0, connectWait: answerWait, answerWait });
  } finally {
    await client.end().catch(() => {});
  }
}

/** Everything that a version up to this one has made; nothing else in the database is ours. */
function tablesOf(): Set<string> {
  const made = Object.values(migrations)
    .flat()
    .filter((step) => typeof step === 'string')
    .join('\n')
    .matchAll(/CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)/g);
  return new Set(['kysely_migration', 'kysely_migration_lock', ...[...made].map(([, name]) => name ?? '')]);
}

/** An older program may not know what a newer server or dump holds. */
async function checkPrograms(server: string, backup: string, env: PostgresRestore['env']): Promise<void> {
  const major = (version: string) => Number.parseInt(version, 10);
  const install = `install the client programs of PostgreSQL ${major(server)} (on Debian: postgresql-client-${major(server)})`;
  const byHand = `run this again, or by hand, with the service stopped: pg_restore --no-owner --no-privileges --clean --if-exists --single-transaction --dbname="$DATABASE_URL" ${backup}`;
  for (const program of programs) {
    const version = await run(program, ['--version'], { env }).then(
      ({ stdout }) => /\d+(?:\.\d+)*/.exec(stdout)?.[0] ?? '',
      () => undefined,
    );
    if (version === undefined)
      throw new StoreError(
        'not_restorable',
        `there is no ${program} on this machine`,
        `${install} and ${byHand}`,
      );
    if (major(version) < major(server))
      throw new StoreError(
        'not_restorable',
        `${program} here is ${version}, older than the server, which is ${server}`,
        `${install} and ${byHand}`,
      );
  }
}

/** Names of the migrations that ran in the database of the dump. It is read to its end, so that one cut off is found. */
async function ranIn(backup: string, env: PostgresRestore['env']): Promise<string[]> {
  await runProgram('pg_restore', ['--file=-', backup], env, backup);
  const rows = ['--data-only', '--table=kysely_migration', '--file=-', backup];
  const { stdout } = await run('pg_restore', rows, { env });
  const [, copied = ''] = /^COPY [^\n]*kysely_migration[^\n]*\n([\s\S]*?)^\\\.$/m.exec(stdout) ?? [];
  return copied
    .split('\n')
    .flatMap((line) => line.split('\t')[0] || [])
    .sort();
}

/** Runs a program to its end, and lets go of what it prints. */
async function runProgram(
  program: string,
  args: string[],
  env: PostgresRestore['env'],
  backup: string,
): Promise<void> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [said, code] = await Promise.all([text(child.stderr), ended(child)]);
  if (code !== 0) throw notRestorable(backup, firstLines(said) || `${program} ended with ${code}`, otherwise);
}

/** What is piped into psql counts only once its last line has come. */
async function bring(
  { backup }: PostgresRestore,
  tables: readonly string[],
  to: string,
  env: PostgresRestore['env'],
): Promise<void> {
  const source = spawn('pg_restore', ['--no-owner', '--no-privileges', '--file=-', backup], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const target = spawn('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', to], {
    env,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ends = Promise.all([ended(source), ended(target), text(source.stderr), text(target.stderr)]);
  async function* statements() {
    yield 'BEGIN;\n';
    if (tables.length > 0) yield `DROP TABLE ${tables.join(', ')};\n`;
    yield* source.stdout;
    // What a dump holds is read under no path of ours.
    if ((await ended(source)) === 0) yield `\nRESET search_path;\n${markCopied}\nCOMMIT;\n`;
  }
  // psql that stops at an error closes its end; what it said of it is what counts.
  await pipeline(statements(), target.stdin).catch(() => source.kill());
  const [read, written, ...said] = await ends;
  if (read === 0 && written === 0) return;
  throw notRestorable(
    backup,
    firstLines(said.toReversed().join('\n')) || 'psql did not end well',
    'the database is as it was; mend what PostgreSQL names, then run this again',
  );
}

/** A dump of before there were marks has none. */
const markCopied = `DO $$ BEGIN
  IF to_regclass('epoch') IS NOT NULL THEN UPDATE epoch SET copied = 1; END IF;
END $$;`;

const ended = (child: ReturnType<typeof spawn>): Promise<number | null> =>
  child.exitCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));

/** What went wrong, and its first detail. */
const firstLines = (said: string) => said.trim().split('\n').slice(0, 2).join(' ');

function withoutPassword(url: string): string {
  const address = new URL(url);
  address.password = '';
  return address.href;
}

const notRestorable = (backup: string, why: string, remedy: string) =>
  new StoreError('not_restorable', `${backup} cannot be restored: ${why}`, remedy);
