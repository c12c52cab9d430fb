import type { Desk } from '../domain/desk.ts';
import type { DigestViews } from '../domain/ports/digest-views.ts';
import type { EntryReader } from '../domain/ports/entries.ts';
import type { Ledger } from '../domain/ports/ledger.ts';
import type { Publications } from '../domain/ports/publications.ts';
import type { Subscription } from '../domain/subscription.ts';
import { told } from './compose.ts';
import { lastFor, replyFor } from './draft-digest.ts';
import { lostOf } from './lost.ts';
import { restOf } from './rest.ts';
import { sharedEditions } from './shared-editions.ts';
import type { WherePorts } from './where.ts';
import { whyEntry, whyLast } from './why.ts';

export interface ViewPorts extends WherePorts {
  entries: EntryReader;
  publications: Publications;
  ledger: Pick<Ledger, 'history' | 'edition' | 'shownIn' | 'undelivered'>;
  /** The desks that serve now. */
  desks(): readonly Desk[];
}

/** Looks into digests as they were and as the next would be. */
export function createDigestViews(ports: ViewPorts): DigestViews {
  const deskOf = ({ desk }: Pick<Subscription, 'desk'>) =>
    ports.desks().find(({ definition }) => definition.id === desk);

  return {
    async preview(subscription, now) {
      const desk = deskOf(subscription);
      if (!desk) return undefined;
      const edition = await sharedEditions(ports, now)(subscription, desk);
      const last = await lastFor(ports, { subscription, desk, edition }, now);
      const lost = (await lostOf(ports.ledger, [subscription.id])).get(subscription.id);
      return replyFor(edition, subscription, { lost, last });
    },
    async waiting(subscription, now) {
      const desk = deskOf(subscription);
      return desk ? told(await sharedEditions(ports, now)(subscription, desk)) : 0;
    },
    async whyLast(subscription, now) {
      const desk = deskOf(subscription);
      return desk && whyLast(ports, subscription, desk, now);
    },
    async whyEntry(subscription, entry, asked) {
      const desk = deskOf(subscription);
      if (!desk) return undefined;
      const next = await sharedEditions(ports, asked.now)(subscription, desk);
      return whyEntry(ports, subscription, desk, { entry, next, ...asked });
    },
    async rest(delivery, subscription, now) {
      const desk = deskOf(subscription);
      const edition =
        delivery.edition === undefined ? undefined : await ports.ledger.edition(delivery.edition);
      return desk && edition && restOf(ports, { delivery, edition, subscription, desk, now });
    },
  };
}
