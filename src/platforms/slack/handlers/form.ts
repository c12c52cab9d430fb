import { createHash } from 'node:crypto';
import type { Form } from '../../../domain/form.ts';
import { editLine } from '../../../domain/ports/answerer.ts';
import type { FormOutcome } from '../../../domain/ports/drafts.ts';
import { limits } from '../limits.ts';
import { type Asker, rendered } from './ask.ts';
import { channelId, type HandlerContext, personId } from './context.ts';
import { formView, valuesOf } from './form-view.ts';
import { metadataFor, readMetadata, readSubmission, type Submission } from './incoming.ts';
import { donePage } from './report.ts';
import { deliver } from './respond.ts';
import { words } from './wording.ts';

type View = Submission['view'];

/**
 * Opens the form beside the answer that asks for it. A trigger lives for three seconds: when it is too late, the button
 * "Edit" of that answer opens it.
 */
export async function openForm(context: HandlerContext, asker: Asker, form: Form): Promise<void> {
  const { trigger } = asker;
  const metadata = metadataFor(context, asker, { kind: 'form', text: form.id });
  if (metadata === undefined || trigger === '') return;
  const result = await context.sender.openView(trigger, formView(form, metadata));
  if (!result.ok && result.failure.code !== 'expired') context.logFailure(result.failure, 'opening a form');
}

export type FormAck = (
  reply:
    | { response_action: 'errors'; errors: Record<string, string> }
    | { response_action: 'update'; view: ReturnType<typeof formView> }
    | { response_action: 'clear' },
) => Promise<void>;

/** Keeps what was filled in; faults stand beside their fields, and what comes of it is said in the channel. */
export async function handleForm(context: HandlerContext, body: unknown, ack: FormAck): Promise<void> {
  const show = (text: string) => ack({ response_action: 'update', view: donePage(text, 'Draft') });
  const submission = readSubmission(body);
  if (!submission) return show(words.unreadable);
  const { team, user, userTeam, view } = submission;
  const refused = (why: 'foreignTeam' | 'foreignButton') =>
    show(context.refused(personId(userTeam, user), 'a form', why));
  if (!context.allows(team, userTeam)) return refused('foreignTeam');
  const opened = readMetadata(context, submission, 'form');
  if (!opened) return refused('foreignButton');

  const asker: Asker = { team, user, userTeam, channel: opened.channel, trigger: '' };
  const filled = context.forms.fill({
    form: opened.text,
    values: valuesOf(view.state.values),
    person: personId(userTeam, user),
    channel: channelId(team, opened.channel),
    complete: true,
    interaction: nameOf(view),
  });
  const early = await Promise.race([filled, context.timing.ackDue()]);
  if (early === undefined) await show(words.formSaving);
  else await ack(inAck(early, view));
  const outcome = early ?? (await filled);
  const late = early === undefined;
  if (outcome.outcome === 'answered') return respondToForm(context, asker, outcome, view.id);
  if (late) await updateLate(context, view, formView(outcome.form, view.private_metadata));
}

/** What arrives again says the same; what was sent back with faults and put right does not. */
const nameOf = ({ id, state }: View) =>
  `slack:${id}:${createHash('sha256').update(JSON.stringify(state.values)).digest('base64url')}`;

function inAck(outcome: FormOutcome, view: View): Parameters<FormAck>[0] {
  if (outcome.outcome === 'answered')
    return { response_action: 'update', view: donePage(words.formKept, 'Draft') };
  const shown = new Set(view.blocks.map(({ block_id }) => block_id));
  const errors = Object.fromEntries(
    outcome.form.fields.flatMap(({ name, fault }) => (fault && shown.has(name) ? [[name, fault]] : [])),
  );
  // Words that belong to no field can only stand in a new view.
  if (Object.keys(errors).length > 0) return { response_action: 'errors', errors };
  return { response_action: 'update', view: formView(outcome.form, view.private_metadata) };
}

/** The answer with its buttons, in the channel; where the bot may not speak there, its words in the form's place. */
async function respondToForm(
  context: HandlerContext,
  asker: Asker,
  { reply }: Extract<FormOutcome, { outcome: 'answered' }>,
  viewId: string,
): Promise<void> {
  const answer = await rendered(context, asker, editLine('').trim(), reply, 'private');
  const place = { channel: asker.channel, user: asker.user, address: undefined };
  const result = await deliver(context, place, answer);
  if (result.ok) return;
  const text = answer.messages.map((message) => message.text).join('\n\n');
  const shown = await context.sender.updateView(viewId, donePage(text.slice(0, limits.blockText), 'Draft'));
  if (!shown.ok) context.unsent(shown.failure);
}

async function updateLate(
  context: HandlerContext,
  view: View,
  page: ReturnType<typeof formView>,
): Promise<void> {
  const result = await context.sender.updateView(view.id, page);
  if (!result.ok) context.unsent(result.failure);
}
