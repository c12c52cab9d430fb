import { type ActionCodec, anyChannel, anyoneOf } from '../../../domain/button-actions.ts';
import { digestRenderer, isOfMore, partsUnit } from '../../../domain/digests/split-digest.ts';
import { directPerson } from '../../../domain/identity.ts';
import type { CardRenderer } from '../../../domain/ports/cards.ts';
import type { DigestContext, DigestRenderer, PostKey } from '../../../domain/ports/platform.ts';
import type { Reply } from '../../../domain/reply.ts';
import { limits, noUnfurl } from '../limits.ts';
import { blockPieces, closingPieces } from '../render/blocks.ts';
import type { Piece } from '../render/lines.ts';
import { type Buttons, createButtons, joinPieces, type SlackMessage } from '../render/message.ts';
import { nothingToShow } from '../render/render.ts';
import { postMetadata } from './post-outcome.ts';

/** What chat.postMessage takes beside the channel, and chat.update beside the message. */
interface SlackPost extends SlackMessage {
  metadata: ReturnType<typeof postMetadata>;
  unfurl_links: false;
  unfurl_media: false;
}

/** Digests for Slack: messages of their own in the channel, whose buttons are for whoever reads it. */
export const createDigestRenderer = (actions: ActionCodec): DigestRenderer =>
  digestRenderer(digestPost, actions);

function digestPost(
  reply: Reply,
  { channel, delivery, more, ping, part }: DigestContext & { part: number },
  actions: ActionCodec,
): SlackPost | undefined {
  const anyone = anyoneOf(channel);
  // A press tells the channel without its workspace.
  const binding = { person: anyone, channel: channel.split(':').at(-1) ?? channel };
  const buttons = createButtons(actions, binding, ['report', 'more'], anyone);
  const { paging, ...words } = reply;
  // The parts after the first begin by saying which they are.
  const place =
    paging?.unit === partsUnit && paging.page === 1 ? `Part ${paging.page} of ${paging.pages}` : undefined;
  const pieces = [
    ...words.blocks.flatMap(
      (block) =>
        (isMore(block, more) ? morePieces(block, buttons) : undefined) ?? blockPieces(block, words, buttons),
    ),
    ...closingPieces(words.view ? { ...words, citations: [] } : words, undefined, place, buttons),
    // The news comes first: a lock screen shows no more.
    ...(part === 0 ? pingPieces(ping) : []),
  ];
  return onePost(pieces, { delivery, part });
}

/** Undefined when it is too large for one message. */
function onePost(pieces: readonly Piece[], key: PostKey): SlackPost | undefined {
  const { text, blocks } = joinPieces(pieces.length > 0 ? pieces : nothingToShow);
  const fits =
    text.length <= limits.messageText &&
    JSON.stringify(blocks).length <= limits.blocksJson &&
    blocks.length > 0 &&
    blocks.length <= limits.blocks;
  return fits ? { text, blocks, metadata: postMetadata(key), ...noUnfurl } : undefined;
}

/** The one mention there ever is. Anything but the id of a user group is none. */
function pingPieces(ping: string | undefined): Piece[] {
  const group = /(?:^|:)(S[A-Z0-9]{2,})$/.exec(ping ?? '')?.[1];
  if (!group) return [];
  const elements = [{ type: 'usergroup' as const, usergroup_id: group }];
  return [
    {
      blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
      text: `<!subteam^${group}>`,
    },
  ];
}

const isMore = (block: Reply['blocks'][number], more: string): block is Choices =>
  block.type === 'choices' &&
  block.options.length > 0 &&
  block.options.every((option) => isOfMore(option, more));

type Choices = Extract<Reply['blocks'][number], { type: 'choices' }>;

/** Undefined where a line fits no button: then they are shown, as with every other choice. */
function morePieces({ prompt, options }: Choices, buttons: Buttons): Piece[] | undefined {
  const elements = options.flatMap(
    (option) => buttons.make({ kind: 'more', text: option.command }, option.label) ?? [],
  );
  if (elements.length < options.length) return undefined;
  const labels = options.map(({ label }) => label).join(', ');
  return [
    {
      blocks: [{ type: 'actions', elements }],
      text: [prompt, `Button${options.length > 1 ? 's' : ''}: ${labels}`].filter(Boolean).join(' '),
    },
  ];
}

/** Cards for Slack: whoever presses a button is answered alone, in the role held then. One to a person is that person's. */
export const createCardRenderer = (actions: ActionCodec): CardRenderer => ({
  async card(reply, { channel, id }) {
    const person = directPerson(channel);
    const whose = person ?? anyoneOf(channel);
    // A press tells the channel without its workspace.
    const place = person ? anyChannel : (channel.split(':').at(-1) ?? channel);
    const open = createButtons(actions, { person: whose, channel: place }, ['more'], whose);
    const buttons: Buttons = {
      reads: 'more',
      make: (action, ...rest) =>
        open.make(action.kind === 'run' ? { ...action, kind: 'more' } : action, ...rest),
    };
    const pieces = [
      ...reply.blocks.flatMap((block) => blockPieces(block, reply, buttons)),
      ...closingPieces(reply, undefined, undefined, buttons),
    ];
    return onePost(pieces, { delivery: id, part: 0 });
  },
});
