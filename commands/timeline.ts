import { entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import { given, rangeInWords } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { countryName, nameOf } from '../src/domain/desk.ts';

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
    since: options.since,
    until: options.until,
    'as-of': options.asOf,
    page: options.page,
  },
  bare: ['country', 'person', 'topic'],
  examples: [
    { line: 'timeline {topic}', about: 'a topic over the years' },
    { line: 'timeline {country} since {year}', about: 'a country since a year' },
  ],
  run: ({ country, person, topic, since, until, page, 'as-of': asOf }, context) =>
    entryList(
      {
        title: 'Timeline',
        parts: [
          country && countryName(context.desk, country),
          person && nameOf(context.desk, 'people', person),
          topic && nameOf(context.desk, 'topics', topic),
          rangeInWords({ since, until }),
        ],
        query: { type: 'fact', order: 'event-oldest', ...given({ country, person, topic, since, until }) },
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
