import { byLatest, entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import {
  definedOnly,
  namedInWords,
  type RequestContext,
  rangeInWords,
} from '../src/command/answer/request.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { isAhead } from '../src/domain/dates/date-range.ts';
import type { EntryQuery, StoredEntry } from '../src/domain/ports/entries.ts';

export const timeline = defineCommand({
  scope: 'desk',
  name: 'timeline',
  description: 'Facts by event date: the latest steps, and all from the beginning',
  role: 'reader',
  forms: true,
  options: {
    country: options.countries,
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
      ...definedOnly({ ...named, since, until }),
    };
    return entryList(
      {
        title: 'Timeline',
        parts: [...namedInWords(context.desk, named), rangeInWords({ since, until })],
        query,
        short: (request) => backwards(query, request, context),
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

/** The newest entries looked through for the latest steps. */
const looked = 60;

/**
 * A time line at a glance: the latest that happened, what comes next, then backwards. In full it is told from the
 * beginning.
 */
async function backwards(
  query: EntryQuery,
  { scope, today }: RequestContext,
  { entries, pageSize }: CommandContext,
): Promise<{ span: string; entries: StoredEntry[]; next: StoredEntry[] }> {
  const [oldest] = await entries.first(scope, query, 1);
  const most = Math.max(looked, pageSize);
  const newest = await entries.first(scope, { ...query, order: 'event-newest' }, most);
  const isNext = ({ body }: StoredEntry) => body.type === 'fact' && isAhead(body, today);
  const happened = newest.filter((entry) => !isNext(entry));
  // Of what is only known to be no later than a day nobody knows how late it is.
  const [last, ...before] = happened.filter(({ earliest }) => earliest !== null);
  const [next, ...later] = newest.filter(isNext).sort(byLatest);
  const years = [oldest, last].flatMap((entry) => entry?.earliest?.slice(0, 4) ?? []);
  const undated = happened.filter(({ earliest }) => earliest === null);
  const told = [last, next, ...before, ...undated, ...later].flatMap((entry) => entry ?? []);
  return {
    span: `${[...new Set(years)].join(' to ')}, newest first`,
    entries: told.slice(0, pageSize),
    next: next ? [next] : [],
  };
}
