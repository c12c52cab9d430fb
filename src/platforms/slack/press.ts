import { z } from 'zod';
import { assertNever } from '../../domain/assert-never.ts';
import { decodePressed } from '../../domain/open-actions.ts';
import type { Action } from '../../domain/ports/actions.ts';
import { below } from './action-ids.ts';
import { ask } from './ask.ts';
import { deliver } from './deliver.ts';
import { homeChannel, type Press, tell } from './pressed.ts';
import { openReport } from './report.ts';
import { personId, type Room, tellFailure } from './room.ts';
import { share } from './share.ts';
import { words } from './wording.ts';

const pressSchema = z.object({
  user: z.object({ id: z.string().min(1), name: z.string().optional(), team_id: z.string().optional() }),
  team: z.object({ id: z.string().min(1) }).nullish(),
  channel: z.object({ id: z.string().min(1) }).optional(),
  container: z.object({ is_ephemeral: z.boolean().optional() }).optional(),
  response_url: z.string().optional(),
  trigger_id: z.string().default(''),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().default('') })).min(1),
});

export async function onPress(room: Room, body: unknown): Promise<void> {
  const parsed = pressSchema.safeParse(body);
  if (!parsed.success) return;
  const { user, channel, container, response_url, trigger_id, actions } = parsed.data;
  const team = parsed.data.team?.id ?? user.team_id ?? '';
  const { action_id, value } = actions[0]!;
  const press: Press = {
    team,
    user: user.id,
    userName: user.name ?? user.id,
    place: {
      channel: channel?.id ?? homeChannel,
      user: user.id,
      ...(response_url && { responseUrl: response_url }),
    },
    public: container?.is_ephemeral === false,
    below: action_id.endsWith(below),
    trigger: trigger_id,
  };
  if (!room.allows(team)) return tell(room, press, words.foreignTeam);
  const action = decodePressed(room.actions, value, {
    person: personId(team, user.id),
    channel: press.place.channel,
  });
  if (!action) return tell(room, press, words.foreignButton);
  return act(room, press, action);
}

async function act(room: Room, press: Press, action: Action): Promise<void> {
  switch (action.kind) {
    case 'run':
      return turn(room, press, action.text);
    case 'more':
      return showMore(room, press, action.text);
    case 'share':
      return share(room, press, action.text);
    case 'report':
      return openReport(room, press, action.text);
    default:
      return assertNever(action.kind);
  }
}

/** The rest of a digest, to the one who pressed; the digest stays as it is. */
async function showMore(room: Room, press: Press, line: string): Promise<void> {
  const { team, user, place } = press;
  const { messages } = await ask(room, { team, user, channel: place.channel, line }, 'private');
  const result = await deliver(room, place, messages, { visibility: 'private' });
  if (!result.ok) await tell(room, press, tellFailure(room, result.failure, 'showing the rest of a digest'));
}

/** Another page, or what was meant: in place of the message, as public or private as it was. */
async function turn(room: Room, press: Press, line: string): Promise<void> {
  const { team, user, place } = press;
  const shown = press.public ? 'public' : 'private';
  const { messages, visibility } = await ask(room, { team, user, channel: place.channel, line }, shown);
  // A refusal must not wipe out what all can see.
  const replace = !press.below && visibility === shown;
  const result = await deliver(room, place, messages, { visibility, replace });
  if (!result.ok) await tell(room, press, tellFailure(room, result.failure, 'turning a page'));
}
