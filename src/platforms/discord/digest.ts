import { digestRenderer } from '../../domain/answer/digest-parts.ts';
import { partsUnit } from '../../domain/answer/split-reply.ts';
import { anyoneOf } from '../../domain/open-actions.ts';
import type { ActionCodec } from '../../domain/ports/actions.ts';
import type { DigestContext, DigestRenderer } from '../../domain/ports/channel-sender.ts';
import type { Reply } from '../../domain/reply.ts';
import { buttonLabel, choiceLine, type DiscordContext } from './buttons.ts';
import { small } from './line.ts';
import { type ActionRow, type MessageBody, messageBody, type TextDisplay } from './message.ts';
import { packPieces } from './pack.ts';
import { accent, linesToPieces, replyPieces } from './pieces.ts';
import { postMark, postNonce } from './post-mark.ts';
import { stateOf } from './press-state.ts';
import { withLines } from './render.ts';
import { reportRow, reportStates } from './report-menu.ts';

/** What creating a message takes; an edit takes the same without the nonce. */
export type DiscordPost = MessageBody & ReturnType<typeof postNonce>;

/** Digests for Discord: messages of their own in the channel, whose buttons are for whoever reads it. */
export const createDigestRenderer = (actions: ActionCodec): DigestRenderer => digestRenderer(post, actions);

function post(
  reply: Reply,
  { channel, delivery, more, ping, part }: DigestContext & { part: number },
  actions: ActionCodec,
): DiscordPost | undefined {
  const binding = { person: anyoneOf(channel), channel };
  const context: DiscordContext = { line: '', binding, actions, visibility: 'public' };
  const { paging, ...words } = reply;
  const options = words.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
  const open = options.find(({ command }) => command === more);
  const state = open && stateOf({ kind: 'more', text: more }, context);

  const answer = replyPieces(words, false);
  const entries = answer.flatMap((piece) => piece.entry ?? []);
  const reports = reportStates(entries, words.desk, context);
  const lines = options.filter((option) => !(state && option === open)).map(choiceLine);
  if (entries.some(({ id }) => !reports.has(id)))
    lines.push(small([{ text: 'To report a mistake, tell an editor the id of the entry.' }]));

  const place = paging?.unit === partsUnit ? `part ${paging.page} of ${paging.pages} · ` : '';
  const mark: TextDisplay = { type: 10, content: `-# ${place}ref ${postMark({ delivery, part })}` };
  const role = part === 0 ? /(?:^|:)(\d{5,20})$/.exec(ping ?? '')?.[1] : undefined;
  const call: TextDisplay[] = role ? [{ type: 10, content: `<@&${role}>` }] : [];
  const around = [mark, ...call].reduce((sum, { content }) => sum + content.length, 0);

  const packed = packPieces(withLines(answer, linesToPieces('text', lines)), around);
  const [only] = packed;
  if (!only || packed.length > 1) return undefined;
  const rows: ActionRow[] =
    open && state
      ? [{ type: 1, components: [{ type: 2, style: 1, label: buttonLabel(open), custom_id: `nM${state}` }] }]
      : [];
  const container = { type: 17, accent_color: accent(words.outcome), components: only.body } as const;
  const body = messageBody(
    [...call, container, ...rows, ...reportRow(only.entries, reports), mark],
    'public',
  );
  return {
    ...body,
    // Nothing in the text can mention anyone; the role, where one was chosen, is named.
    allowed_mentions: { parse: [], ...(role && { roles: [role] }) },
    ...postNonce({ delivery, part }),
  };
}
