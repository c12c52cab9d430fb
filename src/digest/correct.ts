import type { Desk } from '../domain/desk.ts';
import { platformOf } from '../domain/platform-of.ts';
import type { CorrectionDraft, Ledger } from '../domain/ports/ledger.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Publication, Publications } from '../domain/ports/publications.ts';
import { isCorrection, planCorrection } from './corrections.ts';
import type { DraftPorts } from './draft-digest.ts';
import { channelScope } from './shared-editions.ts';
import { isInternal, isShared } from './where.ts';

export interface CorrectPorts extends DraftPorts {
  publications: Publications;
  ledger: Ledger;
  /** The desks that serve now. */
  desks(): readonly Desk[];
  log: Log;
}

const pageSize = 1000;

/**
 * A tick that took its head before a correction was published may still be writing the digest that it composed, which
 * then has to be corrected too.
 */
const lagMs = 60_000;

/** Writes the corrections that are called for since the last time. One that cannot be made is logged and left out. */
export async function correct(ports: CorrectPorts, now: Date): Promise<void> {
  const { publications, ledger, log } = ports;
  const done = await ledger.correctedUpTo();
  const head = await publications.head();
  if (head <= done) return;
  const { corrections, upTo } = await calledFor(ports, { done, head }, now);
  for (const publication of corrections) {
    const drafts = await draftsFor(ports, publication, now);
    if (drafts.length === 0) continue;
    await ledger.correct(publication.number, drafts, now);
    log.info({ publication: publication.number, corrections: drafts.length }, 'corrections written');
  }
  if (upTo > done) await ledger.correct(upTo, [], now);
}

/** Those of (done, head] that are no younger than the lag, in order, and up to where that reaches. */
async function calledFor(
  { publications, desks }: CorrectPorts,
  { done, head }: { done: number; head: number },
  now: Date,
): Promise<{ corrections: Publication[]; upTo: number }> {
  const isYoung = ({ recordedAt }: Publication) => recordedAt.getTime() > now.getTime() - lagMs;
  const found: Publication[] = [];
  let upTo = head;
  for (const { definition } of desks()) {
    for (let cursor = done; ; ) {
      const page = await publications.between(definition.id, cursor, upTo, pageSize);
      const young = page.find(isYoung);
      if (young) upTo = young.number - 1;
      found.push(...page.filter(isCorrection));
      const last = page.at(-1);
      if (young || !last || page.length < pageSize) break;
      cursor = last.number;
    }
  }
  const corrections = found.filter(({ number }) => number <= upTo).sort((a, b) => a.number - b.number);
  return { corrections, upTo };
}

async function draftsFor(
  ports: CorrectPorts,
  publication: Publication,
  now: Date,
): Promise<CorrectionDraft[]> {
  const { ledger, entries, desks, renderers, newDeliveryId, log } = ports;
  const carriers = await ledger.carriers(publication.desk, publication.entry);
  const desk = desks().find(({ definition }) => definition.id === publication.desk);
  if (carriers.length === 0 || !desk) return [];
  const scope = channelScope(desk, now);
  const { today } = scope;
  const stored = await entries.get(scope, publication.entry);
  // Asked before anything is drafted: what is not told now is corrected at the next tick.
  const shared = new Map<string, boolean>();
  if (stored && isInternal(stored))
    for (const { delivery } of carriers)
      shared.set(delivery.channel, await isShared(ports, delivery.channel));
  const reach = new Map<number, number>();
  const drafts: CorrectionDraft[] = [];
  for (const carrier of carriers) {
    const { edition, channel, id } = carrier.delivery;
    if (edition !== undefined && !reach.has(edition))
      reach.set(edition, (await ledger.edition(edition))?.to ?? 0);
    // It was composed after, and tells of it already.
    if ((reach.get(edition ?? 0) ?? 0) >= publication.number) continue;
    const entry = shared.get(channel) ? undefined : stored;
    try {
      const renderer = renderers[platformOf(channel)];
      if (!renderer) throw new Error(`no renderer for ${channel}`);
      drafts.push(planCorrection(publication, entry, carrier, { desk, now, today, renderer, newDeliveryId }));
    } catch (cause) {
      log.error({ publication: publication.number, delivery: id, err: cause }, 'correction left out');
    }
  }
  return drafts;
}
