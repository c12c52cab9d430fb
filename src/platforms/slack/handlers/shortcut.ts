import { z } from 'zod';
import { lineOfMessage } from '../../../domain/ports/answerer.ts';
import { limits } from '../limits.ts';
import { type Asker, ask } from './ask.ts';
import { typedText } from './command.ts';
import { type HandlerContext, personId } from './context.ts';
import { answerLine } from './form.ts';
import { addressOf, deliver, failureText, respondText } from './respond.ts';
import { words } from './wording.ts';

/** Stands in the manifest, and names the action when somebody chooses it on a message. */
export const addShortcut = 'add_to_desk';

const longestMessage = 40_000;

const shortcutSchema = z.object({
  user: z.object({ id: z.string().min(1), team_id: z.string().optional() }),
  team: z.object({ id: z.string().min(1) }).nullish(),
  channel: z.object({ id: z.string().min(1) }),
  trigger_id: z.string().default(''),
  response_url: z.string().max(limits.address).optional(),
  message: z.object({
    text: z.string().max(longestMessage).default(''),
    /** Where a bot posted the link, the text may lack it. */
    attachments: z
      .array(z.object({ title_link: z.string().optional(), from_url: z.string().optional() }))
      .max(100)
      .default([]),
  }),
});

/**
 * "Add to desk" on a message: the form of a fact opens at once, and is filled when the article was read. An answer without
 * a form, such as a refusal, stands in the form's place and in the channel.
 */
export async function handleShortcut(
  context: HandlerContext,
  body: unknown,
  ack: () => Promise<void>,
): Promise<void> {
  await ack();
  const parsed = shortcutSchema.safeParse(body);
  if (!parsed.success) return;
  const { user, channel, trigger_id: trigger, response_url, message } = parsed.data;
  const team = parsed.data.team?.id ?? user.team_id ?? '';
  const asker: Asker = { team, user: user.id, userTeam: user.team_id ?? team, channel: channel.id, trigger };
  const place = { channel: channel.id, user: user.id, address: addressOf(response_url) };
  if (!context.allows(team, asker.userTeam)) {
    const says = context.refused(personId(asker.userTeam, user.id), 'a button', 'foreignTeam');
    return respondText(context, { place }, says);
  }
  const unfurled = message.attachments.flatMap(({ from_url, title_link }) => from_url ?? title_link ?? []);
  // What a link is called is mostly the headline.
  const named = message.text.replace(/<(https?:\/\/[^<>|]*)\|([^<>]*)>/g, '$1 $2');
  const line = lineOfMessage([typedText(named), ...unfurled].join(' '));
  if (line === undefined) return respondText(context, { place }, words.noLink);
  const asked = ask(context, asker, line, 'private');
  const { answer, alone } = await answerLine(context, asker, line, { asked, early: undefined });
  if (answer === 'repeated' || alone) return;
  const result = await deliver(context, place, answer);
  if (!result.ok)
    await respondText(
      context,
      { place },
      failureText(context, result.failure, 'sending an answer', 'answer'),
    );
}
