import { notice } from '../../src/command/answer/blocks.ts';
import { type ContextAbout, defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { chosen, number } from './digest-chosen.ts';
import { channelOf, type DigestNeeds } from './digest-needs.ts';
import { newSettings } from './digest-settings.ts';
import { stateWords } from './digest-words.ts';

export const digestPreview = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest preview',
    description: 'What would come now; nothing is sent, and nothing moves',
    about: 'desk',
    options: { number },
    bare: ['number'],
    examples: [{ line: 'digest preview', about: 'the digest as it would come now, for you alone' }],
    async run(input, context) {
      const { now } = context;
      const found = (await unsubscribed(needs, input, context)) ?? (await chosen(needs, input, context));
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const reply = await needs.views.preview(subscription, now);
      if (!reply) return refusal('ok', 'Nothing new was published, and this digest posts nothing then.');
      return {
        ...reply,
        blocks: [
          notice('info', `${whose(subscription, now)}. Nothing is sent, and nothing moves.`),
          ...reply.blocks,
        ],
      };
    },
  });

function whose(subscription: Subscription, now: Date): string {
  if (subscription.id === 0) return 'This is how a digest would begin here';
  if (subscription.state === 'active') return 'This would come now';
  return `This would come now, but it is ${stateWords(subscription, now)}`;
}

/** Where the channel has none yet: one as it would be subscribed with nothing said. */
async function unsubscribed(
  needs: DigestNeeds,
  { number: id }: { number: number | undefined },
  context: ContextAbout['desk'],
): Promise<{ subscription: Subscription } | undefined> {
  const channel = channelOf(context);
  if (id !== undefined || channel === undefined) return undefined;
  if ((await needs.subscriptions.list({ channel })).length > 0) return undefined;
  const { definition } = context.service.desk;
  const { now, line, person } = context;
  const { timetable } = needs;
  const zone = { name: definition.zone, from: 'desk' } as const;
  const settings = newSettings(nothingSaid, { timetable, zone, channel, line });
  if (!settings.ok) return undefined;
  return {
    subscription: {
      ...settings.value,
      ...{ id: 0, desk: definition.id, channel, state: 'active', cursor: -1, slot: now, sent: 0, version: 0 },
      ...{ createdBy: person, createdAt: now },
    },
  };
}

const nothingSaid = {
  rhythm: undefined,
  weekday: undefined,
  at: undefined,
  cron: undefined,
  timezone: undefined,
  topics: undefined,
  countries: undefined,
  format: undefined,
  'on-empty': undefined,
  holidays: undefined,
  ping: undefined,
};
