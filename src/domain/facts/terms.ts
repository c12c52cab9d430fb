import { knownDate } from '../dates/date-range.ts';
import type { Day } from '../dates/day.ts';
import { type Desk, nameOf, type Person } from '../desk.ts';

export type Term = Person['roles'][number];

/** A term with whoever holds it. */
interface Held {
  person: Pick<Person, 'id' | 'name'>;
  term: Term;
}

/** Two terms of one office that cannot both be right where one person holds it at a time. */
export interface TermOverlap {
  office: string;
  one: Held;
  other: Held;
}

const never = '9999-12-31';

/** Days on which the office was held whatever the dates may mean; one without an end is held on. */
function surely({ since, until }: Term): { from: Day; to: Day } | undefined {
  const from = since && knownDate(since).latest;
  const to = until === undefined ? never : knownDate(until).earliest;
  return from && to && from < to ? { from, to } : undefined;
}

/** On the day of a change both hold it. */
function overlaps(one: Term, other: Term): boolean {
  const [a, b] = [surely(one), surely(other)];
  return one.office === other.office && !!a && !!b && a.from < b.to && b.from < a.to;
}

/** Of what `person` holds or held that which others, or the same person twice, held on the same days. */
export function overlapsWith(desk: Pick<Desk, 'definition'>, person: Person): TermOverlap[] {
  const others = desk.definition.people
    .filter(({ id, retraction }) => id !== person.id && retraction === undefined)
    .flatMap((other) => other.roles.map((term) => ({ person: other, term })));
  return person.roles.flatMap((term, at) => {
    const own = person.roles.slice(at + 1).map((twice) => ({ person, term: twice }));
    return [...own, ...others]
      .filter((held) => overlaps(term, held.term))
      .map((other) => ({ office: term.office, one: { person, term }, other }));
  });
}

/** All of a desk, each once. */
export function overlappingTerms({ definition }: Pick<Desk, 'definition'>): TermOverlap[] {
  const people = definition.people.filter(({ retraction }) => retraction === undefined);
  return people.flatMap((person, at) =>
    overlapsWith({ definition: { ...definition, people: people.slice(at + 1) } }, person),
  );
}

/** `Ann Able (since May 2020) and Bob Ball (since 2022) hold one office at once: President of Norland` */
export function overlapInWords({ office, one, other }: TermOverlap, desk: Desk): string {
  const held = ({ person, term }: Held) => `${person.name} (${termInWords(term)})`;
  return `${held(one)} and ${held(other)} hold one office at once: ${nameOf(desk, 'offices', office)}`;
}

/** `since May 2020`, `2015 – 2021`; nothing where no date is known. */
export function termInWords({ since, until }: Pick<Term, 'since' | 'until'>): string {
  const [from, to] = [since && knownDate(since).text, until && knownDate(until).text];
  if (from && to) return `${from} – ${to}`;
  return from ? `since ${from}` : to ? `until ${to}` : '';
}

/** Whether normalised words, with a space at either end, say the title: a vice president is no president. */
export const saysTitle = (said: string, title: string): boolean =>
  said
    .split(` ${title} `)
    .slice(0, -1)
    .some((before) => !/(?:vice|deputy|former|ex|acting|prime|first)$/.test(before));
