import { eventDate } from '../domain/dates/event-date.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { Indexer } from '../domain/ports/entries.ts';
import { nameToken, wordTokens } from './names/tokens.ts';

/** The text by which an entry is found. Dates are indexed in words, so that `May 2006` finds them. */
export const indexEntry: Indexer = (body) => ({
  title: tokens([body.title]),
  text: tokens(body.type === 'brief' ? ofBrief(body) : ofFact(body)),
  names: namesOf(body).join(' '),
});

type BriefBody = Extract<EntryBody, { type: 'brief' }>;
type FactBody = Extract<EntryBody, { type: 'fact' }>;

function ofBrief(body: BriefBody): (string | undefined)[] {
  const { author, dated, summary, points, argues, reports, why } = body;
  return [
    withoutAddresses(summary),
    ...points,
    ...argues,
    ...reports,
    why,
    author,
    inWords(dated),
    body.kind,
  ];
}

function ofFact({ statement, dates, disagreements, note, why }: FactBody): (string | undefined)[] {
  const differing = disagreements.flatMap(({ about, says }) => [about, says]);
  return [statement, why, note, ...differing, ...dates.flatMap(({ edtf, note }) => [inWords(edtf), note])];
}

function namesOf(body: EntryBody): string[] {
  const { topics, countries, people, organisations, places } = body;
  const names = [
    ...topics.map((id) => nameToken('topic', id)),
    ...countries.map((id) => nameToken('country', id)),
    ...people.map((id) => nameToken('person', id)),
    ...organisations.map((id) => nameToken('organisation', id)),
    ...places.map((id) => nameToken('place', id)),
  ];
  if (body.type === 'fact' && body.visit) {
    const { visitor, office, from, host, places: stops } = body.visit;
    names.push(nameToken('person', visitor), nameToken('office', office));
    names.push(nameToken('country', from), nameToken('country', host));
    names.push(...stops.map((id) => nameToken('place', id)));
  }
  return [...new Set(names)];
}

function tokens(parts: readonly (string | undefined)[]): string {
  return parts.flatMap((part) => (part === undefined ? [] : wordTokens(part))).join(' ');
}

/** Keeps the text of Markdown links and drops their addresses. */
function withoutAddresses(markdown: string): string {
  return markdown.replace(/\]\([^)\]]*\)/g, ']').replace(/<?https?:\/\/\S+/g, ' ');
}

function inWords(edtf: string | undefined): string | undefined {
  return edtf === undefined ? undefined : eventDate(edtf).text;
}
