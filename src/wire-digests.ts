import { createHash, randomInt } from 'node:crypto';
import type { DigestNeeds } from '../commands/deskwire/digest-needs.ts';
import type { CorrectPorts } from './digest/correct.ts';
import type { NewDeliveryId } from './digest/draft-digest.ts';
import { createDigestActs } from './digest/perform.ts';
import type { TickPorts } from './digest/tick.ts';
import { timetable } from './digest/timetable.ts';
import { createDigestViews } from './digest/views.ts';
import { type DigestSides, placesIn, placesOf } from './digest-sides.ts';
import type { Desk } from './domain/desk.ts';
import type { Log } from './domain/ports/log.ts';
import type { Store } from './store/store.ts';

export interface WiredDigests {
  sides: DigestSides;
  /** What a tick works with. */
  ports: Omit<TickPorts, 'holder'> & CorrectPorts;
  /** What the commands work with. */
  needs: DigestNeeds;
  /** Calls when somebody has written what need not wait for the next tick. */
  onWritten(listener: () => void): void;
}

/** Hands digests what they need of the store, of the desks and of the platforms. */
export function wireDigests({
  store,
  installation,
  desks,
  sides,
  log,
}: {
  store: Store;
  /** Its name for good. */
  installation: string;
  desks(): readonly Desk[];
  sides: DigestSides;
  log: Log;
}): WiredDigests {
  const { entries, publications, subscriptions, ledger } = store;
  const renderers = Object.fromEntries([...sides].map(([platform, { renderer }]) => [platform, renderer]));
  const ports = {
    entries,
    publications,
    subscriptions,
    ledger,
    desks,
    renderers,
    places: placesIn(sides),
    newDeliveryId: deliveryIds(installation),
    log,
  };
  let listener = () => {};
  return {
    sides,
    ports,
    needs: {
      subscriptions,
      ledger,
      timetable,
      acts: createDigestActs({ ...ports, written: () => listener() }),
      views: createDigestViews(ports),
      places: placesOf(sides),
      desk: (id) => desks().find(({ definition }) => definition.id === id),
    },
    onWritten(given) {
      listener = given;
    },
  };
}

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Two installations never give the same id, though they post in the same channel. */
export const deliveryIds =
  (installation: string): NewDeliveryId =>
  (of) => {
    if (!of) return newDeliveryId();
    const hash = createHash('sha256').update(JSON.stringify([installation, ...of]));
    const number = BigInt(`0x${hash.digest('hex')}`) % 36n ** 16n;
    return number.toString(36).padStart(16, '0');
  };

/** 16 characters, about 82 bits. */
function newDeliveryId(): string {
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('');
}
