import type { HouseContext } from '../../src/command/define-house.ts';
import type { Desk } from '../../src/domain/desk.ts';
import type { DigestActs } from '../../src/domain/ports/digest-acts.ts';
import type { DigestPlaces } from '../../src/domain/ports/digest-places.ts';
import type { DigestViews } from '../../src/domain/ports/digest-views.ts';
import type { Ledger } from '../../src/domain/ports/ledger.ts';
import type { Subscriptions } from '../../src/domain/ports/subscriptions.ts';
import type { Timetable } from '../../src/domain/ports/timetable.ts';

/** What the commands of digests work with. */
export interface DigestNeeds {
  subscriptions: Pick<Subscriptions, 'get' | 'list'>;
  ledger: Pick<Ledger, 'history' | 'delivery'>;
  timetable: Timetable;
  acts: DigestActs;
  views: DigestViews;
  places: DigestPlaces;
  /** A desk that serves now. */
  desk(id: string): Desk | undefined;
}

/** The channel that is meant; the prompt is one too. */
export function channelOf({ channel, person }: Pick<HouseContext, 'channel' | 'person'>): string | undefined {
  return channel ?? (person === 'terminal' ? 'terminal' : undefined);
}
