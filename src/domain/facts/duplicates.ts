import { knownDate } from '../dates/date-range.ts';
import type { Fact } from '../entry.ts';

/** Of all words of two titles, or of two statements, so many are in both where they say nearly the same. */
const alike = 0.6;

/**
 * Facts that tell what one fact tells already, by two plain rules, on dates that may overlap. (1) Visits by one person to
 * one country and, where both name one, one place. (2) Facts of one kind on the same people and countries whose titles or
 * statements have most of their words in common. A fact is no double of what it supersedes, nor of what supersedes it.
 */
export function mayBeSame(fact: Fact, facts: readonly Fact[]): Fact[] {
  return facts.filter(
    (other) =>
      other.id !== fact.id &&
      other.id !== fact.supersedes &&
      other.supersedes !== fact.id &&
      (sameStop(fact, other) || sameWords(fact, other)) &&
      mayOverlap(fact, other),
  );
}

function sameStop({ visit: one }: Fact, { visit: other }: Fact): boolean {
  if (!one || !other || one.visitor !== other.visitor || one.host !== other.host) return false;
  const isOpen = one.places.length === 0 || other.places.length === 0;
  return isOpen || one.places.some((place) => other.places.includes(place));
}

function sameWords(one: Fact, other: Fact): boolean {
  if (one.visit || other.visit || one.kind !== other.kind) return false;
  if (!sameIds(one.people, other.people) || !sameIds(one.countries, other.countries)) return false;
  return shared(one.title, other.title) >= alike || shared(one.statement, other.statement) >= alike;
}

const sameIds = (one: readonly string[], other: readonly string[]) =>
  new Set(one).symmetricDifference(new Set(other)).size === 0;

/** From 0 to 1. */
function shared(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const all = a.union(b).size;
  return all === 0 ? 0 : a.intersection(b).size / all;
}

/** Words of three characters or more, and numbers: the others hold a sentence together and say nothing. */
const wordsOf = (text: string) =>
  new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\d+|[\p{L}\p{M}\p{N}]{3,}/gu),
  );

/** Where sources disagree on the date, any of theirs counts. */
function mayOverlap({ dates: one }: Fact, { dates: other }: Fact): boolean {
  return one.some(({ edtf }) => {
    const a = knownDate(edtf);
    return other.some((dated) => {
      const b = knownDate(dated.edtf);
      return notAfter(a.earliest, b.latest) && notAfter(b.earliest, a.latest);
    });
  });
}

/** A side that is open excludes nothing. */
const notAfter = (begin: string | null, end: string | null) => begin === null || end === null || begin <= end;
