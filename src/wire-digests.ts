import { randomInt } from 'node:crypto';
import type { DigestNeeds } from '../commands/deskwire/digest-needs.ts';
import type { CorrectPorts } from './digest/correct.ts';
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
  desks,
  sides,
  log,
}: {
  store: Store;
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
    newDeliveryId,
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

/** 16 characters, about 82 bits. */
export function newDeliveryId(): string {
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('');
}
