import { assertNever } from '../../domain/assert-never.ts';
import { refuse, say } from './converse.ts';
import type { DeskSide } from './desk-side.ts';
import { fromServer } from './direct.ts';
import { handleCommand } from './handle-command.ts';
import { handleComplete } from './handle-complete.ts';
import { handlePress } from './handle-press.ts';
import { handleSubmit } from './handle-submit.ts';
import type { Incoming } from './incoming.ts';
import { sentences } from './sentences.ts';

/** The one way in for everything a person does on Discord. */
export async function handle(desk: DeskSide, incoming: Incoming): Promise<void> {
  const { origin } = incoming;
  const direct = origin.guild ? undefined : fromServer(desk, incoming);
  if (direct) return handle(...direct);
  const isForeign = origin.guild && desk.guilds && !desk.guilds.includes(origin.guild);
  // Before anything is read: only servers, and only those that are served.
  if (!origin.guild || isForeign) {
    if (incoming.kind !== 'complete')
      return isForeign ? refuse(desk, incoming, 'foreignGuild') : say(desk, origin, sentences.directMessage);
    await desk.sender.respond(origin, { type: 8, data: { choices: [] } });
    return;
  }
  switch (incoming.kind) {
    case 'command':
      return handleCommand(desk, incoming);
    case 'complete':
      return handleComplete(desk, incoming);
    case 'press':
      return handlePress(desk, incoming);
    case 'submit':
      return handleSubmit(desk, incoming);
    default:
      return assertNever(incoming);
  }
}
