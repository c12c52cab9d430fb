import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/domain/dates/day.ts';
import type { EntryBody } from '../../../src/domain/entry.ts';
import { allows } from '../../../src/domain/identity.ts';
import type { EntryQuery, Page, Scope, StoredEntry, VisitQuery } from '../../../src/domain/ports/entries.ts';
import type { Store } from '../../../src/store/store.ts';
import { brief, fact, inFile, visit } from '../entries-made.ts';
import { now, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

/** A revision as it was written, with the columns that decide when it serves. */
interface Revision {
  body: EntryBody;
  state: string;
  published: string;
  embargo: string | null;
  valid_from: string;
  valid_until: string | null;
  date_min: string;
  date_max: string;
  event_day: string;
}

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const few = (...values: string[]) => fc.subarray(values, { maxLength: Math.min(2, values.length) });
const dates = [
  ...[
    '2020-05-05',
    '2006/..',
    '[..1999-05-01]',
    '2010-06',
    '2006',
    '2010-03-03',
    '2010-11-30',
    '2004/2010-02-10',
  ],
  ...['2026-03-10', '2026-02-20/2026-03-05', '2026-12', '[..2010-04-01]'],
];
const topics = ['trade', 'water', 'energy'];
const countries = ['KZ', 'UZ', 'TM'];

const entry: fc.Arbitrary<EntryBody> = fc
  .record({
    id: fc.integer({ min: 0, max: 11 }).map((n) => `e-${n}`),
    as: some('event', 'status', 'plan', 'kept plan', 'visit', 'brief'),
    edtf: some(...dates),
    common: fc.record({
      topics: few(...topics).map((list) => (list.length > 0 ? list : ['trade'])),
      countries: few(...countries),
      people: few('rice', 'cheney'),
      organisations: few('osce'),
      places: few('astana', 'osh'),
      published: some('2025-12-31', '2026-01-10', '2026-02-15', '2026-03-01', '2026-03-02'),
      weight: some(1, 3, 5),
      state: some<EntryBody['state']>(
        'published',
        'published',
        'corrected',
        'draft',
        'in review',
        'retracted',
      ),
      handling: some<EntryBody['handling']>('public', 'public', 'internal', 'restricted'),
    }),
    standing: some('confirmed' as const, 'disputed' as const),
    embargo: some(undefined, undefined, '2026-02-10T12:00:00Z', '2026-03-01T12:00:01Z'),
    supersedes: some(undefined, undefined, 'e-0', 'e-1'),
  })
  .map(({ id, as, edtf, common, standing, embargo, supersedes }) => {
    const more = {
      ...common,
      ...(common.state === 'retracted' && { retraction: 'No.' }),
      ...(embargo && { embargo }),
      ...(supersedes && supersedes !== id && { supersedes }),
    };
    const told = { standing, dates: [{ edtf, sources: [] }] };
    if (as === 'brief') return brief(id, { ...more, kind: 'analysis', dated: edtf });
    if (as === 'visit') {
      const direction = standing === 'disputed' ? 'from-region' : 'to-region';
      const stop = { visitor: 'rice', host: 'UZ', places: ['osh'], trip: `${direction} ${common.weight}` };
      return visit(id, edtf, { ...stop, direction }, { ...more, standing });
    }
    if (as === 'kept plan') return fact(id, { ...more, ...told, kind: 'plan', outcome: 'e-99' });
    return fact(id, { ...more, ...told, kind: as as 'event' });
  });

const syncs = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 28 }),
    entries: fc.uniqueArray(entry, { maxLength: 9, selector: ({ id }) => id }),
  }),
  { minLength: 1, maxLength: 3 },
);

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
const bound = some(
  ...['1999-05-01', '2006-01-01', '2006-12-31', '2010-02-15', '2010-04-01', '2010-06-15', '2010-12-01'],
  ...['2026-02-25', '2026-03-01', '2026-03-10', '2026-12-31'],
);

const question: fc.Arbitrary<EntryQuery> = fc
  .record({
    order: some<EntryQuery['order']>('event-newest', 'event-oldest', 'ending', 'published-newest', 'weight'),
    type: maybe(some('brief' as const, 'fact' as const)),
    kinds: maybe(fc.subarray(['event', 'status', 'plan', 'visit'] as const).map((list) => [...list])),
    standing: maybe(some('confirmed' as const, 'disputed' as const)),
    state: maybe(some('in review' as const, 'published' as const)),
    country: maybe(some<string | string[]>(...countries, ['KZ', 'UZ'], ['TM', 'KZ'], ['UZ', 'UZ'])),
    person: maybe(some('rice', 'nobody')),
    topic: maybe(some(...topics)),
    organisation: maybe(some('osce')),
    place: maybe(some('osh', 'astana')),
    since: fc.option(bound, { nil: undefined, freq: 4 }),
    until: fc.option(bound, { nil: undefined, freq: 4 }),
    begins: maybe(bound),
    ended: fc.option(bound, { nil: undefined, freq: 4 }),
    openPlans: maybe(fc.constant(true as const)),
    publishedSince: maybe(some('2026-01-09', '2026-01-10')),
    publishedUntil: maybe(some('2026-01-10', '2026-02-15')),
    supersedes: maybe(some('e-0', 'e-1')),
    anyTopic: maybe(few(...topics)),
    anyCountry: maybe(few(...countries)),
    edgeWithin: maybe(
      some({ since: '2026-03-01', until: '2026-03-15' }, { since: '2006-01-01', until: '2010-12-31' }),
    ),
  })
  // Few conditions at once: of many nothing is left.
  .chain(({ order, ...conditions }) =>
    fc.subarray(Object.keys(conditions), { maxLength: 3 }).map((kept) => ({
      order,
      ...Object.fromEntries(
        Object.entries(conditions).filter(([key, value]) => kept.includes(key) && value !== undefined),
      ),
    })),
  );

const seen = fc.record({
  role: some<Scope['role']>('reader', 'reader', 'editor'),
  place: some<Scope['place']>('internal', 'shared'),
  asOf: maybe(some('2026-02-05', '2026-02-15', '2026-02-28')),
});
const pages = fc.record({ limit: some(1, 3, 100), offset: some(0, 0, 2) });

/** Every revision that a list may show this scope, gone through one by one. */
function shown(revisions: Revision[], { role, place, asOf, today }: Scope): Revision[] {
  const editor = allows(role, 'editor');
  const day = asOf && asOf < today ? asOf : today;
  const ended = asOf ? `${asOf}T23:59:59.999Z` : '';
  const instant = ended && ended < now.toISOString() ? ended : now.toISOString();
  const states = editor ? ['published', 'corrected', 'draft', 'in review'] : ['published', 'corrected'];
  return revisions.filter(({ body: { handling }, state, published, embargo, valid_from, valid_until }) => {
    if (asOf ? valid_from > asOf || (valid_until !== null && valid_until <= asOf) : valid_until !== null)
      return false;
    if (!states.includes(state) || (place === 'shared' && handling !== 'public')) return false;
    return (
      editor || (handling !== 'restricted' && published <= day && (embargo === null || embargo <= instant))
    );
  });
}

function meets({ body, state, date_min, date_max }: Revision, query: EntryQuery): boolean {
  const stop = body.type === 'fact' ? body.visit : undefined;
  const has: Record<string, (string | undefined)[]> = {
    country: [...body.countries, stop?.host, stop?.from],
    person: [...body.people, stop?.visitor],
    topic: body.topics,
    organisation: body.organisations,
    place: [...body.places, ...(stop?.places ?? [])],
  };
  const { edgeWithin, kinds } = query;
  const within = (day: string) => !edgeWithin || (day >= edgeWithin.since && day <= edgeWithin.until);
  return (
    Object.entries(has).every(([kind, values]) => {
      const asked = [query[kind as 'country'] ?? []].flat();
      return asked.every((value) => values.includes(value));
    }) &&
    (!query.anyTopic || query.anyTopic.some((topic) => has.topic?.includes(topic))) &&
    (!query.anyCountry || query.anyCountry.some((country) => has.country?.includes(country))) &&
    (!query.type || body.type === query.type) &&
    (!kinds || (body.type === 'fact' && kinds.includes(body.kind))) &&
    (!query.standing || (body.type === 'fact' && body.standing === query.standing)) &&
    (!query.state || state === query.state) &&
    (!query.supersedes || body.supersedes === query.supersedes) &&
    (!query.since || date_max >= query.since) &&
    (!query.until || date_min <= query.until) &&
    (!query.begins || date_min >= query.begins) &&
    (!query.ended || date_max <= query.ended) &&
    (!query.openPlans || (body.type === 'fact' && body.kind === 'plan' && !body.outcome)) &&
    (!query.publishedSince || body.published > query.publishedSince) &&
    (!query.publishedUntil || body.published <= query.publishedUntil) &&
    (within(date_min) || within(date_max))
  );
}

const up = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);

function inOrder(order: EntryQuery['order']) {
  return (a: Revision, b: Revision) => {
    const event = up(a.event_day, b.event_day) || up(a.date_max, b.date_max);
    const published = up(b.body.published, a.body.published);
    const weight = up(b.body.weight, a.body.weight);
    const first = {
      'event-newest': -event,
      'event-oldest': event,
      ending: up(a.date_max, b.date_max),
      'published-newest': published || up(b.event_day, a.event_day) || weight,
      weight: weight || published,
    };
    return first[order] || up(a.body.id, b.body.id);
  };
}

const pageOf = (all: Revision[], { limit, offset }: Page) =>
  all.slice(offset, offset + limit).map(({ body }) => body.id);

const visitsOf = ({ country, person, since, until }: EntryQuery): VisitQuery => ({
  ...(typeof country === 'string' && { country }),
  ...(person && { visitor: person }),
  ...(since && { since }),
  ...(until && { until }),
});

/** Totals are those of the list of all stops. */
async function expectTotals({ visits }: Pick<Store, 'visits'>, asker: Scope, query: VisitQuery) {
  const listed = await visits.list(asker, query, { limit: 100, offset: 0 });
  const visitOf = ({ body }: StoredEntry) => (body.type === 'fact' ? body.visit : undefined);
  const expected = Map.groupBy(listed, (entry) => visitOf(entry)?.direction);
  const totals = await visits.totals(asker, query);
  expect([query, totals]).toEqual([
    query,
    new Map(
      [...expected].map(([direction, stops]) => {
        const trips = new Set(stops.map((entry) => visitOf(entry)?.trip)).size;
        return [direction, { stops: stops.length, trips, first: stops.at(-1), last: stops[0] }];
      }),
    ),
  ]);
  const [direction] = expected.keys();
  if (direction)
    expect(await visits.totals(asker, { ...query, direction })).toEqual(
      new Map([[direction, totals.get(direction)]]),
    );
}

export const listingContract: Suite = (subject) => {
  describe('lists and counts', () => {
    test('are those of going through every revision, on any desk, for anybody, as of any day', async () => {
      await fc.assert(
        fc.asyncProperty(
          syncs,
          fc.array(fc.tuple(question, seen, pages), { minLength: 25, maxLength: 25 }),
          async (written, asked) => {
            const desk = ownDesk();
            const { store, database } = subject();
            const have = new Set<string>();
            for (const { day, entries } of written) {
              const at = new Date(`${addDays('2026-02-01', day)}T12:00:00.000Z`);
              const paths = entries.map(({ id }) => `facts/${id}.yaml`);
              // What one sync does not bring, and had an odd number, is withdrawn by it.
              const removed = [...have].filter((path) => !paths.includes(path) && /[13579]\.yaml/.test(path));
              for (const path of paths) have.add(path);
              const files = entries.map((body) => inFile(body, `facts/${body.id}.yaml`));
              await store.content.apply({ desk, entries: files, files: [], removed }, at);
            }
            const { rows } = await sql<
              Omit<Revision, 'body'> & { doc: string }
            >`SELECT r.state, r.published, r.embargo,
              r.valid_from, r.valid_until, r.date_min, r.date_max, r.event_day, d.doc
            FROM revisions AS r JOIN documents AS d ON d.rev = r.rev WHERE r.desk = ${desk}`.execute(
              database.read,
            );
            const revisions = rows.map(({ doc, ...row }) => ({ ...row, body: JSON.parse(doc) as EntryBody }));
            for (const [query, { asOf, ...by }, page] of asked) {
              const asker = scope({ desk, ...by, ...(asOf && { asOf }) });
              const visible = shown(revisions, asker);
              const expected = visible
                .filter((revision) => meets(revision, query))
                .sort(inOrder(query.order));
              const { items, total } = await store.entries.list(asker, query, page);
              const label = JSON.stringify([query, by, asOf, page]);
              expect([label, total, items.map(({ body }) => body.id)]).toEqual([
                label,
                expected.length,
                pageOf(expected, page),
              ]);
              const first = await store.entries.first(asker, query, page.limit);
              expect([label, first.map(({ body }) => body.id)]).toEqual([
                label,
                pageOf(expected, { ...page, offset: 0 }),
              ]);
              if (page.limit === 100) await expectTotals(store, asker, visitsOf(query));
              const byTopic = topics.map(
                (topic) => [topic, visible.filter(({ body }) => body.topics.includes(topic)).length] as const,
              );
              expect([...(await store.entries.countByTopic(asker))]).toEqual(
                byTopic.filter(([, count]) => count > 0).sort(),
              );
            }
          },
        ),
        { numRuns: 25 },
      );
    });
  });
};
