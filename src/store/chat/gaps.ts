import { type Selectable, sql } from 'kysely';
import { type Gap, type Gaps, mostGaps, type Unanswered } from '../../domain/ports/chat.ts';
import type { Page, Paged } from '../../domain/ports/entries.ts';
import { audit } from '../audit.ts';
import { type Database, totalOf } from '../database.ts';
import type { GapTable } from '../people-schema.ts';

export class StoredGaps implements Gaps {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async count(desk: string, { key, question, about }: Unanswered, at: Date): Promise<void> {
    const row = { question, about: JSON.stringify(about), last_at: at.toISOString() };
    await this.#database.writeSmall(async (transaction) => {
      // What was written since did not answer it: it begins anew. What was dismissed stays so.
      const wasWritten = sql`gaps.state = 'written'`;
      await transaction
        .insertInto('gaps')
        .values({ desk, key, ...row, times: 1 })
        .onConflict((known) =>
          known.columns(['desk', 'key']).doUpdateSet({
            ...row,
            times: sql<number>`CASE WHEN ${wasWritten} THEN 1 ELSE gaps.times + 1 END`,
            state: sql<'open' | 'dismissed'>`CASE WHEN ${wasWritten} THEN 'open' ELSE gaps.state END`,
          }),
        )
        .execute();
      const tooMany = (await totalOf(transaction.selectFrom('gaps').where('desk', '=', desk))) - mostGaps;
      if (tooMany <= 0) return;
      const rarest = transaction
        .selectFrom('gaps')
        .select('number')
        .where('desk', '=', desk)
        .where('key', '<>', key)
        .orderBy('times')
        .orderBy('last_at')
        .orderBy('number')
        .limit(tooMany);
      await transaction.deleteFrom('gaps').where('number', 'in', rarest).execute();
    });
  }

  async open(desk: string, { limit, offset }: Page): Promise<Paged<Gap>> {
    const ofDesk = this.#database.read
      .selectFrom('gaps')
      .where('desk', '=', desk)
      .where('state', '=', 'open');
    const rows = await ofDesk
      .selectAll()
      .orderBy('times', 'desc')
      .orderBy('last_at', 'desc')
      .orderBy('number', 'desc')
      .limit(limit)
      .offset(offset)
      .execute();
    return { items: rows.map(toGap), total: await totalOf(ofDesk) };
  }

  async get(desk: string, number: number): Promise<Gap | undefined> {
    const row = await this.#database.read
      .selectFrom('gaps')
      .selectAll()
      .where('desk', '=', desk)
      .where('number', '=', number)
      .where('state', '=', 'open')
      .executeTakeFirst();
    return row && toGap(row);
  }

  async close(
    desk: string,
    number: number,
    how: 'written' | 'dismissed',
    by: string,
    at: Date,
  ): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const closed = await transaction
        .updateTable('gaps')
        .set({ state: how })
        .where('desk', '=', desk)
        .where('number', '=', number)
        .where('state', '=', 'open')
        .executeTakeFirst();
      if (closed.numUpdatedRows !== 1n) return false;
      const subject = `question:${number}`;
      await audit(transaction, { at, actor: by, action: `question ${how}`, subject, desk });
      return true;
    });
  }
}

const toGap = ({ number, question, about, times, last_at }: Selectable<GapTable>): Gap => ({
  number,
  question,
  times,
  about: JSON.parse(about) as Record<string, string>,
  last: new Date(last_at),
});
