import { CitationList } from '../../domain/answer/citations.ts';
import type { ItemSetting } from '../../domain/answer/entry-item.ts';
import { shortDay } from '../../domain/answer/entry-row.ts';
import { type Day, dayIn, weekdayNames } from '../../domain/dates/day.ts';
import {
  type Budget,
  dailyBudget,
  isWithin,
  weeklyBudget,
  weeklyMessages,
} from '../../domain/digests/budget.ts';
import { filterWords, isEverything } from '../../domain/digests/filter.ts';
import { moreOf, readAll } from '../../domain/digests/split-digest.ts';
import type { Headline } from '../../domain/feed.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Block, EntryItem, Reply } from '../../domain/reply.ts';
import type { Edition } from './compose.ts';
import type { DigestItem } from './digest-item.ts';
import { type EditionReplyOptions, lateWords, lostLine, text, weekCounts } from './edition-reply.ts';
import { byWeight } from './gather.ts';
import { withHeadlines } from './headlines.ts';
import { aheadRow, changeRow, leadRow, newsRow, passedRow, withoutYear } from './rows.ts';

/** An edition as one subscription gets it: the news first, the desk and the date last, within its budget. */
export function glanceReply(edition: Edition, options: GlanceOptions): Reply {
  const items = listedIn(edition);
  const compose = options.roundup ? weekly : daily;
  let reply: Reply | undefined;
  for (const room of rooms(items.length)) {
    reply = compose(edition, items, { ...options, room });
    if (isWithin(reply, less(options.roundup ? twoMessages : oneMessage, options))) break;
  }
  const whole = withButtons(reply as Reply, { more: options.more, all: !isBare(edition) });
  return withHeadlines(whole, options.headlines ?? [], options.more);
}

/** Headlines have a budget of their own, but for the line above them. */
const less = ({ lines, characters }: Budget, { headlines = [] }: GlanceOptions): Budget =>
  headlines.length > 0 ? { lines: lines - 1, characters: characters - 45 } : { lines, characters };

export interface GlanceOptions extends EditionReplyOptions {
  /** Promises that passed with no outcome, not told yet. */
  passed?: readonly StoredEntry[];
  /** Unchecked headlines, beside the edition. */
  headlines?: readonly Headline[];
}

/** One message, less the line of a ping. */
const oneMessage = { lines: dailyBudget.lines - 1, characters: dailyBudget.characters - 30 };

/** Two messages, less what is lost where they part. */
const twoMessages = {
  lines: weeklyMessages * weeklyBudget.lines - 8,
  characters: weeklyMessages * weeklyBudget.characters - 400,
};

/** How much is shown. Whatever is left out is behind “Read all”. */
interface Room {
  /** Lines under the weightiest item. */
  lines: 0 | 1 | 2;
  rows: number;
  changes: number;
  ahead: number;
}

/** From generous to narrow: the weightiest item keeps its lines longer than others their places. */
function rooms(rows: number): Room[] {
  const down = (from: number, to: number) =>
    Array.from({ length: Math.max(0, from - to + 1) }, (_, at) => from - at);
  return [
    { lines: 2, rows, changes: 6, ahead: 6 },
    { lines: 2, rows, changes: 6, ahead: 3 },
    ...down(rows, Math.min(rows, 4)).map((less): Room => ({ lines: 2, rows: less, changes: 3, ahead: 1 })),
    // Of the last few rows of news none gives way to what lies ahead.
    ...down(Math.min(rows, 4), 2).flatMap((less): Room[] =>
      [1, 0].map((ahead) => ({ lines: 1, rows: less, changes: 2, ahead })),
    ),
    { lines: 0, rows: 1, changes: 2, ahead: 0 },
    { lines: 0, rows: 1, changes: 1, ahead: 0 },
  ];
}

/** The listed items, the weightiest first. */
const listedIn = ({ topics }: Edition): DigestItem[] =>
  topics.flatMap(({ items }) => items).sort((a, b) => byWeight(a.entry, b.entry));

interface InRoom extends GlanceOptions {
  room: Room;
}

function daily(edition: Edition, items: readonly DigestItem[], options: InRoom): Reply {
  const { room, format } = options;
  const setting = settingOf(edition);
  const [first, ...others] = items.slice(0, room.rows);
  // A glance has room for the lead in full or for what of earlier digests is not right.
  const most = edition.changes.length > 1 ? 0 : edition.changes.length === 1 ? 1 : 2;
  const lines = format === 'full' ? (Math.min(room.lines, most) as Room['lines']) : 0;
  const lead = first && leadRow(first, setting, lines, edition.start ? 'Most important so far' : undefined);
  const changes = changesOf(edition, setting, room);
  const rows = others.map((item) => newsRow(item, setting));
  return replyOf(edition, setting, [
    ...entries([...(lead ? [lead] : []), ...changes, ...rows]),
    ...tail(edition, setting, options),
  ]);
}

const changesOf = ({ changes }: Edition, setting: ItemSetting, room: Room) =>
  changes.slice(0, room.changes).map((change) => changeRow(change, setting, changes.length > 1));

/** The week in three lines, then counts, then the rest. */
function weekly(edition: Edition, items: readonly DigestItem[], options: InRoom): Reply {
  const setting = settingOf(edition);
  const rows = items.slice(0, options.room.rows).map((item) => newsRow(item, setting));
  return replyOf(edition, setting, [
    ...entries(rows.slice(0, 3)),
    ...weekCounts(edition),
    ...entries(rows.slice(3)),
    ...entries(changesOf(edition, setting, options.room)),
    ...tail(edition, setting, options),
  ]);
}

function tail(edition: Edition, setting: ItemSetting, options: InRoom): Block[] {
  const { ahead, start } = edition;
  const { room, passed = [], more, lost } = options;
  const soon = ahead.slice(0, room.ahead).map((entry) => aheadRow(entry, setting));
  const late = lateWords(options);
  const left = notShown(edition, options);
  return [
    ...entries(passed.slice(0, Math.max(1, room.ahead)).map((entry) => passedRow(entry, setting))),
    ...(soon.length > 0 ? [{ type: 'heading' as const, level: 2 as const, text: 'Ahead' }] : []),
    ...entries(soon),
    ...(late ? [text(late, 'emphasis')] : []),
    ...lostLine({ ...options, lost }),
    ...(left > 0
      ? [text(`And ${left} more${more ? '' : `: /${edition.desk.definition.id} latest`}`, 'emphasis')]
      : []),
    ...(start ? [text(startWords(edition), 'emphasis')] : []),
    text(footWords(edition, options), 'emphasis'),
  ];
}

/** Under the message: all of it in full, a mistake in what it lists, and the settings. Each answers whoever presses it. */
function withButtons(reply: Reply, { more, all }: { more: string | undefined; all: boolean }): Reply {
  if (more === undefined) return reply;
  const lists = reply.blocks.some(({ type }) => type === 'entries');
  const options = [
    ...(lists ? [{ label: 'Mistake?', command: `${more} ${moreOf.mistake}` }] : []),
    { label: 'Settings', command: `${more} ${moreOf.settings}` },
  ];
  const choices = {
    type: 'choices' as const,
    prompt: '',
    options: [...(all ? [readAll(more)] : []), ...options],
  };
  return { ...reply, blocks: [...reply.blocks, choices] };
}

const isBare = ({ news, changes }: Edition) => news.length + changes.length === 0;

function settingOf({ desk, today }: Edition): ItemSetting & { citations: CitationList } {
  return { desk, today, citations: new CitationList(desk, { placesNamed: 1 }), sentences: 2 };
}

const entries = (items: EntryItem[]): Block[] => (items.length > 0 ? [{ type: 'entries', items }] : []);

function replyOf({ desk }: Edition, setting: { citations: CitationList }, blocks: Block[]): Reply {
  return {
    version: 2,
    view: 'glance',
    outcome: 'ok',
    visibility: 'public',
    desk: desk.definition.id,
    blocks,
    citations: setting.citations.list(),
  };
}

/** Every entry considered has a ruling. */
const startWords = ({ news, rulings }: Edition): string =>
  `This is a start: ${news.length < rulings.length ? 'the weightiest so far' : 'what there is so far'}. From now on only what is new.`;

/** `Horn of Africa · Digest 12 · Thu 3 Dec 2026 · 3 new, 1 corrected · reported unless marked`; the day is the zone's. */
function footWords(edition: Edition, options: EditionReplyOptions): string {
  const { desk, today, filter, news, changes, start } = edition;
  const { number, slot, zone, days } = options;
  const day = slot ? dayIn(zone, slot) : today;
  const when =
    days && days.from !== days.to ? `${shortDay(days.from)} to ${shortDay(days.to)}` : dayWords(day);
  const folded = foldedCount(edition);
  const counts = [
    ...(news.length > 0 && !start ? [`${news.length - folded} new`] : []),
    ...(folded > 0 && !start ? [`${folded} more on the same events`] : []),
    ...(changes.length > 0 ? [`${changes.length} changed`] : []),
  ];
  return [
    desk.definition.name,
    ...(number === undefined ? [] : [`Digest ${number}`]),
    when,
    ...(counts.length > 0 ? [counts.join(', ')] : isBare(edition) ? ['nothing published'] : []),
    ...(isEverything(filter) ? [] : [filterWords(filter, desk)]),
    ...(news.length > 0 ? ['reported unless marked'] : []),
  ].join(' · ');
}

/** Entries shown in the item of another. */
const foldedCount = ({ rulings }: Edition): number =>
  new Set(rulings.flatMap(({ rule, entry }) => (rule === 'folded' ? entry : []))).size;

/** Items that are neither listed nor ahead. */
function notShown({ topics, more }: Edition, { room }: InRoom): number {
  const listed = topics.reduce((sum, { items }) => sum + items.length, 0);
  return Math.max(0, listed - room.rows) + more.reduce((sum, { count }) => sum + count, 0);
}

/** `Thu 3 Dec 2026` */
function dayWords(day: Day): string {
  const weekday = weekdayNames[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  return `${weekday.slice(0, 3)} ${shortDay(day)}`;
}

export interface EmptyReplyOptions extends GlanceOptions {
  /** For `last`: entries that match, newest first, from `lastFor`. */
  last: readonly StoredEntry[];
  /** Slot of the previous digest that arrived, or the start of the subscription. */
  since?: Day | undefined;
}

/** Content when nothing is new: one line, or earlier entries again. */
export function emptyReply(edition: Edition, options: EmptyReplyOptions): Reply {
  const { last, more, headlines = [], ...rest } = options;
  const setting = settingOf(edition);
  const shown = last.filter(({ body }) => body.published <= edition.today);
  const announced = new Set(shown.map(({ body }) => body.id));
  const ahead = edition.ahead.filter(({ body }) => !announced.has(body.id));
  const since = spanWords(options, edition);
  const nothing =
    headlines.length > 0
      ? `Nothing new from the desk since ${since}; ${headlines.length} unchecked ${headlines.length === 1 ? 'headline' : 'headlines'}.`
      : `Nothing new since ${since}.`;
  // Where headlines are all that is new, they come first but for what the desk has checked.
  const before = headlines.length > 0 && shown.length === 0 ? ahead.slice(0, 2) : [];
  const compose = (rows: number) =>
    replyOf(edition, setting, [
      text(shown.length > 0 ? `${nothing} Once more:` : nothing),
      ...entries(before.map((entry) => aheadRow(entry, setting, 'Ahead'))),
      ...entries(shown.slice(0, rows).map((entry) => newsRow({ entry, folded: [] }, setting))),
      ...tail({ ...edition, ahead: before.length > 0 ? [] : ahead }, setting, {
        ...rest,
        room: { lines: 0, rows, changes: 0, ahead: last.length > 0 ? 1 : 2 },
      }),
    ]);
  const at = shown.length === 0 ? 1 + Math.min(before.length, 1) : undefined;
  const whole = (reply: Reply) =>
    withHeadlines(withButtons(reply, { more, all: false }), headlines, more, at);
  for (let rows = shown.length; rows > 1; rows -= 1) {
    const reply = compose(rows);
    if (isWithin(reply, less(oneMessage, options))) return whole(reply);
  }
  return whole(compose(Math.min(1, shown.length)));
}

/** By the day of the last digest: its number says little. */
function spanWords({ number = 1, since }: EmptyReplyOptions, { today }: Edition): string {
  if (since) return withoutYear(shortDay(since), today);
  return number > 1 ? `digest ${number - 1}` : 'the subscription began';
}
