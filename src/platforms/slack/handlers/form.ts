import { createHash } from 'node:crypto';
import type { Form } from '../../../domain/form.ts';
import { editLine } from '../../../domain/ports/answerer.ts';
import type { FormOutcome } from '../../../domain/ports/drafts.ts';
import { limits } from '../limits.ts';
import { type Asker, renderAnswer } from './ask.ts';
import { channelId, type HandlerContext, personId } from './context.ts';
import { formView, valuesOf } from './form-view.ts';
import { metadataFor, readMetadata, readSubmission, type Submission } from './incoming.ts';
import { donePage } from './report.ts';
import { type Answer, deliver } from './respond.ts';
import { words } from './wording.ts';

type View = Submission['view'];

/**
 * Opens the form beside the answer that asks for it. A trigger lives for three seconds: when it is too late, a button of
 * that answer opens it. False when it is not open.
 */
export async function openForm(context: HandlerContext, asker: Asker, form: Form): Promise<boolean> {
  const { trigger } = asker;
  const metadata = metadataFor(context, asker, { kind: 'form', text: form.id });
  if (metadata === undefined || trigger === '') return false;
  const result = await context.sender.openView(trigger, formView(form, metadata));
  if (!result.ok && result.failure.code !== 'expired') context.logFailure(result.failure, 'opening a form');
  return result.ok;
}

type Asked = Answer | 'repeated';

/** An answer whose form is open, if it has one. `alone`: the form says all; its message need not be shown beside it. */
interface Opened {
  answer: Asked;
  alone: boolean;
}

/**
 * The answer to a line, with its form opened. What is still being fetched (`early` undefined) gets a page that says so
 * while its trigger lives, and the form takes its place.
 */
export async function answerLine(
  context: HandlerContext,
  asker: Asker,
  line: string,
  { asked, early }: { asked: Promise<Asked>; early: Asked | undefined },
): Promise<Opened> {
  const isLate = early === undefined && asker.trigger !== '' && context.answerer.asks(line);
  const page = isLate
    ? await context.sender.openView(asker.trigger, donePage(words.reading, 'Draft'))
    : undefined;
  const answer = early ?? (await asked);
  if (answer === 'repeated') return { answer, alone: false };
  const { form } = answer;
  if (!page?.ok)
    return { answer, alone: form !== undefined && (await openForm(context, asker, form)) && !!form.opener };
  const metadata = form && metadataFor(context, asker, { kind: 'form', text: form.id });
  const view = form && metadata ? formView(form, metadata) : donePage(textOf(answer), 'Draft');
  const shown = await context.sender.updateView(page.id, view);
  if (!shown.ok) context.unsent(shown.failure);
  return { answer, alone: shown.ok && form?.opener !== undefined };
}

/** The answer to a press, which may be late. */
export async function answeredPress(
  context: HandlerContext,
  asker: Asker,
  line: string,
  asked: Promise<Asked>,
): Promise<Opened> {
  const early = context.answerer.asks(line)
    ? await Promise.race([asked, context.timing.ackDue()])
    : await asked;
  return answerLine(context, asker, line, { asked, early: early || undefined });
}

const textOf = ({ messages }: Answer) =>
  messages
    .map(({ text }) => text)
    .join('\n\n')
    .slice(0, limits.blockText) || words.formGone;

export type FormAck = (
  reply:
    | { response_action: 'errors'; errors: Record<string, string> }
    | { response_action: 'update'; view: ReturnType<typeof formView> }
    | { response_action: 'clear' },
) => Promise<void>;

/** Keeps what was filled in; faults stand beside their fields, and what comes of it is said in the channel. */
export async function handleForm(context: HandlerContext, body: unknown, ack: FormAck): Promise<void> {
  const submission = readSubmission(body);
  const title = submission?.view.title?.text ?? 'Draft';
  const show = (text: string) => ack({ response_action: 'update', view: donePage(text, title) });
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
  else await ack(inAck(context, { early, asker, view, form: opened.text }));
  const outcome = early ?? (await filled);
  const late = early === undefined;
  if (outcome.outcome === 'answered') return respondToForm(context, asker, outcome, view.id);
  if (late) await updateLate(context, view, viewOf(context, asker, outcome.form, view));
}

/** What arrives again says the same; what was sent back with faults and put right does not. */
const nameOf = ({ id, state }: View) =>
  `slack:${id}:${createHash('sha256').update(JSON.stringify(state.values)).digest('base64url')}`;

/** The form again. Once a draft was begun of it, it is the form of that draft. */
function viewOf(context: HandlerContext, asker: Asker, form: Form, { private_metadata }: View) {
  const metadata = metadataFor(context, asker, { kind: 'form', text: form.id });
  return formView(form, metadata ?? private_metadata);
}

function inAck(
  context: HandlerContext,
  { early: outcome, asker, view, form }: { early: FormOutcome; asker: Asker; view: View; form: string },
): Parameters<FormAck>[0] {
  if (outcome.outcome === 'answered')
    return { response_action: 'update', view: donePage(words.formKept, view.title?.text ?? 'Draft') };
  const shown = new Set(view.blocks.map(({ block_id }) => block_id));
  const errors = Object.fromEntries(
    outcome.form.fields.flatMap(({ name, fault }) => (fault && shown.has(name) ? [[name, fault]] : [])),
  );
  const isAllShown = outcome.form.fields.every(
    ({ name, fault, also }) => !(fault || also) || shown.has(name),
  );
  // What is wrong in a field that was not asked can only stand in a new view, and so does the form of another draft.
  if (Object.keys(errors).length > 0 && isAllShown && outcome.form.id === form)
    return { response_action: 'errors', errors };
  return { response_action: 'update', view: viewOf(context, asker, outcome.form, view) };
}

/** The answer with its buttons, in the channel; where the bot may not speak there, its words in the form's place. */
async function respondToForm(
  context: HandlerContext,
  asker: Asker,
  { reply }: Extract<FormOutcome, { outcome: 'answered' }>,
  viewId: string,
): Promise<void> {
  const answer = await renderAnswer(context, asker, editLine('').trim(), reply, 'private');
  const place = { channel: asker.channel, user: asker.user, address: undefined };
  const result = await deliver(context, place, answer);
  if (result.ok) return;
  const shown = await context.sender.updateView(viewId, donePage(textOf(answer), 'Draft'));
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
