import { scopeOf } from '../../../src/command/define.ts';
import { askedDays, askedSince, staleSince } from '../../../src/domain/dates/date-range.ts';
import { addDays } from '../../../src/domain/dates/day.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { EntryBody } from '../../../src/domain/entry.ts';
import type { OpenReport } from '../../../src/domain/ports/chat.ts';
import type { StoredContradiction } from '../../../src/domain/ports/drafts.ts';
import type { StoredEntry } from '../../../src/domain/ports/entries.ts';
import type { DeskContext, WritingDeps } from './options.ts';

/** One thing that waits for a reviewer. */
export type Waiting =
  | { kind: 'draft'; draft: Draft }
  | { kind: 'filed'; entry: StoredEntry }
  | { kind: 'report'; report: OpenReport }
  | { kind: 'contradiction'; contradiction: StoredContradiction }
  | { kind: 'conflict'; id: string; path: string }
  | { kind: 'passed'; body: EntryBody; since: string }
  | Stale;

export interface Stale {
  kind: 'stale';
  body: EntryBody;
  since: string;
}

/** So many of each kind are looked at; a queue as long as that is worked off from its beginning. */
const mostOfKind = 100;

type QueueDeps = Pick<WritingDeps, 'near' | 'reports' | 'content'> & {
  drafts: Pick<WritingDeps['drafts'], 'list'>;
};

/** All that waits on a desk: what people have sent first, then what is wrong, then what grew old. */
export async function waitingOn(
  { near, drafts, reports, content }: QueueDeps,
  {
    service,
    now,
    oldestFirst = false,
    contradictions: some = { most: mostOfKind, also: [] },
  }: Pick<DeskContext, 'service' | 'now'> & {
    oldestFirst?: boolean;
    /** Of the contradictions only so many are looked at, the newest, and those of these entries. */
    contradictions?: { most: number; also: readonly (readonly [string, string])[] };
  },
): Promise<Waiting[]> {
  const { definition } = service.desk;
  const { id } = definition;
  const first = { limit: mostOfKind, offset: 0 };
  const scope = scopeOf(service, 'admin', now);
  const [submitted, filed, open, contradictions, conflicts, passed, stale] = await Promise.all([
    drafts.list({ desk: id, states: ['in review'], oldestFirst, limit: mostOfKind }),
    service.entries.first(scope, { state: 'in review', order: 'published-newest' }, mostOfKind),
    reports.open(id, first),
    near.contradictions(id, some.most, some.also),
    content.conflicts(id),
    passedOn({ service, now }),
    staleOn({ service, now }),
  ]);
  return [
    ...(oldestFirst ? submitted : submitted.toReversed()).map((draft) => ({ kind: 'draft' as const, draft })),
    ...filed.map((entry) => ({ kind: 'filed' as const, entry })),
    ...open.items.toReversed().map((report) => ({ kind: 'report' as const, report })),
    ...contradictions.map((contradiction) => ({ kind: 'contradiction' as const, contradiction })),
    ...conflicts.map((conflict) => ({ kind: 'conflict' as const, ...conflict })),
    ...passed,
    ...stale,
  ];
}

/** Plans whose last day passed lately, and of which nobody has said what became of them. */
export async function passedOn({ service, now }: Pick<DeskContext, 'service' | 'now'>): Promise<Waiting[]> {
  const scope = scopeOf(service, 'admin', now);
  const { today } = scope;
  const within = { since: addDays(today, -askedDays), until: addDays(today, -1) };
  const query = { openPlans: true, edgeWithin: within, order: 'event-oldest' } as const;
  const found = await service.entries.first(scope, query, mostOfKind);
  return found.flatMap(({ body }): Waiting[] => {
    const since = body.type === 'fact' && askedSince(body, today);
    return since ? [{ kind: 'passed', body, since }] : [];
  });
}

/** Facts past the shelf life of their kind, at most a hundred. */
export async function staleOn({ service, now }: Pick<DeskContext, 'service' | 'now'>): Promise<Stale[]> {
  const { desk, entries } = service;
  const scope = scopeOf(service, 'admin', now);
  const before = Object.fromEntries(
    Object.entries(desk.definition.shelf).map(([kind, days]) => [kind, addDays(scope.today, -days)]),
  );
  const old = await entries.aging(scope, before, mostOfKind);
  return old.flatMap(({ body }): Stale[] => {
    const since = body.type === 'fact' && staleSince(body, desk, scope.today);
    return since ? [{ kind: 'stale', body, since }] : [];
  });
}
