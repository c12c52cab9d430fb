import type { HouseContext } from '../../src/command/define-house.ts';
import type { DeskService } from '../../src/command/desk-service.ts';
import { type Day, dayIn } from '../../src/domain/day.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { house } from '../../src/domain/house.ts';
import type { Audit } from '../../src/domain/ports/audit.ts';
import type { ReviewChannels } from '../../src/domain/ports/cards.ts';
import type { OpenReports } from '../../src/domain/ports/chat.ts';
import type { ContentStore } from '../../src/domain/ports/content-store.ts';
import type { DigestPlaces } from '../../src/domain/ports/digest-places.ts';
import type { Drafts } from '../../src/domain/ports/drafts.ts';
import type { EditBy, Editing } from '../../src/domain/ports/editing.ts';
import type { FeedItems } from '../../src/domain/ports/feeds.ts';
import type { Ledger } from '../../src/domain/ports/ledger.ts';
import { allows } from '../../src/domain/roles.ts';

/** What commands that write and review work with. */
export interface WritingNeeds {
  editing: Editing;
  drafts: Pick<Drafts, 'list'>;
  audit: Audit;
  reports: OpenReports;
  content: Pick<ContentStore, 'conflicts'>;
  feedItems: Pick<FeedItems, 'waiting'>;
  reviewChannels: Pick<ReviewChannels, 'set'>;
  /** Where what was posted shows an entry. */
  ledger: Pick<Ledger, 'shownIn'>;
  /** Whether the bot could post in a channel; `problem` says what to do. */
  access: DigestPlaces['access'];
}

/** Where a draft is shown. */
export interface Showing {
  desk: Desk;
  today: Day;
  /** A line on `/deskwire` that means this desk, also when it is pressed where another is usual. */
  line(rest: string): string;
  /** Who looks. */
  by: EditBy;
  /** A channel looks on, which may be more than the desk's editors. */
  inChannel?: boolean;
}

export type DeskContext = HouseContext & { service: DeskService };

/** The line that is asked again says whether the desk must be named. */
export function showing(context: DeskContext): Showing {
  const { service, now, line } = context;
  return showingOn(service.desk, editBy(context), { now, isOneOfSeveral: / desk:/.test(line({})) });
}

export function showingOn(
  desk: Desk,
  by: EditBy,
  { now, isOneOfSeveral }: { now: Date; isOneOfSeveral: boolean },
): Showing {
  const { id, zone } = desk.definition;
  const of = isOneOfSeveral ? ` desk:${id}` : '';
  return { desk, by, today: dayIn(zone, now), line: (rest) => `/${house} ${rest}${of}` };
}

export const editBy = ({ service, person, role }: DeskContext): EditBy => ({
  desk: service.desk.definition.id,
  person,
  reviews: allows(role, 'reviewer'),
});
