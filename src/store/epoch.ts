import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Selectable, Transaction } from 'kysely';
import type { Epoch, Restored } from '../domain/ports/publishing.ts';
import { replaceFile } from '../runtime/replace-file.ts';
import { type Database, StoreError } from './database.ts';
import type { EpochTable } from './digest-schema.ts';
import type { Schema } from './schema.ts';

export const epochFile = (dataFolder: string) => join(dataFolder, 'epoch.json');

/** How far each installation had come that kept its mark here. */
type Marks = Record<string, number>;

type Row = Selectable<EpochTable>;

/** What was seen beside the database: the mark of its installation, and whether there are marks at all. */
export interface Beside {
  mark: number | undefined;
  isMarked: boolean;
  /** Where PostgreSQL keeps the table. */
  place: string | undefined;
}

/**
 * Whether a database is an older one that was put in place of the one written last, or a copy. The embedded one is
 * always beside its mark. PostgreSQL's is on a machine of its own, and marks may be lost with a container: a dump that
 * was restored is known by its tables, which are new.
 */
export function isOlder(
  { epoch, copied, place: before }: Pick<Row, 'epoch' | 'copied' | 'place'>,
  { mark, isMarked, place }: Beside,
): boolean {
  if (copied === 1) return true;
  if (mark !== undefined && mark > epoch) return true;
  // Of before there were marks, beside marks: another one was here, or `restore` put it in place.
  if (mark === undefined && epoch === 0 && isMarked) return true;
  if (place !== undefined) return before !== null && before !== place;
  return mark === undefined && epoch > 0;
}

/** Further on than any machine that shares the database may have seen the one before: each has a mark of its own. */
const leap = 1_000_000;

/** Written after the row, so that it is never ahead of a database that nobody put back. */
export class StoredEpoch implements Epoch {
  readonly #database: Database;
  readonly #file: string;
  /** How far this process has seen it: a database may be put back under it. */
  #seen = 0;

  /** `file`: of the marks. */
  constructor(database: Database, file: string) {
    this.#database = database;
    this.#file = file;
  }

  async installation(): Promise<string> {
    return (await this.#row()).installation;
  }

  #row(): Promise<Row> {
    return this.#database.read.selectFrom('epoch').selectAll().executeTakeFirstOrThrow();
  }

  async advance(now: Date): Promise<Restored | undefined> {
    const marks = await readMarks(this.#file);
    const { dialect } = this.#database;
    const place = await this.#database.place?.();
    // A process that is killed before it wrote its first mark must not be taken for a copy without one.
    if (place === undefined && marks === undefined) {
      const { epoch, installation } = await this.#row();
      if (epoch === 0) await writeMarks(this.#file, { [installation]: 0 });
    }
    const row = await this.#database.write(async (transaction) => {
      const found = await transaction
        .selectFrom('epoch')
        .selectAll()
        .$if(dialect === 'postgres', (query) => query.forUpdate())
        .executeTakeFirstOrThrow();
      const kept = marks?.[found.installation];
      const mark = kept === undefined && this.#seen === 0 ? undefined : Math.max(kept ?? 0, this.#seen);
      const beside = { mark, isMarked: marks !== undefined, place };
      const isRestored = isOlder(found, beside);
      const from = found.at ?? (await lastWritten(transaction)) ?? now.toISOString();
      // A clock that is behind what the database knew cannot say when.
      const restoredAt = new Date(Math.max(now.getTime(), Date.parse(from) + 1)).toISOString();
      const restored = isRestored && { restored_at: restoredAt, restored_from: from, dealt: 0 };
      return transaction
        .updateTable('epoch')
        .set({
          epoch: Math.max(found.epoch, mark ?? 0) + (isRestored ? leap : 1),
          at: now.toISOString(),
          place: place ?? null,
          copied: 0,
          ...restored,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    this.#seen = row.epoch;
    // Without its mark an older database is told less well, and digests go on.
    await writeMarks(this.#file, { ...marks, [row.installation]: row.epoch }).catch(() => {});
    return restoredOf(row);
  }

  async last(): Promise<Restored | undefined> {
    return restoredOf(await this.#row());
  }

  async dealt({ at }: Restored): Promise<void> {
    await this.#database.write(async (transaction) => {
      await transaction
        .updateTable('epoch')
        .set({ dealt: 1 })
        .where('restored_at', '=', at.toISOString())
        .execute();
    });
  }
}

/** Of a database that had no epoch yet. */
async function lastWritten(transaction: Transaction<Schema>): Promise<string | undefined> {
  const { last } = await transaction
    .selectFrom('deliveries')
    .select((row) => row.fn.max('created_at').as('last'))
    .executeTakeFirstOrThrow();
  return last ?? undefined;
}

/** So that a backup of before there were marks is known for what it is, where there is no mark yet. */
export async function markRestored(file: string): Promise<void> {
  if ((await readMarks(file)) === undefined) await writeMarks(file, {});
}

function restoredOf({ restored_at: at, restored_from: from, dealt }: Row): Restored | undefined {
  return at === null || from === null
    ? undefined
    : { at: new Date(at), from: new Date(from), dealt: dealt === 1 };
}

/** Undefined: there is no such file. */
async function readMarks(file: string): Promise<Marks | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Marks;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // Whatever it said, it is not known any more.
    if (cause instanceof SyntaxError) return {};
    throw new StoreError(
      'cannot_open',
      `${file} cannot be read, which tells whether the database is an older one`,
      'let the user that Deskwire runs as read and write it',
      { cause },
    );
  }
}

async function writeMarks(file: string, marks: Marks): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(file, JSON.stringify(marks));
}
