import { z } from 'zod';
import { greetedForMs, greetingReply } from '../../../domain/answer/greeting.ts';
import { anyoneOf } from '../../../domain/button-actions.ts';
import { renderMessages } from '../render/render.ts';
import { channelId, type HandlerContext, personId } from './context.ts';

const joinedSchema = z.object({
  team_id: z.string().min(1),
  event: z.object({ user: z.string().min(1), channel: z.string().min(1) }),
});

/** Greets a channel that the bot was invited to, once. `self`: the bot's own user id. */
export async function handleJoined(context: HandlerContext, body: unknown, self: string): Promise<void> {
  const parsed = joinedSchema.safeParse(body);
  if (!parsed.success || parsed.data.event.user !== self) return;
  const { team_id: team, event } = parsed.data;
  if (!context.allows(team)) return;
  const now = context.clock();
  const key = `greeted ${channelId(team, event.channel)}`;
  if (!(await context.once.first(key, new Date(now.getTime() + greetedForMs), now))) return;
  const reply = greetingReply(context.answerer.catalogue());
  const binding = { person: anyoneOf(personId(team, self)), channel: event.channel };
  const [message] = renderMessages(reply, {
    visibility: 'public',
    buttons: { actions: context.actions, binding, kinds: ['more'] },
  });
  if (!message || reply.blocks.length === 0) return;
  const sent = await context.sender.post(event.channel, message);
  if (!sent.ok) context.unsent(sent.failure);
}
