import { sql } from 'kysely';
import type { Maintenance, StoreFigures, StoreHealth } from '../domain/ports/maintenance.ts';
import type { Database } from './database.ts';
import { readFigures } from './figures.ts';
import { ranMigrations } from './migrate.ts';
import { withdrawn } from './schema.ts';

export class StoreMaintenance implements Maintenance {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  backup(target: string): Promise<number> {
    return this.#database.backup(target);
  }

  checkIntegrity(when: 'always' | 'if in doubt'): Promise<'checked' | 'trusted'> {
    return this.#database.checkIntegrity(when);
  }

  async unwritable(): Promise<string | undefined> {
    const fault = await this.#database.unwritable?.();
    return fault && `${fault.message}; ${fault.remedy}`;
  }

  async health(): Promise<StoreHealth> {
    const { read, dialect } = this.#database;
    const counted = await sql<{ total: number }>`SELECT CAST(count(*) AS INTEGER) AS total FROM revisions
      WHERE valid_until IS NULL AND state <> ${withdrawn}`.execute(read);
    const broken = await read
      .selectFrom('content_files')
      .select(['desk', 'path', 'fault'])
      .where('fault', 'is not', null)
      .orderBy('desk')
      .orderBy('path')
      .execute();
    const conflicts = await read
      .selectFrom('conflicts')
      .select(['desk', 'id'])
      .orderBy('desk')
      .orderBy('id')
      .execute();
    return {
      dialect,
      schema: (await ranMigrations(this.#database)).at(-1) ?? 'none',
      entries: counted.rows[0]?.total ?? 0,
      brokenFiles: broken.map(({ desk, path, fault }) => ({ desk, path, fault: fault ?? '' })),
      conflicts,
    };
  }

  figures(): Promise<StoreFigures> {
    return readFigures(this.#database.read);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
