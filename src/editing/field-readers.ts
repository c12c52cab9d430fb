import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { isSpan } from '../domain/dates/calendar.ts';
import { knownDate } from '../domain/dates/date-range.ts';
import { dateWords } from '../domain/dates/date-words.ts';
import { type Day, formatDay, startOfDay } from '../domain/dates/day.ts';
import { parseEventDate } from '../domain/dates/event-date.ts';
import { readSpan } from '../domain/dates/read-span.ts';
import { type Desk, inWords } from '../domain/desk.ts';
import type { Citation } from '../domain/entry.ts';
import { namesIn, severalHint } from '../domain/form.ts';
import { type Source, sourceSchema } from '../domain/sources/source.ts';
import { type Field, type FieldContext, type NewSource, type Raw, short, textField } from './field.ts';
import { didYouMean } from './name-field.ts';

const hint = 'No more precise than the source: May 2006, 27 Feb 2023, 27 February – 1 March 2023';

/** A date as people write it, where reading that gives the same date again; otherwise as it is kept. */
function spokenDate(edtf: string): string {
  if (!parseEventDate(edtf).ok) return edtf;
  const { text } = knownDate(edtf);
  const read = readSpan(text, { today: '2000-01-01', words: dateWords() });
  return read && isSpan(read) && read.basis === 'written' && read.edtf === edtf ? text : edtf;
}

/** Typed text as EDTF: as it is, or read from words. */
function readDate(text: string, reading: FieldContext): { edtf: string; range?: true } | { fault: string } {
  const typed = text.trim();
  const given = parseEventDate(typed);
  if (given.ok) return { edtf: given.date.edtf };
  const { languages, eras } = reading.desk.definition;
  // What depends on the day of typing, such as "last May", is not kept.
  const said = readSpan(typed, { today: '2000-01-01', words: dateWords(languages, eras) });
  if (said && !isSpan(said)) return { fault: `${said.fault} ${said.write}` };
  if (said?.basis === 'written' && said.edtf) return { edtf: said.edtf, ...(said.range && { range: true }) };
  // `before 2028`: up to 2027, and never 2028; nobody named its last day.
  const open = said?.basis === 'written' && (said.from === null) !== (said.to === null);
  if (open) return { edtf: `[${boundOf(said.from, 'start')}..${boundOf(said.to, 'end')}]`, range: true };
  const edtf = reading.readDate(typed);
  if (edtf !== undefined && saysAllOf(typed, edtf)) return { edtf };
  const like = 'Write it like May 2006, 27 February 2023 or 27 February – 1 March 2023.';
  return { fault: `“${short(typed)}” is no date that can be read. ${like}` };
}

/** What reads sentences passes over the rest of one: no number of what was typed may be lost with it. */
const saysAllOf = (typed: string, edtf: string): boolean =>
  (typed.match(/\d+/g) ?? []).every((number) => edtf.includes(number.padStart(2, '0')));

/** The whole year or month that a bound begins or ends. */
function boundOf(day: Day | null, edge: 'start' | 'end'): string {
  if (day === null) return '';
  const [year, month] = [day.slice(0, 4), day.slice(0, 7)];
  const { earliest, latest } = knownDate(month);
  if (day !== (edge === 'start' ? earliest : latest)) return day;
  return month.endsWith(edge === 'start' ? '-01' : '-12') ? year : month;
}

/** The preferred date of a fact. What other sources say of it stays as it is. */
export const eventDateField: Field = {
  ...{ name: 'date', label: 'When it happened', hint, required: true, key: 'dates' },
  lacking: 'no date is named',
  kind: { type: 'line', max: 100 },
  show: (raw) => spokenDate((raw.dates as { edtf: string }[] | undefined)?.[0]?.edtf ?? ''),
  write(raw, text, reading) {
    const read = readDate(text, reading);
    if ('fault' in read) return read.fault;
    const [first, ...others] = (raw.dates as Raw[] | undefined) ?? [];
    raw.dates = [{ ...first, edtf: read.edtf }, ...others];
    return undefined;
  },
};

/** A date that stands alone, such as the one of an article. */
export const dateField = (name: string, label: string, required = false): Field => ({
  ...{ name, label, hint, required, key: name },
  kind: { type: 'line', max: 100 },
  show: (raw) => spokenDate(String(raw[name] ?? '')),
  write(raw, text, reading) {
    const read = readDate(text, reading);
    if ('fault' in read) return read.fault;
    if (read.range) return `One date, such as ${read.edtf.split('/').at(-1)}; “${short(text)}” has two ends.`;
    raw[name] = read.edtf;
    return undefined;
  },
});

/** A day means its first moment in the zone of the desk. */
export const embargoField: Field = {
  ...{ name: 'embargo', label: 'Not shown before', required: false, key: 'embargo' },
  hint: 'A day, such as 1 December 2026, or with a time in UTC: 1 December 2026, 08:00',
  kind: { type: 'line', max: 40 },
  show: (raw) => spokenInstant(String(raw.embargo ?? '')),
  write(raw, text, { desk, readDate: inWords }) {
    if (z.iso.datetime().safeParse(text).success) {
      raw.embargo = text;
      return undefined;
    }
    const [, words = text, time] = /^(.*?),? +(?:at )?(\d{1,2}:\d\d)(?: ?UTC)?$/i.exec(text) ?? [];
    const day = /^\d{4}-\d\d-\d\d$/.test(words) ? words : inWords(words);
    const isDay = day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) && parseEventDate(day).ok;
    const from = time === undefined ? undefined : `${day}T${time.padStart(5, '0')}:00Z`;
    if (!isDay || (from !== undefined && !z.iso.datetime().safeParse(from).success))
      return `“${short(text)}” is no day that can be read. Write it like 1 December 2026, or 1 December 2026, 08:00.`;
    raw.embargo = from ?? startOfDay(desk.definition.zone, day).toISOString().replace('.000Z', 'Z');
    return undefined;
  },
};

/** `1 December 2026, 08:00`; what is no whole minute as it is kept. */
const spokenInstant = (instant: string) =>
  /T\d\d:\d\d:00Z$/.test(instant)
    ? `${formatDay(instant.slice(0, 10))}, ${instant.slice(11, 16)} UTC`
    : instant;

/** Ids of other entries. */
export const idsField = (name: string, label: string, many = true): Field => ({
  ...{ name, label, key: name, required: false, hint: many ? severalHint : undefined },
  kind: { type: 'line', max: 300 },
  show: (raw) => [raw[name] ?? []].flat().join(', '),
  write(raw, text) {
    const ids = namesIn(text.toLowerCase());
    raw[name] = many ? ids : ids.join(' ');
    return undefined;
  },
});

/** The sources of an entry, the best first: `sanchez-2026 at paragraph 3; hsg-secretaries`. */
export const sourceField: Field = {
  name: 'source',
  label: 'Source',
  hint: 'A source of the desk, or an address. For several: first; second at page 3',
  required: true,
  key: 'sources',
  kind: { type: 'text', max: 1000 },
  show: (raw) => ((raw.sources as Citation[] | undefined) ?? []).map(written).join('; '),
  write(raw, text, reading) {
    const before = (raw.sources as Citation[] | undefined) ?? [];
    const faults: string[] = [];
    const sources = partsOf(text).flatMap((part): Citation[] => {
      const kept = before.find((citation) => written(citation) === part);
      if (kept) return [kept];
      const { named, at } = citedIn(part);
      const found = findSource(named, reading);
      if ('says' in found) {
        if (found.isUnknown) reading.unknownSources.push(newSource(part));
        faults.push(found.says);
        return [];
      }
      const isNew = !before.some(({ id }) => id === found.id);
      if (isNew && found.retraction !== undefined) {
        faults.push(`${found.id} is retracted: ${found.retraction}`);
        return [];
      }
      return [{ id: found.id, ...(at && { at }) }];
    });
    raw.sources = sources;
    return faults.length > 0 ? faults.join(' ') : undefined;
  },
};

const partsOf = (text: string) => text.split(/[;\n]/).flatMap((part) => part.trim() || []);

function citedIn(part: string): { named: string; at: string | undefined } {
  const [, named = part, at] = /^(.*?)\s+at\s+(.+)$/s.exec(part) ?? [];
  return { named, at };
}

const isAddress = (text: string) => /^https?:/i.test(text);

/** A source that the desk does not have, as far as a draft's field describes it: by its address or its title. */
function newSource(part: string): NewSource {
  const { named, at } = citedIn(part);
  if (isAddress(part)) return { url: named.trim(), at };
  // A title may have the word, too.
  return /^(?:pages?|pp?\.|paragraph|par\.|section|chapter|minute|§|\d)/i.test(at ?? '')
    ? { title: named.trim(), at }
    : { title: part, at: undefined };
}

/** What the form asks of it besides, to add it. */
export const newSourceFields: readonly Field[] = [
  sourcePart('publisher', 'Publisher of the new source', 'publisher'),
  sourcePart('sourcetitle', 'Title of the new source', 'title'),
];

function sourcePart(name: string, label: string, key: 'publisher' | 'title'): Field {
  const field = textField(sourceSchema.shape, name, label, key);
  return { ...field, key: name, required: false, hint: undefined, show: () => '', write: () => undefined };
}

/** What lacks before the only new source of a draft can be added. */
export function lackOf([only, ...others]: readonly NewSource[], values: Readonly<Record<string, string>>) {
  if (!only || others.length > 0) return [];
  const lacks = ({ name }: Field) =>
    !values[name]?.trim() && (name === 'publisher' || only.title === undefined);
  const says = 'Needed: the source is then added with this draft.';
  return newSourceFields.filter(lacks).map(({ name }) => ({ field: name, says }));
}

/** The only new source of a draft, once its values describe it, and the values when it has been added as `id`. */
export function describedSource(values: Readonly<Record<string, string>>, desk: Desk) {
  const { source = '', publisher = '', sourcetitle = '' } = values;
  const parts = partsOf(source);
  const isUnknown = (part: string) => {
    const found = findSource(citedIn(part).named, { desk, notices: [] });
    return 'says' in found && found.isUnknown;
  };
  const [part, ...others] = parts.filter(isUnknown);
  if (part === undefined || others.length > 0 || publisher.trim() === '') return undefined;
  const { title = sourcetitle.trim(), url, at } = newSource(part);
  if (title === '') return undefined;
  const cited = (id: string) => parts.map((one) => (one === part ? written({ id, at }) : one)).join('; ');
  return {
    source: { title, publisher, ...(url !== undefined && { url }) },
    cite: (id: string) => ({ source: cited(id), publisher: '', sourcetitle: '' }),
  };
}

const written = ({ id, at }: Citation) => (at ? `${id} at ${at}` : id);

/** `isUnknown`: the desk has none like it. */
type NoSource = { says: string; isUnknown: boolean };

function findSource(
  typed: string,
  { desk, notices }: Pick<FieldContext, 'desk' | 'notices'>,
): Source | NoSource {
  const text = typed.trim();
  const plain = normalise(text);
  const exact = desk.sources.find(({ id }) => id === text.toLowerCase());
  if (exact) return exact;
  const fits = desk.sources.filter(
    ({ url, title, publisher, author }) =>
      (url && normalise(url) === plain) ||
      [title, publisher, author ?? ''].some((word) => normalise(word) === plain),
  );
  const [only] = fits;
  if (only && fits.length === 1) {
    notices.push(`“${short(text)}” is the source ${only.id}.`);
    return only;
  }
  if (only) {
    const several = inWords(
      fits.slice(0, 5).map(({ id }) => id),
      'or',
    );
    const says = `“${short(text)}” fits several sources: ${several}. Write the one that is meant.`;
    return { says, isUnknown: false };
  }
  const near = desk.sources
    .filter(
      ({ id, title, publisher }) =>
        [id, title, publisher].some((word) => normalise(word).includes(plain)) ||
        distance(id, plain) <= mostTypos,
    )
    .slice(0, 3)
    .map(({ id }) => id);
  if (isAddress(text)) {
    const says = `No article could be read at “${short(text)}”. To add it, say its title and who published it.`;
    return { says, isUnknown: true };
  }
  const meant = plain.length > 2 && near.length > 0 ? ` ${didYouMean(near)}` : '';
  const says = `The desk has no source “${short(text)}”.${meant} To add it, say who published it.`;
  return { says, isUnknown: true };
}

/** Letters that may be wrong in the id of a source. */
const mostTypos = 2;

const normalise = (text: string) => text.toLowerCase().replace(/\/+$/, '').trim();
