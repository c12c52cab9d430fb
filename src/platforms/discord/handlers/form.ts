import type { Form } from '../../../domain/form.ts';
import { editLine } from '../../../domain/ports/answerer.ts';
import type { FormOutcome } from '../../../domain/ports/drafts.ts';
import type { Reply } from '../../../domain/reply.ts';
import { renderMessages } from '../render/render.ts';
import { type Answer, bindingOf, type HandlerContext, memberOf } from './context.ts';
import { furtherSteps, openForm, stepOf, stepsOf, valuesOf, withRow } from './form-view.ts';
import type { Incoming, Origin } from './incoming.ts';
import { respond, respondText } from './respond.ts';
import { words } from './wording.ts';

type Submit = Extract<Incoming, { kind: 'submit' }>;
type Press = Extract<Incoming, { kind: 'press' }>;

const readFormState = (text: string) => {
  const [id = '', step = '0'] = text.split(' ');
  return { id, step: Number(step) };
};

/** The form as it was kept, at the step that the button leads to. */
export async function reopenForm(context: HandlerContext, { origin }: Press, text: string): Promise<void> {
  const { id, step } = readFormState(text);
  const form = await context.forms.open(id, memberOf(origin));
  if (!form) return respondText(context, origin, words.formGone);
  await openForm(context, origin, form, step);
}

/** Keeps one step of a form, and answers with what is wrong in it, or with what comes next. */
export async function handleForm(
  context: HandlerContext,
  { origin, values }: Submit,
  text: string,
): Promise<void> {
  const { id, step } = readFormState(text);
  const member = memberOf(origin);
  const filled = context.forms.fill({
    form: id,
    values: valuesOf(values),
    ...member,
    channel: bindingOf(origin).channel,
    complete: true,
    interaction: `discord:${origin.id}`,
  });
  /** To one who was refused there is nothing more to fill in, and it is refused only once. */
  const goesOn = async ({ needed }: Reply) =>
    needed === undefined ? context.forms.open(id, member) : undefined;
  const work = filled.then(async (outcome): Promise<Answer> => {
    const form = outcome.outcome === 'kept' ? outcome.form : await goesOn(outcome.reply);
    return {
      messages: messagesOf(context, origin, { outcome, form, step }),
      visibility: 'private',
      replaces: false,
    };
  });
  await respond(context, origin, work, { as: 'thinking', visibility: 'private' });
}

function messagesOf(
  context: HandlerContext,
  origin: Origin,
  { outcome, form, step }: { outcome: FormOutcome; form: Form | undefined; step: number },
) {
  const reply = outcome.outcome === 'answered' ? outcome.reply : faultsOf(outcome.form);
  const renderContext = {
    line: editLine('').trim(),
    binding: bindingOf(origin),
    actions: context.actions,
    visibility: 'private' as const,
  };
  const messages = renderMessages(reply, renderContext);
  if (!form) return messages;
  const faulty = new Set(form.fields.filter(({ fault }) => fault).map(({ name }) => stepOf(form, name)));
  const others = [...stepsOf(form).keys()].filter((at) => at !== step && !faulty.has(at));
  const fix = outcome.outcome === 'kept' ? furtherSteps(context, origin, form, faulty, 'Fix') : undefined;
  const more = furtherSteps(context, origin, form, others, 'More');
  return [fix, more].reduce((all, row) => (row ? withRow(all, row) : all), messages);
}

/** Nothing can be said beside a field of a modal: what is wrong is told after it, each with its reason. */
function faultsOf(form: Form): Reply {
  const wrong = form.fields.flatMap(({ label, fault }) => (fault ? [`${label}: ${fault}`] : []));
  const says = [...form.about, ...wrong];
  return {
    version: 1,
    outcome: 'question',
    visibility: 'private',
    blocks: [
      { type: 'heading', level: 1, text: form.title },
      {
        type: 'notice',
        tone: 'info',
        spans: [{ text: 'What you wrote is kept. Something is still to be put right:' }],
      },
      { type: 'list', items: says.map((text) => [{ text }]) },
    ],
    citations: [],
  };
}
