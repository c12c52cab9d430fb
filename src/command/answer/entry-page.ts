import { speakerOf, speakersOf } from '../../domain/answer/citations.ts';
import { aKind, entryItem } from '../../domain/answer/entry-item.ts';
import { markdownBlocks } from '../../domain/answer/markdown.ts';
import { elapsedSince, knownDate, preferredDate } from '../../domain/dates/date-range.ts';
import { dayIn, formatDay } from '../../domain/dates/day.ts';
import { shortDate } from '../../domain/dates/event-date.ts';
import { countryName, type Desk, inWords, type NamedList, nameOf, theCountry } from '../../domain/desk.ts';
import type { Brief, EntryBody, Fact } from '../../domain/entry.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Block, Span } from '../../domain/reply.ts';
import { asSentence, officesInWords } from '../../domain/sources/coverage-text.ts';
import type { Register, Source } from '../../domain/sources/source.ts';
import { capital } from '../../domain/text.ts';
import { gradeMeanings, standingMeanings, standingSigns } from '../../domain/vocabulary.ts';
import { entries, fields, heading, list, notice, text } from './blocks.ts';
import { cutSpans, fitBlocks } from './fitted.ts';
import type { RequestContext } from './request.ts';

/** One brief in full. Separates what the author argues from what the author reports. */
export function wholeBrief(
  entry: StoredEntry,
  brief: Brief,
  related: StoredEntry[],
  request: RequestContext,
): Block[] {
  const { desk, citations } = request;
  const [source] = brief.sources;
  const from = desk.sources.find(({ id }) => id === source?.id);
  const author = brief.author ?? from?.author;
  const cited = citations.citeAll(brief.sources).map((n) => `[${n}]`);
  return [
    heading(brief.title),
    ...lifeBlocks(entry.body),
    ...(brief.kind === 'opinion' ? [notice('info', opinionWords(author))] : []),
    ...fields([
      ['Article', `${aKind[brief.kind]}${author ? ` by ${author}` : ''}`],
      ['Appeared', brief.dated ? knownDate(brief.dated).text : 'date not known'],
      ['Source', [source && speakerOf(desk, source.id), ...cited].join(' ')],
    ]),
    ...markdownBlocks(brief.summary),
    ...section('Key points', brief.points),
    ...section(author ? `What ${author} reports` : 'What the author reports', brief.reports),
    ...section(author ? `What ${author} argues` : 'What the author argues', brief.argues),
    ...(brief.why ? [heading('Why it matters', 2), text(brief.why)] : []),
    ...(related.length > 0 ? [heading('Entries that belong with it', 2)] : []),
    ...entries(related.map((other) => entryItem(other, request))),
    heading('Record', 2),
    ...subjectFields(desk, entry.body),
    ...recordFields(desk, entry),
  ];
}

/** The article at a glance: what it is, what it says, and why that matters. */
export function briefInShort(entry: StoredEntry, brief: Brief, request: RequestContext): Block[] {
  const { desk } = request;
  const [source] = brief.sources;
  const author = brief.author ?? desk.sources.find(({ id }) => id === source?.id)?.author;
  const of = brief.kind === 'opinion' ? `Opinion of ${author ?? 'its author'}` : capital(aKind[brief.kind]);
  const about = [
    of,
    source && !author && speakerOf(desk, source.id),
    brief.dated && shortDate(knownDate(brief.dated)),
  ];
  const summary = markdownBlocks(brief.summary);
  return fitBlocks(
    [
      heading(brief.title),
      ...lifeBlocks(entry.body),
      cited(about.filter((part) => part).join(' · '), entryItem(entry, request).cites, request),
      ...summary.slice(0, 1),
      ...(brief.points.length > 0 ? [text('Key points', 'strong'), ...list(brief.points)] : []),
      ...(brief.why ? [labelled('Why it matters', brief.why)] : []),
      ...summary.slice(1),
    ],
    briefRoom,
  ).slice(1);
}

const briefRoom = { lines: 45, characters: 2200 };
const factRoom = { lines: 16, characters: 800 };

/** One fact at a glance. What changes its meaning comes before what only adds to it. */
export function factInShort(entry: StoredEntry, fact: Fact, request: RequestContext): Block[] {
  const { headline, lines, remarks, cites } = entryItem(entry, request);
  const [when] = [shortDate(preferredDate(fact))];
  const visit = fact.visit ? lines.slice(0, 1).flat() : [];
  const [statement = [], ...more] = fact.visit ? lines.slice(1) : lines;
  return fitBlocks(
    [
      heading(fact.title),
      ...lifeBlocks(entry.body),
      cited(`${when} · ${standingSigns[fact.standing]} ${fact.standing}`, cites, request),
      ...(visit.length > 0 ? [spans([...headline, { text: ' · ' }, ...visit])] : []),
      ...(remarks.length > 0 ? [text(`⚠️ ${remarks.join(' · ')}`, 'emphasis')] : []),
      // What is headed by its statement has said it.
      ...(statement.length > 0 ? [spans(cutSpans(statement, longestStatement))] : []),
      ...(more.length > 0 ? [{ type: 'list' as const, items: more }] : []),
      ...(fact.why ? [labelled('Why it matters', fact.why)] : []),
    ],
    factRoom,
  ).slice(1);
}

const longestStatement = 320;

const spans = (all: Span[]): Block => ({ type: 'text', spans: all });

const labelled = (label: string, says: string): Block =>
  spans([{ text: `${label}: `, style: 'emphasis' }, { text: says }]);

/** A line with the numbers of its sources, which lead to their pages. */
function cited(words: string, cites: readonly number[], { citations }: RequestContext): Block {
  return spans([{ text: `${words} ` }, ...cites.map((n) => citations.link(n))]);
}

function opinionWords(author: string | undefined): string {
  return `An opinion piece: what it argues is the view of ${author ?? 'its author'}, not a finding of the desk.`;
}

function section(title: string, items: readonly string[]): Block[] {
  return items.length > 0 ? [heading(title, 2), ...list(items)] : [];
}

/** One fact in full: the list item, then everything else the desk knows. */
export function wholeFact(entry: StoredEntry, fact: Fact, request: RequestContext): Block[] {
  const { desk, today } = request;
  const [preferred] = fact.dates;
  const date = preferredDate(fact);
  return [
    heading(fact.title),
    ...lifeBlocks(entry.body),
    ...entries([entryItem(entry, request)]),
    ...(fact.why ? [heading('Why it matters', 2), text(fact.why)] : []),
    heading('Record', 2),
    ...fields([
      ['Kind', fact.kind],
      ['Standing', `${fact.standing}: ${standingMeanings[fact.standing]}`],
      ['When', [date.text, elapsedSince(date, today)].filter(Boolean).join(', ')],
      [
        'Dated by',
        preferred && preferred.sources.length > 0 ? speakersOf(desk, preferred.sources) : undefined,
      ],
      ['Trip', fact.visit?.trip],
      ['Outcome', fact.outcome],
    ]),
    ...subjectFields(desk, entry.body),
    ...recordFields(desk, entry),
  ];
}

/** Subjects of an entry by name. */
function subjectFields(desk: Desk, body: EntryBody): Block[] {
  const names = (kind: NamedList, ids: readonly string[]) => inWords(ids.map((id) => nameOf(desk, kind, id)));
  return fields([
    ['Topics', names('topics', body.topics)],
    ['Countries', inWords(body.countries.map((country) => countryName(desk, country)))],
    ['People', names('people', body.people)],
    ['Organisations', names('organisations', body.organisations)],
    ['Places', names('places', body.places)],
  ]);
}

/** State of an entry, and who is responsible. */
function recordFields(desk: Desk, { body, revision, recordedAt }: StoredEntry): Block[] {
  const learnt = formatDay(dayIn(desk.definition.zone, recordedAt));
  return fields([
    ['Id', body.id],
    ['State', body.handling === 'public' ? body.state : `${body.state}, ${body.handling}`],
    ['Published', formatDay(body.published)],
    ['Recorded here', `${learnt}, revision ${revision}`],
    ['Kept by', body.owner ?? desk.definition.owner],
    ['Weight', `${body.weight} of 5`],
  ]);
}

/** Warnings for a retracted, replaced or corrected entry. */
function lifeBlocks(body: EntryBody): Block[] {
  return [
    ...(body.state === 'retracted'
      ? [notice('warning', `Retracted: do not rely on it. ${body.retraction ?? ''}`.trim())]
      : []),
    ...(body.state === 'superseded'
      ? [notice('warning', 'Superseded: a newer entry has taken its place.')]
      : []),
    ...(body.supersedes ? [notice('info', `It replaces ${body.supersedes}.`)] : []),
    ...list(body.corrections.map(({ on, note }) => `Corrected ${formatDay(on)}: ${note}`)),
  ];
}

/** One source with everything a reader needs to judge it. */
export function sourceBlocks(desk: Desk, source: Source, number: number): Block[] {
  return [
    heading(`${number}. ${source.title}`, 2),
    ...fields([
      ['Id', source.id],
      ['Publisher', source.author ? `${source.publisher}; author ${source.author}` : source.publisher],
      ['Kind and grade', `${source.kind}; ${source.grade}, ${gradeMeanings[source.grade]}`],
      ['Dated', source.dated && knownDate(source.dated).text],
      ['Reaches to', knownDate(source.until).text],
      ['Lists completely', source.registers.map((register) => registerInWords(desk, register)).join(' ')],
      ['Note', source.note],
      ...(source.corrections ?? []).map(({ on, note }): [string, string] => [
        'Corrected',
        `${formatDay(on)}: ${note}`,
      ]),
      ['Retracted', source.retraction],
      ['Kept', `added ${formatDay(source.added)} by ${source.by}; last checked ${formatDay(source.checked)}`],
      ['Address', source.url ? { text: new URL(source.url).host, href: source.url } : undefined],
    ]),
  ];
}

const longestTitle = 60;

/** Of an address that a title leads to: longer ones are under Details. */
const longestAddress = 400;

/** `3. Visits by Foreign Leaders · US Department of State · register · A, to 12 Nov 2024` */
export function sourceInShort(source: Source, number: number): Span[] {
  const { title, publisher, author, registers, grade, until, url, retraction } = source;
  const register = `${retraction === undefined ? '' : 'retracted · '}${registers.length > 0 ? 'register · ' : ''}`;
  const about = ` · ${register}${grade}, to ${shortDate(knownDate(until))}`;
  return [
    { text: `${number}. ` },
    ...cutSpans([{ text: title, ...(url && url.length <= longestAddress && { href: url }) }], longestTitle),
    ...cutSpans([{ text: ` · ${author ?? publisher}` }], longestTitle),
    { text: about },
  ];
}

function registerInWords(
  desk: Desk,
  { offices, direction, counterpart, since, until, gaps = [] }: Register,
): string {
  const other = counterpart ? theCountry(desk, counterpart) : 'any country';
  const way = direction === 'to-region' ? `from ${other} to the region` : `from the region to ${other}`;
  const begins = since ? `from ${knownDate(since).text} ` : '';
  const lacks = gaps.map(({ says }) => ` ${asSentence(says)}`).join('');
  return `${officesInWords(desk, offices)}, ${way}, ${begins}to ${knownDate(until).text}.${lacks}`;
}
