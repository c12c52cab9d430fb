import { choices, heading, privately } from '../../src/command/answer/blocks.ts';
import { page } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { Span } from '../../src/domain/reply.ts';
import { draftTitle } from './draft-card.ts';
import { showing, type WritingNeeds } from './writing-needs.ts';

const most = 100;

export const draftList = ({ drafts }: WritingNeeds) =>
  defineHouseCommand({
    name: 'draft list',
    description: 'Your drafts, to go on with',
    about: 'desk',
    role: 'editor',
    options: { page },
    bare: [],
    examples: [{ line: 'draft list', about: 'what you have begun and what is in review' }],
    async run({ page: asked }, context) {
      const { desk, line } = showing(context);
      const { id } = desk.definition;
      const states = ['draft', 'returned', 'in review'] as const;
      const mine = await drafts.list({ desk: id, author: context.person, states, limit: most });
      const add = [{ label: 'Add a fact', command: line('add fact') }];
      if (mine.length === 0) return refusal('ok', 'You have no drafts here.', 'Begin one', add);
      const { items, paging, notices } = await readPage(context, asked, 'drafts', pageOf(mine));
      return privately({
        blocks: [
          heading(`Your drafts: ${desk.definition.name}`),
          ...notices,
          { type: 'list', items: items.map(told) },
          ...choices(
            'Go on with',
            items.map((one) => ({ label: one.id, command: line(`edit ${one.id}`) })),
          ),
        ],
        paging,
      });
    },
  });

function told(draft: Draft): Span[] {
  const { values, body, state, reason, updatedAt } = draft;
  const title = values.title ?? body?.title;
  const day = formatDay(updatedAt.toISOString().slice(0, 10));
  const why = state === 'returned' && reason ? `: ${reason}` : '';
  return [
    { text: draftTitle(draft), style: 'strong' },
    { text: `${title ? `, “${title}”` : ''}, ${state}${why}, ${day}` },
  ];
}
