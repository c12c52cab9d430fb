import { knownDate, preferredDate } from '../dates/date-range.ts';
import { formatDay } from '../dates/day.ts';
import { shortDate } from '../dates/event-date.ts';
import { countryName, type Desk, nameOf, type Person } from '../desk.ts';
import { type EntryBody, type Fact, isOwnWord, type Visit } from '../entry.ts';
import { sameEvents } from '../facts/same-event.ts';
import type { StoredEntry } from '../ports/entries.ts';
import { type EntryItem, type EntryRow, type ReplyCitation, type Span, textOf } from '../reply.ts';
import { type Standing, standingSigns } from '../vocabulary.ts';
import { claimant, namesAuthor, speakerOf } from './citations.ts';
import { disagreesOnDate, entryItem, type ItemSetting, mayBeOutOfDate } from './entry-item.ts';

/** An item with its row. `usual`: the standing that the list says or that its readers expect. */
export function itemWithRow(
  entry: StoredEntry,
  setting: ItemSetting,
  { usual, label }: { usual?: Standing; label?: string } = {},
): EntryItem {
  const item = entryItem(entry, setting);
  return { ...item, row: { ...rowOf(entry, item, setting, usual), ...(label && { label }) } };
}

/**
 * A list of items with rows, in its order. Entries about the same event share the row of the first, if their standing
 * is the same; it has the sources and notes of all.
 */
export function rowsOf(entries: readonly StoredEntry[], setting: ItemSetting, usual?: Standing): EntryItem[] {
  const first = new Map<StoredEntry, StoredEntry>();
  const leader = (entry: StoredEntry): StoredEntry => first.get(entry) ?? entry;
  const items = new Map(entries.map((entry) => [entry, itemWithRow(entry, setting, usual && { usual })]));
  for (const [a, b] of sameEvents(entries)) {
    const [one, two] = [leader(a), leader(b)].sort((x, y) => entries.indexOf(x) - entries.indexOf(y));
    if (!one || !two || one === two || items.get(one)?.standing !== items.get(two)?.standing) continue;
    for (const entry of entries) if (leader(entry) === two) first.set(entry, one);
  }
  return entries
    .filter((entry) => leader(entry) === entry)
    .map((entry) => {
      const own = entries
        .filter((other) => leader(other) === entry)
        .flatMap((other) => items.get(other) ?? []);
      return folded(own);
    });
}

function folded(all: readonly EntryItem[]): EntryItem {
  const [item, ...others] = all as [EntryItem, ...EntryItem[]];
  if (others.length === 0 || !item.row) return item;
  const notes = oneAge([...new Set(all.flatMap(({ row }) => row?.notes ?? []))]);
  return {
    ...item,
    folds: others.map(({ id }) => id),
    cites: [...new Set(all.flatMap(({ cites }) => cites))],
    row: { ...item.row, notes },
  };
}

/** Entries of one event that may be out of date for different times say so once, with the first of them. */
function oneAge(notes: readonly string[]): string[] {
  const ages = notes.filter((note) => note.startsWith(mayBeOutOfDate));
  const day = (note: string) => Date.parse(`${note.slice(mayBeOutOfDate.length)} UTC`);
  const first = ages.toSorted((a, b) => day(a) - day(b)).slice(0, 1);
  return [...notes.filter((note) => !ages.includes(note)), ...first];
}

/** The entry in short. Nothing that changes its meaning is left out: what has no place in the line is a note. */
function rowOf({ body }: StoredEntry, item: EntryItem, { desk }: ItemSetting, usual?: Standing): EntryRow {
  const standing = item.standing && item.standing !== usual && standingInWords(desk, body, item.standing);
  if (body.type === 'brief')
    return {
      ...(body.dated && { when: shortDate(knownDate(body.dated)) }),
      text: [{ text: 'Brief: ' }, { text: body.title, style: 'strong' }],
      ...(standing && { standing }),
      notes: item.remarks.map(inShort),
    };
  const others = otherDates(body);
  return {
    when: shortDate(preferredDate(body)),
    text: [
      ...(body.visit ? visitInShort(body.visit, desk) : [{ text: body.title, style: 'strong' as const }]),
      ...(others.length > 0 ? [{ text: ` (or ${others.join(' or ')})` }] : []),
    ],
    ...(standing && { standing }),
    notes: item.remarks.filter((remark) => others.length === 0 || remark !== disagreesOnDate).map(inShort),
  };
}

/** `Pompeo → Nairobi` */
function visitInShort({ visitor, places, host }: Visit, desk: Desk): Span[] {
  const where = places.map((place) => nameOf(desk, 'places', place)).join(', ') || countryName(desk, host);
  return [{ text: shortName(desk, visitor), style: 'strong' }, { text: ` → ${where}` }];
}

/** Other versions of the date, without a year that the preferred one shows. */
function otherDates({ dates }: Fact): string[] {
  const [preferred = '', ...others] = dates.map(({ edtf }) => shortDate(knownDate(edtf)));
  const year = / \d{4}$/.exec(preferred)?.[0];
  const shown = others.filter((other) => other !== preferred);
  return [...new Set(shown.map((other) => (year && other.endsWith(year) ? other.slice(0, -5) : other)))];
}

/** Countries in whose names the family name comes first. */
const familyFirst: readonly (string | undefined)[] = ['CN', 'HK', 'JP', 'KP', 'KR', 'TW', 'VN'];

/** The family name; the whole name if another person of the desk shares it, or if nothing says which word it is. */
export function shortName(desk: Desk, id: string): string {
  const { people } = desk.definition;
  const own = people.find((person) => person.id === id);
  if (!own || familyFirst.includes(own.country)) return own?.name ?? id;
  const family = familyName(own);
  return bearersAmong(people).get(family) === 1 ? family : own.name;
}

const bearers = new WeakMap<readonly Person[], ReadonlyMap<string, number>>();

/** How many of these people have each family name. */
function bearersAmong(people: readonly Person[]): ReadonlyMap<string, number> {
  const known = bearers.get(people);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const family of people.map(familyName)) counts.set(family, (counts.get(family) ?? 0) + 1);
  bearers.set(people, counts);
  return counts;
}

/**
 * `von der Leyen`, `Kennedy Jr.` Of three full words the last may be a name that nobody uses: the desk's shorter
 * spellings tell, or the whole name is shown.
 */
export function familyName({ name, spellings }: Pick<Person, 'name' | 'spellings'>): string {
  const last = /(?:(?<=\s)\p{Ll}[\p{L}'’-]*\s+)*[^\s]+(?:\s+(?:Jr|Sr)\.?)?$/u.exec(name)?.[0] ?? name;
  const [, ...further] = name.slice(0, -last.length).split(' ').filter(isFullWord);
  if (further.length === 0) return last;
  const words = name.split(' ');
  const short = spellings.filter(
    (one) => one !== name && one.split(' ').every((word) => words.includes(word)),
  );
  const used = new Set(short.map((one) => one.split(' ').at(-1)).filter((word) => word !== words[0]));
  const [only = name, ...others] = used;
  if (others.length > 0) return name;
  return last.endsWith(` ${only}`) ? last : only;
}

/** No initial, as in `George H. W. Bush`. */
const isFullWord = (word: string) => /^\p{L}[\p{L}’'-]/u.test(word);

/** Of the author of a source, whom the desk may know. */
const authorInShort = (desk: Desk, name: string) =>
  familyName(desk.definition.people.find((person) => person.name === name) ?? { name, spellings: [] });

/** `opinion of Sánchez`; a claim is never shown without its author or publisher, unless its title names them. */
function standingInWords(desk: Desk, body: EntryBody, standing: Standing): string {
  if (body.type === 'brief') {
    const [source] = body.sources;
    const by = body.author ? authorInShort(desk, body.author) : source && speakerOf(desk, source.id);
    return by ? `${standing} of ${by}` : standing;
  }
  const by = claimant(desk, body);
  if (!by || namesAuthor(desk, body, body.title)) return standing;
  // Who publishes a claim only passes it on.
  return by.author
    ? `${standing} of ${authorInShort(desk, by.author)}`
    : `${standing} reported by ${by.publisher}`;
}

/** Months in short, and without what the standing or the date says. */
function inShort(remark: string): string {
  return remark.replace(/(\d{1,2} \p{Lu}\p{L}{2})\p{L}+( \d{4})/gu, '$1$2');
}

/** A row as lines of spans, the same words on every platform. Sources are links; flags are for chat. */
export function rowLines(
  { row, type, flags, cites, standing }: EntryItem & { row: EntryRow },
  citations: readonly ReplyCitation[],
  flag: (codes: readonly string[]) => string = () => '',
): Span[][] {
  const { label, when, text, notes, more: further = [] } = row;
  const more = cites.length - mostCites;
  const sources = cites.slice(0, mostCites).flatMap((n): Span[] => {
    const url = citations.find((citation) => citation.n === n)?.url;
    const opens = url && url.length <= longestInRow && /^https?:/.test(url);
    return [{ text: `[${n}]`, ...(opens && { href: url }) }];
  });
  // The places of a visit say where to; its flag stands by the visitor, whose it is.
  const isVisit = type === 'visit';
  const own = isVisit ? '' : flag(flags.slice(0, mostFlags));
  const hidden = flags.length - mostFlags;
  const shown = own && hidden > 0 ? `${own} +${hidden}` : own;
  const inWords = row.standing && standing ? `${standingSigns[standing]} ${row.standing}` : undefined;
  const first: Span[] = [
    ...(label ? [{ text: `${label}: ` }] : []),
    ...(when && !label ? [{ text: `${when} · ` }] : []),
    ...(isVisit ? withFlag(text, flag(flags.slice(0, 1))) : text),
    ...(when && label && !textOf(text).includes(when) ? [{ text: `, ${when}` }] : []),
    ...(shown ? [{ text: ` ${shown}` }] : []),
    ...(inWords ? [{ text: ` · ${inWords}` }] : []),
    ...(sources.length > 0 ? [{ text: ' ' }] : []),
    ...sources,
    ...(more > 0 ? [{ text: ` +${more}` }] : []),
  ];
  return [
    first,
    ...further,
    ...(notes.length > 0 ? [[{ text: `⚠️ ${notes.join(' · ')}`, style: 'emphasis' as const }]] : []),
  ];
}

/** Before a plan: what somebody holds or expects is not announced. */
export const planLabel = (body: EntryBody): string =>
  body.type === 'fact' && isOwnWord(body) ? 'Ahead' : 'Announced';

/** `Pompeo 🇺🇸 → Nairobi` */
function withFlag(text: readonly Span[], flag: string): Span[] {
  const at = text.findIndex((span) => span.text.startsWith(' →'));
  return flag && at > 0 ? text.toSpliced(at, 0, { text: ` ${flag}` }) : [...text];
}

const [mostFlags, mostCites] = [3, 5];

/** Of an address: a longer one is opened from the list of sources, or a row would fill a message. */
const longestInRow = 400;

/** `28 Feb 2025` */
export const shortDay = (day: string): string => inShort(formatDay(day));
