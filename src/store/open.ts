import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { NearFacts } from '../domain/ports/drafts.ts';
import type { Holders } from '../domain/ports/ledger.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { Indexer } from '../domain/search/query.ts';
import { atMostEvery, lazy } from '../runtime/async.ts';
import { StoredAudit } from './audit.ts';
import { StoredAdminLines } from './chat/admin-lines.ts';
import { StoredChannels, StoredReviewChannels } from './chat/channels.ts';
import { StoredButtonStates, StoredLeases, StoredOnce } from './chat/expiring.ts';
import { StoredGaps } from './chat/gaps.ts';
import { StoredReports } from './chat/reports.ts';
import { StoredSubscriptions } from './chat/subscriptions.ts';
import { type Database, isUnwritable, migrate } from './database.ts';
import { StoredEntries, StoredRecordState } from './entries/entries.ts';
import { StoredVisits } from './entries/visits.ts';
import { epochFile, StoredEpoch } from './epoch.ts';
import { StoredFeeds } from './feeds/feeds.ts';
import { StoredFeedItems } from './feeds/items.ts';
import { StoredFeedPolls } from './feeds/polls.ts';
import { StoredImports } from './imports.ts';
import { StoredToldLists } from './listed/listed.ts';
import { StoreMaintenance } from './maintenance.ts';
import { StoredCards } from './outbox/cards.ts';
import { StoredTurns } from './outbox/lanes.ts';
import { StoredLedger } from './outbox/ledger.ts';
import { StoredPeople } from './people/people.ts';
import { StoredChosenDesks, StoredReadMarks } from './people/readers.ts';
import { StoredAdminCodes, StoredRoles } from './people/roles.ts';
import { ChatWriter, StoredContent } from './publishing/content.ts';
import { StoredContentFolders } from './publishing/content-folders.ts';
import { newDraftId, StoredDrafts } from './publishing/drafts.ts';
import { StoredPublications } from './publishing/publications.ts';
import { StoredRevisions } from './publishing/revisions.ts';
import { PostingsSearcher } from './search/searcher.ts';
import type { Store } from './store.ts';
import { watchWrites } from './watch-writes.ts';

export interface StoreOptions {
  /** `postgres://…`; none: SQLite in the data folder. */
  databaseUrl?: string | undefined;
  /** Made when it is missing. */
  dataFolder: string;
  index: Indexer;
  clock: Clock;
  log: Log;
  /** Others are answered while a slow read goes on; else the process has nothing else to do. */
  serves?: boolean;
  /** Milliseconds that a writer waits for another process; 30,000 unless told. */
  patience?: number;
}

/** Opens the store and brings its tables up to this version. Rejects with a StoreError that says what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = await openDatabase(options);
  try {
    await migrate(database, { onProgress: tellProgress(options) });
    await fillIfOlder(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
  return assemble(database, options);
}

/** What a migration left to be done in batches; its code is loaded only by a database that lacks it. */
async function fillIfOlder(database: Database, { index, log }: StoreOptions): Promise<void> {
  const open = await database.read.selectFrom('fills').select('name').execute();
  if (open.length === 0) return;
  const { fillOlder } = await import('./publishing/fills.ts');
  await fillOlder({ database, index }, log);
}

/** Milliseconds after which, and between which, is told how far a migration has come. */
const tellEvery = 2000;

function tellProgress({ clock, log }: StoreOptions) {
  const isDue = atMostEvery(tellEvery, () => clock().getTime());
  return (migration: string, share: number) => {
    const percent = Math.floor(share * 100);
    if (isDue()) log.info({ migration, percent }, 'upgrading the database to this version');
  };
}

/** Each database's driver is imported only when it is used. */
export async function openDatabase(options: StoreOptions): Promise<Database> {
  return watchWrites(await openUnwatched(options), options.log);
}

async function openUnwatched(options: StoreOptions): Promise<Database> {
  const { databaseUrl, dataFolder, log, patience = 30_000, serves } = options;
  if (databaseUrl) {
    const { openPostgres } = await import('./postgres/open.ts');
    return openPostgres(databaseUrl, patience, log);
  }
  const { openSqlite } = await import('./sqlite/open.ts');
  return openSqlite(join(dataFolder, 'deskwire.sqlite'), patience, serves);
}

export function assemble(
  database: Database,
  { index, clock, dataFolder }: Pick<StoreOptions, 'index' | 'clock' | 'dataFolder'>,
): Store {
  const apart = { ...database, read: database.readApart };
  // Asked before each answer: a small read takes less time than a message to the thread.
  const recordState = new StoredRecordState(database);
  return {
    entries: new StoredEntries(apart, recordState),
    visits: new StoredVisits(apart),
    searcher: new PostingsSearcher(apart, index, recordState),
    content: new StoredContent(database, index),
    folders: new StoredContentFolders(database),
    writer: new ChatWriter(database, index),
    drafts: new StoredDrafts(database, index, newDraftId),
    near: lazy<NearFacts>(
      async () => new (await import('./publishing/near-facts.ts')).StoredNearFacts(database),
    ),
    told: new StoredToldLists(database),
    audit: new StoredAudit(database),
    imports: new StoredImports(database, newDraftId),
    feeds: new StoredFeeds(database),
    feedItems: new StoredFeedItems(database),
    feedPolls: new StoredFeedPolls(database),
    revisions: new StoredRevisions(database),
    publications: new StoredPublications(database),
    recordState,
    roles: new StoredRoles(database),
    codes: new StoredAdminCodes(database, clock),
    people: new StoredPeople(database),
    readMarks: new StoredReadMarks(database),
    chosenDesks: new StoredChosenDesks(database),
    reports: new StoredReports(database),
    gaps: new StoredGaps(database),
    channels: new StoredChannels(database),
    leases: new StoredLeases(database),
    holders: new StoredHolders(database),
    epoch: new StoredEpoch(database, epochFile(dataFolder)),
    once: new StoredOnce(database),
    buttonStates: new StoredButtonStates(database),
    subscriptions: new StoredSubscriptions(database),
    ledger: new StoredLedger(database),
    turns: new StoredTurns(database),
    adminLines: new StoredAdminLines(database),
    cards: new StoredCards(database),
    reviewChannels: new StoredReviewChannels(database),
    maintenance: new StoreMaintenance(database),
  };
}

class StoredHolders implements Holders {
  readonly #database: Database;
  #process: string | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  name(part: string): string {
    this.#process ??= this.#enter();
    return `${this.#process}:${part}`;
  }

  #enter(): string {
    const name = randomUUID();
    try {
      this.#database.presence?.enter(name);
    } catch {
      // On a disk that is full, say: then others wait until its leases have run out.
    }
    return name;
  }

  async takeOver(now: Date): Promise<void> {
    const { presence } = this.#database;
    const gone = presence?.gone() ?? [];
    if (gone.length === 0) return;
    try {
      await this.#free(gone, now);
    } catch (error) {
      // Then they run out, or are taken up at the next tick that can write.
      if (!isUnwritable(error)) throw error;
      return;
    }
    presence?.forget(gone);
  }

  async #free(gone: readonly string[], now: Date): Promise<void> {
    const instant = now.toISOString();
    await this.#database.write(async (transaction) => {
      for (const name of gone) {
        const theirs = `${name}:%`;
        await transaction
          .updateTable('lanes')
          .set({ ready_at: instant, leased_until: instant })
          .where('holder', 'like', theirs)
          .execute();
        await transaction
          .updateTable('cards')
          .set({ due: instant, leased_until: instant })
          .where('holder', 'like', theirs)
          .execute();
        await transaction
          .updateTable('feeds')
          .set({ holder: null, leased_until: null })
          .where('holder', 'like', theirs)
          .execute();
        await transaction
          .updateTable('subscriptions')
          .set({ claimed_by: null, claimed_until: null })
          .where('claimed_by', 'like', theirs)
          .execute();
        await transaction
          .updateTable('content_folder')
          .set({ syncing: null, syncing_until: null })
          .where('syncing', 'like', theirs)
          .execute();
        await transaction.deleteFrom('content_servers').where('process', 'like', theirs).execute();
        await transaction.deleteFrom('leases').where('holder', 'like', theirs).execute();
      }
    });
  }
}
