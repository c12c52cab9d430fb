import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { StoreError } from '../store-error.ts';

/** PostgreSQL has its own tool, which also knows of roles and large tables; a second one would only be worse. */
export async function backupPostgres(read: Kysely<Schema>, target: string): Promise<never> {
  const asked = await sql<{ server_version: string }>`SHOW server_version`.execute(read);
  const version = asked.rows[0]?.server_version ?? '';
  throw new StoreError(
    'backup_elsewhere',
    `${target} was not written: a PostgreSQL database is backed up with PostgreSQL's own tool`,
    `run pg_dump --format=custom --file=${target} "$DATABASE_URL", and \`deskwire restore ${target}\` to bring it back; pg_dump must be of version ${Number.parseInt(version, 10)} or later, because the server is ${version}`,
  );
}
