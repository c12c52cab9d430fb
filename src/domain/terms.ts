import { type DaySpan, spanOf } from './day-spans.ts';
import type { Desk } from './desk.ts';
import { knownDate } from './known-date.ts';

/** When a person held one of these offices, as widely as its dates may mean; an end that is not known is open. */
export function termsOf(desk: Desk, person: string, offices: readonly string[]): DaySpan[] {
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  return roles
    .filter(({ office }) => offices.includes(office))
    .map(({ since, until }) => spanOf(since && knownDate(since).earliest, until && knownDate(until).latest));
}

/** `from 20 January 2009 to 20 January 2017`, for each time the office was held with a date that is known. */
export function termsInWords(desk: Desk, person: string, office: string): string[] {
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  return roles.flatMap(({ office: held, since, until }) => {
    if (held !== office || (!since && !until)) return [];
    const words = [since && `from ${knownDate(since).text}`, until && `to ${knownDate(until).text}`];
    return [words.filter(Boolean).join(' ')];
  });
}
