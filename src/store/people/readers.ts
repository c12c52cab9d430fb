import { sql } from 'kysely';
import type { ChosenDesks, ReadMark, ReadMarks } from '../../domain/ports/access.ts';
import type { Database } from '../database.ts';

export class StoredReadMarks implements ReadMarks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(person: string, desk: string): Promise<ReadMark | undefined> {
    const row = await this.#database.read
      .selectFrom('read_marks')
      .select(['up_to', 'since', 'at'])
      .where('person', '=', person)
      .where('desk', '=', desk)
      .executeTakeFirst();
    return row && { upTo: row.up_to, from: row.since, at: new Date(row.at) };
  }

  /** The update is the check, so that of two at once neither takes the other's mark back. */
  async set(person: string, desk: string, upTo: number, at: Date): Promise<void> {
    const isLater = sql`excluded.up_to > read_marks.up_to`;
    await this.#database.writeSmall((transaction) =>
      transaction
        .insertInto('read_marks')
        .values({ person, desk, up_to: upTo, since: upTo, at: at.toISOString() })
        .onConflict((known) =>
          known.columns(['person', 'desk']).doUpdateSet({
            since: sql<number>`CASE WHEN ${isLater} THEN read_marks.up_to ELSE read_marks.since END`,
            up_to: sql<number>`CASE WHEN ${isLater} THEN excluded.up_to ELSE read_marks.up_to END`,
            at: sql<string>`CASE WHEN excluded.at > read_marks.at THEN excluded.at ELSE read_marks.at END`,
          }),
        )
        .execute(),
    );
  }
}

export class StoredChosenDesks implements ChosenDesks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(person: string): Promise<string | undefined> {
    const chosen = this.#database.read.selectFrom('chosen_desks').select('desk');
    return (await chosen.where('person', '=', person).executeTakeFirst())?.desk;
  }

  async set(person: string, desk: string, at: Date): Promise<void> {
    const changed = { desk, at: at.toISOString() };
    await this.#database.writeSmall((transaction) =>
      transaction
        .insertInto('chosen_desks')
        .values({ person, ...changed })
        .onConflict((known) => known.column('person').doUpdateSet(changed))
        .execute(),
    );
  }
}
