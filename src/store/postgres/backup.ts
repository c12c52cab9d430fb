import { StoreError } from '../store-error.ts';

/** PostgreSQL has its own tool, which also knows of roles and large tables; a second one would only be worse. */
export async function backupPostgres(target: string): Promise<never> {
  throw new StoreError(
    'backup_elsewhere',
    `${target} was not written: a PostgreSQL database is backed up with PostgreSQL's own tool`,
    `run pg_dump --format=custom --file=${target} "$DATABASE_URL", and pg_restore to bring it back`,
  );
}
