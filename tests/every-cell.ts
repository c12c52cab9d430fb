import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/** Tables that have one of these words in a cell, as `table.column`; every table that the database itself lists is read. */
export async function cellsWith(
  words: readonly string[],
  at: { file: string } | { databaseUrl: string },
): Promise<string[]> {
  const { tables, rows, close } = 'file' in at ? inSqlite(at.file) : await inPostgres(at.databaseUrl);
  try {
    const found = new Set<string>();
    for (const table of await tables()) {
      for (const row of await rows(table)) {
        for (const [column, cell] of Object.entries(row)) {
          const text = cell instanceof Uint8Array ? Buffer.from(cell).toString('latin1') : String(cell);
          if (words.some((word) => text.includes(word))) found.add(`${table}.${column}`);
        }
      }
    }
    return [...found].sort();
  } finally {
    await close();
  }
}

type Row = Record<string, unknown>;

function inSqlite(file: string) {
  const database = new DatabaseSync(file, { readOnly: true });
  return {
    tables: async () =>
      (database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as Row[]).map((row) =>
        String(row.name),
      ),
    rows: async (table: string) => database.prepare(`SELECT * FROM "${table}"`).all() as Row[],
    close: async () => database.close(),
  };
}

async function inPostgres(databaseUrl: string) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    tables: async () =>
      (
        await client.query<{ name: string }>(
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
        )
      ).rows.map(({ name }) => name),
    rows: async (table: string) => (await client.query<Row>(`SELECT * FROM "${table}"`)).rows,
    close: () => client.end(),
  };
}
