import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { CatalogueDesk } from '../../domain/ports/answerer.ts';
import { mapActionIds } from './action-ids.ts';
import { limits } from './limits.ts';
import { run } from './line.ts';
import { type Block, plainText, richPieces } from './piece.ts';
import { homeChannel } from './pressed.ts';
import { renderMessages } from './render.ts';
import { personId, type Room, tellFailure } from './room.ts';
import { sentence, words } from './wording.ts';

const openedSchema = z.object({
  team_id: z.string().min(1),
  event: z.object({ user: z.string().min(1), tab: z.string().default('home') }),
});

const latestShown = 3;
const examplesShown = 5;

/** What each desk covers, how to ask, and its latest entries. */
export async function onHomeOpened(room: Room, body: unknown): Promise<void> {
  const parsed = openedSchema.safeParse(body);
  if (!parsed.success || parsed.data.event.tab !== 'home') return;
  const { team_id: team, event } = parsed.data;
  const blocks = room.allows(team)
    ? await homeBlocks(room, personId(team, event.user))
    : sentence(words.foreignTeam).blocks;
  const result = await room.sender.publishHome(event.user, { type: 'home', blocks });
  if (!result.ok) tellFailure(room, result.failure, 'showing the Home');
}

async function homeBlocks(room: Room, person: string): Promise<Block[]> {
  try {
    const desks = room.answerer.catalogue();
    const parts = await Promise.all(desks.map((desk, at) => deskBlocks(room, desk, person, at)));
    return withinLimit(parts);
  } catch (cause) {
    return sentence(room.failed(cause, 'showing the Home')).blocks;
  }
}

async function deskBlocks(room: Room, desk: CatalogueDesk, person: string, at: number): Promise<Block[]> {
  const examples = desk.commands.flatMap((command) => command.examples).slice(0, examplesShown);
  const about: Block[] = [
    ...renderMessages(
      { ...blank, blocks: [{ type: 'heading', level: 1, text: desk.name }] },
      { visibility: 'private' },
    )[0]!.blocks,
    ...richPieces([[run(desk.about)]]).flatMap(({ blocks }) => blocks),
    ...richPieces(
      examples.map(({ line, about }) => [run(`/${desk.id} ${line}`, 'code'), run(` ${about}`)]),
      'list',
    ).flatMap(({ blocks }) => blocks),
  ];
  if (!desk.commands.some(({ name }) => name === 'latest')) return about;
  const reply = await room.answerer.answer({
    text: `/${desk.id} latest`,
    person,
    audience: 'person',
    pageSize: latestShown,
  });
  const latest = renderMessages(reply, {
    visibility: 'private',
    buttons: { actions: room.actions, binding: { person, channel: homeChannel }, kinds: ['report'] },
  }).flatMap(({ blocks }) => blocks);
  return [...about, ...mapActionIds(latest, (id) => `${id}:${at}`)];
}

const blank = { version: 1 as const, outcome: 'ok' as const, visibility: 'private' as const, citations: [] };

/** Whole desks as long as they fit; the last block says when some did not. */
function withinLimit(desks: Block[][]): Block[] {
  const blocks: Block[] = [];
  for (const desk of desks) {
    if (blocks.length + desk.length + 2 > limits.viewBlocks)
      return [
        ...blocks,
        { type: 'context', elements: [plainText('There is more than fits here: ask with the commands.')] },
      ];
    blocks.push(...(blocks.length > 0 ? [{ type: 'divider' } satisfies types.DividerBlock] : []), ...desk);
  }
  return blocks.length > 0 ? blocks : sentence('No desk is open yet.').blocks;
}
