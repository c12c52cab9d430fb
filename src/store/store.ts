import type { AdminCodes, ChosenDesks, People, ReadMarks, RoleStore } from '../domain/ports/access.ts';
import type { Cards, ReviewChannels, Turns } from '../domain/ports/cards.ts';
import type {
  ButtonStates,
  ChannelSettings,
  Gaps,
  Leases,
  MistakeReports,
  Once,
  OpenReports,
} from '../domain/ports/chat.ts';
import type { ContentFolders, ContentStore } from '../domain/ports/content.ts';
import type { AdminLines, Subscriptions } from '../domain/ports/digests.ts';
import type { Drafts, NearFacts } from '../domain/ports/drafts.ts';
import type { EntryReader, RecordState, VisitRegister } from '../domain/ports/entries.ts';
import type { FeedItems, FeedPolls, Feeds } from '../domain/ports/feeds.ts';
import type { Imports } from '../domain/ports/imports.ts';
import type { Holders, Ledger } from '../domain/ports/ledger.ts';
import type {
  Audit,
  EntryWriter,
  Epoch,
  Maintenance,
  Publications,
  Revisions,
  ToldLists,
} from '../domain/ports/publishing.ts';
import type { Searcher } from '../domain/search/query.ts';

/** Everything that is kept, one small port for each need. */
export interface Store {
  entries: EntryReader;
  visits: VisitRegister;
  searcher: Searcher;
  content: ContentStore;
  folders: ContentFolders;
  writer: EntryWriter;
  drafts: Drafts;
  near: NearFacts;
  told: ToldLists;
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
  readMarks: ReadMarks;
  chosenDesks: ChosenDesks;
  reports: MistakeReports & OpenReports;
  gaps: Gaps;
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
