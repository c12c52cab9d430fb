import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { CatalogueDesk } from '../../../domain/ports/answerer.ts';
import { type Reply, type Span, shownIn } from '../../../domain/reply.ts';
import { limits } from '../limits.ts';
import type { Block } from '../render/lines.ts';
import { mapActionIds, sentence } from '../render/message.ts';
import { renderBlocks, type SlackContext } from '../render/render.ts';
import { type HandlerContext, homeChannel, personId } from './context.ts';
import { words } from './wording.ts';

const openedSchema = z.object({
  team_id: z.string().min(1),
  event: z.object({ user: z.string().min(1), tab: z.string().default('home') }),
});

const latestShown = 3;

/** What each desk covers, how to ask, and its latest entries. */
export async function handleHomeOpened(context: HandlerContext, body: unknown): Promise<void> {
  const parsed = openedSchema.safeParse(body);
  if (!parsed.success || parsed.data.event.tab !== 'home') return;
  const { team_id: team, event } = parsed.data;
  const blocks = context.allows(team)
    ? await homeBlocks(context, personId(team, event.user))
    : sentence(words.foreignTeam).blocks;
  const result = await context.sender.publishHome(event.user, { type: 'home', blocks });
  if (!result.ok) context.unsent(result.failure);
}

async function homeBlocks(context: HandlerContext, person: string): Promise<Block[]> {
  try {
    const desks = context.answerer.catalogue().filter(({ app }) => !app);
    const parts = await Promise.all(desks.map((desk, at) => deskBlocks(context, desk, person, at)));
    return withinLimit(parts.flatMap((part, at) => (at > 0 ? [divider, ...part] : part)));
  } catch (cause) {
    return sentence(context.failed(cause, 'showing the Home')).blocks;
  }
}

async function deskBlocks(
  context: HandlerContext,
  desk: CatalogueDesk,
  person: string,
  at: number,
): Promise<Block[]> {
  const asked = (line: string) => {
    if (!desk.commands.some(({ name }) => name === line)) return undefined;
    const text = `/${desk.id} ${line}`;
    return context.answerer.answer({ text, person, audience: 'person', pageSize: latestShown });
  };
  const [help, latest] = await Promise.all([asked('help'), asked('latest')]);
  const about: Reply = {
    version: 1,
    outcome: 'ok',
    visibility: 'private',
    citations: [],
    blocks: [
      { type: 'heading', level: 1, text: desk.name },
      { type: 'text', spans: [{ text: desk.about }] },
      { type: 'list', items: help ? firstToTry(help) : [] },
    ],
  };
  const buttons: SlackContext['buttons'] = {
    actions: context.actions,
    binding: { person, channel: homeChannel },
    kinds: ['report'],
  };
  const newest = latest && withoutButtons(latest, `/${desk.id} latest`);
  return [
    ...renderBlocks(about, { visibility: 'private' }),
    ...(newest
      ? mapActionIds(renderBlocks(newest, { visibility: 'private', buttons }), (id) => `${id}:${at}`)
      : []),
  ];
}

/** The Home has nothing to press but reports: it says where the list goes on, and shows no page of it. */
function withoutButtons({ paging: _, ...reply }: Reply, all: string): Reply {
  const blocks = reply.blocks.filter(({ type }) => type !== 'choices');
  return {
    ...reply,
    blocks: [...blocks, { type: 'text', spans: [{ text: 'All: ' }, { text: all, style: 'code' }] }],
  };
}

/** What help would have a newcomer try, as lines to type. */
const firstToTry = (help: Reply): Span[][] =>
  shownIn(help).blocks.flatMap((block) =>
    block.type === 'choices'
      ? block.options
          .filter(({ command }) => !command.includes(' show:'))
          .map(({ command }): Span[] => [{ text: command, style: 'code' }])
      : [],
  );

const divider: types.DividerBlock = { type: 'divider' };

/** As many blocks as fit; the last says when some did not. */
function withinLimit(blocks: Block[]): Block[] {
  if (blocks.length === 0) return sentence('No desk is open yet.').blocks;
  if (blocks.length <= limits.viewBlocks) return blocks;
  const more = sentence('There is more than fits here: ask with the commands.').blocks;
  return [...blocks.slice(0, limits.viewBlocks - more.length), ...more];
}
