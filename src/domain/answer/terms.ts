import { knownDate } from '../dates/date-range.ts';
import { type EventDate, shortDate } from '../dates/event-date.ts';
import { type Desk, nameOf, type Person } from '../desk.ts';
import type { Span } from '../reply.ts';
import type { CitationList } from './citations.ts';

type Role = Person['roles'][number];

/**
 * `President of Norland, since March 2019 [1]; in office 6 April 2024 [2], no end recorded`. Every date has its
 * source, or is said to have none; a term without an end says when a source last had the person in the office.
 */
export function termSpans(desk: Desk, role: Role, citations: CitationList): Span[] {
  const cited = (ids: readonly string[]): Span[] => ids.map((id) => citations.link(citations.cite({ id })));
  const { sources = [], seen } = role;
  const dates = datesInWords(role);
  const open = role.until === undefined && role.since !== undefined;
  const checked = seen && seenOn(desk, seen);
  if (isOnlySeen(role) && seen && checked)
    return [
      { text: `${nameOf(desk, 'offices', role.office)}: in office ${checked} ` },
      ...cited([seen]),
      { text: ', dates not recorded' },
    ];
  return [
    { text: `${nameOf(desk, 'offices', role.office)}, ${dates}` },
    ...(sources.length > 0 ? [{ text: ' ' }, ...cited(sources)] : [{ text: ' (no source)' }]),
    ...(open && seen && checked
      ? [{ text: `; in office ${checked} ` }, ...cited([seen]), { text: ', no end recorded' }]
      : []),
    ...(open && !checked ? [{ text: '; no end recorded, not checked' }] : []),
  ];
}

/** In a line: `President of Norland since Mar 2019 [1]; still 6 Apr 2024 [2]`. */
export function termInShort(desk: Desk, role: Role, citations: CitationList): Span[] {
  const cited = (ids: readonly string[]): Span[] => ids.map((id) => citations.link(citations.cite({ id })));
  const { sources = [], seen } = role;
  const open = role.until === undefined && role.since !== undefined;
  const only = isOnlySeen(role) && seen ? seenOn(desk, seen, shortDate) : undefined;
  if (only && seen)
    return [{ text: `${nameOf(desk, 'offices', role.office)}: in office ${only} ` }, ...cited([seen])];
  const checked = open && seen ? seenOn(desk, seen, shortDate) : undefined;
  const lacks = [...(sources.length > 0 ? [] : ['no source']), ...(open && !checked ? ['not checked'] : [])];
  return [
    { text: `${nameOf(desk, 'offices', role.office)}${open ? '' : ','} ${datesInWords(role, shortDate)}` },
    ...(sources.length > 0 ? [{ text: ' ' }, ...cited(sources)] : []),
    ...(lacks.length > 0 ? [{ text: ` (${lacks.join(', ')})` }] : []),
    ...(seen && checked ? [{ text: `; still ${checked} ` }, ...cited([seen])] : []),
  ];
}

/** Nothing is known but that the person was in the office. */
const isOnlySeen = ({ since, until, sources = [], seen }: Role): boolean =>
  (since ?? until) === undefined && sources.length === 0 && seen !== undefined;

type InWords = (date: EventDate) => string;
const inFull: InWords = ({ text }) => text;

function datesInWords({ since, until }: Role, words = inFull): string {
  const [from, to] = [since && words(knownDate(since)), until && words(knownDate(until))];
  if (from && to) return `${from} – ${to}`;
  if (from) return `since ${from}`;
  return to ? `until ${to}; beginning not recorded` : 'dates not recorded';
}

/** The day of a page, or else the day on which the desk last compared it. */
export function seenOn({ sources }: Desk, id: string, words = inFull): string | undefined {
  const day = seenDay({ sources }, id);
  return day && words(knownDate(day));
}

export function seenDay({ sources }: Pick<Desk, 'sources'>, id: string): string | undefined {
  const source = sources.find((one) => one.id === id);
  return source && (source.dated ?? source.checked);
}
