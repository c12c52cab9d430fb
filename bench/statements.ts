import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export interface Ran {
  sql: string;
  values: SQLInputValue[];
}

/** The statements with results that `work` runs on any connection of this process, with their values, in order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Ran[]> {
  const ran: Ran[] = [];
  const prototype = Object.getPrototypeOf(new DatabaseSync(':memory:').prepare('select 1')) as StatementSync;
  const all = prototype.all;
  prototype.all = function (this: StatementSync, ...values: SQLInputValue[]) {
    ran.push({ sql: this.sourceSQL, values });
    return all.apply(this, values as never);
  } as StatementSync['all'];
  try {
    await work();
  } finally {
    prototype.all = all;
  }
  return ran;
}

/** The same statements on a bare connection, each prepared once. */
export function bare(file: string, ran: readonly Ran[]): () => void {
  const database = new DatabaseSync(file, { readOnly: true });
  const prepared = ran.map(({ sql, values }) => ({ statement: database.prepare(sql), values }));
  return () => {
    for (const { statement, values } of prepared) statement.all(...values);
  };
}
