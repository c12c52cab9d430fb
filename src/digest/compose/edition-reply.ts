import { CitationList } from '../../domain/answer/citations.ts';
import type { ItemSetting } from '../../domain/answer/entry-item.ts';
import { count, type Day, dayIn, formatDay } from '../../domain/dates/day.ts';
import { countryName, inWords, nameOf } from '../../domain/desk.ts';
import { moreChoice } from '../../domain/digests/split-digest.ts';
import type { Block, EntryItem, Reply, Span } from '../../domain/reply.ts';
import type { Edition } from './compose.ts';
import { roundup } from './compose.ts';
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

/** An edition as one subscription gets it, in one reply; platforms split it as they need. */
export function editionReply(edition: Edition, options: EditionReplyOptions): Reply {
  const { desk, topics, changes, ahead } = edition;
  const { format } = options;
  const setting = settingOf(edition);
  const late = lateWords(options);
  const blocks: Block[] = [
    { type: 'heading', level: 1, text: digestTitle(edition, options) },
    ...(late ? [text(late, 'emphasis')] : []),
    ...lostLine(options),
    ...(edition.start ? [text(startWords(edition))] : []),
    text(summary(edition, options)),
    ...whereToRead(edition, options),
    ...(options.roundup ? roundup(edition) : []),
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
    ...(options.more && edition.more.length > 0 ? [moreChoice(options.more)] : []),
  ];
  return digestReply(edition, setting, blocks);
}

export function settingOf({ desk, today }: Edition): ItemSetting & { citations: CitationList } {
  return { desk, today, citations: new CitationList(desk, { placesNamed: 1 }), sentences };
}

export function digestReply({ desk }: Edition, setting: ItemSetting, blocks: Block[]): Reply {
  return {
    version: 1,
    outcome: 'ok',
    visibility: 'public',
    desk: desk.definition.id,
    blocks,
    citations: setting.citations.list(),
  };
}

/** `Central Asia · Digest 12 · 23 November 2026`; the day is in the subscription's zone. */
export function digestTitle({ desk, today }: Edition, { number, slot, zone }: EditionReplyOptions): string {
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
  const about = filterWords(edition);
  const span = days
    ? days.from === days.to
      ? ` on ${formatDay(days.to)}`
      : ` from ${formatDay(days.from)} to ${formatDay(days.to)}`
    : '';
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

function filterWords({ desk, filter: { topics, countries } }: Edition): string {
  const on = inWords(
    topics.map((id) => nameOf(desk, 'topics', id)),
    'or',
  );
  const of = inWords(
    countries.map((id) => countryName(desk, id)),
    'or',
  );
  return `${on && ` on ${on}`}${of && ` about ${of}`}`;
}

/** Topics named for unlisted entries; the others are summed. */
const topicsNamed = 4;

/** Says how many items are not listed and where to read them, and how to read one entry in full. */
function whereToRead({ desk, topics, changes, more }: Edition, options: EditionReplyOptions): Block[] {
  const { id } = desk.definition;
  const total = more.reduce((sum, topic) => sum + topic.count, 0);
  const named = more
    .slice(0, topicsNamed)
    .map((topic) => `${nameOf(desk, 'topics', topic.id)} ${topic.count}`);
  const others = more.slice(topicsNamed).reduce((sum, topic) => sum + topic.count, 0);
  const where = [...named, ...(others > 0 ? [`others ${others}`] : [])].join(', ');
  const rest = options.more ? 'at the end' : `/${id} latest`;
  const lines = [
    ...(total > 0 ? [`The weightiest are below. And ${total} more: ${rest} (${where}).`] : []),
    ...(topics.length + changes.length > 0 ? [`To read one whole: /${id} brief, with its id.`] : []),
  ];
  return lines.length > 0 ? [text(lines.join(' '), 'emphasis')] : [];
}
