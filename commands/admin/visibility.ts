import { z } from 'zod';
import { defineCommand } from '../../src/command/define.ts';
import { refusal } from '../../src/command/refusals.ts';
import type { ChannelSettings, DefaultVisibility } from '../../src/domain/ports/chat.ts';

const meanings: Record<DefaultVisibility, string> = {
  private: 'Answers in this channel are seen by the one who asks, who may share them.',
  public: 'Answers in this channel are seen by everyone in it.',
};

/** Who sees answers in a channel when the asker does not say. A channel belongs to no desk: an admin of any may. */
export const visibility = (channels: ChannelSettings) =>
  defineCommand({
    scope: 'app',
    name: 'visibility',
    description: 'Set or show who sees answers in this channel',
    about: 'app',
    options: {
      who: {
        description: 'Default: show the setting',
        kind: { type: 'choice', choices: { private: [], public: [] } },
        schema: z.enum(['private', 'public']),
      },
    },
    bare: ['who'],
    acts: true,
    examples: [
      { line: 'visibility', about: 'who sees the answers in this channel' },
      { line: 'visibility public', about: 'show answers in this channel to everyone (admins)' },
    ],
    async run({ who }, { person, channel, now, line, refuse }) {
      if (!channel)
        return refusal(
          'invalid',
          'Every channel of Slack and Discord sets this for itself: type it there, in the one that is meant.',
        );
      if (who === undefined) {
        const options = (['private', 'public'] as const).map((value) => ({
          label: value,
          command: line({ who: value }),
        }));
        return refusal('ok', meanings[await channels.visibility(channel)], 'Set it to', options);
      }
      const refused = refuse('admin');
      if (refused) return refused;
      await channels.setVisibility(channel, who, person, now);
      return refusal('ok', `Set. ${meanings[who]}`);
    },
  });
