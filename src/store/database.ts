import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { Step } from './migrations/words.ts';
import type { Schema } from './schema.ts';

/** What the two databases do each in its own way; everything else is shared. */
export interface Database {
  dialect: 'sqlite' | 'postgres';
  /** Reads see what was committed and never wait for a writer. */
  read: Kysely<Schema>;
  /**
   * The same for reads that may look at many rows. SQLite's are made in a thread of their own where the process serves
   * others meanwhile; single statements only.
   */
  readApart: Kysely<Schema>;
  /**
   * What `read` found, remembered until anybody commits anything: for small reads that each question begins with. Where
   * it cannot be told whether anything was committed, it is remembered for one question, until that writes.
   */
  recall<T>(key: string, read: () => Promise<T>): Promise<T>;
  /**
   * One transaction. Writers of this process follow each other; while another process holds the lock, it is tried
   * again without blocking, and in the end fails with a StoreError of code `busy`.
   */
  write<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  /**
   * The same for small writes of which many come at once: they may share a transaction. `work` may be run again after
   * one that was taken back.
   */
  writeSmall<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Joins in this order: the other way round each row of the second table would be searched for. */
  joinInOrder: RawBuilder<unknown>;
  /** Ends the statement that adds postings: what it adds to a block that is there comes after what the block has. */
  appending: string;
  /** What each migration does, in order. */
  migrations: Record<string, readonly Step[]>;
  hasTable(name: string): Promise<boolean>;
  /** Held to the end of the transaction: one process at a time changes the tables. */
  lockSchema(transaction: Transaction<Schema>): Promise<void>;
  /** `?` or `$1`, counting from 1. */
  placeholder(position: number): string;
  /** Most parameters that a statement of ours may have. */
  maxParameters: number;
  /** What is done for a large change: at its end, as part of it, and after it is committed. */
  largeChange: {
    /** Work that writes many rows into a table. Where the table is empty, its indexes may be made afterwards, at once. */
    fill<T>(transaction: Transaction<Schema>, table: keyof Schema, work: () => Promise<T>): Promise<T>;
    beforeCommit(transaction: Transaction<Schema>): Promise<void>;
    afterCommit(): Promise<void>;
  };
  backup(target: string): Promise<number>;
  /** Differs once its tables were made anew from a dump. None: it is a file. */
  place?(): Promise<string>;
  /** None where nobody can tell which processes are gone. */
  presence?: Presence;
  /**
   * Rejects with a StoreError of code `damaged`. `if in doubt`: not where it was closed whole and nobody has touched it
   * since.
   */
  checkIntegrity(when: 'always' | 'if in doubt'): Promise<'checked' | 'trusted'>;
  /** Throws a StoreError of code `full` where the next larger change would not fit on the disk. */
  checkRoom(): void;
  /** Why nothing can be written at the moment; undefined: it can. Answers in a second. None where nobody writes. */
  unwritable?(): Promise<StoreError | undefined>;
  close(): Promise<void>;
}

/** Which processes that use the database are still there. */
export interface Presence {
  /** From now on this process is known by the name. Throws where that cannot be written. */
  enter(name: string): void;
  /** Names of processes that are certainly gone. */
  gone(): string[];
  /** They need not be named any more. */
  forget(names: readonly string[]): void;
  leave(): void;
}

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
export async function migrate(
  database: Database,
  { upTo, onProgress }: { upTo?: string; onProgress?: MigrationProgress } = {},
): Promise<void> {
  const known = Object.keys(database.migrations).filter((name) => upTo === undefined || name <= upTo);
  const plan = planMigration(known, await ranMigrations(database));
  if (plan === 'newer') await refuse(database, known);
  if (plan !== 'migrate') return;

  const { Migrator } = await import('kysely/migration');
  await database.write(async (transaction) => {
    await database.lockSchema(transaction);
    const migrations = Object.fromEntries(
      known.map((name) => [name, { up: () => runAll(name, database.migrations[name] ?? []) }]),
    );
    // What comes after the first failure in a transaction only says that it is aborted.
    let failure: unknown;
    const runAll = async (name: string, steps: readonly Step[]) => {
      try {
        for (const step of steps) await runStep(transaction, step, (share) => onProgress?.(name, share));
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

/** Hears of the share that is done, above 0 and up to 1, of a migration that takes long. */
type MigrationProgress = (migration: string, share: number) => void;

async function runStep(transaction: Transaction<Schema>, step: Step, done: (share: number) => void) {
  const run = (statement: string) => sql.raw<Record<string, unknown>>(statement).execute(transaction);
  if (typeof step === 'string') return void (await run(step));
  const { rows } = await run(step.parts);
  for (const [at, row] of rows.entries()) {
    for (const statement of step.of(row)) await run(statement);
    done((at + 1) / rows.length);
    await nextTurn();
  }
}

async function refuse(database: Database, known: readonly string[]): Promise<never> {
  const unknown = (await ranMigrations(database)).filter((name) => !known.includes(name));
  throw new StoreError(
    'newer_schema',
    `the database was made by a newer Deskwire: this one does not know ${unknown.join(', ') || 'its migrations'}`,
    'start the newer version, or restore a backup made by this one',
  );
}

/** How many rows there are, whatever page of them is read. */
export async function totalOf<T extends keyof Schema>(
  rows: SelectQueryBuilder<Schema, T, object>,
): Promise<number> {
  const { total } = await rows
    .select((all) => all.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/**
 * busy: the write lock was not free for as long as a writer is willing to wait; nothing was written.
 * newer_schema: a newer Deskwire made the database. migration_failed: the old database is as it was.
 * target_exists, no_such_folder, backup_elsewhere: a backup that was not made.
 * away: the server cannot be reached for the moment. unreachable: it refuses the login. no_rights: it lacks a right in
 * the database.
 * full, read_only, cannot_open, io_error: the disk or its rights. gone: the file was taken away while it is open.
 * damaged: the file is not a whole database.
 * not_restorable: the backup is not one that can take the place of the database. in_use: another process has it open.
 */
export type StoreErrorCode =
  | 'busy'
  | 'newer_schema'
  | 'migration_failed'
  | 'target_exists'
  | 'no_such_folder'
  | 'backup_elsewhere'
  | 'away'
  | 'unreachable'
  | 'no_rights'
  | 'full'
  | 'read_only'
  | 'cannot_open'
  | 'io_error'
  | 'gone'
  | 'damaged'
  | 'not_restorable'
  | 'in_use';

const unwritable: readonly StoreErrorCode[] = ['full', 'read_only', 'io_error', 'gone'];
const passing: readonly StoreErrorCode[] = ['busy', 'away', ...unwritable];

/** What went wrong with the store as a whole, in one line, and what an operator can do about it, in another. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly remedy: string;
  /** Whether the same may be asked again later without anybody having to change it. */
  readonly passing: boolean;

  constructor(code: StoreErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
    this.passing = passing.includes(code);
  }
}

/** Nothing can be written for now, by any process: reading goes on. */
export const isUnwritable = (error: unknown): error is StoreError =>
  error instanceof StoreError && unwritable.includes(error.code);
