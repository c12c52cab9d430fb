import { byLatest, entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import { given, namedInWords, type RequestContext, rangeInWords } from '../src/command/answer/request.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { onlyPlanned } from '../src/domain/answer/entry-item.ts';
import { rowsOf } from '../src/domain/answer/entry-row.ts';
import { isAhead } from '../src/domain/dates/date-range.ts';
import { isOwnWord } from '../src/domain/entry.ts';
import { sameEvents } from '../src/domain/facts/same-event.ts';
import type { EntryQuery, StoredEntry } from '../src/domain/ports/entries.ts';
import type { EntryItem } from '../src/domain/reply.ts';

export const timeline = defineCommand({
  scope: 'desk',
  name: 'timeline',
  description: 'The latest step and the next, then facts by event date, oldest first',
  role: 'reader',
  forms: true,
  options: {
    country: options.country,
    person: options.person,
    topic: options.topic,
    organisation: options.organisation,
    place: options.place,
    since: options.since,
    until: options.until,
    'as-of': options.asOf,
    saying: options.saying,
    page: options.page,
  },
  bare: ['country', 'person', 'topic', 'organisation', 'place'],
  examples: [
    { line: 'timeline {topic}', about: 'a topic over the years' },
    { line: 'timeline {country} since {year}', about: 'a country since a year' },
  ],
  run({ since, until, saying, page, 'as-of': asOf, ...named }, context) {
    const query: EntryQuery = {
      type: 'fact',
      order: 'event-oldest',
      ...given({ ...named, since, until }),
    };
    return entryList(
      {
        title: 'Timeline',
        parts: [...namedInWords(context.desk, named), rangeInWords({ since, until })],
        query,
        first: (request) => standing(query, request, context),
        saying,
        page,
        asOf,
        unit: ['fact', 'facts'],
        none: 'The desk has recorded no fact of this kind. That does not mean that nothing happened.',
        // By the first day it may have been: a fact known to the decade stands where the decade begins.
        arrange: underHeadings(({ earliest }) => earliest?.slice(0, 4) ?? 'Beginning not known'),
      },
      context,
    );
  },
});

/** The newest entries looked through for the steps now. */
const looked = 60;

/**
 * Where a time line stands today: the latest that happened, whoever holds whatever of it, and what comes next. The rest
 * is read in the order of time, so a glance would see its beginning alone.
 */
async function standing(query: EntryQuery, request: RequestContext, { entries }: CommandContext) {
  const [oldest] = await entries.first(request.scope, query, 1);
  const newest = await entries.first(request.scope, { ...query, order: 'event-newest' }, looked);
  const isNext = ({ body }: StoredEntry) => body.type === 'fact' && isAhead(body, request.today);
  // Of what is only known to be no later than a day nobody knows whether it is the latest.
  const happened = newest.filter((entry) => !isNext(entry) && entry.earliest !== null);
  const steps = happened.filter(
    ({ body }) => body.type === 'fact' && body.kind !== 'plan' && !isOwnWord(body),
  );
  const [last] = steps.length > 0 ? steps : happened;
  const latest = happened
    .filter(({ earliest }) => earliest === last?.earliest)
    .reduce((a, b) => (steps.includes(b) && b.body.weight > a.body.weight ? b : a), last as StoredEntry);
  const [next] = newest.filter(isNext).sort(byLatest);
  const years = [oldest, last].flatMap((entry) => entry?.earliest?.slice(0, 4) ?? []);
  const items = [
    ...labelled('Latest', last && latest, newest, request),
    ...labelled('Next', next, newest, request),
  ];
  return { span: [...new Set(years)].join(' to '), items, others: 'From the beginning' };
}

/** With the others of its event. */
function labelled(
  label: string,
  entry: StoredEntry | undefined,
  among: readonly StoredEntry[],
  request: RequestContext,
): EntryItem[] {
  if (!entry) return [];
  const others = sameEvents(among).flatMap(([a, b]) => (a === entry ? [b] : b === entry ? [a] : []));
  return rowsOf([entry, ...new Set(others)], request, 'reported').flatMap(({ row, ...item }) =>
    row && item.id === entry.body.id
      ? // The label says that it is still to come.
        [
          {
            ...item,
            row: {
              ...row,
              label,
              notes: row.notes.filter((note) => label !== 'Next' || note !== onlyPlanned),
            },
          },
        ]
      : [],
  );
}
