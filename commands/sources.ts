import { atAGlance, heading, onlyIn, text } from '../src/command/answer/blocks.ts';
import { sourceBlocks, sourceInShort } from '../src/command/answer/entry-page.ts';
import { pageOf, readPage } from '../src/command/answer/paging.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { count } from '../src/domain/dates/day.ts';
import type { Source } from '../src/domain/sources/source.ts';

export const sources = defineCommand({
  scope: 'desk',
  name: 'sources',
  description: 'All sources, with reliability, coverage and who checked them',
  role: 'reader',
  forms: true,
  asked: true,
  options: { page: options.page },
  bare: [],
  examples: [
    { line: 'sources', about: 'all sources of the desk' },
    { line: 'sources page 2', about: 'the second page' },
  ],
  async run({ page }, context) {
    const { desk } = context;
    // Registers first: they decide what "none recorded" means.
    const all = [...desk.sources].sort(
      (a, b) =>
        b.registers.length - a.registers.length ||
        a.grade.localeCompare(b.grade) ||
        a.title.localeCompare(b.title),
    );
    const { items, total, paging, notices } = await readPage(context, page, 'sources', pageOf(all));
    const number = (source: Source) => all.indexOf(source) + 1;
    const blocks = [
      heading(count(total, 'source')),
      ...requestContext(context).notices,
      ...notices,
      ...onlyIn('glance', [
        { type: 'list', items: items.map((source) => sourceInShort(source, number(source))) },
      ]),
      ...onlyIn('details', [
        text('The registers first. A source says nothing about what came after it reaches.'),
        ...items.flatMap((source) => sourceBlocks(desk, source, number(source))),
      ]),
    ];
    return atAGlance(context, { blocks, paging });
  },
});
