import { existsSync } from 'node:fs';
import { databaseFile } from '../../app/reader.ts';
import type { Config } from '../../config.ts';
import { type Found, fault, ok, warn } from '../../domain/checkup.ts';
import { count } from '../../domain/dates/day.ts';
import { indexEntry } from '../../search/index-entry.ts';
import type { Database } from '../../store/database.ts';
import { planMigration, ranMigrations } from '../../store/database.ts';
import { assemble } from '../../store/open.ts';
import type { Store } from '../../store/store.ts';

/** Opens the database without changing it. Undefined if it does not exist yet. */
export async function databaseToLook(config: Config): Promise<Database | undefined> {
  if (config.databaseUrl) {
    const { openPostgres } = await import('../../store/postgres/open.ts');
    return openPostgres(config.databaseUrl, 2000, { info() {}, warn() {}, error() {} });
  }
  const file = databaseFile(config);
  if (!existsSync(file)) return undefined;
  return (await import('../../store/sqlite/look.ts')).openToLook(file);
}

/** `store` is undefined if the tables are not those of this version. */
export async function lookIntoStore(
  database: Database,
  dataFolder: string,
): Promise<{ store: Store | undefined; schema: Found }> {
  const ran = await ranMigrations(database);
  const known = Object.keys(database.migrations);
  const plan = planMigration(known, ran);
  const clock = () => new Date();
  const setting = { index: indexEntry, clock, dataFolder };
  const store = plan === 'ready' ? assemble(database, setting) : undefined;
  return { store, schema: schemaFound(database, plan, ran, known) };
}

function schemaFound(
  { dialect }: Database,
  plan: ReturnType<typeof planMigration>,
  ran: readonly string[],
  known: readonly string[],
): Found {
  const kind = dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL';
  const has = ran.at(-1);
  if (plan === 'ready') return ok(`${kind}, schema is current (${has})`);
  if (plan === 'newer')
    return fault(
      `${kind}: this database was made by a newer Deskwire (${has})`,
      'start the newer version, or restore a backup made by this version',
    );
  if (has === undefined) return ok(`${kind} is empty; the first start creates the tables`);
  const last = known.at(-1);
  return warn(
    `${kind}: the schema is from an older version (${has}); the next start upgrades it to ${last}`,
    'make a backup first; the older version cannot read the upgraded database',
  );
}

/** Entries changed both in chat and in their files. */
export async function conflictsFound({ maintenance }: Store): Promise<Found[]> {
  const { entries, conflicts } = await maintenance.health();
  if (conflicts.length === 0)
    return [ok(`${count(entries, 'entry', 'entries')}, none changed both in chat and in its file`)];
  return conflicts.map(({ desk, id }) =>
    fault(
      `${desk}/${id} was changed both in chat and in its file; the chat revision is served`,
      'copy the chat revision into the file (`/deskwire-edit history` shows it), or edit the entry in chat again',
    ),
  );
}

export async function digestsFound({ subscriptions, maintenance }: Store): Promise<Found[]> {
  const all = (await subscriptions.list({})).filter(({ state }) => state !== 'ended');
  const { deliveries } = await maintenance.figures();
  const broken = all.flatMap(({ id, channel, broken: why }) =>
    why
      ? [
          fault(
            `digest ${id} in ${channel} cannot be posted: ${why.reason}`,
            'fix that; posting then resumes by itself',
          ),
        ]
      : [],
  );
  const failing = all.flatMap(({ id, channel, failing: why }) =>
    why
      ? [
          fault(
            `digest ${id} in ${channel} cannot be composed: ${why.reason}`,
            'see the log; Deskwire retries every minute',
          ),
        ]
      : [],
  );
  const lost = deliveries.failed ?? 0;
  const given = lost
    ? [
        warn(
          `${count(lost, 'delivery', 'deliveries')} failed so far`,
          '`/deskwire digest history number:…` gives the reason',
        ),
      ]
    : [];
  if (broken.length + failing.length > 0) return [...broken, ...failing, ...given];
  const open = (deliveries.waiting ?? 0) + (deliveries.unknown ?? 0);
  return [
    ok(`${count(all.length, 'subscription')}, ${count(open, 'delivery', 'deliveries')} on the way`),
    ...given,
  ];
}

/** Seven days: anything that waits longer was forgotten. */
const longWait = 7 * 24 * 60 * 60 * 1000;

export async function waitingFound({ maintenance }: Store, now: Date): Promise<Found[]> {
  const { drafts, reports, feeds, feedFaults, feedItemsWaiting } = await maintenance.figures();
  const queue = (
    [one, several]: readonly [string, string],
    { waiting, oldest }: { waiting: number; oldest?: Date },
    remedy: string,
  ) => {
    const days = oldest ? Math.floor((now.getTime() - oldest.getTime()) / 86_400_000) : 0;
    const since = waiting > 0 ? `, the oldest for ${count(days, 'day')}` : '';
    const says = `${count(waiting, one, several)} ${waiting === 1 ? 'waits' : 'wait'}${since}`;
    return oldest && now.getTime() - oldest.getTime() > longWait ? warn(says, remedy) : ok(says);
  };
  const items = `${count(feedItemsWaiting, 'feed article')} ${feedItemsWaiting === 1 ? 'waits' : 'wait'} for an editor`;
  return [
    queue(['draft', 'drafts'], drafts, 'ask a reviewer to run `/deskwire-edit review`'),
    queue(["reader's report", "readers' reports"], reports, 'ask an editor to run `/deskwire-edit reports`'),
    ok(items),
    feeds.failing > 0
      ? warn(
          `${count(feeds.failing, 'feed')} of ${feeds.answering + feeds.failing} cannot be read: ${feedFaults.join(' ')}`,
          '`/deskwire-edit feeds list` says which; Deskwire retries each',
        )
      : ok(`${count(feeds.answering, 'feed')} followed`),
  ];
}
