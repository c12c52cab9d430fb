import { z } from 'zod';
import { type Action, decodePressed } from '../../../domain/button-actions.ts';
import { assertNever } from '../../../domain/errors.ts';
import { limits } from '../limits.ts';
import { belowMark, restFrom } from '../render/message.ts';
import { type Asker, ask, type Press } from './ask.ts';
import { share, typedText } from './command.ts';
import { type HandlerContext, homeChannel, personId } from './context.ts';
import { answeredPress, openForm } from './form.ts';
import { openReport } from './report.ts';
import { addressOf, deliver, failureText, respondAside, respondText } from './respond.ts';
import { words } from './wording.ts';

const pressSchema = z.object({
  user: z.object({ id: z.string().min(1), name: z.string().optional(), team_id: z.string().optional() }),
  team: z.object({ id: z.string().min(1) }).nullish(),
  channel: z.object({ id: z.string().min(1) }).optional(),
  container: z.object({ is_ephemeral: z.boolean().optional(), message_ts: z.string().optional() }).optional(),
  response_url: z.string().max(limits.address).optional(),
  trigger_id: z.string().default(''),
  actions: z
    .array(
      z.object({
        action_id: z.string().max(limits.id),
        value: z
          .string()
          .max(limits.escaped * limits.buttonValue)
          .default(''),
      }),
    )
    .min(1),
});

export async function handlePress(context: HandlerContext, body: unknown): Promise<void> {
  const parsed = pressSchema.safeParse(body);
  if (!parsed.success) return;
  const { user, channel, container, response_url, trigger_id, actions } = parsed.data;
  const team = parsed.data.team?.id ?? user.team_id ?? '';
  const { action_id, value } = actions[0]!;
  const asker: Asker = {
    team,
    user: user.id,
    userTeam: user.team_id ?? team,
    channel: channel?.id ?? homeChannel,
    trigger: trigger_id,
  };
  const press: Press = {
    asker,
    userName: user.name ?? user.id,
    place: { channel: asker.channel, user: user.id, address: addressOf(response_url) },
    message: container?.message_ts ?? '',
    public: container?.is_ephemeral === false,
    below: action_id.endsWith(belowMark),
    from: restFrom(action_id),
  };
  const refused = (why: 'foreignTeam' | 'foreignButton') =>
    respondText(context, press, context.refused(personId(asker.userTeam, user.id), 'a button', why));
  if (!context.allows(team, asker.userTeam)) return refused('foreignTeam');
  const action = readAction(context, asker, value);
  if (!action) return refused('foreignButton');
  return act(context, press, action);
}

/** Whether Slack gives a button's value back as it was or with `&`, `<` and `>` escaped is not written anywhere. */
function readAction(
  { actions }: HandlerContext,
  { team, user, channel }: Asker,
  value: string,
): Action | undefined {
  const binding = { person: personId(team, user), channel };
  return decodePressed(actions, value, binding) ?? decodePressed(actions, typedText(value), binding);
}

async function act(context: HandlerContext, press: Press, action: Action): Promise<void> {
  switch (action.kind) {
    case 'run':
      return turn(context, press, action.text);
    case 'more':
      return showMore(context, press, action.text);
    case 'share':
      return share(context, press, action.text);
    case 'report':
      return openReport(context, press, action.text);
    case 'form':
      return reopen(context, press, action.text);
    default:
      return assertNever(action.kind);
  }
}

/** The form as it was kept. */
async function reopen(context: HandlerContext, press: Press, id: string): Promise<void> {
  const { userTeam, user } = press.asker;
  const form = await context.forms.open(id, { person: personId(userTeam, user) });
  if (form) await openForm(context, press.asker, form);
  else await respondText(context, press, words.formGone);
}

/** The rest of what all can see, or what a card's step came to, to the one who pressed; the message stays as it is. */
async function showMore(context: HandlerContext, press: Press, line: string): Promise<void> {
  // The rest of an answer to all is counted in the parts that all were shown.
  const asked = ask(context, press.asker, line, press.from > 0 ? 'public' : 'private');
  const { answer, alone } = await answeredPress(context, press.asker, line, asked);
  if (answer === 'repeated' || alone) return;
  const result = await deliver(
    context,
    press.place,
    { ...answer, visibility: 'private' },
    start(press, answer),
  );
  if (!result.ok)
    await respondText(context, press, failureText(context, result.failure, 'showing the rest', 'answer'));
}

/** Another page, or what was meant: in place of the message, as public or private as it was. */
async function turn(context: HandlerContext, press: Press, line: string): Promise<void> {
  const shown = press.public ? 'public' : 'private';
  const asked = ask(context, press.asker, line, shown);
  const { answer, alone } = await answeredPress(context, press.asker, line, asked);
  if (answer === 'repeated' || alone) return;
  // A refusal must not wipe out what all can see.
  const replace = !press.below && answer.visibility === shown;
  const result = await deliver(context, press.place, answer, { ...start(press, answer), replace });
  if (result.ok) return respondAside(context, press, answer);
  const audience = answer.visibility === 'public' ? 'channel' : 'answer';
  await respondText(context, press, failureText(context, result.failure, 'turning a page', audience));
}

/** An answer that has become shorter since is shown from its beginning. */
const start = ({ from }: Press, { messages }: { messages: readonly unknown[] }) => ({
  from: from < messages.length ? from : 0,
});
