import { join } from 'node:path';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Indexer } from '../domain/ports/search.ts';
import { StoredAddedSources } from './added-sources.ts';
import { StoredAdminCodes } from './admin-codes.ts';
import { StoredAdminLines } from './admin-lines.ts';
import { StoredAudit } from './audit-log.ts';
import { StoredButtonStates } from './button-states.ts';
import { StoredCards } from './cards.ts';
import { StoredChannels } from './channels.ts';
import { StoredContent } from './content.ts';
import { StoredContentFolders } from './content-folders.ts';
import type { Database } from './database.ts';
import { newDraftId } from './draft-id.ts';
import { StoredDrafts } from './drafts.ts';
import { StoredEntries } from './entries.ts';
import { epochFile, StoredEpoch } from './epoch.ts';
import { StoredFeedItems } from './feed-items.ts';
import { StoredFeedPolls } from './feed-polls.ts';
import { StoredFeeds } from './feeds.ts';
import { StoredHolders } from './holders.ts';
import { StoredImports } from './imports.ts';
import { StoredLeases } from './leases.ts';
import { StoredLedger } from './ledger.ts';
import { StoreMaintenance } from './maintenance.ts';
import { migrate } from './migrate.ts';
import { StoredOnce } from './once.ts';
import { StoredPeople } from './people.ts';
import { StoredPublications } from './publications.ts';
import { StoredRecordState } from './record-state.ts';
import { StoredReports } from './reports.ts';
import { StoredReviewChannels } from './review-channels.ts';
import { StoredRevisions } from './revisions.ts';
import { StoredRoles } from './roles.ts';
import { FullTextSearcher } from './searcher.ts';
import type { Store } from './store.ts';
import { StoredSubscriptions } from './subscriptions.ts';
import { StoredTurns } from './turns.ts';
import { StoredVisits } from './visits.ts';
import { watchWrites } from './watch-writes.ts';
import { ChatWriter } from './writer.ts';

export interface StoreOptions {
  /** `postgres://…`; none: SQLite in the data folder. */
  databaseUrl?: string | undefined;
  /** Made when it is missing. */
  dataFolder: string;
  index: Indexer;
  clock: Clock;
  log: Log;
  /** Milliseconds that a writer waits for another process; 30,000 unless told. */
  patience?: number;
}

/** Opens the store and brings its tables up to this version. Rejects with a StoreError that says what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = await openDatabase(options);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return assemble(database, options);
}

/** Each database's driver is imported only when it is used. */
export async function openDatabase(options: StoreOptions): Promise<Database> {
  return watchWrites(await openUnwatched(options), options.log);
}

async function openUnwatched(options: StoreOptions): Promise<Database> {
  const { databaseUrl, dataFolder, log, patience = 30_000 } = options;
  if (databaseUrl) {
    const { openPostgres } = await import('./postgres/open.ts');
    return openPostgres(databaseUrl, patience, log);
  }
  const { openSqlite } = await import('./sqlite/open.ts');
  return openSqlite(join(dataFolder, 'deskwire.sqlite'), patience);
}

export function assemble(
  database: Database,
  { index, clock, dataFolder }: Pick<StoreOptions, 'index' | 'clock' | 'dataFolder'>,
): Store {
  return {
    entries: new StoredEntries(database),
    visits: new StoredVisits(database),
    searcher: new FullTextSearcher(database),
    content: new StoredContent(database, index),
    folders: new StoredContentFolders(database),
    writer: new ChatWriter(database, index),
    drafts: new StoredDrafts(database, index, newDraftId),
    sources: new StoredAddedSources(database),
    audit: new StoredAudit(database),
    imports: new StoredImports(database, newDraftId),
    feeds: new StoredFeeds(database),
    feedItems: new StoredFeedItems(database),
    feedPolls: new StoredFeedPolls(database),
    revisions: new StoredRevisions(database),
    publications: new StoredPublications(database),
    recordState: new StoredRecordState(database),
    roles: new StoredRoles(database),
    codes: new StoredAdminCodes(database, clock),
    people: new StoredPeople(database),
    reports: new StoredReports(database),
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
