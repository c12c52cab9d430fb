import type { Reply } from '../../domain/reply.ts';
import { buttonRows, type DiscordContext, labelLength, planButtons } from './buttons.ts';
import { small } from './line.ts';
import { type MessageBody, messageBody } from './message.ts';
import { packPieces } from './pack.ts';
import { accent, linesToPieces, type Piece, replyPieces } from './pieces.ts';
import { reportRow, reportStates } from './report-menu.ts';
import { note } from './sentences.ts';

export type { DiscordContext } from './buttons.ts';

/** One request to Discord's API; the path comes after `/api/v10`. */
export interface DiscordRequest {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body: object;
}

/** The messages that show a reply, in order: seldom more than one, never cut. */
export function renderMessages(reply: Reply, context: DiscordContext): MessageBody[] {
  const plan = planButtons(reply, context);
  const answer = replyPieces(reply);
  const entries = answer.flatMap((piece) => piece.entry ?? []);
  const reports = reportStates(entries, reply.desk, context);
  // Not every id fits into a button; then the answer says how else.
  const lines = entries.some(({ id }) => !reports.has(id))
    ? [...plan.lines, small([{ text: 'To report a mistake, tell an editor the id of the entry.' }])]
    : plan.lines;
  const closing = context.note ? [...lines, small([{ text: context.note }])] : lines;
  const parts = packPieces(withLines(answer, linesToPieces('text', closing)), labelLength(plan));
  const several = parts.length > 1;
  const messages = parts.map(({ body, entries: shown }, index) => {
    const place = { type: 10, content: `-# part ${index + 1} of ${parts.length}` } as const;
    const container = {
      type: 17,
      accent_color: accent(reply.outcome),
      components: several ? [place, ...body] : body,
    } as const;
    const last = index === parts.length - 1;
    const rows = [...(last ? buttonRows(plan, several ? 'n' : 'u') : []), ...reportRow(shown, reports)];
    return messageBody([container, ...rows], context.visibility);
  });
  return reply.aside === undefined ? messages : [...messages, note(reply.aside, 'ok')];
}

/** What could not become a button stands before the sources; an answer without words says so. */
export function withLines(answer: Piece[], lines: Piece[]): Piece[] {
  const sources = answer.findIndex((piece) => piece.kind === 'sources');
  const end = sources < 0 ? answer.length : sources;
  const whole = [...answer.slice(0, end), ...lines, ...answer.slice(end)];
  return whole.length > 0 ? whole : [{ kind: 'text', text: 'There is nothing to show.' }];
}

/** What answering a command sends: the reply to the interaction, then a follow-up for each further part. */
export function renderDiscord(
  reply: Reply,
  context: DiscordContext,
  interaction = { application: ':application', id: ':interaction', token: ':token' },
): DiscordRequest[] {
  return renderMessages(reply, context).map((message, index) =>
    index === 0
      ? {
          method: 'POST',
          path: `/interactions/${interaction.id}/${interaction.token}/callback`,
          body: { type: 4, data: message },
        }
      : { method: 'POST', path: `/webhooks/${interaction.application}/${interaction.token}`, body: message },
  );
}
