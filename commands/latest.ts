import { z } from 'zod';
import { entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import { given, namedInWords, rangeInWords } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { shortDay } from '../src/domain/answer/entry-row.ts';
import { addDays, formatDay } from '../src/domain/dates/day.ts';
import type { EntryQuery, StoredEntry } from '../src/domain/ports/entries.ts';

export const latest = defineCommand({
  scope: 'desk',
  name: 'latest',
  description: 'Newest briefs and facts by day of publication',
  role: 'reader',
  forms: true,
  options: {
    topic: options.topic,
    country: options.country,
    person: options.person,
    organisation: options.organisation,
    place: options.place,
    since: options.dayOption('Published on or after this day, month or year', 'start', ['from', 'after']),
    until: options.dayOption('Published on or before this day, month or year', 'end', ['to', 'before']),
    count: {
      description: 'How many of the newest',
      kind: { type: 'number', min: 1, max: 50 },
      schema: z.coerce.number().int().min(1).max(50),
    },
    page: options.page,
  },
  bare: ['topic', 'country', 'person', 'organisation', 'place', 'count'],
  examples: [
    { line: 'latest', about: 'the newest entries of the desk' },
    { line: 'latest {topic}', about: 'the newest on a topic' },
  ],
  async run({ page, count, since, until, ...named }, context) {
    const query: EntryQuery = { order: 'published-newest', ...given(named) };
    const dated = rangeInWords({ since, until });
    const [last] = dated ? await context.entries.first(context.scope, query, 1) : [];
    const days = { publishedSince: since && addDays(since, -1), publishedUntil: until };
    return entryList(
      {
        title: count ? `Latest ${count}` : 'Latest',
        parts: [...namedInWords(context.desk, named), dated && `published ${dated}`],
        query: { ...query, ...given(days) },
        most: count,
        page,
        unit: ['entry', 'entries'],
        none: last
          ? `Nothing published ${dated}; the last was published on ${formatDay(last.body.published)}.`
          : 'The desk has published nothing on this yet.',
        sorted: (items) => ['newest published first', publishedOn(items)].filter(Boolean).join(': '),
        arrange: underHeadings(({ body }) => `Published ${formatDay(body.published)}`),
      },
      context,
    );
  },
});

/** `29 Nov 2026 to 26 Nov 2026`, as the rows have the dates of their events. */
function publishedOn(items: readonly StoredEntry[]): string {
  const ends = [items.at(0), items.at(-1)].flatMap((entry) => entry?.body.published ?? []);
  return [...new Set(ends.map(shortDay))].join(' to ');
}
