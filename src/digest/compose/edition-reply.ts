import { CitationList } from '../../domain/answer/citations.ts';
import { count, type Day, dayIn, formatDay } from '../../domain/dates/day.ts';
import { countryName, inWords, isCovered, nameOf } from '../../domain/desk.ts';
import { filterWords, isEverything } from '../../domain/digests/filter.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Block, EntryItem, Reply, Span } from '../../domain/reply.ts';
import type { Edition } from './compose.ts';
import { changeItem, type DigestFormat, digestItem, headlineItem } from './digest-item.ts';
import { type Lost, lostWords } from './lost.ts';

export interface EditionReplyOptions {
  /** Number in its channel; missing in a preview. */
  number?: number | undefined;
  format: DigestFormat;
  /** IANA name of the subscription's time zone. */
  zone: string;
  /** The digest's slot; missing: the day it was composed. */
  slot?: Date | undefined;
  /** Sent after its slot, within the grace period. */
  late?: boolean | undefined;
  /** Command line that answers the unlisted items; missing in a preview. */
  more?: string | undefined;
  /** Earlier digests that did not arrive. */
  lost?: Lost | undefined;
  /** Begins with counts by country and topic, for a weekly digest. */
  roundup?: boolean | undefined;
  /** Days covered, in a preview by published date. */
  days?: { from: Day; to: Day } | undefined;
}

/** Sentences of a statement that a digest shows; `brief ID` shows them all. */
const sentences = 2;

/** An edition in full, by topic: what “Read all” answers, page by page. */
export function editionReply(edition: Edition, options: EditionReplyOptions): Reply {
  const { desk, topics, changes, ahead } = edition;
  const { format } = options;
  const setting = {
    desk,
    today: edition.today,
    citations: new CitationList(desk, { placesNamed: 1 }),
    sentences,
  };
  const late = lateWords(options);
  const blocks: Block[] = [
    { type: 'heading', level: 1, text: digestTitle(edition, options) },
    ...(late ? [text(late, 'emphasis')] : []),
    ...lostLine(options),
    ...(edition.start ? [text(startWords(edition))] : []),
    text(summary(edition, options)),
    ...topics.flatMap(({ id, items }) =>
      sectionBlocks(
        nameOf(desk, 'topics', id),
        items.map((item) => digestItem(item, setting, format)),
      ),
    ),
    ...sectionBlocks(
      'Corrected and superseded',
      changes.map((change) => changeItem(change, setting, format)),
    ),
    ...sectionBlocks(
      'Ahead',
      ahead.map((entry) => headlineItem(entry, setting)),
    ),
  ];
  return digestReply(edition, setting, blocks);
}

function digestReply({ desk }: Edition, setting: { citations: CitationList }, blocks: Block[]): Reply {
  return {
    version: 1,
    outcome: 'ok',
    visibility: 'public',
    desk: desk.definition.id,
    blocks,
    citations: setting.citations.list(),
  };
}

/** `Horn of Africa · Digest 12 · 23 November 2026`; the day is in the subscription's zone. */
function digestTitle({ desk, today }: Edition, { number, slot, zone }: EditionReplyOptions): string {
  const day = formatDay(slot ? dayIn(zone, slot) : today);
  return `${desk.definition.name} · ${number === undefined ? `Digest of ${day}` : `Digest ${number} · ${day}`}`;
}

export function text(words: string, style?: Span['style']): Block {
  return { type: 'text', spans: [{ text: words, ...(style && { style }) }] };
}

/** Every entry considered has a ruling. */
function startWords({ news, rulings }: Edition): string {
  const what =
    news.length < rulings.length
      ? `the ${news.length} weightiest of the newest ${rulings.length} entries`
      : 'what there is so far';
  return `This is a start: ${what}. From now on only what is new.`;
}

function sectionBlocks(title: string, items: EntryItem[]): Block[] {
  if (items.length === 0) return [];
  return [
    { type: 'heading', level: 2, text: title },
    { type: 'entries', items },
  ];
}

export function lostLine({ lost }: EditionReplyOptions): Block[] {
  const words = lost && lostWords(lost);
  return words ? [text(words, 'emphasis')] : [];
}

/** Says when a late digest was due. Parts are frozen; `history` shows any further delay. */
export function lateWords({ late, slot, zone }: EditionReplyOptions): string | undefined {
  if (!late) return undefined;
  const time = slot?.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  return time ? `Due at ${time}, sent late.` : 'Sent late.';
}

function summary(edition: Edition, { days }: EditionReplyOptions): string {
  const { news, changes, start } = edition;
  const about = isEverything(edition.filter) ? '' : ` (${filterWords(edition.filter, edition.desk)})`;
  const span = days ? ` ${daysInWords(days)}` : '';
  if (news.length === 0 && changes.length === 0) return `Nothing was published${about}${span}.`;
  const visits = news.filter(({ body }) => body.type === 'fact' && body.kind === 'visit').length;
  const briefs = news.filter(({ body }) => body.type === 'brief').length;
  const kinds = [
    [briefs, 'brief'],
    [news.length - briefs - visits, 'fact'],
    [visits, 'visit'],
  ] as const;
  const counted = inWords(kinds.flatMap(([n, noun]) => (n > 0 ? [count(n, noun)] : [])));
  const fresh = `${count(news.length, start ? 'entry' : 'new entry', start ? 'entries' : 'new entries')}${about}${span}`;
  const changed = changes.length > 0 ? `${changes.length} corrected or superseded` : '';
  if (news.length === 0) return `Nothing new${about}${span}, but ${changed}.`;
  return `${fresh}: ${counted}${changed ? `; ${changed}` : ''}.`;
}

const daysInWords = ({ from, to }: NonNullable<EditionReplyOptions['days']>): string =>
  from === to ? `on ${formatDay(to)}` : `from ${formatDay(from)} to ${formatDay(to)}`;

const countsNamed = 6;

/** Counts of new entries by country and by topic, the weightiest first. An entry counts in each of its own. */
export function weekCounts({ desk, news }: Edition): Block[] {
  const by = (idsOf: (entry: StoredEntry) => readonly string[], name: (id: string) => string) => {
    const all = Map.groupBy(
      news.flatMap((entry) => idsOf(entry).map((id) => ({ id, weight: entry.body.weight }))),
      ({ id }) => id,
    );
    const sorted = [...all]
      .map(([id, own]) => ({
        name: name(id),
        n: own.length,
        weight: own.reduce((sum, one) => sum + one.weight, 0),
      }))
      .sort((a, b) => b.weight - a.weight || b.n - a.n || a.name.localeCompare(b.name, 'en'));
    const rest = sorted.slice(countsNamed).reduce((sum, { n }) => sum + n, 0);
    const named = sorted.slice(0, countsNamed).map(({ name: said, n }) => `${said} ${n}`);
    return [...named, ...(rest > 0 ? [`others ${rest}`] : [])].join(', ');
  };
  const fields = [
    [
      'By country',
      by(
        ({ body }) => body.countries.filter((code) => isCovered(desk, code)),
        (code) => countryName(desk, code),
      ),
    ],
    [
      'By topic',
      by(
        ({ body }) => body.topics,
        (id) => nameOf(desk, 'topics', id),
      ),
    ],
  ] as const;
  const items = fields.flatMap(([label, value]) => (value ? [{ label, value: [{ text: value }] }] : []));
  return items.length > 0 ? [{ type: 'fields', items }] : [];
}
