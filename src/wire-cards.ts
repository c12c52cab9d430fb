import { createWaitingThings } from '../commands/deskwire/waiting-things.ts';
import type { WritingNeeds } from '../commands/deskwire/writing-needs.ts';
import type { DeskService } from './command/desk-service.ts';
import type { NewDeliveryId } from './digest/draft-digest.ts';
import { type DigestSides, placesIn } from './digest-sides.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { Log } from './domain/ports/log.ts';
import type { RoleOf } from './domain/ports/role-of.ts';
import type { PostCardsPorts } from './editing/post-cards.ts';
import type { Store } from './store/store.ts';

/** A button of a card works for so long, in milliseconds, although its line does not fit into it. */
const keptMs = 365 * 86_400_000;

/** Hands the cards for reviewers what they need of the store, of the desks and of the platforms. */
export function wireCards({
  store,
  desks,
  roleOf,
  writing,
  sides,
  newId,
  clock,
  log,
}: {
  store: Store;
  desks(): readonly DeskService[];
  roleOf: RoleOf;
  writing: Pick<WritingNeeds, 'editing' | 'reports' | 'content'>;
  sides: DigestSides;
  newId: NewDeliveryId;
  clock: Clock;
  log: Log;
}): PostCardsPorts {
  const { cards, reviewChannels, drafts, revisions, buttonStates } = store;
  return {
    desks: () => desks().map(({ desk }) => desk),
    channels: reviewChannels,
    cards,
    things: createWaitingThings({ ...writing, drafts, revisions, desks, roleOf }),
    renderers: Object.fromEntries(
      [...sides].flatMap(([platform, side]) => (side.cards ? [[platform, side.cards]] : [])),
    ),
    places: placesIn(sides),
    keep: (text) => buttonStates.keep(text, new Date(clock().getTime() + keptMs), clock()),
    newId,
    log,
  };
}
