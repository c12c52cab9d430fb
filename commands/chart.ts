import { z } from 'zod';
import { answer, atAGlance, heading, notice, onlyIn, text } from '../src/command/answer/blocks.ts';
import { nothingPublished } from '../src/command/answer/entry-list.ts';
import {
  definedOnly,
  type RequestContext,
  requestContext,
  titleWith,
} from '../src/command/answer/request.ts';
import { coverageLine, nothingFound } from '../src/command/answer/visit-coverage.ts';
import {
  askedInWords,
  reachesBeyond,
  reachInWords,
  reachQuestion,
  totalsOf,
  visitQuery,
} from '../src/command/answer/visits.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { cutToAlt, namedPicture, type Picture, totalOf } from '../src/domain/answer/picture.ts';
import { count } from '../src/domain/dates/day.ts';
import { countryName, nameOf } from '../src/domain/desk.ts';
import type { VisitCount, VisitGrouping } from '../src/domain/ports/entries.ts';
import type { Choice, Reply } from '../src/domain/reply.ts';
import { type Coverage, findCoverage } from '../src/domain/sources/coverage.ts';

const groupings = {
  year: ['years'],
  country: ['countries'],
  person: ['people', 'persons', 'visitor'],
} as const;

export const chart = defineCommand({
  scope: 'desk',
  name: 'chart',
  description: 'A picture of the visits by year, country or person, or of the topics',
  role: 'reader',
  forms: true,
  options: {
    what: {
      description: 'What to count: visits or topics',
      kind: { type: 'choice', choices: { visits: ['visit'], topics: ['topic'] } },
      schema: z.enum(['visits', 'topics']),
    },
    by: {
      description: 'Visits by year, country or person; by year if left out',
      kind: { type: 'choice', choices: groupings },
      schema: z.enum(['year', 'country', 'person']),
    },
    since: options.since,
    until: options.until,
  },
  bare: ['what', 'by'],
  examples: [
    { line: 'chart visits', about: 'the recorded visits by year', needs: 'visited' },
    { line: 'chart visits by country', about: 'the recorded visits by country', needs: 'visited' },
    { line: 'chart topics', about: 'the number of entries on each topic' },
  ],
  async run({ what, by, since, until }, context) {
    if (what === 'topics') return topicsChart(context);
    return visitsChart(by ?? 'year', definedOnly({ since, until }), context);
  },
});

type Range = Parameters<typeof reachQuestion>[1];

const groupWords: Record<VisitGrouping, string> = { year: 'Year', country: 'Country', person: 'Person' };

/** More bars than this do not fit a phone together with what the record covers; the last one has the others. */
const mostBars = 11;

async function visitsChart(by: VisitGrouping, asked: Range, context: CommandContext): Promise<Reply> {
  const { desk, visits } = context;
  const request = requestContext(context);
  const name = titleWith(`Visits by ${by}`, askedInWords(desk, asked));
  const unpublished = await nothingPublished(name, request.scope, context);
  if (unpublished) return unpublished;
  const question = reachQuestion(desk, asked, request.scope);
  const { stops, directions } = await totalsOf(asked, request.scope, context);
  if (stops === 0) {
    const { outcome, blocks } = nothingFound(question, findCoverage(desk, question), asked, request);
    return answer(context, { outcome, blocks: [heading(name), ...blocks], citations: request.citations });
  }
  const counts = await visits.counts(request.scope, visitQuery(asked), by);
  const dated = counts.filter(({ group }) => group !== undefined);
  const undatedStops = stops - dated.reduce((sum, each) => sum + each.stops, 0);
  const undated =
    undatedStops > 0
      ? [`${count(undatedStops, 'stop')} may fall in more than one year and are not in the table.`]
      : [];
  const reaches = directions.map((each) => `${ways[each.direction]}: ${reachInWords(desk, each)}.`);
  const caption = ['Recorded visits only.', ...reaches, ...undated].join(' ');
  const every = by === 'year' ? yearRows(dated, request) : namedRows(dated, by, context);
  const rows = by === 'year' ? every : withOthers(every);
  const unknown =
    by === 'year'
      ? notCovered(
          rows.map(({ label }) => label),
          directions.map(({ coverage }) => coverage),
        )
      : [];
  const table = { of: groupWords[by], series: ['To', 'From'], adds: true, rows };
  const picture = namedPicture(`visits-by-${by}`, {
    look: by === 'year' ? 'columns' : 'bars',
    title: `${name}: ${desk.definition.name}`,
    legend: directions.map(({ direction }) => ways[direction]),
    caption,
    alt: cutToAlt(`${altOf(name, every, `${count(stops, 'stop')} in all`)} ${caption}`),
    ...(unknown.length > 0 && { unknown: { labels: unknown, says: 'Not wholly covered by the registers' } }),
    table,
  });
  return atAGlance(context, {
    blocks: [
      heading(`${name}: ${count(stops, 'stop')}`),
      picture,
      ...onlyIn(
        'glance',
        coverageLine(desk, question, findCoverage(desk, question), { isExceeded: reachesBeyond(directions) }),
      ),
      ...onlyIn('details', [text('To the region and from it.'), notice('gap', caption)]),
    ],
    narrower: otherCharts(by, context),
  });
}

const ways = { 'to-region': 'To the region', 'from-region': 'From the region' } as const;

type Row = Picture['table']['rows'][number];

function rowOf(label: string, counts: readonly VisitCount[]): Row {
  const stops = (direction: VisitCount['direction']) =>
    counts.reduce((sum, each) => sum + (each.direction === direction ? each.stops : 0), 0);
  return { label, values: [stops('to-region'), stops('from-region')] };
}

/** Every year from the first recorded stop to today, so that years without one are seen. */
function yearRows(counts: readonly VisitCount[], { today }: RequestContext): Row[] {
  const years = counts.map(({ group }) => Number(group));
  if (years.length === 0) return [];
  const [first, last] = [Math.min(...years), Math.max(...years, Number(today.slice(0, 4)))];
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const year = String(first + at).padStart(4, '0');
    return rowOf(
      year,
      counts.filter(({ group }) => group === year),
    );
  });
}

/** The most first. */
function namedRows(counts: readonly VisitCount[], by: 'country' | 'person', { desk }: CommandContext): Row[] {
  const label = (id: string) => (by === 'country' ? countryName(desk, id) : nameOf(desk, 'people', id));
  return [...Map.groupBy(counts, ({ group = '' }) => group)]
    .map(([id, own]) => rowOf(label(id), own))
    .sort((a, b) => totalOf(b) - totalOf(a) || a.label.localeCompare(b.label));
}

/** What no longer fits is one row. */
function withOthers(rows: readonly Row[]): Row[] {
  if (rows.length <= mostBars) return [...rows];
  const [shown, others] = [rows.slice(0, mostBars - 1), rows.slice(mostBars - 1)];
  const width = shown[0]?.values.length ?? 0;
  const values = Array.from({ length: width }, (_, at) =>
    others.reduce((sum, row) => sum + (row.values[at] ?? 0), 0),
  );
  return [...shown, { label: `${others.length} others`, values }];
}

/** Years of which some register does not cover a day: there a missing stop does not mean none. */
function notCovered(years: readonly string[], coverages: readonly Coverage[]): string[] {
  const stretches = coverages.flatMap(({ stretches }) => stretches);
  return years.filter(
    (year) =>
      stretches.length === 0 ||
      stretches.some(({ since, until }) => {
        const begun = !since?.earliest || since.earliest <= `${year}-01-01`;
        const lasts = until.latest === null || until.latest >= `${year}-12-31`;
        return !(begun && lasts);
      }),
  );
}

/** Rows named in the description of the picture. */
const named = 5;

function altOf(name: string, rows: readonly Row[], all: string): string {
  const most = rows
    .filter((row) => totalOf(row) > 0)
    .toSorted((a, b) => totalOf(b) - totalOf(a))
    .slice(0, named)
    .map((row) => `${row.label}: ${totalOf(row)}`);
  return `Chart: ${name}. ${all}. Most: ${most.join('; ')}.`;
}

const mostTopics = 15;

async function topicsChart(context: CommandContext): Promise<Reply> {
  const { desk } = context;
  const name = 'Entries by topic';
  const counts = await context.entries.countByTopic(requestContext(context).scope);
  const all = desk.definition.topics
    .map(({ id, name }) => ({ label: name, values: [counts.get(id) ?? 0] }))
    .sort((a, b) => totalOf(b) - totalOf(a) || a.label.localeCompare(b.label));
  const rows = all.filter((row) => totalOf(row) > 0).slice(0, mostTopics);
  const without = all.length - rows.length;
  const caption = [
    'Published entries of this desk. An entry on several topics is counted under each.',
    ...(without > 0 ? [`Not shown: ${count(without, 'topic')} with the fewest entries.`] : []),
  ].join(' ');
  if (rows.length === 0)
    return answer(context, { blocks: [heading(name), text('No topic has an entry yet.')] });
  const picture = namedPicture('topics', {
    look: 'bars',
    title: `${name}: ${desk.definition.name}`,
    caption,
    alt: cutToAlt(`${altOf(name, rows, count(rows.length, 'topic'))} ${caption}`),
    table: { of: 'Topic', series: ['Entries'], adds: false, rows },
  });
  return atAGlance(context, {
    blocks: [heading(name), picture, ...onlyIn('details', [text(caption)])],
    narrower: otherCharts('topics', context),
  });
}

function otherCharts(shown: VisitGrouping | 'topics', context: CommandContext): Choice[] {
  const lines = [
    { of: 'year', label: 'Visits by year', changes: { what: 'visits', by: 'year' } },
    { of: 'country', label: 'Visits by country', changes: { what: 'visits', by: 'country' } },
    { of: 'person', label: 'Visits by person', changes: { what: 'visits', by: 'person' } },
    {
      of: 'topics',
      label: 'Topics',
      changes: { what: 'topics', by: undefined, since: undefined, until: undefined },
    },
  ];
  return lines
    .filter(({ of }) => of !== shown)
    .map(({ label, changes }) => ({ label, command: context.line(changes) }));
}
