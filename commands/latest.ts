import { z } from 'zod';
import { addedOn, entryList, underHeadings } from '../src/command/answer/entry-list.ts';
import { definedOnly, namedInWords, rangeInWords } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { addDays, formatDay } from '../src/domain/dates/day.ts';
import type { EntryQuery } from '../src/domain/ports/entries.ts';

export const latest = defineCommand({
  scope: 'desk',
  name: 'latest',
  description: 'Newest briefs and facts by day of publication',
  role: 'reader',
  forms: true,
  asked: true,
  options: {
    ...options.published,
    type: {
      description: 'Only briefs or only facts',
      kind: { type: 'choice', choices: { brief: ['briefs', 'articles', 'summaries'], fact: ['facts'] } },
      schema: z.enum(['brief', 'fact']),
    },
    saying: options.saying,
  },
  bare: ['topic', 'country', 'person', 'organisation', 'place', 'type', 'count'],
  examples: [
    { line: 'latest', about: 'the newest entries of the desk' },
    { line: 'latest {topic}', about: 'the newest on a topic' },
  ],
  async run({ page, count, type, since, until, saying, ...named }, context) {
    const query: EntryQuery = { order: 'published-newest', ...definedOnly({ ...named, type }) };
    const dated = rangeInWords({ since, until });
    const [last] = dated ? await context.entries.first(context.scope, query, 1) : [];
    const days = { publishedSince: since && addDays(since, -1), publishedUntil: until };
    return entryList(
      {
        title: count ? `Latest ${count}` : 'Latest',
        parts: [type && `${type}s`, ...namedInWords(context.desk, named), dated && `published ${dated}`],
        query: { ...query, ...definedOnly(days) },
        most: count,
        saying,
        page,
        unit: ['entry', 'entries'],
        none: last
          ? `Nothing published ${dated}; the last was published on ${formatDay(last.body.published)}.`
          : 'The desk has published nothing on this yet.',
        ...(!(since && since === until) && {
          listedBy: (items) => addedOn(items),
        }),
        arrange: underHeadings(({ body }) => `Added to the desk ${formatDay(body.published)}`),
      },
      context,
    );
  },
});
