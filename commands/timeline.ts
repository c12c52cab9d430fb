import { entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import { given, namedInWords, rangeInWords } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';

export const timeline = defineCommand({
  scope: 'desk',
  name: 'timeline',
  description: 'Facts by event date, oldest first, grouped by year',
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
  run: ({ since, until, saying, page, 'as-of': asOf, ...named }, context) =>
    entryList(
      {
        title: 'Timeline',
        parts: [...namedInWords(context.desk, named), rangeInWords({ since, until })],
        query: { type: 'fact', order: 'event-oldest', ...given({ ...named, since, until }) },
        saying,
        page,
        asOf,
        unit: ['fact', 'facts'],
        none: 'The desk has recorded no fact of this kind. That does not mean that nothing happened.',
        // By the first day it may have been: a fact known to the decade stands where the decade begins.
        arrange: underHeadings(({ earliest }) => earliest?.slice(0, 4) ?? 'Beginning not known'),
      },
      context,
    ),
});
