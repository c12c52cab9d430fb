import type { Form } from '../../../domain/form.ts';
import type { FormOutcome } from '../../../domain/ports/drafts.ts';
import type { Reply } from '../../../domain/reply.ts';
import { renderMessages } from '../render/render.ts';
import { bindingOf, memberOf } from './ask.ts';
import type { DeskSide } from './context.ts';
import type { Answer } from './deliver.ts';
import { furtherSteps, openForm, stepOf, stepsOf, valuesOf, withRow } from './form-modal.ts';
import type { Incoming, Origin } from './incoming.ts';
import { converse, say } from './respond.ts';
import { sentences } from './sentences.ts';

type Submit = Extract<Incoming, { kind: 'submit' }>;
type Press = Extract<Incoming, { kind: 'press' }>;

const read = (text: string) => {
  const [id = '', step = '0'] = text.split(' ');
  return { id, step: Number(step) };
};

/** The form as it was kept, at the step that the button leads to. */
export async function reopenForm(desk: DeskSide, { origin }: Press, text: string): Promise<void> {
  const { id, step } = read(text);
  const form = await desk.forms.open(id, memberOf(origin));
  if (!form) return say(desk, origin, sentences.formGone);
  await openForm(desk, origin, form, step);
}

/** Keeps one step of a form, and answers with what is wrong in it, or with what comes next. */
export async function takeForm(desk: DeskSide, { origin, values }: Submit, text: string): Promise<void> {
  const { id, step } = read(text);
  const member = memberOf(origin);
  const filled = desk.forms.fill({
    form: id,
    values: valuesOf(values),
    ...member,
    channel: bindingOf(origin).channel,
    complete: true,
    interaction: `discord:${origin.id}`,
  });
  /** To one who was refused there is nothing more to fill in, and it is refused only once. */
  const goesOn = async ({ needed }: Reply) =>
    needed === undefined ? desk.forms.open(id, member) : undefined;
  const work = filled.then(async (outcome): Promise<Answer> => {
    const form = outcome.outcome === 'kept' ? outcome.form : await goesOn(outcome.reply);
    return {
      messages: messagesOf(desk, origin, { outcome, form, step }),
      visibility: 'private',
      replaces: false,
    };
  });
  await converse(desk, origin, work, { as: 'thinking', visibility: 'private' });
}

function messagesOf(
  desk: DeskSide,
  origin: Origin,
  { outcome, form, step }: { outcome: FormOutcome; form: Form | undefined; step: number },
) {
  const reply = outcome.outcome === 'answered' ? outcome.reply : faultsOf(outcome.form);
  const context = {
    line: '/deskwire',
    binding: bindingOf(origin),
    actions: desk.actions,
    visibility: 'private' as const,
  };
  const messages = renderMessages(reply, context);
  if (!form) return messages;
  const faulty = new Set(form.fields.filter(({ fault }) => fault).map(({ name }) => stepOf(form, name)));
  const others = [...stepsOf(form).keys()].filter((at) => at !== step && !faulty.has(at));
  const fix = outcome.outcome === 'kept' ? furtherSteps(desk, origin, form, faulty, 'Fix') : undefined;
  const more = furtherSteps(desk, origin, form, others, 'More');
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
