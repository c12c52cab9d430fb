import { z } from 'zod';
import { greetedForMs, greetingReply } from '../../../domain/answer/greeting.ts';
import { anyoneOf } from '../../../domain/button-actions.ts';
import { renderMessages } from '../render/render.ts';
import type { HandlerContext } from './context.ts';

const joinedSchema = z.object({
  id: z.string().min(1),
  joined_at: z.coerce.date(),
  /** Where Discord itself posts that somebody joined; a server may have none. */
  system_channel_id: z.string().nullish(),
});

/** A server that comes back after an outage was joined long before. */
const freshMs = 5 * 60 * 1000;

/** Greets a server that the bot was just invited to, once. */
export async function handleJoined(context: HandlerContext, payload: unknown): Promise<void> {
  const parsed = joinedSchema.safeParse(payload);
  if (!parsed.success) return;
  const { id: guild, joined_at, system_channel_id: channel } = parsed.data;
  const now = context.clock();
  if (!channel || now.getTime() - joined_at.getTime() > freshMs) return;
  if (context.guilds && !context.guilds.includes(guild)) return;
  if (!(await context.once.first(`greeted discord:${guild}`, new Date(now.getTime() + greetedForMs), now)))
    return;
  const reply = greetingReply(context.answerer.catalogue());
  const place = `discord:${guild}:${channel}`;
  const [message] = renderMessages(reply, {
    line: '',
    binding: { person: anyoneOf(place), channel: place },
    actions: context.actions,
    visibility: 'public',
  });
  if (!message || reply.blocks.length === 0) return;
  const sent = await context.sender.post(channel, message);
  if (!sent.ok) context.logFailure(sent.cause, 'a server could not be greeted');
}
