import { nearestIds } from '../../src/command/answer/nearest.ts';
import { scopeOf } from '../../src/command/desk-service.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import type { DraftAct } from '../../src/domain/draft.ts';
import type { DraftView } from '../../src/domain/ports/editing.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { asked, draftReply } from './draft-card.ts';
import { editedReply } from './edited-reply.ts';
import { type DeskContext, editBy, showing, type WritingNeeds } from './writing-needs.ts';

interface Act {
  act: DraftAct;
  entry: string;
  values: Record<string, string>;
  /** It is whole with what was said, and goes to review at once. */
  submits?: boolean;
}

/** Begins to change an entry, or goes on where the person has begun to. */
export async function beginAct(
  { editing }: Pick<WritingNeeds, 'editing'>,
  { act, entry, values, submits = false }: Act,
  context: DeskContext,
): Promise<Reply> {
  const by = editBy(context);
  const { desk, person } = by;
  const at = showing(context);
  const begun = await editing.begin({ desk, act, type: 'fact', entry, values, person });
  if (begun.outcome === 'not_found') return noEntry(entry, context, act === 'supersede' ? 'by' : 'entry');
  if (begun.outcome === 'refused') return refusal('invalid', begun.says);
  const { draft, faults } = begun.view;
  const { form } = begun.view;
  // Nothing is said yet that could be looked at: it begins with the form.
  if (!submits) return { ...draftReply(begun.view, at), ...(form && { form: asked(form) }) };
  if (faults.length > 0 || draft.state === 'in review') return draftReply(begun.view, at);
  return editedReply(await editing.submit(draft.id, by), draft.id, at, waits);
}

export const waits = ({ draft: { state } }: DraftView) =>
  state === 'in review' ? 'It waits for a reviewer.' : undefined;

export async function noEntry(id: string, context: DeskContext, option = 'entry'): Promise<Reply> {
  const { service, role, now } = context;
  const near = await nearestIds(service.entries, scopeOf(service, role, now), id, 3);
  const options = near.map(({ id: command, title }) => ({
    label: `${command}: ${title}`,
    command: context.line({ [option]: command }),
  }));
  return refusal('not_found', `This desk has no entry ${id}.`, 'Did you mean', options);
}
