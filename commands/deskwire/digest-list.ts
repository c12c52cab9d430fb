import { z } from 'zod';
import { heading, list, privately, text } from '../../src/command/answer/blocks.ts';
import { page as pageOption } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand, type HouseContext } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { allows } from '../../src/domain/roles.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { noChannel } from './digest-chosen.ts';
import { channelOf, type DigestNeeds } from './digest-needs.ts';
import { digestLine, filterWords, nextInstant, stateWords } from './digest-words.ts';

export const digestList = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest list',
    description: 'The digests of this channel; all: of every channel, for admins',
    about: 'house',
    options: {
      all: { description: 'Of every channel', kind: { type: 'flag' }, schema: z.boolean() },
      page: pageOption,
    },
    bare: ['all'],
    examples: [
      { line: 'digest list', about: 'which digests come to this channel' },
      { line: 'digest list all', about: 'the digests of every channel, for admins' },
    ],
    async run({ all, page: asked }, context) {
      const channel = channelOf(context);
      if (!all && channel === undefined) return noChannel();
      const found = all
        ? await everywhere(needs, context)
        : await needs.subscriptions.list({ channel: channel ?? '' });
      if (!Array.isArray(found)) return found;
      if (found.length === 0) {
        const none = all ? 'No channel has a digest.' : 'This channel has no digest.';
        return refusal('ok', `${none} To have one, type in its channel: ${digestLine('subscribe')}`);
      }
      const lines = found.map((subscription) =>
        lineOf(needs, subscription, { all: all === true, now: context.now }),
      );
      const { items, paging, notices } = await readPage(context, asked, 'digests', pageOf(lines));
      const blocks = [
        heading(all ? 'Digests of every channel' : 'Digests of this channel'),
        ...notices,
        ...list(items),
        text(`To see one whole: ${digestLine('show number:…')}`, 'emphasis'),
      ];
      return privately({ blocks, paging });
    },
  });

/** Those of the desks that the asker is an admin of. */
async function everywhere({ subscriptions }: DigestNeeds, context: HouseContext) {
  const found = await subscriptions.list({});
  const ids = [...new Set(found.map(({ desk }) => desk))];
  const roles = await Promise.all(ids.map(async (id) => [id, await context.roleOn(id)] as const));
  const own = new Set(roles.flatMap(([id, role]) => (allows(role, 'admin') ? [id] : [])));
  const refused = own.size === 0 ? context.refuse('admin') : undefined;
  return refused ?? found.filter(({ desk }) => own.has(desk));
}

function lineOf(
  { desk, timetable }: DigestNeeds,
  subscription: Subscription,
  { all, now }: { all: boolean; now: Date },
): string {
  const { id, channel, schedule, filter } = subscription;
  const of = desk(subscription.desk);
  const next = nextInstant(subscription, of, { now, timetable });
  return [
    `${id}: ${of?.definition.name ?? subscription.desk}`,
    ...(all ? [channel] : []),
    of ? filterWords(filter, of) : 'its desk does not serve',
    timetable.describe(schedule),
    stateWords(subscription, now),
    ...(next ? [`next ${next}`] : []),
  ].join(' · ');
}
