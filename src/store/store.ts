import type { AddedSources } from '../domain/ports/added-sources.ts';
import type { AdminLines } from '../domain/ports/admin-lines.ts';
import type { Audit } from '../domain/ports/audit.ts';
import type { Cards, ReviewChannels } from '../domain/ports/cards.ts';
import type {
  ButtonStates,
  ChannelSettings,
  Leases,
  MistakeReports,
  Once,
  OpenReports,
} from '../domain/ports/chat.ts';
import type { ContentFolders } from '../domain/ports/content-folders.ts';
import type { ContentStore } from '../domain/ports/content-store.ts';
import type { Drafts } from '../domain/ports/drafts.ts';
import type { EntryReader, Searcher, VisitRegister } from '../domain/ports/entries.ts';
import type { EntryWriter } from '../domain/ports/entry-writer.ts';
import type { Epoch } from '../domain/ports/epoch.ts';
import type { FeedItems, FeedPolls, Feeds } from '../domain/ports/feeds.ts';
import type { Holders } from '../domain/ports/holders.ts';
import type { Imports } from '../domain/ports/imports.ts';
import type { Ledger } from '../domain/ports/ledger.ts';
import type { Maintenance } from '../domain/ports/maintenance.ts';
import type { People } from '../domain/ports/people.ts';
import type { Publications } from '../domain/ports/publications.ts';
import type { RecordState } from '../domain/ports/record-state.ts';
import type { Revisions } from '../domain/ports/revisions.ts';
import type { AdminCodes, RoleStore } from '../domain/ports/role-store.ts';
import type { Subscriptions } from '../domain/ports/subscriptions.ts';
import type { Turns } from '../domain/ports/turns.ts';

/** Everything that is kept, one small port for each need. */
export interface Store {
  entries: EntryReader;
  visits: VisitRegister;
  searcher: Searcher;
  content: ContentStore;
  folders: ContentFolders;
  writer: EntryWriter;
  drafts: Drafts;
  sources: AddedSources;
  audit: Audit;
  imports: Imports;
  feeds: Feeds;
  feedItems: FeedItems;
  feedPolls: FeedPolls;
  revisions: Revisions;
  publications: Publications;
  recordState: RecordState;
  roles: RoleStore;
  codes: AdminCodes;
  people: People;
  reports: MistakeReports & OpenReports;
  channels: ChannelSettings;
  leases: Leases;
  holders: Holders;
  epoch: Epoch;
  once: Once;
  buttonStates: ButtonStates;
  subscriptions: Subscriptions;
  ledger: Ledger;
  turns: Turns;
  adminLines: AdminLines;
  cards: Cards;
  reviewChannels: ReviewChannels;
  maintenance: Maintenance;
}
