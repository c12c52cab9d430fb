import { assertNever } from '../../domain/assert-never.ts';
import { say } from './converse.ts';
import type { DeskSide } from './desk-side.ts';
import { handleCommand } from './handle-command.ts';
import { handleComplete } from './handle-complete.ts';
import { handlePress } from './handle-press.ts';
import { handleSubmit } from './handle-submit.ts';
import type { Incoming } from './incoming.ts';
import { sentences } from './sentences.ts';

/** The one way in for everything a person does on Discord. */
export async function handle(desk: DeskSide, incoming: Incoming): Promise<void> {
  const refusal = refusalFor(desk, incoming);
  if (refusal !== undefined) {
    if (incoming.kind !== 'complete') return say(desk, incoming.origin, refusal);
    await desk.sender.respond(incoming.origin, { type: 8, data: { choices: [] } });
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

/** Before anything is read: only servers, and only those that are served. */
function refusalFor({ guilds }: DeskSide, { origin }: Incoming): string | undefined {
  if (!origin.guild) return sentences.directMessage;
  return guilds && !guilds.includes(origin.guild) ? sentences.foreignGuild : undefined;
}
