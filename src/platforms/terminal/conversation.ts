import { assertNever } from '../../domain/assert-never.ts';
import type { Reply } from '../../domain/reply.ts';
import { choicesIn } from './choices.ts';
import { cleanText } from './clean-text.ts';
import { makeInk } from './ink.ts';
import type { TerminalSettings } from './limits.ts';
import { failedReply, ownReply } from './own-reply.ts';
import { renderText } from './render.ts';
import { type Offered, readTyped, type Typed } from './typed-line.ts';

export interface Conversation {
  /** How a line would be read now. */
  read(line: string): Typed;
  /** Answers a line with text to print; undefined when the reader takes leave. Never rejects. */
  take(line: string, settings: TerminalSettings): Promise<string | undefined>;
}

/** A reader's lines and the answers to them; remembers what the last answer offered. */
export function startConversation(
  answer: (line: string) => Promise<Reply>,
  reportFault: (error: unknown) => void,
): Conversation {
  let offered: Offered = { choices: [] };

  async function ask(line: string): Promise<Reply> {
    try {
      return await answer(line);
    } catch (error) {
      reportFault(error);
      return failedReply;
    }
  }

  return {
    read: (line) => readTyped(line, offered),
    async take(line, settings) {
      const typed = readTyped(line, offered);
      switch (typed.kind) {
        case 'nothing':
          return '';
        case 'leave':
          return undefined;
        case 'say':
          return renderText(ownReply(typed.text), settings);
        case 'ask': {
          const reply = await ask(typed.line);
          // What an answer to a slip of the hand does not replace stays on offer.
          if (reply !== failedReply) offered = { choices: choicesIn(reply.blocks), paging: reply.paging };
          const echo = makeInk(settings.colour)(`> ${cleanText(typed.line)}`, 'faint');
          return `${typed.picked ? `${echo}\n\n` : ''}${renderText(reply, settings)}`;
        }
        default:
          return assertNever(typed);
      }
    },
  };
}
