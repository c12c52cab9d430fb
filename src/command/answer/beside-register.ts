import { itemWithRow } from '../../domain/answer/entry-row.ts';
import { knownDate } from '../../domain/dates/date-range.ts';
import { addDays } from '../../domain/dates/day.ts';
import { type Desk, isCovered } from '../../domain/desk.ts';
import type { Fact } from '../../domain/entry.ts';
import type { EntryQuery, StoredEntry } from '../../domain/ports/entries.ts';
import type { EntryItem } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { given, type RequestContext } from './request.ts';
import { type VisitsAsked, visitQuery } from './visits.ts';

/** Entries looked through for each part. */
const looked = 60;

type StoredFact = StoredEntry & { body: Fact };

/**
 * What the desk knows beside the rows of the register: whom the person received or met, what is announced, and facts
 * about visits. Only what is about the person, office, place and time asked. At most `most`, with a label each.
 */
export async function besideRegister(
  asked: VisitsAsked,
  most: number,
  request: RequestContext,
  context: CommandContext,
): Promise<EntryItem[]> {
  const { person, country, place, role } = asked;
  if (!person && !country && !place && !role) return [];
  const met = await meetings(asked, request, context);
  const told = await toldOfVisits(asked, most, request, context);
  const chosen = [...met.slice(0, 1), ...told, ...met.slice(1)].slice(0, most);
  return chosen.map(({ entry, label }) => itemWithRow(entry, request, { usual: 'confirmed', label }));
}

interface Told {
  entry: StoredFact;
  label: string;
}

/** The last visit before the time asked about. */
export async function lastBefore(
  asked: VisitsAsked,
  request: RequestContext,
  context: CommandContext,
): Promise<EntryItem[]> {
  if (!asked.since) return [];
  const { since: _, ...query } = visitQuery({ ...asked, until: addDays(asked.since, -1) });
  const { last } = await context.visits.totals(request.scope, query);
  const { range: _range, ...anyTime } = request;
  return last ? [itemWithRow(last, anyTime, { usual: 'confirmed', label: 'Last recorded before that' })] : [];
}

/** Visits of others to the person asked about, or with them. */
async function meetings(
  asked: VisitsAsked,
  request: RequestContext,
  context: CommandContext,
): Promise<Told[]> {
  const { person, direction } = asked;
  if (!person || direction) return [];
  const found = await facts({ kinds: ['visit'], person }, asked, request, context);
  const home = context.desk.definition.people.find(({ id }) => id === person)?.country;
  return found
    .filter(({ body: { visit } }) => visit && visit.visitor !== person)
    .map((entry) => ({ entry, label: entry.body.visit?.host === home ? 'Received' : 'Met' }));
}

/** Plans without an outcome come first; events where there is room. */
async function toldOfVisits(
  asked: VisitsAsked,
  most: number,
  request: RequestContext,
  context: CommandContext,
): Promise<Told[]> {
  const { desk } = context;
  const [topic] = context.names.exact('visits', ['topic']);
  if (!topic) return [];
  const named = { topic: topic.id, ...given({ person: asked.person }) };
  const open = await facts({ ...named, openPlans: true }, asked, request, context);
  const others =
    asked.person && most > 1 ? await facts({ ...named, kinds: ['event'] }, asked, request, context) : [];
  const isAsked = ({ body }: StoredFact) =>
    isOfOffice(desk, body, asked.role) && goes(desk, body, asked.direction);
  return [
    ...open.filter(isAsked).map((entry) => ({ entry, label: 'Announced' })),
    ...others.filter(isAsked).map((entry) => ({ entry, label: 'Also stated' })),
  ];
}

async function facts(
  query: Partial<EntryQuery>,
  { country, place, since, until }: VisitsAsked,
  { scope }: RequestContext,
  { entries }: CommandContext,
): Promise<StoredFact[]> {
  const asked = given({ country, place, since, until });
  const found = await entries.first(
    scope,
    { type: 'fact', order: 'event-newest', ...query, ...asked },
    looked,
  );
  return found.filter((entry): entry is StoredFact => entry.body.type === 'fact');
}

/** The persons named who are not at home where it takes place. */
function travellers({ definition }: Desk, { people, places }: Fact) {
  const hosts = new Set(
    definition.places.filter(({ id }) => places.includes(id)).map(({ country }) => country),
  );
  return definition.people.filter(
    ({ id, country }) => people.includes(id) && !(country && hosts.has(country)),
  );
}

/** Whether somebody who travels holds the office when the fact begins, or later. */
function isOfOffice(desk: Desk, fact: Fact, office: string | undefined): boolean {
  if (!office) return true;
  const begins = knownDate(fact.dates[0]?.edtf ?? '').earliest ?? '';
  return travellers(desk, fact).some(({ roles }) =>
    roles.some(
      (role) => role.office === office && (!role.until || (knownDate(role.until).latest ?? '') >= begins),
    ),
  );
}

/** Whether somebody travels that way: to the region from abroad, or from it. */
function goes(desk: Desk, fact: Fact, direction: VisitsAsked['direction']): boolean {
  if (!direction) return true;
  const inward = direction === 'to-region' || direction === 'from-us';
  return travellers(desk, fact).some(({ country }) => country && isCovered(desk, country) !== inward);
}
