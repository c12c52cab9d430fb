import { entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import { given, namedInWords } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { formatDay } from '../src/domain/dates/day.ts';

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
    page: options.page,
  },
  bare: ['topic', 'country', 'person', 'organisation', 'place'],
  examples: [
    { line: 'latest', about: 'the newest entries of the desk' },
    { line: 'latest {topic}', about: 'the newest on a topic' },
  ],
  run: ({ page, ...named }, context) =>
    entryList(
      {
        title: 'Latest',
        parts: namedInWords(context.desk, named),
        query: { order: 'published-newest', ...given(named) },
        page,
        unit: ['entry', 'entries'],
        none: 'The desk has published nothing on this yet.',
        sorted: 'newest published first',
        arrange: underHeadings(({ body }) => `Published ${formatDay(body.published)}`),
      },
      context,
    ),
});
