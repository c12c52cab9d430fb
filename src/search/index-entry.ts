import { eventDate } from '../domain/dates/event-date.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { Indexer } from '../domain/search/query.ts';
import { nameToken, wordOf, wordsOf } from './names/tokens.ts';

/** The text by which an entry is found. Dates are indexed in words, so that `May 2006` finds them. */
export const indexEntry: Indexer = (body) => {
  const words = new Set<string>();
  const title = tokens(body.title, words);
  const text = (body.type === 'brief' ? ofBrief(body) : ofFact(body)).flatMap((part) =>
    part === undefined ? [] : tokens(part, words),
  );
  return { title, text, names: namesOf(body), words: [...words] };
};

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
  const { topics, countries, people, organisations, places, sources } = body;
  const names = [
    ...topics.map((id) => nameToken('topic', id)),
    ...countries.map((id) => nameToken('country', id)),
    ...people.map((id) => nameToken('person', id)),
    ...organisations.map((id) => nameToken('organisation', id)),
    ...places.map((id) => nameToken('place', id)),
    ...sources.map(({ id }) => nameToken('source', id)),
  ];
  if (body.type === 'fact' && body.visit) {
    const { visitor, office, from, host, places: stops } = body.visit;
    names.push(nameToken('person', visitor), nameToken('office', office));
    names.push(nameToken('country', from), nameToken('country', host));
    names.push(...stops.map((id) => nameToken('place', id)));
  }
  return [...new Set(names)];
}

/** The tokens of a text; its words are added to `words`. */
function tokens(text: string, words: Set<string>): string[] {
  const found: string[] = [];
  for (const folded of wordsOf(text)) {
    const { word, stems, isSpelt } = wordOf(folded);
    if (isSpelt) words.add(word);
    for (const stem of stems) found.push(stem);
  }
  return found;
}

/** Keeps the text of Markdown links and drops their addresses. */
function withoutAddresses(markdown: string): string {
  return markdown.replace(/\]\([^)\]]*\)/g, ']').replace(/<?https?:\/\/\S+/g, ' ');
}

function inWords(edtf: string | undefined): string | undefined {
  return edtf === undefined ? undefined : eventDate(edtf).text;
}
