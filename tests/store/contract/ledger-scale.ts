import { type SelectQueryBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/database.ts';
import { assemble } from '../../../src/store/open.ts';
import { oldestOpen } from '../../../src/store/outbox/lanes.ts';
import { readyLanes } from '../../../src/store/outbox/lease.ts';
import type { Schema } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { draft, later, ownChannel, step, subscribe } from '../digests-made.ts';
import { now, plainIndexer } from '../fixture.ts';
import type { Suite } from './subject.ts';

const channels = 1000;
const each = 10;

export const ledgerScaleContract: Suite = (subject) => {
  describe('10,000 unfinished deliveries, the channels of which wait for a far time', () => {
    let database: Database;
    let store: Store;
    let blocked = '';

    beforeAll(async () => {
      database = await subject().empty();
      await migrate(database);
      store = assemble(database, { index: plainIndexer, clock: () => now, dataFolder: '' });
      const subscriptions = [];
      for (let n = 0; n < channels; n++) subscriptions.push(await subscribe(store, 'far'));
      blocked = subscriptions[0]?.channel ?? '';
      for (let round = 0; round < each; round++) {
        const due = round === 0 ? later(86_400) : now;
        await store.ledger.writeAll(
          subscriptions.map((one) =>
            step({ ...one, version: one.version + round }, draft(one, { due }), {
              change: { cursor: round },
            }),
          ),
          now,
        );
      }
      const ready = await subscribe(store, 'near', { channel: ownChannel() });
      await store.ledger.write(step(ready, draft(ready)), now);
      if (database.dialect === 'postgres') await sql`ANALYZE`.execute(database.read);
      return () => database.close();
    }, 120_000);

    /** Lines of the plan that read a whole table or index. */
    async function scans(query: SelectQueryBuilder<Schema, never, unknown>): Promise<string[]> {
      const { sql: text, parameters } = query.compile();
      const explain = database.dialect === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const told = await database.read.executeQuery<Record<string, unknown>>({
        ...query.compile(),
        sql: `${explain} ${text}`,
        parameters,
      });
      expect(told.rows.length).toBeGreaterThan(0);
      const lines = told.rows.map((row) => String(row.detail ?? row['QUERY PLAN']));
      return lines.filter((line) => /^SCAN|Seq Scan/.test(line));
    }

    test('what is ready is found without looking at the others', async () => {
      const request = {
        holder: 'one',
        until: later(60),
        limit: 50,
        platforms: ['slack', 'discord'],
        settleMs: 0,
      };
      expect(await scans(readyLanes(database.read, request, now) as never)).toEqual([]);
      const leased = await store.ledger.lease(request, now);
      expect(leased).toHaveLength(1);
    });

    test('the next of a channel is found without looking at the others', async () => {
      expect(await scans(oldestOpen(database.read, blocked) as never)).toEqual([]);
    });
  });
};
