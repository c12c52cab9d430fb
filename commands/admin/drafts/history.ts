import { changeBlocks, heading, privately, text } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page } from '../../../src/command/options.ts';
import { person } from '../../../src/domain/answer/named.ts';
import type { RevisionSummary } from '../../../src/domain/ports/drafts.ts';
import type { Block } from '../../../src/domain/reply.ts';
import { instantIn } from '../digest/wording.ts';
import { noEntry } from './change.ts';
import { editBy, entry, type WritingDeps } from './options.ts';

export const history = ({ editing }: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'history',
    description: 'Show every change to an entry, word by word',
    about: 'desk',
    role: 'editor',
    options: { entry, page },
    bare: ['entry'],
    examples: [{ line: 'history {fact}', about: 'all revisions, newest first' }],
    async run({ entry: id, page: asked }, context) {
      const { zone } = context.service.desk.definition;
      const revisions = await editing.history(editBy(context).desk, id);
      if (revisions.length === 0) return noEntry(id, context);
      const { items, paging, notices } = await readPage(context, asked, 'revisions', pageOf(revisions));
      return privately({
        blocks: [
          heading(`History of ${id}`),
          ...notices,
          ...items.flatMap((item) => revisionBlocks(item, zone)),
        ],
        paging,
      });
    },
  });

/** What was done, when by the clocks of the desk, by whom, and each word that changed. */
function revisionBlocks(
  { revision: { revision, action, actor, recordedAt, approver }, changes }: RevisionSummary,
  zone: string,
): Block[] {
  const when = recordedAt ? `${instantIn(zone, recordedAt)}, by ` : 'By ';
  const approved = approver === undefined ? [] : [{ text: ', approved by ' }, person(approver)];
  return [
    heading(`${revision}: ${action}`, 2),
    { type: 'text', spans: [{ text: when }, person(actor), ...approved] },
    ...(changes.length > 0
      ? changeBlocks(changes)
      : [text(revision === 1 ? 'As it is now.' : 'No word was changed.')]),
  ];
}
