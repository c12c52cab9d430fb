import { isSpan } from '../../domain/dates/calendar.ts';
import { knownDate } from '../../domain/dates/date-range.ts';
import { dateWords } from '../../domain/dates/date-words.ts';
import { formatDay } from '../../domain/dates/day.ts';
import { parseEventDate } from '../../domain/dates/event-date.ts';
import { readSpan } from '../../domain/dates/read-span.ts';
import { type Desk, inWords, nameOf } from '../../domain/desk.ts';
import type { Citation } from '../../domain/entry.ts';
import { type Term, termInWords } from '../../domain/facts/terms.ts';
import type { FieldFault } from '../../domain/ports/content.ts';
import { type Field, type FieldContext, oneLine, type Raw, short } from './field.ts';
import { isMeant, readDate } from './field-readers.ts';
import { readName } from './name-field.ts';
import { findSource, sourceField } from './source-field.ts';

const termsOf = (raw: Raw) => (raw.roles as Term[] | undefined) ?? [];

/**
 * The offices of a person, one on each line: `President of Kenya since 13 September 2022 [nation-2022]`. A line that stands
 * as it was shown keeps all that it says; one that is written gets the source of the form.
 */
export const officesField: Field = {
  name: 'office',
  label: 'Offices',
  required: false,
  key: 'roles',
  hint: 'One on each line: President of Kenya since 13 September 2022; Minister of Trade, 2015 to 2021',
  kind: { type: 'text', max: 1000 },
  show: (raw, desk) =>
    termsOf(raw)
      .map((term) => termLine(term, desk))
      .join('\n'),
  write(raw, text, reading) {
    const before = new Map(termsOf(raw).map((term) => [termLine(term, reading.desk), term]));
    const lines = [...new Set(linesIn(text))];
    const read = lines.map((line) => {
      const kept = before.get(line);
      return kept ? { term: kept } : readLine(line, raw, reading);
    });
    const offered = read.map((one, at) => ('offer' in one && one.offer ? one.offer : (lines[at] ?? '')));
    if (offered.join('\n') !== lines.join('\n')) reading.offers.set('office', offered.join('\n'));
    const faults = read.flatMap((one) => ('fault' in one ? [one.fault] : []));
    if (faults.length > 0) {
      reading.terms = undefined;
      return faults.join(' ');
    }
    const all = read.flatMap((one) => ('term' in one ? [one.term] : []));
    const kept = all.filter((term) => [...before.values()].includes(term));
    const written = all.filter((term) => !kept.includes(term));
    const anew = new Map(written.map((term) => [term, kept.find((old) => isAnew(term, old))]));
    reading.terms = written.map((term) => ({
      ...anew.get(term),
      ...term,
      ...bothSources(term, anew.get(term)),
    }));
    raw.roles = inTime([...kept.filter((term) => ![...anew.values()].includes(term)), ...reading.terms]);
    return undefined;
  },
};

/** A line that says more of a term that there is: its end, or that the person was seen in it. */
const isAnew = (written: Term, old: Term): boolean =>
  written.office === old.office &&
  (written.since === old.since || (written.since === undefined && old.until === undefined));

function bothSources(one: Pick<Term, 'sources'>, other: Pick<Term, 'sources'> = {}): Pick<Term, 'sources'> {
  const all = [...new Set([...(other.sources ?? []), ...(one.sources ?? [])])];
  return all.length > 0 ? { sources: all } : {};
}

/** The source of what is written of offices; with nothing written, that the person was seen in the one that has no end. */
export const termSourceField: Field = {
  name: 'source',
  label: 'Source of the offices',
  required: false,
  key: 'source',
  hint: 'Of the lines that you write or change: a source of the desk, or an address',
  kind: { type: 'line', max: 1000 },
  show: () => '',
  write(raw, text, reading) {
    const cited: Raw = {};
    const fault = sourceField.write(cited, text, reading);
    const ids = ((cited.sources as Citation[] | undefined) ?? []).map(({ id }) => id);
    if (fault !== undefined || ids.length === 0) return fault;
    if (reading.terms?.length === 0) return seenAgain(raw, ids, reading);
    for (const term of reading.terms ?? []) {
      // Without a date a source only has the person in the office.
      if ((term.since ?? term.until) === undefined) term.seen = newest(ids, reading.desk) as string;
      else Object.assign(term, bothSources({ sources: ids }, term));
    }
    return undefined;
  },
};

function seenAgain(raw: Raw, ids: readonly string[], { desk }: FieldContext): string | undefined {
  const open = termsOf(raw).filter(({ until }) => until === undefined);
  const [only] = open;
  if (!only) return 'Write the office that it has the person in.';
  if (open.length > 1) {
    const lines = open.map(({ office }) => nameOf(desk, 'offices', office));
    return `It may have the person in ${inWords(lines, 'or')}: write “[seen ${ids[0]}]” at the end of that line.`;
  }
  const seen = newest(ids, desk);
  raw.roles = termsOf(raw).map((term) => (term === only ? { ...term, seen } : term));
  return undefined;
}

/**
 * What is written of an office has its source, and one without an end says when the person was seen in it. What is wrong
 * with the sources of the others.
 */
export function sourcedTerms(terms: readonly Term[], desk: Desk): FieldFault[] {
  for (const term of terms) {
    const { sources = [], seen = newest(sources, desk) } = term;
    if (term.until !== undefined) delete term.seen;
    else if (seen !== undefined) term.seen = seen;
  }
  const early = terms.flatMap((term) => beyondSources(term, desk));
  if (early.length > 0) return early.map((says) => ({ field: 'source', says }));
  const bare = terms.filter(({ sources = [], seen }) => sources.length === 0 && seen === undefined);
  if (bare.length === 0) return [];
  const named = inWords([...new Set(bare.map(({ office }) => nameOf(desk, 'offices', office)))]);
  return [{ field: 'source', says: `Needed: what says so of ${named}, a source of the desk or an address.` }];
}

/** No source knows what came after it. */
function beyondSources({ office, since, until, sources = [], seen }: Term, desk: Desk): string[] {
  const all = [...sources, ...(seen === undefined ? [] : [seen])];
  const reach = all
    .map((id) => knowsUpTo(id, desk))
    .toSorted()
    .at(-1);
  const [ends] = [until, since].flatMap((edtf) => edtf ?? []);
  const day = ends && knownDate(ends).earliest;
  if (reach === undefined || !day || day <= reach) return [];
  const name = nameOf(desk, 'offices', office);
  return [
    `Its sources know nothing after ${formatDay(reach)}: for ${name} ${knownDate(ends).text} name a later one.`,
  ];
}

/** The day of a source, or else the last on which the desk compared it. */
function knowsUpTo(id: string, { sources }: Desk): string {
  const source = sources.find((one) => one.id === id);
  return source ? (knownDate(source.dated ?? source.checked).latest ?? '') : '';
}

const newest = (ids: readonly string[], desk: Desk): string | undefined =>
  ids.toSorted((a, b) => (knowsUpTo(a, desk) < knowsUpTo(b, desk) ? -1 : 1)).at(-1);

/** The oldest first, as files have them; those without a beginning stand where they were written. */
const inTime = (terms: readonly Term[]) =>
  terms.toSorted((a, b) => (a.since && b.since ? (dayOf(a.since) < dayOf(b.since) ? -1 : 1) : 0));
const dayOf = (edtf: string) => knownDate(edtf).earliest ?? '';

/** Parts between semicolons are lines too; within brackets they part sources. */
const linesIn = (text: string) =>
  text
    .split(/\n|;(?![^[\n]*\])/)
    .map((line) => oneLine(line.replace(/^\s*[-•]\s+/, '')))
    .filter(Boolean);

/** `President of Kenya since 13 September 2022 [nation-2022; seen nation-2026]` */
function termLine(term: Term, desk?: Desk): string {
  const { office, sources = [], seen } = term;
  const cited = [...sources, ...(seen === undefined ? [] : [`seen ${seen}`])].join('; ');
  const name = desk ? nameOf(desk, 'offices', office) : office;
  return [name, spokenTerm(term), cited && `[${cited}]`].filter(Boolean).join(' ');
}

/** In words, where reading them gives the same dates again. */
function spokenTerm(term: Term): string {
  const words = termInWords(term);
  const read = spanOf(words);
  if (read?.since === term.since && read?.until === term.until) return words;
  return [term.since && `since ${term.since}`, term.until && `until ${term.until}`].filter(Boolean).join(' ');
}

type Dates = Pick<Term, 'since' | 'until'>;
type LineRead = { term: Term } | { fault: string; offer?: string };

function readLine(line: string, raw: Raw, reading: FieldContext): LineRead {
  const [, bare = line, cited] = /^(.*?)\s*\[((?!.*\.\.)[^[\]]*)\]$/.exec(line) ?? [];
  const words = bare.split(' ');
  const alone = datesIn(bare, reading);
  const [open, ...others] = termsOf(raw).filter(({ until }) => until === undefined);
  // The dates alone are those of the only office that goes on.
  if (alone && open && others.length === 0) return { term: { office: open.office, ...alone } };
  let dates: Dates | undefined;
  let at = words.length;
  for (let from = 1; from < words.length && !dates; from += 1) {
    const tail = words.slice(from).join(' ');
    dates = datesIn(tail, reading);
    if (dates) at = from;
    const meant = dates ? undefined : meantIn(tail, reading);
    if (meant) return { fault: isMeant(tail, meant), offer: line.replace(tail, meant) };
  }
  const typed = words
    .slice(0, at)
    .join(' ')
    .replace(/[\s,:–—-]+$/, '');
  const name = officeIn(typed, raw, reading);
  if ('fault' in name) {
    const strange = dates ? undefined : unreadDate(bare);
    if (strange) return { fault: strange };
    const offer =
      name.offer && [name.offer, line.slice(typed.length).replace(/^[,:]/, '').trim()].join(' ').trim();
    return { fault: name.fault, ...(offer && { offer }) };
  }
  const sources = cited === undefined ? {} : sourcesIn(cited, reading);
  if ('fault' in sources) return sources;
  return { term: { office: name.id, ...dates, ...sources } };
}

/** What stands where a date would. */
function unreadDate(line: string): string | undefined {
  const [, date] = /\s(?:\(|since |from |until |till |to )*(\d.*)$/i.exec(line) ?? [];
  const like = 'Write it like since 13 September 2022, or 2015 to 2021.';
  return date && `“${short(date)}” is no time that can be read. ${like}`;
}

/** The office by any of its names; by its title alone where the person's country has it. */
function officeIn(typed: string, raw: Raw, reading: FieldContext) {
  const own = reading.desk.definition.countries.find(({ id }) => id === raw.country);
  const read = readName(typed, 'office', reading, [], own?.name);
  if ('id' in read) return read;
  const [office, ...others] = own ? reading.names.exact(`${typed} of ${own.name}`, ['office']) : [];
  if (office && others.length === 0) return { id: office.id };
  return { ...read, fault: [read.fault, read.how].filter(Boolean).join(' ') };
}

function sourcesIn(cited: string, reading: FieldContext): Pick<Term, 'sources' | 'seen'> | { fault: string } {
  const parts = cited.split(/[,;]/).flatMap((part) => part.trim() || []);
  const found = parts.map((part) => {
    const [, named] = /^seen (.+)$/i.exec(part) ?? [];
    const found = findSource(named ?? part, reading);
    if ('source' in found) return { id: found.source.id, isSeen: named !== undefined };
    return { fault: 'says' in found ? found.says : `The desk has no source “${short(named ?? part)}”.` };
  });
  const faults = found.flatMap((one) => ('fault' in one ? [one.fault] : []));
  if (faults.length > 0) return { fault: faults.join(' ') };
  const ids = (isSeen: boolean) =>
    found.flatMap((one) => ('id' in one && one.isSeen === isSeen ? [one.id] : []));
  const [sources, seen] = [ids(false), newest(ids(true), reading.desk)];
  return { ...(sources.length > 0 && { sources }), ...(seen !== undefined && { seen }) };
}

const edtf = (text: string) => {
  const read = parseEventDate(text);
  return read.ok ? read.date.edtf : undefined;
};

/** The dates of a term as they are read everywhere: `since May 2020`, `2015 to 2021`, `until 2021`. */
function datesIn(text: string, reading: FieldContext): Dates | undefined {
  const plain = text
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^(?:from )?(\S.*?) ?(?:to|until|till|[-–—]) ?(?:present|now|today|date)$/i, 'since $1');
  const { languages, eras } = reading.desk.definition;
  const whole = spanOf(plain, dateWords(languages, eras));
  if (whole) return whole;
  const [since, end] = endsIn(plain);
  const [from, to] = [since, end].map((one) => (one === undefined ? undefined : dateOf(one, reading)));
  const isRead = (said: string | undefined, date: string | undefined) =>
    (said === undefined) === (date === undefined);
  if ((from ?? to) === undefined || !isRead(since, from) || !isRead(end, to)) return undefined;
  return { ...(from && { since: from }), ...(to && { until: to }) };
}

function endsIn(text: string): [since: string | undefined, until: string | undefined] {
  const [, since, until] = /^(?:since|from) (.+?)(?: (?:until|till|to) (.+))?$/i.exec(text) ?? [];
  const [, end = until] = /^(?:until|till|to) (.+)$/i.exec(text) ?? [];
  return [since, end];
}

/** `since 28 November`: the same with its year, for its writer to confirm. */
function meantIn(text: string, reading: FieldContext): string | undefined {
  const ends = endsIn(text);
  const whole = ends.some(Boolean) ? { edtf: '' } : readDate(text, reading);
  if ('meant' in whole && whole.meant && spanOf(whole.meant)) return whole.meant;
  const read = ends.map((typed) => typed && { typed, ...readDate(typed, reading) });
  const [since, until] = read.map((one) => one && ('edtf' in one ? one.typed : (one.meant ?? '')));
  if (!read.some((one) => one && 'meant' in one) || since === '' || until === '') return undefined;
  return [since && `since ${since}`, until && `until ${until}`].filter(Boolean).join(' ');
}

function dateOf(text: string, reading: FieldContext): string | undefined {
  const read = readDate(text, reading);
  return 'edtf' in read && !read.range ? read.edtf : undefined;
}

/** Both ends of a time of which one at least is written; a date alone does not say which of them it is. */
function spanOf(text: string, words = dateWords()): Dates | undefined {
  const said = readSpan(text, { today: '2000-01-01', words });
  if (!said || !isSpan(said) || said.basis !== 'written') return undefined;
  const [since, until] = said.edtf?.split('/') ?? [];
  if (since === undefined || until === undefined) return undefined;
  const own = { since: edtf(since), until: edtf(until) };
  if ((since !== '..' && !own.since) || (until !== '..' && !own.until)) return undefined;
  return { ...(own.since && { since: own.since }), ...(own.until && { until: own.until }) };
}
