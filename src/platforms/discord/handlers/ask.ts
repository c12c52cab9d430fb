import { drawnBy } from '../../../domain/answer/picture.ts';
import type { ActionCodec } from '../../../domain/button-actions.ts';
import { chatPageSize } from '../../../domain/ports/answerer.ts';
import { isShareable } from '../../../domain/reply.ts';
import { keepIn, withKeptStates } from '../render/buttons.ts';
import type { Visibility } from '../render/message.ts';
import { renderMessages } from '../render/render.ts';
import { type Answer, bindingOf, type HandlerContext, memberOf } from './context.ts';
import type { Incoming } from './incoming.ts';
import { noteMessage as sentence, words } from './wording.ts';

export interface Question {
  line: string;
  visibility: Visibility;
  /** The pressed message becomes the answer. */
  replaces: boolean;
  /** Small print under the answer, such as who shared it. */
  note?: string;
}

/** The answer to a command line, fit to be shown. Never throws: what fails becomes a sentence with an error id. */
export async function ask(context: HandlerContext, { origin }: Incoming, asked: Question): Promise<Answer> {
  const { line, visibility, note } = asked;
  const binding = bindingOf(origin);
  const privately = (message: ReturnType<typeof sentence>): Answer => ({
    messages: [message],
    visibility: 'private',
    replaces: false,
  });
  try {
    const reply = await context.answerer.answer({
      text: line,
      ...binding,
      ...memberOf(origin),
      ...(origin.managesChannel && { standing: 'manages-channel' as const }),
      audience: visibility === 'public' ? 'channel' : 'person',
      pageSize: chatPageSize,
      oneForm: true,
    });
    const shown = visibility === 'public' && !isShareable(reply) ? 'private' : visibility;
    const pictures = await drawnBy(context.pictures, reply.blocks);
    const renderContext = { line, binding, visibility: shown, pictures, ...(note && { note }) };
    const failed = reply.outcome === 'failed';
    const render = (actions: ActionCodec) => renderMessages(reply, { ...renderContext, actions });
    const keep = keepIn(context.buttonStates, context.clock());
    const renderKeeping = (actions: ActionCodec) => withKeptStates(actions, keep, render);
    // A note is for this once, and whether a picture can be drawn can change.
    const passes = note !== undefined || pictures.size > 0;
    const { actions } = context;
    const rendering = passes
      ? renderKeeping(actions)
      : context.rendered.recall({ reply, as: `${shown} ${line}`, actions, binding }, renderKeeping);
    return {
      messages: await rendering.catch((cause) => {
        context.logFailure(cause, 'the state of buttons could not be kept');
        return render(actions);
      }),
      visibility: shown,
      pictures,
      replaces: asked.replaces && shown === visibility && !failed,
      ...(reply.form && { form: reply.form }),
    };
  } catch (cause) {
    return privately(sentence(words.failed(context.logFailure(cause, 'an answer failed')), 'failed'));
  }
}
