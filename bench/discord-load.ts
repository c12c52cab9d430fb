import { startFakeDiscord } from '../tests/fakes/discord/fake-discord.ts';
import { person } from '../tests/fakes/discord/person.ts';

const place = {
  guild: '200000000000000001',
  channel: '300000000000000001',
  user: '400000000000000001',
};

/** A fake Discord with somebody who asks. One for each bot: every bot that is connected gets every interaction. */
export async function startDiscordLoad() {
  const fake = await startFakeDiscord();
  const asker = person(fake, place);
  return {
    apiUrl: fake.apiUrl,
    token: fake.token,
    /** True when the first response was the answer, not the word that one will come. */
    command: (desk: string, command: string, options: Record<string, string>) => async () => {
      const { answered } = await asker.answered(asker.command(desk, command, options));
      return answered?.type === 4;
    },
    /** True when something was offered. */
    complete: (desk: string, command: string, option: string, typed: string) => async () => {
      const { answered } = await asker.answered(asker.completing(desk, command, option, typed));
      return Array.isArray(answered?.data.choices) && answered.data.choices.length > 0;
    },
  };
}
