import {
  type MistakeReport,
  type MistakeReports,
  type OpenReport,
  type OpenReports,
  reportsADay,
} from '../../domain/ports/chat.ts';
import type { Page, Paged } from '../../domain/ports/entries.ts';
import { audit } from '../audit.ts';
import { type Database, totalOf } from '../database.ts';

export class StoredReports implements MistakeReports, OpenReports {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The insert is the check, so that of two processes that got the same submission only one keeps it. Different ones
   * at the same instant may be one too many for the day, which does no harm.
   */
  async add({ at, ...report }: MistakeReport, interaction: string): Promise<'kept' | 'known' | 'enough'> {
    return this.#database.write(async (transaction) => {
      const known = await transaction
        .selectFrom('reports')
        .select('number')
        .where('interaction', '=', interaction)
        .executeTakeFirst();
      if (known) return 'known';
      const today = await transaction
        .selectFrom('reports')
        .select('number')
        .where('reporter', '=', report.reporter)
        .where('at', '>=', `${at.toISOString().slice(0, 10)}T`)
        .where('desk', '=', report.desk)
        .where('entry', '=', report.entry)
        .limit(reportsADay)
        .execute();
      if (today.length >= reportsADay) return 'enough';
      const kept = await transaction
        .insertInto('reports')
        .values({ ...report, at: at.toISOString(), interaction })
        .onConflict((same) => same.column('interaction').doNothing())
        .executeTakeFirst();
      return kept.numInsertedOrUpdatedRows === 1n ? 'kept' : 'known';
    });
  }

  async list(desk: string, page: Page): Promise<Paged<MistakeReport>> {
    const { items, total } = await this.#read(desk, page, ['open', 'done']);
    return { items: items.map(({ number, ...report }) => report), total };
  }

  open(desk: string, page: Page): Promise<Paged<OpenReport>> {
    return this.#read(desk, page, ['open']);
  }

  async #read(
    desk: string,
    { limit, offset }: Page,
    states: ('open' | 'done')[],
  ): Promise<Paged<OpenReport>> {
    const ofDesk = this.#database.read
      .selectFrom('reports')
      .where('desk', '=', desk)
      .where('state', 'in', states);
    const rows = await ofDesk
      .select(['number', 'desk', 'entry', 'reporter', 'words', 'at'])
      .orderBy('at', 'desc')
      .orderBy('number', 'desc')
      .limit(limit)
      .offset(offset)
      .execute();
    return { items: rows.map((row) => ({ ...row, at: new Date(row.at) })), total: await totalOf(ofDesk) };
  }

  async closedBy(desk: string, number: number): Promise<string | undefined> {
    const row = await this.#database.read
      .selectFrom('reports')
      .select('closed_by')
      .where('desk', '=', desk)
      .where('number', '=', number)
      .executeTakeFirst();
    return row?.closed_by ?? undefined;
  }

  async done(desk: string, number: number, by: string, at: Date): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const closed = await transaction
        .updateTable('reports')
        .set({ state: 'done', closed_by: by })
        .where('desk', '=', desk)
        .where('number', '=', number)
        .where('state', '=', 'open')
        .returning('entry')
        .executeTakeFirst();
      if (!closed) return false;
      const subject = `report:${number}`;
      await audit(transaction, { at, actor: by, action: 'report done', subject, desk, after: closed.entry });
      return true;
    });
  }
}
