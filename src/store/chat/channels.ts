import type { ReviewChannel, ReviewChannels } from '../../domain/ports/cards.ts';
import type { ChannelSettings, DefaultVisibility } from '../../domain/ports/chat.ts';
import { audit } from '../audit.ts';
import type { Database } from '../database.ts';

export class StoredChannels implements ChannelSettings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async visibility(channel: string): Promise<DefaultVisibility> {
    return this.#database.recall(`visibility of ${channel}`, async () => {
      const set = await this.#database.read
        .selectFrom('channels')
        .select('visibility')
        .where('id', '=', channel)
        .executeTakeFirst();
      return readVisibility(set?.visibility);
    });
  }

  async setVisibility(channel: string, visibility: DefaultVisibility, by: string, at: Date): Promise<void> {
    await this.#database.write(async (transaction) => {
      const set = await transaction
        .selectFrom('channels')
        .select('visibility')
        .where('id', '=', channel)
        .executeTakeFirst();
      const before = readVisibility(set?.visibility);
      if (before === visibility) return;
      await transaction
        .insertInto('channels')
        .values({ id: channel, visibility })
        .onConflict((known) => known.column('id').doUpdateSet({ visibility }))
        .execute();
      await audit(transaction, {
        at,
        actor: by,
        action: 'channel visibility set',
        subject: channel,
        before,
        after: visibility,
      });
    });
  }
}

/** A channel that has set nothing keeps answers between the desk and the one who asked. */
const readVisibility = (stored: string | undefined): DefaultVisibility =>
  stored === 'public' ? 'public' : 'private';

export class StoredReviewChannels implements ReviewChannels {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(desk: string): Promise<ReviewChannel[]> {
    const rows = await this.#database.read
      .selectFrom('review_channels')
      .selectAll()
      .where('desk', '=', desk)
      .orderBy('channel')
      .execute();
    return rows.map(({ since, ...row }) => ({ ...row, since: new Date(since) }));
  }

  async set(desk: string, channel: string, on: boolean, by: string, at: Date): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const changed = on
        ? await transaction
            .insertInto('review_channels')
            .values({ desk, channel, since: at.toISOString() })
            .onConflict((known) => known.columns(['desk', 'channel']).doNothing())
            .executeTakeFirst()
            .then(({ numInsertedOrUpdatedRows }) => numInsertedOrUpdatedRows)
        : await transaction
            .deleteFrom('review_channels')
            .where('desk', '=', desk)
            .where('channel', '=', channel)
            .executeTakeFirst()
            .then(({ numDeletedRows }) => numDeletedRows);
      if (changed !== 1n) return false;
      const action = on ? 'review cards begun' : 'review cards ended';
      await audit(transaction, { at, actor: by, action, subject: channel, desk });
      return true;
    });
  }
}
