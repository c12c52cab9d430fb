import { deskLine } from '../src/command/answer/blocks.ts';
import { entryList } from '../src/command/answer/entry-list.ts';
import { definedOnly, namedInWords, rangeInWords } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';

export const facts = defineCommand({
  scope: 'desk',
  name: 'facts',
  description: 'Sourced facts by topic, country, person and time, newest first',
  role: 'reader',
  forms: true,
  options: {
    topic: options.topic,
    country: options.countries,
    person: options.person,
    organisation: options.organisation,
    place: options.place,
    since: options.since,
    until: options.until,
    standing: options.standing,
    'as-of': options.asOf,
    saying: options.saying,
    page: options.page,
  },
  bare: ['topic', 'country', 'person', 'organisation', 'place', 'standing'],
  examples: [
    { line: 'facts {topic}', about: 'what the desk holds on a topic' },
    { line: 'facts {country} since {year}', about: 'a country since a date' },
    { line: 'facts standing {disputed}', about: 'where sources disagree' },
  ],
  run: ({ since, until, standing, saying, page, 'as-of': asOf, ...named }, context) =>
    entryList(
      {
        title: 'Facts',
        parts: [...namedInWords(context.desk, named), standing, rangeInWords({ since, until })],
        query: {
          type: 'fact',
          order: 'event-newest',
          ...definedOnly({ ...named, since, until, standing }),
        },
        saying,
        page,
        asOf,
        unit: ['fact', 'facts'],
        none: `The desk has recorded no fact of this kind. That does not mean that nothing happened: ${deskLine(context, 'topics')} shows what it follows.`,
      },
      context,
    ),
});
