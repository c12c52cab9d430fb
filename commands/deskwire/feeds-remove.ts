import { z } from 'zod';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { feedLine } from './feed-lines.ts';
import type { FeedNeeds } from './feed-needs.ts';

export const feedsRemove = ({ feeds }: FeedNeeds) =>
  defineHouseCommand({
    name: 'feeds remove',
    description: 'Follow a feed no more',
    about: 'desk',
    role: 'editor',
    options: {
      feed: {
        description: 'Its number in the list',
        kind: { type: 'number', min: 1, max: 1_000_000_000 },
        required: true,
        schema: z.coerce.number().int(),
      },
    },
    bare: ['feed'],
    acts: true,
    examples: [{ line: 'feeds remove 3', about: 'follow a feed no more' }],
    async run({ feed }, { service, person, now }) {
      const desk = service.desk.definition.id;
      const removed = await feeds.remove(desk, feed, person, now);
      const all = [{ label: 'All feeds', command: feedLine(desk, 'list') }];
      if (!removed) return refusal('not_found', `The desk follows no feed ${feed}.`, 'Look at', all);
      const says = `“${removed.title}” is not followed any more. What waited of it is gone; what was imported stays.`;
      const again = { label: 'Follow it again', command: feedLine(desk, 'add', { url: removed.url }) };
      return refusal('ok', says, 'Or', [again, ...all]);
    },
  });
