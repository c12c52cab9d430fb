import { overlap, spanOf } from '../domain/day-spans.ts';
import type { Fact } from '../domain/entry.ts';
import type { ProposedClaim } from '../domain/import.ts';
import { knownDate } from '../domain/known-date.ts';
import type { EntryReader, Scope } from '../domain/ports/entries.ts';

/** What a claim names, and when. */
export type Told = Pick<ProposedClaim, 'dates' | 'people' | 'countries' | 'places' | 'organisations'>;

const mostFacts = 200;
const mostMatches = 3;
/** Below this many shared names a date alone decides nothing: much happens on one day. */
const fewestShared = 2;

/**
 * Facts that a claim may repeat, the likeliest first: two names in common, one of them no country, and a date that may
 * be the same. A claim without a date may repeat any of them.
 */
export function matchingFacts(claim: Told, facts: readonly Fact[]): Fact[] {
  return facts
    .map((fact) => ({ fact, shared: sharedNames(claim, fact) }))
    .filter(({ fact, shared }) => shared >= fewestShared && mayBeTheSameTime(claim, fact))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, mostMatches)
    .map(({ fact }) => fact);
}

/** The stored facts about anyone and anything a claim names: what `matchingFacts` chooses from. */
export async function factsAbout(
  claim: Told,
  reader: Pick<EntryReader, 'list'>,
  scope: Scope,
): Promise<Fact[]> {
  const queries = [
    ...claim.people.map((person) => ({ person })),
    ...claim.organisations.map((organisation) => ({ organisation })),
    ...claim.places.map((place) => ({ place })),
  ];
  const found = new Map<string, Fact>();
  for (const query of queries) {
    const page = await reader.list(
      scope,
      { ...query, type: 'fact', order: 'event-newest' },
      { limit: mostFacts, offset: 0 },
    );
    for (const { body } of page.items) if (body.type === 'fact') found.set(body.id, body);
  }
  return [...found.values()];
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

function mayBeTheSameTime(claim: Told, fact: Fact): boolean {
  if (claim.dates.length === 0) return true;
  const spans = fact.dates.map(({ edtf }) => spanIn(edtf));
  return claim.dates.some((edtf) => spans.some((span) => overlap(span, spanIn(edtf)).length > 0));
}

function spanIn(edtf: string) {
  const { earliest, latest } = knownDate(edtf);
  return spanOf(earliest, latest);
}
