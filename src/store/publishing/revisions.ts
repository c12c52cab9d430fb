import type { Day } from '../../domain/dates/day.ts';
import { eventDate } from '../../domain/dates/event-date.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { Revision, RevisionAction, Revisions } from '../../domain/ports/publishing.ts';
import type { Database } from '../database.ts';
import {
  type HeldPublicationRow,
  openEnd,
  openStart,
  type PublicationRow,
  type RevisionRow,
  type Schema,
  type VisitRow,
  withdrawn,
} from '../schema.ts';
import { announcementDetails } from './announcement.ts';
import { type Announced, heldRow } from './publications.ts';
import type { Occasion } from './sequence.ts';

interface RevisionRows {
  revision: RevisionRow;
  document: Schema['documents'];
  named: Schema['revision_links'][];
  visit: VisitRow | undefined;
  publication: PublicationRow | undefined;
  held: HeldPublicationRow | undefined;
}

/** All rows of one revision. `rev` and `number` were given to it; a number only to what is announced now. */
export function revisionRows(
  planned: Announced,
  rev: number,
  number: number | undefined,
  when: Occasion,
): RevisionRows {
  const { desk, at, today } = when;
  const { body, before, action, actor, origin, path, hash, state, event } = planned;
  const recorded_at = at.toISOString();
  const revision = (before?.revision ?? 0) + 1;
  const shared = {
    rev,
    desk,
    id: body.id,
    state,
    handling: body.handling,
    embargo: body.embargo ? new Date(body.embargo).toISOString() : null,
    published: body.published,
    // The first revision serves from the day the desk published it, however late this store learnt of it.
    valid_from: before ? later(before.valid_from, today) : body.published,
    valid_until: null,
    ...eventColumns(body),
  };
  return {
    revision: {
      ...shared,
      revision,
      type: body.type,
      kind: body.kind,
      own_state: body.state,
      standing: body.type === 'fact' ? body.standing : null,
      title: body.title,
      weight: body.weight,
      supersedes: body.supersedes ?? null,
      corrections: body.corrections.length,
      recorded_at,
      actor,
      action,
      origin,
      path,
      hash,
    },
    document: { rev, doc: JSON.stringify(body) },
    named: namedRows(desk, rev, body),
    visit: body.type === 'fact' && body.visit ? { ...shared, ...visitColumns(body.visit) } : undefined,
    publication:
      event && number !== undefined
        ? {
            number,
            desk,
            id: body.id,
            rev,
            revision,
            event,
            recorded_at,
            ...announcementDetails(event, body, today, planned),
          }
        : undefined,
    held: heldRow(planned, rev, when),
  };
}

const later = (one: Day, other: Day) => (one > other ? one : other);

type Visit = NonNullable<Extract<EntryBody, { type: 'fact' }>['visit']>;

function visitColumns({ direction, visitor, office, from, host, trip }: Visit) {
  return { direction, visitor, office, origin: from, host, trip };
}

/** Without a start an entry is listed under its end, and without any date under the day it was published. */
function eventColumns(body: EntryBody): { date_min: Day; date_max: Day; event_day: Day } {
  const edtf = body.type === 'fact' ? body.dates[0]?.edtf : body.dated;
  const { earliest, latest } = edtf ? eventDate(edtf) : { earliest: null, latest: null };
  return {
    date_min: earliest ?? openStart,
    date_max: latest ?? openEnd,
    event_day: earliest ?? latest ?? body.published,
  };
}

/** One row for each entry that an entry speaks of. */
export function namedRows(desk: string, rev: number, body: EntryBody): Schema['revision_links'][] {
  const ids = [...body.related, body.supersedes, body.type === 'fact' ? body.outcome : undefined];
  return [...new Set(ids)].flatMap((value) =>
    value === undefined ? [] : [{ desk, kind: 'entry' as const, value, rev }],
  );
}

export class StoredRevisions implements Revisions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(desk: string, id: string): Promise<Revision[]> {
    const rows = await this.#database.read
      .selectFrom('revisions as r')
      .innerJoin('documents as d', 'd.rev', 'r.rev')
      .select([
        'r.revision',
        'r.state',
        'r.action',
        'r.actor',
        'r.origin',
        'r.path',
        'r.recorded_at',
        'd.doc',
      ])
      .where('r.desk', '=', desk)
      .where('r.id', '=', id)
      .orderBy('r.revision')
      .execute();
    const served = rows.map(({ state, doc }) =>
      state === withdrawn ? undefined : ({ ...JSON.parse(doc), state } as EntryBody),
    );
    const own = rows.map(({ state, doc }) =>
      state === withdrawn ? undefined : (JSON.parse(doc) as EntryBody),
    );
    return rows.map((row, at) => ({
      revision: row.revision,
      action: row.action as RevisionAction,
      actor: row.actor,
      origin: row.origin,
      ...(row.path !== null && { path: row.path }),
      recordedAt: new Date(row.recorded_at),
      ...(served[at - 1] && { before: served[at - 1] }),
      ...(served[at] && { after: served[at] }),
      ...(own[at] && { own: own[at] }),
    })) as Revision[];
  }
}
