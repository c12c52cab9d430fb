import { heading, privately, text } from '../../src/command/answer/blocks.ts';
import { page } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { ToldRevision } from '../../src/domain/ports/editing.ts';
import type { Block } from '../../src/domain/reply.ts';
import { noEntry } from './begin-act.ts';
import { changeBlocks } from './draft-card.ts';
import { editBy, type WritingNeeds } from './writing-needs.ts';
import { entry } from './writing-options.ts';

export const history = ({ editing }: WritingNeeds) =>
  defineHouseCommand({
    name: 'history',
    description: 'Every change of an entry, word by word',
    about: 'desk',
    role: 'editor',
    options: { entry, page },
    bare: ['entry'],
    examples: [{ line: 'history sanchez-06', about: 'every revision, the newest first' }],
    async run({ entry: id, page: asked }, context) {
      const revisions = await editing.history(editBy(context).desk, id);
      if (revisions.length === 0) return noEntry(id, context);
      const { items, paging, notices } = await readPage(context, asked, 'revisions', pageOf(revisions));
      return privately({ blocks: [heading(`History of ${id}`), ...notices, ...items.flatMap(told)], paging });
    },
  });

function told({ revision: { revision, action, actor, recordedAt }, changes }: ToldRevision): Block[] {
  const at = recordedAt.toISOString();
  const head = `${revision}: ${action}, ${formatDay(at.slice(0, 10))} ${at.slice(11, 16)} UTC, by ${actor}`;
  return [heading(head, 2), ...(changes.length > 0 ? changeBlocks(changes) : [text('No word was changed.')])];
}
