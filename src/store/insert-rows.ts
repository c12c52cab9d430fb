import { CompiledQuery, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import type { Schema } from './schema.ts';

type Shape = Pick<Database, 'placeholder' | 'maxParameters'>;

const rowsAtOnce = 200;

/**
 * Inserts rows of equal keys, many in one statement. The text depends only on their number, so that it is prepared
 * once: putting a query together for each of 100,000 entries would take longer than writing them.
 */
export async function insertRows<R extends object>(
  transaction: Transaction<Schema>,
  shape: Shape,
  table: string,
  rows: readonly R[],
): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first) as (keyof R & string)[];
  const chunk = Math.min(rowsAtOnce, Math.floor(shape.maxParameters / columns.length));
  for (let at = 0; at < rows.length; at += chunk) {
    const part = rows.slice(at, at + chunk);
    const values = part.flatMap((row) => columns.map((column) => row[column]));
    await transaction.executeQuery(CompiledQuery.raw(insertText(shape, table, columns, part.length), values));
  }
}

function insertText(shape: Shape, table: string, columns: readonly string[], rows: number): string {
  const row = (index: number) =>
    `(${columns.map((_, column) => shape.placeholder(index * columns.length + column + 1)).join(', ')})`;
  const all = Array.from({ length: rows }, (_, index) => row(index));
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${all.join(', ')}`;
}
