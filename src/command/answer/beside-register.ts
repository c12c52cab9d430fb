import { itemWithRow, planLabel } from '../../domain/answer/entry-row.ts';
import { knownDate } from '../../domain/dates/date-range.ts';
import { addDays } from '../../domain/dates/day.ts';
import { type Desk, isCovered } from '../../domain/desk.ts';
import type { Fact } from '../../domain/entry.ts';
import type { EntryQuery, StoredEntry } from '../../domain/ports/entries.ts';
import type { EntryItem } from '../../domain/reply.ts';
import { findCoverage } from '../../domain/sources/coverage.ts';
import type { CommandContext } from '../define.ts';
import { definedOnly, type RequestContext } from './request.ts';
import { countriesOf, reachQuestion, type VisitsAsked, visitQuery } from './visits.ts';

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
  const [last] = await context.visits.list(request.scope, query, { limit: 1, offset: 0 });
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

/**
 * Plans without an outcome come first beside rows of the register. In the place of rows, what happened comes first: of
 * a person in no register it also takes diplomacy that names them away from home.
 */
async function toldOfVisits(
  asked: VisitsAsked,
  most: number,
  request: RequestContext,
  context: CommandContext,
): Promise<Told[]> {
  const { desk } = context;
  const { person } = asked;
  const [topic] = context.names.exact('visits', ['topic']);
  if (!topic) return [];
  const read = (query: Partial<EntryQuery>) =>
    facts({ ...query, ...definedOnly({ person }) }, asked, request, context);
  const isAsked = ({ body }: StoredFact) =>
    isOfOffice(desk, body, asked.role) && goes(desk, body, asked.direction) && isBetween(desk, body, asked);
  const tell = (found: StoredFact[], label: string) =>
    found.filter(isAsked).map((entry) => ({ entry, label }));
  const open = (await read({ topic: topic.id, openPlans: true }))
    .filter(isAsked)
    .map((entry) => ({ entry, label: planLabel(entry.body) }));
  if (most === 1) return open;
  const events = await read({ topic: topic.id, kinds: ['event'] });
  const [dealings] = context.names.exact('diplomacy', ['topic']);
  const { stretches } = findCoverage(desk, reachQuestion(desk, asked, request.scope));
  const named =
    person && dealings && stretches.length === 0 ? await read({ topic: dealings.id, kinds: ['event'] }) : [];
  const away = named.filter(
    ({ body }) => isAway(desk, body, person) && events.every((event) => event.body.id !== body.id),
  );
  const happened = tell([...away, ...events], 'Also stated');
  return [...happened.slice(0, most - 1), ...open, ...happened.slice(most - 1)];
}

async function facts(
  query: Partial<EntryQuery>,
  asked: VisitsAsked,
  { scope }: RequestContext,
  { entries }: CommandContext,
): Promise<StoredFact[]> {
  const { place, since, until } = asked;
  const named = definedOnly({ country: countriesOf(asked), place, since, until });
  const found = await entries.first(
    scope,
    { type: 'fact', order: 'event-newest', ...query, ...named },
    looked,
  );
  return found.filter((entry): entry is StoredFact => entry.body.type === 'fact');
}

function hostsOf({ definition }: Desk, { places }: Fact): ReadonlySet<string | undefined> {
  return new Set(definition.places.filter(({ id }) => places.includes(id)).map(({ country }) => country));
}

/** Whether it takes place in countries that are known, and none of them is the person's own. */
function isAway(desk: Desk, fact: Fact, person: string | undefined): boolean {
  const home = desk.definition.people.find(({ id }) => id === person)?.country;
  const hosts = hostsOf(desk, fact);
  return home !== undefined && hosts.size > 0 && !hosts.has(home) && !hosts.has(undefined);
}

/** The persons named who are not at home where it takes place. */
function travellers(desk: Desk, fact: Fact) {
  const { definition } = desk;
  const { people } = fact;
  const hosts = hostsOf(desk, fact);
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

/**
 * Whether it is of travel between the two countries, as far as is known: not at a third one, nor of its people alone, nor
 * in a place not said where a third one is named.
 */
function isBetween(desk: Desk, fact: Fact, { country, other }: VisitsAsked): boolean {
  if (!other) return true;
  const isEnd = (one: string | undefined) => one === country || one === other;
  const [hosts, travelling] = [[...hostsOf(desk, fact)], travellers(desk, fact)];
  return (
    (hosts.length === 0 ? fact.countries.every(isEnd) : hosts.some(isEnd)) &&
    (travelling.length === 0 || travelling.some((person) => isEnd(person.country)))
  );
}
