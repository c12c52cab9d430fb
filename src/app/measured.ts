import type { DeliveryDraft } from '../domain/digests/delivery.ts';
import { platformOf } from '../domain/identity.ts';
import { type Answerer, appCommandIds, type CatalogueDesk } from '../domain/ports/answerer.ts';
import type { ChannelSender } from '../domain/ports/platform.ts';
import type { Maintenance } from '../domain/ports/publishing.ts';
import type { Log } from '../domain/ports/runtime.ts';
import type { Figures, Metrics } from '../runtime/metrics.ts';
import type { Adapters } from './adapters.ts';

/** Label for a line that names no known command. */
const other = 'other';

/** All command names; those of the app prefixed by their slash command. */
export const commandNames = (catalogue: readonly CatalogueDesk[]): ReadonlySet<string> =>
  new Set(
    catalogue.flatMap(({ id, app, commands }) => commands.map(({ name }) => (app ? `${id} ${name}` : name))),
  );

/** The command of a line, as named in the catalogue, so that a label never contains typed text. */
export function commandOf(text: string, names: ReadonlySet<string>): string {
  const [first = '', ...rest] = text.trim().slice(0, 100).replace(/^\//, '').toLowerCase().split(/\s+/);
  const [word = '', next = ''] = rest;
  // With a single desk, its name and the slash may be omitted.
  const ofDesk = text.trimStart().startsWith('/') ? [word] : [first, word];
  // A command of the app may be typed after either of its slash commands.
  const ofApp = appCommandIds.flatMap((id) => [`${id} ${word} ${next}`, `${id} ${word}`]);
  const candidates = appCommandIds.includes(first) ? ofApp : ofDesk;
  return candidates.find((name) => names.has(name)) ?? other;
}

/** Measures every answer. */
export function measuredAnswerer<A extends Answerer>(
  answerer: A,
  metrics: Pick<Metrics, 'answered'>,
  milliseconds: () => number = () => performance.now(),
): A {
  let names: ReadonlySet<string> | undefined;
  return {
    ...answerer,
    async answer(question) {
      const began = milliseconds();
      const reply = await answerer.answer(question);
      names ??= commandNames(answerer.catalogue());
      metrics.answered({
        platform: platformOf(question.person),
        command: commandOf(question.text, names),
        outcome: reply.outcome,
        seconds: (milliseconds() - began) / 1000,
      });
      return reply;
    },
  };
}

/** Counts requests to platforms by outcome. */
export const measuredAdapters = (adapters: Adapters, metrics: Pick<Metrics, 'requested'>): Adapters =>
  new Map(
    [...adapters].map(([platform, adapter]) => [
      platform,
      { ...adapter, sender: measuredSender(platform, adapter.sender, metrics) },
    ]),
  );

function measuredSender(
  platform: string,
  sender: ChannelSender,
  metrics: Pick<Metrics, 'requested'>,
): ChannelSender {
  const counted = async <O extends { outcome: string }>(request: string, work: Promise<O>): Promise<O> => {
    const result = await work;
    metrics.requested({ platform, request, outcome: result.outcome });
    return result;
  };
  return {
    post: (...args) => counted('post', sender.post(...args)),
    edit: (...args) => counted('edit', sender.edit(...args)),
    find: (...args) => counted('find', sender.find(...args)),
    time: (maxAgeMs) => sender.time(maxAgeMs),
    access: (channel) => sender.access(channel),
    tell: (person, text) => sender.tell(person, text),
  };
}

/** Counts warnings and errors. */
export const measuredLog = <L extends Log & { fatal(fields: object, message: string): void }>(
  log: L,
  metrics: Pick<Metrics, 'logged'>,
) => {
  const counting = (level: 'warn' | 'error' | 'fatal') => (fields: object, message: string) => {
    metrics.logged(level);
    log[level](fields, message);
  };
  return {
    info: (fields: object, message: string) => log.info(fields, message),
    warn: counting('warn'),
    error: counting('error'),
    fatal: counting('fatal'),
  };
};

/** Lateness of a delivered digest with a slot; undefined for any other delivery. */
export function lateOf(
  { kind, slot, channel }: Pick<DeliveryDraft, 'kind' | 'slot' | 'channel'>,
  at: Date,
): { platform: string; seconds: number } | undefined {
  if (kind !== 'scheduled' || !slot) return undefined;
  return { platform: platformOf(channel), seconds: (at.getTime() - slot.getTime()) / 1000 };
}

/** The store's figures, as exported to Prometheus. */
export async function figuresOf(
  maintenance: Pick<Maintenance, 'figures' | 'health'>,
  now: Date,
): Promise<Figures> {
  const { oldestOpen, drafts, reports, ...rest } = await maintenance.figures();
  const { brokenFiles, conflicts } = await maintenance.health();
  const since = (...dates: (Date | undefined)[]) => {
    const first = Math.min(...dates.map((date) => date?.getTime() ?? now.getTime()));
    return Math.max(0, now.getTime() - first) / 1000;
  };
  return {
    ...rest,
    oldestOpenSeconds: since(oldestOpen),
    review: { drafts: drafts.waiting, reports: reports.waiting },
    oldestReviewSeconds: since(drafts.oldest, reports.oldest),
    brokenFiles: brokenFiles.length,
    conflicts: conflicts.length,
  };
}
