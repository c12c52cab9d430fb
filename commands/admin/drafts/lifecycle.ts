import { choices, heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page, textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { formatDay } from '../../../src/domain/dates/day.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { Reply, Span } from '../../../src/domain/reply.ts';
import { plainLine, truncate } from '../../../src/domain/text.ts';
import { typedReply } from './add.ts';
import { returnForm } from './blank-forms.ts';
import { draftReply, draftTitle } from './draft-card.ts';
import { editedReply, sentTo } from './edited-reply.ts';
import { draft, editBy, type Showing, showing, type WritingDeps } from './options.ts';

export const draftSubmit = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'draft submit',
    description: 'Submit a draft for review',
    about: 'desk',
    role: 'editor',
    options: { draft },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft submit k3f9a', about: 'submit it for review' }],
    async run({ draft: id }, context) {
      const by = editBy(context);
      const sent = await deps.editing.submit(id, by);
      // Sending its form or its line has submitted it already.
      const waiting =
        sent.outcome === 'decided' && sent.draft.state === 'in review' && (await deps.editing.view(id, by));
      return waiting
        ? draftReply(waiting, showing(context), sentTo(waiting))
        : typedReply(deps, sent, id, context, sentTo);
    },
  });

export const draftReturn = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'draft return',
    description: 'Return a draft with a reason',
    about: 'desk',
    role: 'reviewer',
    options: { draft, reason: textOption('What to change', 400) },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft return k3f9a reason:"Which page?"', about: 'ask its author for more' }],
    async run({ draft: id, reason }, context) {
      const by = editBy(context);
      const at = showing(context);
      if (reason) return typedReply(deps, await deps.editing.sendBack(id, reason, by), id, context);
      const view = await deps.editing.view(id, by);
      if (!view) return typedReply(deps, { outcome: 'not_found' }, id, context);
      if (view.draft.state !== 'in review')
        return editedReply({ outcome: 'decided', draft: view.draft }, id, at);
      const how = at.line(`draft return ${id} reason:"…"`);
      const asked = refusal('question', `Why is draft ${id} returned? Its author reads it. ${how}`);
      return { ...asked, form: returnForm(view.draft) };
    },
  });

/** To the author of a draft that was returned: by whom, why, and the way back into it. */
export function returnedReply(draft: Draft, { line }: Showing): Reply {
  const { id, reviewer = 'a reviewer', reason = 'no reason was given' } = draft;
  return privately({
    blocks: [
      heading(draftTitle(draft), 2),
      notice('warning', `${reviewer} has returned it: ${reason}`),
      ...choices('Next', [
        { label: 'Edit', command: line(`edit ${id}`) },
        { label: 'Discard', command: line(`draft discard ${id}`) },
      ]),
    ],
  });
}

export const draftDiscard = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'draft discard',
    description: 'Discard a draft',
    about: 'desk',
    role: 'editor',
    options: { draft },
    bare: ['draft'],
    acts: true,
    examples: [{ line: 'draft discard k3f9a', about: 'discard it' }],
    async run({ draft: id }, context) {
      const done = await deps.editing.discard(id, editBy(context));
      const waits = done.outcome === 'done' && (await waitsAgain(deps, done.view.draft, context.now));
      const says = waits ? 'Discarded. Its article waits in feeds items again.' : 'Discarded.';
      return typedReply(deps, done, id, context, () => says);
    },
  });

/** An article of a feed that nothing else was written from waits again. */
async function waitsAgain(
  { drafts, imports, feedItems }: WritingDeps,
  { act, desk, excerpt }: Draft,
  now: Date,
): Promise<boolean> {
  const key = act === 'add' && excerpt?.import ? (await imports.get(excerpt.import, now))?.key : undefined;
  if (key === undefined) return false;
  const states = ['draft', 'returned', 'in review', 'published'] as const;
  const others = await drafts.list({ desk, states, limit: mostDrafts });
  if (others.some((one) => one.act === 'add' && one.excerpt?.url === excerpt?.url)) return false;
  return feedItems.reopen(desk, key);
}

const mostDrafts = 100;

export const draftList = ({ drafts }: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'draft list',
    description: 'List your drafts',
    about: 'desk',
    role: 'editor',
    options: { page },
    bare: [],
    examples: [{ line: 'draft list', about: 'your drafts, including those in review' }],
    async run({ page: asked }, context) {
      const { desk, line } = showing(context);
      const { id } = desk.definition;
      const states = ['draft', 'returned', 'in review'] as const;
      const mine = await drafts.list({ desk: id, author: context.person, states, limit: mostDrafts });
      const add = [{ label: 'Add a fact', command: line('add fact') }];
      if (mine.length === 0) return refusal('ok', 'You have no drafts here.', 'Begin one', add);
      const { items, paging, notices } = await readPage(context, asked, 'drafts', pageOf(mine));
      return privately({
        blocks: [
          heading(`Your drafts: ${desk.definition.name}`),
          ...notices,
          { type: 'list', items: items.map(announcementOf) },
          ...choices(
            'Go on with',
            items.map((one) => ({ label: one.id, command: line(`edit ${one.id}`) })),
          ),
        ],
        paging,
      });
    },
  });

/** A draft without a title is known by how its statement begins. */
const longestNamed = 80;

function announcementOf(draft: Draft): Span[] {
  const { values, body, state, reason, updatedAt } = draft;
  const title =
    values.title ?? values.name ?? body?.title ?? truncate(plainLine(values.statement ?? ''), longestNamed);
  const day = formatDay(updatedAt.toISOString().slice(0, 10));
  const why = state === 'returned' && reason ? `: ${reason}` : '';
  return [
    { text: draftTitle(draft), style: 'strong' },
    { text: `${title ? `, “${title}”` : ''}, ${state}${why}, ${day}` },
  ];
}
