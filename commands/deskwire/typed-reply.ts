import { refusal } from '../../src/command/fault-reply.ts';
import { closest } from '../../src/command/parse/phrase.ts';
import { openStates } from '../../src/domain/draft.ts';
import type { Edited } from '../../src/domain/ports/editing.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { editedReply } from './edited-reply.ts';
import { type DeskContext, editBy, showing, type WritingNeeds } from './writing-needs.ts';

const looked = 200;

/** `editedReply` of a draft whose id was typed: one that is not there was perhaps meant for one that is like it. */
export async function typedReply(
  { drafts }: Pick<WritingNeeds, 'drafts'>,
  edited: Edited,
  id: string,
  context: DeskContext,
  said?: Parameters<typeof editedReply>[3],
): Promise<Reply> {
  if (edited.outcome !== 'not_found') return editedReply(edited, id, showing(context), said);
  const { desk, person, reviews } = editBy(context);
  const whose = reviews ? {} : { author: person };
  const open = await drafts.list({ desk, states: openStates, limit: looked, ...whose });
  const near = closest(
    id,
    open.map((draft) => draft.id),
  );
  if (near.length === 0) return editedReply(edited, id, showing(context));
  const options = near.map((draft) => ({ label: `Draft ${draft}`, command: context.line({ draft }) }));
  return refusal('not_found', `This desk has no draft ${id}.`, 'Did you mean', options);
}
