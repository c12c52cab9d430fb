import { z } from 'zod';
import { nameOption } from './form-view.ts';
import { limits } from './limits.ts';
import { personId, type Room } from './room.ts';
import { readSuggestFrom } from './suggest-from.ts';

const typingSchema = z.object({
  action_id: z.string().max(limits.id),
  value: z.string().max(limits.inputText),
  user: z.object({ id: z.string().min(1), team_id: z.string().optional() }),
  team: z.object({ id: z.string().min(1) }).nullish(),
});

export type SuggestAck = (reply: { options: ReturnType<typeof nameOption>[] }) => Promise<void>;

/** Names that what is being typed into a form may become; none for whoever is not served. */
export async function onSuggest(room: Room, body: unknown, ack: SuggestAck): Promise<void> {
  await ack({ options: optionsFor(room, body).map(nameOption) });
}

function optionsFor(room: Room, body: unknown) {
  const parsed = typingSchema.safeParse(body);
  if (!parsed.success) return [];
  const { action_id, value, user } = parsed.data;
  const from = readSuggestFrom(action_id);
  const team = parsed.data.team?.id ?? user.team_id ?? '';
  const userTeam = user.team_id ?? team;
  if (!from) return [];
  if (!room.allows(team, userTeam)) {
    room.refused(personId(userTeam, user.id), 'a form', 'foreignTeam');
    return [];
  }
  return room.answerer.names({ ...from, typed: value }, limits.selectOptions);
}
