import type { Reply } from '../../../domain/reply.ts';
import { noteMessage } from '../handlers/wording.ts';
import { limits, ownLimits } from '../limits.ts';
import { buttonRows, type DiscordContext, labelLength, planButtons } from './buttons.ts';
import { smallLine } from './markdown.ts';
import { type ContainerPart, type MessageBody, messageBody, type Separator } from './message.ts';
import { accent, type DiscordPictures, linesToPieces, type Piece, replyPieces } from './pieces.ts';
import { openRow, reportRow, reportStates } from './report-menu.ts';

/** One request to Discord's API; the path comes after `/api/v10`. */
interface DiscordRequest {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body: object;
  /** Sent beside the body, as multipart/form-data. */
  files?: { name: string; contentType: string; base64: string }[];
}

/** The messages that show a reply, in order: seldom more than one, never cut. */
export function renderMessages(reply: Reply, context: DiscordContext): MessageBody[] {
  const plan = planButtons(reply, context);
  const answer = replyPieces(reply, { linked: true, pictures: context.pictures });
  const entries = answer.flatMap((piece) => piece.entry ?? []);
  const reports = reportStates(entries, reply.desk, context);
  // Not every id fits into a button; then the answer says how else.
  const lines = entries.some(({ id }) => !reports.has(id))
    ? [...plan.lines, smallLine([{ text: 'To report a mistake, tell an editor the id of the entry.' }])]
    : plan.lines;
  const closing = context.note ? [...lines, smallLine([{ text: context.note }])] : lines;
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
    const rows = [
      ...(last ? [...openRow(reply, context), ...buttonRows(plan, several ? 'n' : 'u')] : []),
      ...reportRow(shown, reports),
    ];
    return messageBody([container, ...rows], context.visibility);
  });
  return reply.aside === undefined ? messages : [...messages, noteMessage(reply.aside, 'ok')];
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
  return renderMessages(reply, context).map((message, index) => {
    const files = filesOf(message, context.pictures).map(({ data, ...file }) => ({
      ...file,
      base64: Buffer.from(data).toString('base64'),
    }));
    const beside = files.length > 0 && { files };
    return index === 0
      ? {
          method: 'POST',
          path: `/interactions/${interaction.id}/${interaction.token}/callback`,
          body: { type: 4, data: message },
          ...beside,
        }
      : {
          method: 'POST',
          path: `/webhooks/${interaction.application}/${interaction.token}`,
          body: message,
          ...beside,
        };
  });
}

/** The files that a message names as its attachments. */
export const filesOf = ({ attachments = [] }: MessageBody, pictures: DiscordPictures = new Map()) =>
  attachments.flatMap(({ filename: name }) => {
    const held = pictures.get(name);
    return held && 'id' in held ? [{ name, contentType: 'image/png', data: held.id }] : [];
  });

/** What one message holds, and the entries that can be reported from it. */
interface Part {
  body: ContainerPart[];
  entries: { id: string; headline: string }[];
}

const rule: Separator = { type: 14, divider: true, spacing: 1 };

/** A container itself, and the line that tells which part this is. */
const frame = 2;

/** Fills messages with pieces in order, never breaking one. `labels`: characters that the buttons will take. */
export function packPieces(pieces: readonly Piece[], labels: number): Part[] {
  const room = limits.textTotal.max - ownLimits.partLine - labels;
  const groups: Piece[][] = [[]];
  for (const piece of pieces) {
    const group = groups.at(-1)!;
    if (fits([...group, piece], room)) {
      group.push(piece);
      continue;
    }
    // A heading at the foot of a message would stand without what it heads.
    const heading = group.at(-1)?.kind === 'heading' && group.length > 1 ? group.at(-1)! : undefined;
    const start = heading && fits([heading, piece], room) ? [heading, piece] : [piece];
    if (start.length > 1) group.pop();
    groups.push(start);
  }
  return groups.filter((group) => group.length > 0).map(toPart);
}

function fits(pieces: readonly Piece[], room: number): boolean {
  const { body } = toPart(pieces);
  const characters = body.reduce((sum, each) => sum + ('content' in each ? each.content.length : 0), 0);
  return characters <= room && body.length + frame + ownLimits.actionComponents <= limits.components.max;
}

/** Words run on in one text, and so do sources; a line is drawn between these and around every entry. */
function toPart(pieces: readonly Piece[]): Part {
  const part: Part = { body: [], entries: [] };
  let last: Piece | undefined;
  for (const piece of pieces) {
    const text = part.body.at(-1);
    const joins = last && zone(piece) === zone(last) && zone(piece) !== 'entry';
    if (joins && text?.type === 10) text.content += `\n${piece.text}`;
    else {
      const drawn = piece.kind === 'picture' || last?.kind === 'picture';
      if (last && last.kind !== 'heading' && !drawn) part.body.push(rule);
      part.body.push(shownOf(piece));
    }
    if (piece.entry) part.entries.push(piece.entry);
    last = piece;
  }
  return part;
}

const shownOf = ({ text, picture }: Piece): ContainerPart =>
  picture
    ? {
        type: 12,
        items: [{ media: { url: `attachment://${picture.file}` }, description: picture.alt }],
      }
    : { type: 10, content: text };

function zone({ kind }: Piece): 'words' | 'entry' | 'sources' | 'picture' {
  return kind === 'heading' || kind === 'text' ? 'words' : kind;
}
