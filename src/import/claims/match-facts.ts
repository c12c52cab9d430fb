import { setImmediate as nextTurn } from 'node:timers/promises';
import { intersection, knownDate, spanOf } from '../../domain/dates/date-range.ts';
import type { Fact } from '../../domain/entry.ts';
import type { ProposedClaim } from '../../domain/import.ts';
import type { EntryReader, Scope } from '../../domain/ports/entries.ts';

/** Words, kind, names and dates of a claim. */
export type Told = Pick<
  ProposedClaim,
  'sentence' | 'kind' | 'dates' | 'people' | 'countries' | 'places' | 'organisations'
>;

const mostFacts = 200;
const mostMatches = 3;
/** With fewer shared names a date alone is not enough, because much happens on one day. */
const fewestShared = 2;

/** Facts that say what a claim says, and facts that are only like it: each likeliest first. */
interface Matching {
  same: Fact[];
  similar: Fact[];
}

/**
 * Similar are facts of the same kind, about the same people and places, at a time that may be the same, with two names in
 * common, at least one not a country. Of one event much may be told: the same is a visit with days of its own, and what
 * is told in mostly the same words.
 */
export function matchingFacts(claim: Told, facts: readonly Fact[]): Matching {
  const found = facts
    .map((fact) => ({ fact, shared: sharedNames(claim, fact) }))
    .filter(({ fact, shared }) => shared >= fewestShared && claim.kind === fact.kind)
    .filter(({ fact }) => areOfOne(claim.people, fact.people) && areAlike(claim.places, fact.places))
    .filter(({ fact }) => mayBeTheSameTime(claim, fact))
    .sort((a, b) => b.shared - a.shared)
    .map(({ fact }) => fact);
  const [same, similar] = [found.filter((fact) => saySame(claim, fact)), found];
  return {
    same: same.slice(0, mostMatches),
    similar: similar.filter((fact) => !same.includes(fact)).slice(0, mostMatches),
  };
}

const saySame = (claim: Told, fact: Fact) =>
  fact.kind === 'visit' ||
  (wordsShared(claim.sentence, fact.statement) >= half && !areOtherFigures(claim.sentence, fact.statement)) ||
  wordsShared(claim.sentence, fact.title) >= most;

const half = 0.5;
/** A title has few words. */
const most = 0.75;

/** The share of the shorter text's words that the other has too, but for names, which both have anyway. */
function wordsShared(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const fewer = Math.min(a.size, b.size);
  return fewer === 0 ? 0 : a.intersection(b).size / fewer;
}

const wordsOf = (text: string) =>
  new Set(text.match(/[\p{L}\p{M}]{3,}/gu)?.filter((word) => !/^\p{Lu}/u.test(word)));

/** Each has figures, but for days and years, and none in common. */
function areOtherFigures(one: string, other: string): boolean {
  const [a, b] = [figuresOf(one), figuresOf(other)];
  return a.size > 0 && b.size > 0 && a.isDisjointFrom(b);
}

const figuresOf = (text: string) =>
  new Set(text.match(/\d+/g)?.filter((figure) => Number(figure) > 31 && !/^(?:19|20)\d\d$/.test(figure)));

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

/** A date of which one end is open may be any day: that says nothing of the time. */
function mayBeTheSameTime(claim: Told, fact: Fact): boolean {
  const spans = fact.dates.flatMap(({ edtf }) => spanIn(edtf));
  return claim.dates
    .flatMap(spanIn)
    .some((span) => spans.some((other) => intersection(other, span).length > 0));
}

function spanIn(edtf: string) {
  const { earliest, latest } = knownDate(edtf);
  return earliest === null || latest === null ? [] : [spanOf(earliest, latest)];
}
