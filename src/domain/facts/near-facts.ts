import { knownDate } from '../dates/date-range.ts';
import { addDays, type Day } from '../dates/day.ts';
import type { EventDate } from '../dates/event-date.ts';
import type { Fact } from '../entry.ts';
import type { Contradiction } from '../ports/drafts.ts';
import type { Name, NameIndex } from '../ports/names.ts';

/** Two stops further apart than this are two visits, whatever sources say. */
const oneVisitWithin = 14;

/**
 * Equal for facts that may tell the same: visits by one person to one country, and other facts of one kind on the same
 * people and countries.
 */
export function nearKey({ visit, kind, people, countries }: Fact): string {
  if (visit) return `visit ${visit.visitor} ${visit.host}`;
  const sorted = (ids: readonly string[]) => [...new Set(ids)].sort().join(',');
  return `${kind} ${sorted(countries)} ${sorted(people)}`;
}

/** Days on which something begins or ends; null is open. */
export interface Days {
  earliest: Day | null;
  latest: Day | null;
}

/** Every date of it counts: sources may disagree. */
export function daysOf({ dates }: Pick<Fact, 'dates'>): Days[] {
  return dates.map(({ edtf }) => knownDate(edtf));
}

/** The days that another fact of the same key must touch to tell the same as this one, or to contradict it. */
export function nearDays(fact: Fact): Days {
  const days = daysOf(fact);
  const ends = (side: keyof Days) => days.map((date) => date[side]).toSorted();
  const [first, last] = [ends('earliest'), ends('latest')];
  const margin = fact.visit ? oneVisitWithin : 0;
  const moved = (day: Day | null | undefined, by: number) => {
    const there = day ? addDays(day, by) : '+';
    // After the last year that a date can have.
    return there.startsWith('+') ? null : there;
  };
  return {
    earliest: first.includes(null) ? null : moved(first[0], -margin),
    latest: last.includes(null) ? null : moved(last.at(-1), margin),
  };
}

const travel = '(?:yet |ever )?(?:come|been|visited|travelled|traveled|gone|set foot)';
const none = new RegExp(`^No (.{2,60}?) (?:has|have|had) ${travel}\\b`, 'i');
const never = new RegExp(`^(.{2,60}?) (?:has|have|had) never (?:yet )?${travel}\\b`, 'i');

const neverWords = ({ title, statement }: Fact) =>
  [title, statement].flatMap((text) => none.exec(text)?.[1] ?? never.exec(text)?.[1] ?? []);

/** Opinions, speculation, and what is marked as disputed contradict nothing. */
export const isClaim = ({ standing }: Fact) => standing === 'confirmed' || standing === 'reported';

/** Whether it claims that somebody has never come, whoever that is. */
export const saysNever = (fact: Fact) => isClaim(fact) && neverWords(fact).length > 0;

/** A claim that offices or people of the desk have not come to some countries, before its date ends. */
export interface Never extends Pick<Days, 'latest'> {
  id: string;
  who: readonly Pick<Name, 'kind' | 'id'>[];
  countries: readonly string[];
}

export function neverOf(claim: Fact, names: Pick<NameIndex, 'exact'>): Never | undefined {
  if (!isClaim(claim)) return undefined;
  const who = neverWords(claim).flatMap((words) =>
    names.exact(words.replace(/^the /i, ''), ['office', 'person']),
  );
  if (who.length === 0) return undefined;
  const { latest } = knownDate(claim.dates[0]?.edtf ?? '');
  return { id: claim.id, who, countries: claim.countries, latest };
}

/** By which rule two facts contradict each other. */
type Rule = 'dates' | 'never';

type Found = Contradiction & { rule: Rule };

/**
 * Two visits by one person to one country and, where both name one, one place, on days that exclude each other and lie
 * within a fortnight, when no source gives both: they may be one visit with two dates. The earlier one comes first.
 */
export function twoDates(one: Fact, other: Fact): Found | undefined {
  if (!isClaim(one) || !isClaim(other) || !one.visit || !other.visit) return undefined;
  if (one.visit.visitor !== other.visit.visitor || one.visit.host !== other.visit.host) return undefined;
  const [a, b] = [one, other].map((fact) => ({ fact, date: knownDate(fact.dates[0]?.edtf ?? '') })) as [
    { fact: Fact; date: EventDate },
    { fact: Fact; date: EventDate },
  ];
  const [first, second] = (a.date.earliest ?? '') <= (b.date.earliest ?? '') ? [a, b] : [b, a];
  const [ends, begins] = [first.date.latest, second.date.earliest];
  if (!ends || !begins || ends >= begins || addDays(ends, oneVisitWithin) < begins) return undefined;
  const cited = new Set(one.sources.map(({ id }) => id));
  if (other.sources.some(({ id }) => cited.has(id))) return undefined;
  const places = [one.visit.places, other.visit.places] as const;
  const apart = places.every((list) => list.length > 0) && !places[0].some((id) => places[1].includes(id));
  if (apart) return undefined;
  const says = `may be one visit with two dates: ${first.date.text} and ${second.date.text}`;
  return { rule: 'dates', one: first.fact.id, other: second.fact.id, says };
}

/**
 * "No X has come", "X has never visited" at the beginning of a title or statement, for an office or a person X of the
 * desk, met by a visit of X to one of the fact's countries before its date ends.
 */
export function metBy(claim: Never, fact: Fact): Found | undefined {
  const { visit } = fact;
  if (!visit || !isClaim(fact) || !claim.countries.includes(visit.host)) return undefined;
  const isWho = claim.who.some(({ kind, id }) => id === (kind === 'office' ? visit.office : visit.visitor));
  const when = knownDate(fact.dates[0]?.edtf ?? '');
  if (!isWho || (claim.latest !== null && (when.earliest ?? '') > claim.latest)) return undefined;
  const says = `the one says never, the other says ${when.text}`;
  return { rule: 'never', one: claim.id, other: fact.id, says };
}

/**
 * Those that one fact is part of, among facts of which it may be one. Of two visits with two dates it is named last.
 */
export function contradictionsOf(fact: Fact, facts: readonly Fact[], names: NameIndex): Contradiction[] {
  const others = facts.filter(({ id }) => id !== fact.id && id !== fact.supersedes);
  const claim = neverOf(fact, names);
  const found = [
    ...others.flatMap((other) => twoDates(other, fact) ?? []),
    ...(fact.visit ? others : []).flatMap((other) => {
      const theirs = neverOf(other, names);
      return (theirs && metBy(theirs, fact)) ?? [];
    }),
    ...(claim ? [...others, fact] : []).flatMap((other) => (claim && metBy(claim, other)) ?? []),
  ];
  return found.map(({ rule, one, other, says }) =>
    rule === 'dates' && one === fact.id ? { one: other, other: one, says } : { one, other, says },
  );
}
