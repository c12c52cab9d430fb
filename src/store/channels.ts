import type { ChannelSettings, DefaultVisibility } from '../domain/ports/chat.ts';
import { audit } from './audit.ts';
import type { Database } from './database.ts';

export class StoredChannels implements ChannelSettings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async visibility(channel: string): Promise<DefaultVisibility> {
    const set = await this.#database.read
      .selectFrom('channels')
      .select('visibility')
      .where('id', '=', channel)
      .executeTakeFirst();
    return readVisibility(set?.visibility);
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
