import { sql } from 'kysely';
import type { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/** Kysely's own name for the list of migrations that ran. */
const migrationTable = 'kysely_migration';

/** What opening has to do, given the migrations this version knows and those that ran, both in order. */
export function planMigration(
  known: readonly string[],
  ran: readonly string[],
): 'ready' | 'migrate' | 'newer' {
  if (ran.some((name, index) => known[index] !== name)) return 'newer';
  return ran.length === known.length ? 'ready' : 'migrate';
}

/** Names of the migrations that ran, oldest first; none in an empty database. */
export async function ranMigrations(database: Database): Promise<string[]> {
  if (!(await database.hasTable(migrationTable))) return [];
  const ran = await sql<{ name: string }>`SELECT name FROM ${sql.table(migrationTable)}`.execute(
    database.read,
  );
  return ran.rows.map(({ name }) => name).sort();
}

/**
 * Brings the tables up to this version, or refuses a database that a newer one made. A database that is up to date
 * is only read. Several processes may do this at once: one migrates, the others find it done.
 */
export async function migrate(database: Database, upTo?: string): Promise<void> {
  const known = Object.keys(database.migrations).filter((name) => upTo === undefined || name <= upTo);
  const plan = planMigration(known, await ranMigrations(database));
  if (plan === 'newer') await refuse(database, known);
  if (plan !== 'migrate') return;

  const { Migrator } = await import('kysely/migration');
  await database.write(async (transaction) => {
    await database.lockSchema(transaction);
    const migrations = Object.fromEntries(
      known.map((name) => [name, { up: () => runAll(database.migrations[name] ?? []) }]),
    );
    // What comes after the first failure in a transaction only says that it is aborted.
    let failure: unknown;
    const runAll = async (statements: readonly string[]) => {
      try {
        for (const statement of statements) await sql.raw(statement).execute(transaction);
      } catch (error) {
        failure ??= error;
        throw error;
      }
    };
    const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => migrations } });
    const result = await migrator.migrateToLatest();
    const error = failure ?? result.error;
    if (error instanceof StoreError) throw error;
    if (error) {
      throw new StoreError(
        'migration_failed',
        `the database could not be brought up to this version: ${error instanceof Error ? error.message : error}`,
        'the database is as it was; report this, and go on with the version that you had',
        { cause: error },
      );
    }
  });
}

async function refuse(database: Database, known: readonly string[]): Promise<never> {
  const unknown = (await ranMigrations(database)).filter((name) => !known.includes(name));
  throw new StoreError(
    'newer_schema',
    `the database was made by a newer Deskwire: this one does not know ${unknown.join(', ') || 'its migrations'}`,
    'start the newer version, or restore a backup made by this one',
  );
}
