import { type ActionCodec, anyChannel, anyoneOf } from '../../../domain/button-actions.ts';
import { asksForMistake, digestRenderer, isOfMore, partsUnit } from '../../../domain/digests/split-digest.ts';
import { directPerson } from '../../../domain/identity.ts';
import { editLine } from '../../../domain/ports/answerer.ts';
import type { CardRenderer } from '../../../domain/ports/cards.ts';
import type { DigestContext, DigestRenderer } from '../../../domain/ports/platform.ts';
import { type Reply, textOf } from '../../../domain/reply.ts';
import { directActions } from '../handlers/context.ts';
import {
  buttonLabel,
  buttonRows,
  choiceLine,
  type DiscordContext,
  labelLength,
  planButtons,
  stateOf,
  withKeptStates,
} from '../render/buttons.ts';
import { smallLine } from '../render/markdown.ts';
import { type ActionRow, type MessageBody, messageBody, type TextDisplay } from '../render/message.ts';
import { accent, linesToPieces, replyPieces } from '../render/pieces.ts';
import { packPieces, withLines } from '../render/render.ts';
import { reportRow, reportStates } from '../render/report-menu.ts';
import { postMark, postNonce } from './post-outcome.ts';

/** What creating a message takes; an edit takes the same without the nonce. */
type DiscordPost = MessageBody & ReturnType<typeof postNonce>;

/** Digests for Discord: messages of their own in the channel, whose buttons are for whoever reads it. */
export const createDigestRenderer = (actions: ActionCodec): DigestRenderer =>
  digestRenderer(digestPost, actions);

function digestPost(
  reply: Reply,
  { channel, delivery, more, ping, part }: DigestContext & { part: number },
  actions: ActionCodec,
): DiscordPost | undefined {
  const binding = { person: anyoneOf(channel), channel };
  const context: DiscordContext = { line: '', binding, actions, visibility: 'public' };
  const { paging, ...words } = reply;
  const options = words.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
  const open = options.flatMap((option) => {
    const state = isOfMore(option, more) && stateOf({ kind: 'more', text: option.command }, context);
    return state ? { option, state } : [];
  });

  const answer = replyPieces(words, { linked: false });
  // Older digests have a menu of their own for mistakes.
  const menu = words.view ? itemsOf(words) : answer.flatMap((piece) => piece.entry ?? []);
  const entries = asksForMistake(words, more) ? [] : menu;
  const reports = reportStates(entries, words.desk, context);
  const lines = options.filter((option) => !open.some((one) => one.option === option)).map(choiceLine);
  if (entries.some(({ id }) => !reports.has(id)))
    lines.push(smallLine([{ text: 'To report a mistake, tell an editor the id of the entry.' }]));

  const place = paging?.unit === partsUnit ? `part ${paging.page} of ${paging.pages} · ` : '';
  const mark: TextDisplay = { type: 10, content: `-# ${place}ref ${postMark({ delivery, part })}` };
  const role = part === 0 ? /(?:^|:)(\d{5,20})$/.exec(ping ?? '')?.[1] : undefined;
  const call: TextDisplay[] = role ? [{ type: 10, content: `<@&${role}>` }] : [];
  const around = [mark, ...call].reduce((sum, { content }) => sum + content.length, 0);

  const packed = packPieces(withLines(answer, linesToPieces('text', lines)), around);
  const [only] = packed;
  if (!only || packed.length > 1) return undefined;
  const rows: ActionRow[] =
    open.length > 0
      ? [
          {
            type: 1,
            components: open.map(({ option, state }, at) => ({
              type: 2,
              style: 1,
              label: buttonLabel(option),
              custom_id: `n${openSlots[at] ?? 'M'}${state}`,
            })),
          },
        ]
      : [];
  const container = { type: 17, accent_color: accent(words.outcome), components: only.body } as const;
  const body = messageBody(
    // The news comes first: a lock screen shows no more.
    [container, ...rows, ...reportRow(words.view ? entries : only.entries, reports), ...call, mark],
    'public',
  );
  return {
    ...body,
    // Nothing in the text can mention anyone; the role, where one was chosen, is named.
    allowed_mentions: { parse: [], ...(role && { roles: [role] }) },
    ...postNonce({ delivery, part }),
  };
}

/** Of the buttons beside each other, in their order. */
const openSlots = ['M', 'H', 'Q', 'S'];

const itemsOf = ({ blocks }: Reply) =>
  blocks.flatMap((block) =>
    block.type === 'entries'
      ? block.items.map(({ id, headline }) => ({ id, headline: textOf(headline) }))
      : [],
  );

/** Cards for Discord: whoever presses a button is answered alone, in the role held then. One to a person is that person's. */
export const createCardRenderer = (actions: ActionCodec): CardRenderer => ({
  card(reply, { channel, id, keep }) {
    const guild = directPerson(channel) && channel.split(':')[1];
    const own = guild ? directActions(actions, guild) : actions;
    return withKeptStates(own, keep, (signing) => cardPost(reply, { channel, id }, signing));
  },
});

function cardPost(reply: Reply, { channel, id }: { channel: string; id: string }, actions: ActionCodec) {
  const open: ActionCodec = {
    ...actions,
    encode: (action, ...rest) =>
      actions.encode(action.kind === 'run' ? { ...action, kind: 'more' } : action, ...rest),
  };
  const person = directPerson(channel);
  const binding = person ? { person, channel: anyChannel } : { person: anyoneOf(channel), channel };
  const plan = planButtons(reply, {
    line: editLine('').trim(),
    binding,
    actions: open,
    visibility: 'public',
  });
  const key = { delivery: id, part: 0 };
  const mark: TextDisplay = { type: 10, content: `-# ref ${postMark(key)}` };
  const around = mark.content.length + labelLength(plan);
  const packed = packPieces(
    withLines(replyPieces(reply, { linked: true }), linesToPieces('text', plan.lines)),
    around,
  );
  const [only] = packed;
  if (!only || packed.length > 1) return undefined;
  const container = { type: 17, accent_color: accent(reply.outcome), components: only.body } as const;
  return { ...messageBody([container, ...buttonRows(plan, 'n'), mark], 'public'), ...postNonce(key) };
}
