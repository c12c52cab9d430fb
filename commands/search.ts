import { z } from 'zod';
import {
  answer,
  atAGlance,
  deskLine,
  entries,
  heading,
  notice,
  onlyIn,
  text,
} from '../src/command/answer/blocks.ts';
import { rowBlocks } from '../src/command/answer/entry-list.ts';
import { readPage } from '../src/command/answer/paging.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { meantLines } from '../src/command/refusals.ts';
import { entryItem } from '../src/domain/answer/entry-item.ts';
import { count } from '../src/domain/dates/day.ts';
import { inWords } from '../src/domain/desk.ts';
import type { Page, Scope } from '../src/domain/ports/entries.ts';
import { type Block, type Choice, type EntryItem, type Span, textOf } from '../src/domain/reply.ts';
import { type FoundEntries, findEntries } from '../src/domain/search/find.ts';
import type { SearchFilters, SearchHit, SearchQuery } from '../src/domain/search/query.ts';

/** A filter of a search is written with a colon: without one, its name is a word to search for. */
const filter = <T extends object>(option: T) => ({ ...option, aliases: [], keyed: true }) as const;

export const search = defineCommand({
  scope: 'desk',
  name: 'search',
  description: 'Search briefs and facts, best match first',
  role: 'reader',
  forms: true,
  cutsLine: true,
  options: {
    words: {
      description: 'Words to search for; names in any spelling, "phrases", -without',
      kind: { type: 'words', quotes: true },
      required: true,
      schema: z.string().trim().min(1),
    },
    topic: filter(options.topic),
    country: filter(options.countries),
    person: filter(options.person),
    organisation: filter(options.nameOption('Organisation, in any spelling', ['organisation'])),
    source: filter(options.textOption('A source, by its id, title or publisher', 120)),
    since: filter(options.since),
    why: {
      description: 'Explains the rank of each entry',
      kind: { type: 'flag' },
      keyed: true,
      schema: z.boolean(),
    },
    page: options.page,
  },
  bare: ['words'],
  examples: [
    { line: 'search {words}', about: 'words anywhere in an entry' },
    { line: 'search {person}', about: 'names in any spelling' },
    { line: 'search {words} country:{country}', about: 'entries on one country' },
  ],
  async run({ words, page, why, source, ...names }, context) {
    const request = requestContext(context);
    const said = citedSource(source, context);
    if (said && 'fault' in said)
      return answer(context, {
        outcome: 'invalid',
        blocks: [heading(`Search: ${inShort(words)}`), notice('warning', said.fault)],
      });
    const filters: SearchFilters = { ...names, since: names.since, source: said?.id };
    let found: FoundEntries | undefined;
    const unquoted: Block[] = [];
    const find = (asked: string, window: Page) =>
      findEntries(context, request.scope, { words: asked, filters, page: window });
    const read = await readPage(context, page, 'entries', async (window) => {
      found = await find(words, window);
      const phrases = found.total === 0 ? [...words.matchAll(quotes)] : [];
      const without = phrases.length > 0 ? await find(words.replace(quotes, ' $1 '), window) : found;
      if (without.total > 0 && without !== found && unquoted.length === 0) unquoted.push(inParts(phrases));
      found = without.total > 0 ? without : found;
      return found;
    });
    if (!found) throw new Error('nothing was searched');
    const { query, total } = found;
    const readAs = found.readAs.map(({ typed, label }) => notice('info', `“${typed}” is read as ${label}.`));
    const notices = [...unquoted, ...readAs, ...read.notices];
    if (query.terms.length === 0) {
      const hint = 'There is no word here to look for: write a name or a telling word.';
      return answer(context, {
        outcome: 'invalid',
        blocks: [heading(`Search: ${inShort(words)}`), ...notices, notice('warning', hint)],
      });
    }
    const counted = total === 0 ? '' : ` (${count(total, 'entry', 'entries')})`;
    const title = heading(`Search: ${inShort(words)}${counted}`);
    if (why)
      return answer(context, {
        blocks: [title, ...notices, ...found.items.map((hit, at) => text(explained(hit, at + 1, query)))],
      });
    const hits = read.items.map(({ entry }) => entry);
    const mark = markerOf(context.language.highlighter(query));
    const items = hits.map((entry) => marked(entryItem(entry, request), mark));
    const inFull = new Map(items.map((item) => [item.id, item]));
    const inRow = ({ row, ...item }: EntryItem): EntryItem => {
      const { headline, lines } = inFull.get(item.id) ?? item;
      return withHit({ ...item, headline, lines, ...(row && { row: { ...row, text: mark(row.text) } }) });
    };
    const rows = rowBlocks(hits, request, { sorted: 'best first' }).map(
      (block): Block => (block.type === 'entries' ? { ...block, items: block.items.map(inRow) } : block),
    );
    const offers = await offered(found, request.scope, context);
    const body: Block[] = [];
    if (total > 0) {
      body.push(...onlyIn('glance', rows), ...onlyIn('details', [text('Best first.'), ...entries(items)]));
    } else if (offers.length === 0) {
      body.push(notice('info', nothing(found, context)));
      body.push(...meantLines(await better(words, request.scope, context)));
    }
    return atAGlance(context, {
      blocks: [title, ...notices, ...offers, ...body],
      citations: request.citations,
      paging: read.paging,
    });
  },
});

const quotes = /["“”„«]([^"“”„«»]+)["“”»]/g;

/** Where no entry has the words of quotes in a row. */
const inParts = (phrases: readonly RegExpMatchArray[]): Block =>
  notice(
    'info',
    `No entry says ${inWords(phrases.map(([, phrase = '']) => `“${phrase.trim()}”`))}. Without the quotes:`,
  );

/** A heading is one line. */
const inShort = (words: string) => (words.length > 80 ? `${words.slice(0, 79).toWellFormed()}…` : words);

/** The topics that words are listed for which no entry says. */
async function offered(
  { unheld, topics }: FoundEntries,
  scope: Scope,
  context: CommandContext,
): Promise<Block[]> {
  const known = topics.filter(({ word }) => unheld.includes(word.toLowerCase()));
  if (known.length === 0) return [];
  const counts = await context.entries.countByTopic(scope);
  const named = (id: string) => context.desk.definition.topics.find((topic) => topic.id === id)?.name ?? id;
  const on = known.map(({ word, topic }) => ({ word, topic, entries: counts.get(topic) ?? 0 }));
  return [
    ...on.map(({ word, topic, entries }) =>
      notice('info', `No entry says “${word}”. On ${named(topic)}: ${entries}.`),
    ),
    ...meantLines(
      on
        .filter(({ entries }) => entries > 0)
        .map(({ topic }) => ({
          label: named(topic),
          command: deskLine(context, `latest topic:${topic}`),
        })),
    ),
  ];
}

/** A source of the desk by its id, or by words of its title or publisher that fit no other. */
function citedSource(
  typed: string | undefined,
  { desk }: CommandContext,
): { id: string } | { fault: string } | undefined {
  if (typed === undefined) return undefined;
  const wanted = typed.trim().toLowerCase();
  const fitting = desk.sources.filter(({ id, title, publisher }) =>
    [id, title, publisher ?? ''].some((text) => text.toLowerCase().includes(wanted)),
  );
  const exact = desk.sources.find(({ id }) => id === wanted);
  const [only] = exact ? [exact] : fitting;
  if (only && (exact || fitting.length === 1)) return { id: only.id };
  const some = fitting.slice(0, 3).map(({ id }) => `source:${id}`);
  if (only) return { fault: `“${typed}” fits ${fitting.length} sources. Write one: ${some.join(', ')} …` };
  return { fault: `The desk has no source “${typed}”. The command sources lists them.` };
}

/** What put an entry at its rank. */
function explained({ entry, score, held, related }: SearchHit, rank: number, { terms }: SearchQuery): string {
  const shares = held.map(({ term, share }) => `${terms[term]?.word} ${share.toFixed(2)}`);
  const missing = terms.filter((_, term) => !held.some((each) => each.term === term));
  const near = Math.abs(related) < 0.005 ? [] : [`related words ${related.toFixed(2)}`];
  const without =
    missing.length === 0 ? 'has every word' : `without ${missing.map(({ word }) => word).join(', ')}`;
  return `${rank}. ${entry.body.title}: ${[...shares, ...near].join(' + ')} = ${score.toFixed(2)}, ${without}`;
}

/** Words that matched are marked wherever they show; the rest keeps the style it has. */
const markerOf =
  (highlight: (text: string) => Span[]) =>
  (spans: Span[]): Span[] =>
    spans.flatMap((span) => highlight(span.text).map((part) => ({ ...span, ...part })));

const marked = (item: EntryItem, mark: (spans: Span[]) => Span[]): EntryItem => ({
  ...item,
  headline: mark(item.headline),
  lines: item.lines.map(mark),
});

/** A row without a word that matched gets the words around the first match, so that it shows why it is there. */
function withHit(item: EntryItem): EntryItem {
  const { row, lines } = item;
  const isHit = ({ style }: Span) => style === 'mark';
  if (!row || row.text.some(isHit)) return item;
  const line = lines.find((spans) => spans.some(isHit));
  return line
    ? { ...item, row: { ...row, text: [...row.text, { text: ': ' }, ...around(line, isHit)] } }
    : item;
}

function around(line: readonly Span[], isHit: (span: Span) => boolean): Span[] {
  const at = line.findIndex(isHit);
  const [before, after] = [textOf(line.slice(0, at)), textOf(line.slice(at + 1))];
  const hit = line[at];
  const from = before.length > aroundHit ? before.indexOf(' ', before.length - aroundHit) : 0;
  const to = after.length > aroundHit ? after.lastIndexOf(' ', aroundHit) : after.length;
  return [
    { text: `${from > 0 ? '…' : ''}${before.slice(Math.max(0, from))}` },
    ...(hit ? [hit] : []),
    { text: `${after.slice(0, Math.max(0, to))}${to < after.length ? ' …' : ''}` },
  ].filter(({ text }) => text !== '');
}

/** Characters on each side of a hit. */
const aroundHit = 30;

/** The question with one word put right, where that finds anything. */
async function better(words: string, scope: Scope, context: CommandContext): Promise<Choice[]> {
  const page = { limit: 1, offset: 0 };
  const found = await Promise.all(
    context.language.suggest(words, 3).map(async (line) => {
      const { total } = await findEntries(context, scope, { words: line, page });
      return total > 0 ? [{ label: `Search for ${line}`, command: deskLine(context, `search ${line}`) }] : [];
    }),
  );
  return found.flat();
}

function nothing({ unheld, query }: FoundEntries, context: CommandContext): string {
  if (unheld.length < query.terms.length)
    return 'Entries hold these words, but none fits the phrases, filters and words to leave out. Take one away.';
  return `No entry holds any of these words. See ${deskLine(context, 'topics')}.`;
}
