import { chatPageSize } from '../../domain/chat-page-size.ts';
import type { Binding } from '../../domain/ports/actions.ts';
import { isShareable } from '../../domain/reply.ts';
import type { Answer } from './deliver.ts';
import type { DeskSide } from './desk-side.ts';
import type { Incoming, Origin } from './incoming.ts';
import type { Visibility } from './message.ts';
import { renderMessages } from './render.ts';
import { note, sentences } from './sentences.ts';

/** The person and the channel as roles, settings and buttons know them. */
export function bindingOf({ guild, user, channel }: Origin): Binding {
  return { person: `discord:${guild}:${user}`, channel: `discord:${guild}:${channel}` };
}

export interface Asked {
  line: string;
  visibility: Visibility;
  /** The pressed message becomes the answer. */
  replaces: boolean;
}

/** The answer to a command line, fit to be shown. Never throws: what fails becomes a sentence with an error id. */
export async function ask(desk: DeskSide, { origin }: Incoming, asked: Asked): Promise<Answer> {
  const { line, visibility } = asked;
  const binding = bindingOf(origin);
  const privately = (message: ReturnType<typeof note>): Answer => ({
    messages: [message],
    visibility: 'private',
    replaces: false,
  });
  try {
    const reply = await desk.answerer.answer({
      text: line,
      ...binding,
      ...(origin.managesChannel && { standing: 'manages-channel' as const }),
      audience: visibility === 'public' ? 'channel' : 'person',
      pageSize: chatPageSize,
    });
    const shown = visibility === 'public' && !isShareable(reply) ? 'private' : visibility;
    const context = { line, binding, actions: desk.actions, visibility: shown };
    const failed = reply.outcome === 'failed';
    return {
      messages: renderMessages(reply, context),
      visibility: shown,
      replaces: asked.replaces && shown === visibility && !failed,
    };
  } catch (cause) {
    return privately(note(sentences.failed(desk.failure(cause, 'an answer failed')), 'failed'));
  }
}
