import { entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import { given } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { formatDay } from '../src/domain/dates/day.ts';
import { countryName, nameOf } from '../src/domain/desk.ts';

export const latest = defineCommand({
  scope: 'desk',
  name: 'latest',
  description: 'Newest briefs and facts by day of publication',
  role: 'reader',
  forms: true,
  options: { topic: options.topic, country: options.country, page: options.page },
  bare: ['topic', 'country'],
  examples: [
    { line: 'latest', about: 'the newest entries of the desk' },
    { line: 'latest {topic}', about: 'the newest on a topic' },
  ],
  run: ({ topic, country, page }, context) =>
    entryList(
      {
        title: 'Latest',
        parts: [
          topic && nameOf(context.desk, 'topics', topic),
          country && countryName(context.desk, country),
        ],
        query: { order: 'published-newest', ...given({ topic, country }) },
        page,
        unit: ['entry', 'entries'],
        none: 'The desk has published nothing on this yet.',
        sorted: 'newest published first',
        arrange: underHeadings(({ body }) => `Published ${formatDay(body.published)}`),
      },
      context,
    ),
});
