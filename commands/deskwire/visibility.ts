import { refusal } from '../../src/command/fault-reply.ts';
import type { HouseCommand } from '../../src/command/house.ts';
import { refuse } from '../../src/command/permissions.ts';
import type { ChannelSettings, DefaultVisibility } from '../../src/domain/ports/chat.ts';
import type { Clock } from '../../src/domain/ports/clock.ts';
import type { Role } from '../../src/domain/roles.ts';

interface Needs {
  channels: ChannelSettings;
  /** The strongest role that a person holds on any desk: a channel belongs to none. */
  strongestRole(person: string): Promise<Role>;
  clock: Clock;
}

const meanings: Record<DefaultVisibility, string> = {
  private: 'Answers in this channel are seen by the one who asks, who may share them.',
  public: 'Answers in this channel are seen by everyone in it.',
};

const options = (['private', 'public'] as const).map((value) => ({
  label: value,
  command: `/deskwire visibility ${value}`,
}));

/** Who sees answers in a channel when the asker does not say. */
export const visibility = ({ channels, strongestRole, clock }: Needs): HouseCommand => ({
  name: 'visibility',
  description: 'Who sees the answers in this channel',
  takes: {
    name: 'who',
    description: 'private: the one who asks; public: everyone in the channel; nothing: how it is now',
    required: false,
    choices: ['private', 'public'],
  },
  example: { line: 'visibility public', about: 'show the answers in this channel to everyone, for admins' },
  async run(word, { person, channel }) {
    if (!channel) return refusal('invalid', 'Every channel sets this for itself: type it in that channel.');
    if (word === '') return refusal('ok', meanings[await channels.visibility(channel)], 'Set it to', options);
    const chosen = word.toLowerCase();
    if (chosen !== 'private' && chosen !== 'public') {
      return refusal('invalid', 'Write private or public.', 'Did you mean', options);
    }
    const refused = refuse(await strongestRole(person), { name: 'visibility', role: 'admin' });
    if (refused) return refused;
    await channels.setVisibility(channel, chosen, person, clock());
    return refusal('ok', `Set. ${meanings[chosen]}`);
  },
});
