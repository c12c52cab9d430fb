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
import type { Scope, SearchQuery } from '../src/domain/ports/entries.ts';
import type { Block, Choice, EntryItem, Span } from '../src/domain/reply.ts';

export const search = defineCommand({
  scope: 'desk',
  name: 'search',
  description: 'Search briefs and facts, best match first',
  role: 'reader',
  forms: true,
  options: {
    words: {
      description: 'Words to search for; names in any spelling',
      kind: { type: 'words' },
      required: true,
      schema: z.string().trim().min(1).max(200),
    },
    page: options.page,
  },
  bare: ['words'],
  examples: [
    { line: 'search {words}', about: 'words anywhere in an entry' },
    { line: 'search {person}', about: 'names in any spelling' },
  ],
  async run({ words, page }, context) {
    const request = requestContext(context);
    const { query, readAs } = context.language.understand(words);
    const title = heading(`Search: ${words}`);
    const read = readAs.map(({ typed, label }) => notice('info', `“${typed}” is read as ${label}.`));
    if (query.groups.length === 0) {
      const hint = 'There is no word here to look for: write a name or a telling word.';
      return answer(context, { outcome: 'invalid', blocks: [title, ...read, notice('warning', hint)] });
    }
    const found = await readPage(context, page, 'entries', (window) =>
      context.searcher.search(request.scope, query, window),
    );
    const hits = found.items.map(({ entry }) => entry);
    const items = hits.map((entry) => marked(entryItem(entry, request), query, context));
    const rows = rowBlocks(hits, request, 'best first').map(
      (block): Block =>
        block.type === 'entries'
          ? { ...block, items: block.items.map((item) => marked(item, query, context)) }
          : block,
    );
    const body =
      found.total === 0
        ? [notice('info', nothing(context)), ...meantLines(await better(words, request.scope, context))]
        : [...onlyIn('glance', rows), ...onlyIn('details', [text('Best first.'), ...entries(items)])];
    const counted = found.total === 0 ? '' : ` (${count(found.total, 'entry', 'entries')})`;
    return atAGlance(context, {
      blocks: [heading(`Search: ${words}${counted}`), ...read, ...found.notices, ...body],
      citations: request.citations,
      paging: found.paging,
    });
  },
});

/** Words that matched are marked wherever they show; the rest keeps the style it has. */
function marked(item: EntryItem, query: SearchQuery, { language }: CommandContext): EntryItem {
  const mark = (spans: Span[]) =>
    spans.flatMap((span) => language.highlight(span.text, query).map((part) => ({ ...span, ...part })));
  return {
    ...item,
    headline: mark(item.headline),
    lines: item.lines.map(mark),
    ...(item.row && { row: { ...item.row, text: mark(item.row.text) } }),
  };
}

/** The question with one word put right, where that finds anything. */
async function better(words: string, scope: Scope, context: CommandContext): Promise<Choice[]> {
  const { language, searcher } = context;
  const found = await Promise.all(
    language.suggest(words, 3).map(async (line) => {
      const { query } = language.understand(line);
      const { total } = await searcher.search(scope, query, { limit: 1, offset: 0 });
      return total > 0 ? [{ label: `Search for ${line}`, command: deskLine(context, `search ${line}`) }] : [];
    }),
  );
  return found.flat();
}

function nothing(context: CommandContext): string {
  return `No entry holds all these words. Try fewer, or see ${deskLine(context, 'topics')}.`;
}
