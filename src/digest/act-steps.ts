import type { Desk } from '../domain/desk.ts';
import type { LedgerStep } from '../domain/ports/ledger.ts';
import type { Subscription } from '../domain/subscription.ts';
import { type Act, resume, sentNow, skip } from './acts.ts';
import { told, toRecord } from './compose.ts';
import { type DraftPorts, draftFor } from './draft-digest.ts';
import { composed } from './failing.ts';
import { holidaysOf } from './holidays.ts';
import { lostOf } from './lost.ts';
import { sharedEditions } from './shared-editions.ts';

/** Who asked, and when. */
export interface Asked {
  by: string;
  now: Date;
}

/**
 * A digest at once, for the ledger to write. `after`: from that publication on. Undefined: there is nothing new, and this subscription posts nothing then.
 */
export async function stepNow(
  ports: DraftPorts,
  subscription: Subscription,
  desk: Desk,
  { by, now, keep, after }: Asked & { keep: boolean; after?: number | undefined },
): Promise<LedgerStep | undefined> {
  const cursor = Math.min(after ?? subscription.cursor, subscription.cursor);
  const edition = await sharedEditions(ports, now)({ ...subscription, cursor }, desk);
  const digest = { subscription, desk, edition };
  const lost = (await lostOf(ports.ledger, [subscription.id])).get(subscription.id);
  const delivery = await draftFor(ports, digest, { kind: 'now', slot: now, lost, now });
  if (!delivery) return undefined;
  const change = {
    ...sentNow(subscription, { head: edition.to, keep }, { now, holidays: holidaysOf(desk) }),
    ...composed(subscription),
  };
  return { ...stepOf(subscription, by, { change, skipped: [] }), edition: toRecord(edition), delivery };
}

/** The next digest is left out, with what was published so far. */
export async function stepSkip(
  ports: DraftPorts,
  subscription: Subscription,
  desk: Desk,
  { by, now }: Asked,
): Promise<LedgerStep> {
  const edition = await sharedEditions(ports, now)(subscription, desk);
  const act = skip(
    subscription,
    { head: edition.to, entries: told(edition) },
    { now, holidays: holidaysOf(desk) },
  );
  return { ...stepOf(subscription, by, act), edition: toRecord(edition) };
}

/** A pause is ended: the next digest catches up, or begins from now. */
export async function stepResume(
  ports: DraftPorts,
  subscription: Subscription,
  desk: Desk,
  { by, now, how }: Asked & { how: 'catch-up' | 'from-now' },
): Promise<LedgerStep> {
  const setting = { now, holidays: holidaysOf(desk) };
  if (how === 'catch-up') return stepOf(subscription, by, resume(subscription, { how }, setting));
  const edition = await sharedEditions(ports, now)(subscription, desk);
  const act = resume(subscription, { how, head: edition.to, entries: told(edition) }, setting);
  return { ...stepOf(subscription, by, act), edition: toRecord(edition) };
}

function stepOf({ id, version }: Subscription, by: string, act: Act): LedgerStep {
  return { subscription: id, version, ...act, by };
}
