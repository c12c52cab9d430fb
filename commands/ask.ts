import { z } from 'zod';
import { ask as answerQuestion } from '../src/ask/ask.ts';
import type { Answer, AskContext, Plan } from '../src/ask/plan.ts';
import { changesPattern } from '../src/ask/read/readings.ts';
import { rangeWords } from '../src/ask/visits/words.ts';
import { atAGlance, deskLine, entries, onlyIn, text } from '../src/command/answer/blocks.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import { itemWithRow, rowLines } from '../src/domain/answer/entry-row.ts';
import { isSpan } from '../src/domain/dates/calendar.ts';
import { dateWords } from '../src/domain/dates/date-words.ts';
import { readSpan } from '../src/domain/dates/read-span.ts';
import { countryName, type Desk, nameOf } from '../src/domain/desk.ts';
import type { Unanswered } from '../src/domain/ports/chat.ts';
import { type EntryItem, textOf } from '../src/domain/reply.ts';
import { findEntries } from '../src/domain/search/find.ts';

export const ask = defineCommand({
  scope: 'desk',
  name: 'ask',
  description: 'Ask in your own words: who, when, how often, what about',
  role: 'reader',
  forms: true,
  options: {
    question: {
      description: 'A question, such as: when did … last visit …?',
      kind: { type: 'words' },
      required: true,
      schema: z.string().trim().min(1).max(300),
    },
    as: {
      description: 'How else to read it',
      kind: { type: 'text', max: 200 },
      keyed: true,
      older: true,
      schema: z.string().regex(changesPattern),
    },
  },
  bare: ['question'],
  examples: [
    { line: 'ask who visited {visited} since {visits}', about: 'a question in your own words' },
    { line: 'ask last visit of {visitor}', about: 'the last of several, as recorded' },
    { line: 'ask what about {topic}', about: 'what the desk says on a topic' },
  ],
  async run({ question, as }, context) {
    const { plan, answer, reply } = await answered(question, context, as);
    const gap = context.view === 'glance' ? gapOf(question, plan, answer, context.desk) : undefined;
    if (gap) context.unanswered?.(gap);
    return reply;
  },
});

/** What a screen of a phone shows, see DESIGN: lines of 42 columns, less what breaking at words loses; characters. */
const [columns, mostLines, mostCharacters] = [38, 12, 600];

/** The reply with the answer that it shows. */
export async function answered(question: string, context: CommandContext, as?: string) {
  const { plan, answer, others } = await answerQuestion(question, askContext(context), as);
  const request = requestContext(context);
  for (const id of answer.sources ?? []) request.citations.cite({ id });
  const items = answer.rows.map(({ entry, text: said, label }): EntryItem => {
    const item = itemWithRow(entry, request, { usual: 'confirmed', ...(label && { label }) });
    if (!said || !item.row) return item;
    // A statement in place of the title keeps the other dates that sources give.
    const others = item.row.text.filter((span) => span.text.startsWith(' (or '));
    // After a label the sentence goes on with its date.
    const sentence = label ? said.replace(/\.$/, '') : said;
    return { ...item, row: { ...item.row, text: [{ text: sentence }, ...others] } };
  });
  const read = plan.readAs.map(({ typed, label }) => `“${typed}” as ${label}`);
  const parts = [answer.reading, ...read].filter(Boolean);
  const reading = parts.length > 0 ? `Read as: ${parts.join(' · ')}` : undefined;
  const around = [answer.says, answer.reach, reading].flatMap((part) => part ?? []);
  const blocks = [
    ...(answer.says ? [text(answer.says, 'strong')] : []),
    ...onlyIn('glance', entries(fitting(items, around))),
    ...onlyIn(
      'details',
      entries(
        [...new Set(answer.rows.map(({ entry }) => entry))].map((entry) => itemWithRow(entry, request)),
      ),
    ),
    ...(answer.reach ? [text(answer.reach)] : []),
    ...(reading ? [text(reading, 'emphasis')] : []),
  ];
  const reply = atAGlance(context, {
    outcome: answer.outcome,
    blocks,
    citations: request.citations,
    narrower: [
      ...others.map((other) => ({ label: labelOf(other.label), command: context.line({ as: other.as }) })),
      ...(answer.more ? [{ label: answer.more.label, command: deskLine(context, answer.more.line) }] : []),
      { label: 'Search these words', command: deskLine(context, `search ${question}`) },
    ],
  });
  return { plan, answer, reply };
}

/** Of the reading, which may hold every word of the question. */
const longestKey = 300;

/** Mentions, ids, addresses and long numbers: a question with one is about somebody in private, and is not kept. */
const isPrivate = /<[@#!]|\b[a-z]+:[A-Z0-9]+:|\S@\S|@\w|https?:|www\.|\b[UWT][A-Z0-9]{7,}\b|\d{7,}|\+\d/;

/** A number or a sign asks nothing. */
const hasLetter = /\p{L}/u;

/** A question that has no answer, as it is counted; undefined if it has one, or is not to be kept. */
function gapOf(question: string, plan: Plan, answer: Answer, desk: Desk): Unanswered | undefined {
  if (answer.outcome !== 'not_found' && answer.outcome !== 'not_covered') return undefined;
  if (isPrivate.test(question) || !hasLetter.test(question)) return undefined;
  const key = (answer.reading || question).toLowerCase().slice(0, longestKey).toWellFormed();
  return { key, question, about: aboutOf(plan, desk) };
}

/** What the question says for certain, as values of the form in which a fact is written. */
function aboutOf(plan: Plan, desk: Desk): Record<string, string> {
  const { persons, countries, places, content, range } = plan;
  const one = <T>(all: readonly T[]): T[] => (all.length === 1 ? [...all] : []);
  const lists = {
    country: countries.map(({ id }) => countryName(desk, id)),
    person: persons.flatMap((ids) => one(ids)).map((id) => nameOf(desk, 'people', id)),
    place: places.map(({ id }) => nameOf(desk, 'places', id)),
    organisation: content
      .flatMap(({ organisations }) => one(organisations))
      .map((id) => nameOf(desk, 'organisations', id)),
    topic: content.flatMap(({ topics }) => one(topics)).map((id) => nameOf(desk, 'topics', id)),
    date: range.since && range.until ? rangeWords(plan).filter((words) => !words.includes(' to ')) : [],
  };
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, values]) => {
      const said = [...new Set(values)].join(', ');
      return said === '' ? [] : [[name, said]];
    }),
  );
}

/** A button's label has at most 25 characters; a name is cut at its end. */
const labelOf = (name: string) => (name.length <= 25 ? name : `${name.slice(0, 24).trimEnd()}…`);

/** The rows that fit a screen beside the other lines; the first is always there, shortened if need be. */
function fitting(items: readonly EntryItem[], around: readonly string[]): EntryItem[] {
  const linesOf = (words: string) => Math.ceil(words.length / columns);
  let lines = mostLines - around.reduce((sum, words) => sum + linesOf(words), 0);
  let characters = mostCharacters - around.join(' ').length;
  const shown: EntryItem[] = [];
  for (const item of items) {
    const said = item.row ? rowLines({ ...item, row: item.row }, []).map(textOf) : [];
    const [needs, length] = [said.reduce((sum, words) => sum + linesOf(words), 0), said.join(' ').length];
    if (needs > lines || length > characters) {
      if (shown.length === 0)
        shown.push(shortened(item, Math.min(characters, lines * columns) - (length - wordsOf(item).length)));
      break;
    }
    shown.push(item);
    lines -= needs;
    characters -= length;
  }
  return shown;
}

const wordsOf = ({ row }: EntryItem) => textOf(row?.text ?? []);

/** Cut at a word. */
function shortened(item: EntryItem, most: number): EntryItem {
  const words = wordsOf(item);
  const least = Math.max(most, 80);
  if (!item.row || words.length <= least) return item;
  const cut = words.slice(0, least).toWellFormed();
  return {
    ...item,
    row: { ...item.row, text: [{ text: `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40))} …` }] },
  };
}

type Asked = Pick<
  CommandContext,
  'desk' | 'names' | 'scope' | 'entries' | 'visits' | 'searcher' | 'language'
>;

/** What the answering machine needs of a desk. */
export function askContext(context: Asked): AskContext {
  const { desk, names, scope, entries: reader, visits, searcher, language } = context;
  return {
    desk,
    names,
    scope,
    visits,
    entries: reader,
    readPeriod(words) {
      const said = readSpan(words, {
        today: scope.today,
        words: dateWords(desk.definition.languages, desk.definition.eras),
      });
      return isSpan(said) && said.from && said.to ? { start: said.from, end: said.to } : undefined;
    },
    async passages(words, range, limit) {
      const { items, unheld } = await findEntries({ searcher, language }, scope, {
        words,
        filters: range,
        page: { limit, offset: 0 },
      });
      return { entries: items.map(({ entry }) => entry), unheld };
    },
  };
}
