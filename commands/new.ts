import { z } from 'zod';
import { notice, text } from '../src/command/answer/blocks.ts';
import { addedOn, byPublication, entryList } from '../src/command/answer/entry-list.ts';
import { pageOf } from '../src/command/answer/paging.ts';
import { definedOnly, namedInWords, rangeInWords } from '../src/command/answer/request.ts';
import { type CommandContext, type DeskReader, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { addDays, type Day, dayIn, formatDay } from '../src/domain/dates/day.ts';
import type { EntryBody } from '../src/domain/entry.ts';
import { isPassing } from '../src/domain/errors.ts';
import type { ReadMark } from '../src/domain/ports/access.ts';
import type { Scope, StoredEntry } from '../src/domain/ports/entries.ts';
import type { Block, Choice } from '../src/domain/reply.ts';

/** Publication numbers: above the first, up to the last. */
type Span = readonly [from: number, to: number];

/** Of a longer absence the newest announcements are looked at. */
const mostAnnounced = 1000;

/** Days that the first answer goes back. */
const firstDays = 7;

export const news = defineCommand({
  scope: 'desk',
  name: 'new',
  description: 'What is new for you, since you last asked',
  role: 'reader',
  personal: true,
  forms: true,
  options: {
    ...options.published,
    span: {
      description: 'What was new at another time, by publication number',
      kind: { type: 'text', max: 40 },
      keyed: true,
      older: true,
      schema: z
        .string()
        .regex(/^\d{1,15}-\d{1,15}$/)
        .transform((said) => said.split('-').map(Number) as unknown as Span),
    },
  },
  bare: ['topic', 'country', 'person', 'organisation', 'place', 'count'],
  examples: [
    { line: 'new', about: 'what the desk published since you last asked' },
    { line: 'new {topic}', about: 'the same on a topic' },
  ],
  async run({ page, count, since, until, span: said, ...named }, context) {
    const { reader, desk, scope } = context;
    if (!reader) throw new Error('“new” is answered for a reader');
    const mark = said ? undefined : await reader.mark();
    // The head first: what is published meanwhile is told next time.
    const head = await reader.head();
    const [start, end] = said ?? [mark?.upTo ?? 0, head];
    const span: Span = [Math.min(start, head), Math.min(end, head)];
    const filtered = Boolean(since || until || count || Object.values(named).some(Boolean));
    const isFirst = span[0] === 0;
    const from = since ?? (isFirst ? addDays(scope.today, -firstDays) : undefined);
    const dated = rangeInWords(definedOnly({ since, until }));
    const kept = said || filtered ? 'not asked' : await keep(reader, span[1]);
    const wanted = { ...definedOnly(named), ...definedOnly({ since: from, until }) };
    const found = isFirst ? undefined : await announced(reader, span, wanted, context);
    return entryList(
      {
        title: 'New for you',
        parts: [...namedInWords(desk, named), dated],
        intro: said ? [] : intro({ mark, kept, more: found?.more ?? false }, context),
        // What it is comes after what is new.
        outro:
          said || mark || since || until ? [] : [notice('info', kept === 'not asked' ? notBegun : begins)],
        query: {
          order: 'published-newest',
          ...definedOnly(named),
          ...definedOnly({ publishedSince: from && addDays(from, -1), publishedUntil: until }),
        },
        most: count,
        page,
        unit: ['entry', 'entries'],
        none: dated
          ? `Nothing ${isFirst ? 'was published' : 'new'} ${dated}.`
          : isFirst
            ? 'Nothing was published in the last week.'
            : 'Nothing new.',
        narrower: (total) => (total === 0 && mark ? again(mark, context) : []),
        listedBy: (items) => addedOn(items, found?.dayOf),
        ...(found && { read: (_: Scope, at) => pageOf(found.entries)(at) }),
      },
      // Buttons show the same news, whatever is read by then.
      {
        ...context,
        line: (changes) =>
          context.line({ span: span.join('-'), ...definedOnly({ since: from }), ...changes }),
      },
    );
  },
});

type Kept = 'kept' | 'not kept' | 'not asked';

/** A full disk keeps nobody from reading. */
async function keep(reader: DeskReader, upTo: number): Promise<Kept> {
  try {
    await reader.readUpTo(upTo);
    return 'kept';
  } catch (error) {
    if (!isPassing(error)) throw error;
    return 'not kept';
  }
}

function intro(
  { mark, kept, more }: { mark: ReadMark | undefined; kept: Kept; more: boolean },
  { desk }: CommandContext,
): Block[] {
  const asked = mark && formatDay(dayIn(desk.definition.zone, mark.at));
  const stays = kept === 'not asked' ? ' Only “new” alone moves on from there.' : '';
  return [
    ...(asked ? [text(`Since you last asked, on ${asked}.${stays}`, 'emphasis')] : []),
    ...(kept === 'not kept'
      ? [notice('warning', 'Nothing can be written at the moment: the same is new next time.')]
      : []),
    ...(more ? [notice('info', `Of more than ${mostAnnounced} changes the newest are shown.`)] : []),
  ];
}

const begins =
  'From now on, “new” shows what was published since you last asked. For this your id and a number are kept: /deskwire me shows and removes them. This is the latest week.';
const notBegun = 'You have not used “new” alone yet: this is the latest week.';

/** The news that were shown last, for whoever lost them. */
const again = ({ from, upTo }: ReadMark, { line }: CommandContext): Choice[] =>
  from < upTo ? [{ label: 'What was new before', command: line({ span: `${from}-${upTo}` }) }] : [];

interface Wanted {
  topic?: string;
  country?: readonly string[];
  person?: string;
  organisation?: string;
  place?: string;
  since?: Day;
  until?: Day;
}

interface Announced {
  entries: StoredEntry[];
  more: boolean;
  /** The day of the last announcement of an entry. */
  dayOf: (entry: StoredEntry) => Day;
}

/** Entries announced in the span as they are now: the last day first, of one day the later event, then the last announced. */
async function announced(
  reader: DeskReader,
  [from, to]: Span,
  wanted: Wanted,
  { entries, scope }: CommandContext,
): Promise<Announced> {
  const all = await reader.newest(from, to, mostAnnounced + 1);
  const events = all.slice(0, mostAnnounced);
  const ids = [...new Set(events.map(({ entry }) => entry))];
  const found = await entries.getMany(scope, ids);
  const isNew = new Set(events.flatMap(({ entry, event }) => (event === 'published' ? [entry] : [])));
  // The last announced come first.
  const days = new Map(events.toReversed().map(({ entry, day }) => [entry, day]));
  const dayOf = ({ body }: StoredEntry): Day => days.get(body.id) ?? body.published;
  const shown = ids.flatMap((id) => {
    const entry = found.get(id);
    if (!entry || !fits(entry.body, dayOf(entry), wanted)) return [];
    // What took its place is itself new; what came and went was never seen.
    const { state } = entry.body;
    return state === 'superseded' || (state === 'retracted' && isNew.has(id)) ? [] : [entry];
  });
  const entriesShown = shown.sort((a, b) => byPublication(a, b, dayOf));
  return { entries: entriesShown, more: all.length > mostAnnounced, dayOf };
}

function fits(body: EntryBody, day: Day, wanted: Wanted): boolean {
  const { topic, country = [], person, organisation, place, since, until } = wanted;
  const visit = body.type === 'fact' ? body.visit : undefined;
  return (
    (!topic || body.topics.includes(topic)) &&
    country.every((each) => [...body.countries, visit?.host, visit?.from].includes(each)) &&
    (!person || [...body.people, visit?.visitor].includes(person)) &&
    (!organisation || body.organisations.includes(organisation)) &&
    (!place || [...body.places, ...(visit?.places ?? [])].includes(place)) &&
    (!since || day >= since) &&
    (!until || day <= until)
  );
}
