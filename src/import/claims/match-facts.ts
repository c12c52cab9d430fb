import { setImmediate as nextTurn } from 'node:timers/promises';
import { intersection, knownDate, spanOf } from '../../domain/dates/date-range.ts';
import type { Fact } from '../../domain/entry.ts';
import type { ProposedClaim } from '../../domain/import.ts';
import type { EntryReader, Scope } from '../../domain/ports/entries.ts';

/** Kind, names and dates of a claim. */
export type Told = Pick<
  ProposedClaim,
  'kind' | 'dates' | 'people' | 'countries' | 'places' | 'organisations'
>;

const mostFacts = 200;
const mostMatches = 3;
/** With fewer shared names a date alone is not enough, because much happens on one day. */
const fewestShared = 2;

/**
 * Facts that a claim may repeat, likeliest first: of the same kind, about the same people and places, possibly on the
 * same date, and with two names in common, at least one not a country.
 */
export function matchingFacts(claim: Told, facts: readonly Fact[]): Fact[] {
  return facts
    .map((fact) => ({ fact, shared: sharedNames(claim, fact) }))
    .filter(({ fact, shared }) => shared >= fewestShared && claim.kind === fact.kind)
    .filter(({ fact }) => areOfOne(claim.people, fact.people) && areAlike(claim.places, fact.places))
    .filter(({ fact }) => mayBeTheSameTime(claim, fact))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, mostMatches)
    .map(({ fact }) => fact);
}

/** Names looked up per claim; a longer list in a sentence identifies none of them. */
const mostNames = 12;

/**
 * Stored facts about the names in a claim, for `matchingFacts` to choose from. Queries each name once for all claims,
 * and yields to other work between queries.
 */
export function factsOf(reader: Pick<EntryReader, 'list'>, scope: Scope): (claim: Told) => Promise<Fact[]> {
  const known = new Map<string, Promise<Fact[]>>();
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (query: { person: string } | { organisation: string } | { place: string }) => {
    await nextTurn();
    const page = await reader.list(
      scope,
      { ...query, type: 'fact', order: 'event-newest' },
      { limit: mostFacts, offset: 0 },
    );
    return page.items.flatMap(({ body }) => (body.type === 'fact' ? [body] : []));
  };
  return async (claim) => {
    const queries = [
      ...claim.people.map((person) => ({ person })),
      ...claim.organisations.map((organisation) => ({ organisation })),
      ...claim.places.map((place) => ({ place })),
    ].slice(0, mostNames);
    const pages = queries.map((query) => {
      const key = JSON.stringify(query);
      const facts = known.get(key) ?? last.then(() => ask(query));
      known.set(key, facts);
      last = facts;
      return facts;
    });
    const facts = (await Promise.all(pages)).flat();
    return [...new Map(facts.map((fact) => [fact.id, fact])).values()];
  };
}

function sharedNames(claim: Told, fact: Fact): number {
  const named =
    both(claim.people, fact.people) +
    both(claim.places, fact.places) +
    both(claim.organisations, fact.organisations);
  return named === 0 ? 0 : named + both(claim.countries, fact.countries);
}

const both = (some: readonly string[], others: readonly string[]) =>
  some.filter((one) => others.includes(one)).length;

/** One names nobody whom the other does not: a visit's row names the visitor, an article his hosts too. */
const areOfOne = (some: readonly string[], others: readonly string[]) =>
  both(some, others) === Math.min(some.length, others.length);

/** One of both, where both name any. */
const areAlike = (some: readonly string[], others: readonly string[]) =>
  some.length === 0 || others.length === 0 || both(some, others) > 0;

function mayBeTheSameTime(claim: Told, fact: Fact): boolean {
  const spans = fact.dates.map(({ edtf }) => spanIn(edtf));
  return claim.dates.some((edtf) => spans.some((span) => intersection(span, spanIn(edtf)).length > 0));
}

function spanIn(edtf: string) {
  const { earliest, latest } = knownDate(edtf);
  return spanOf(earliest, latest);
}
