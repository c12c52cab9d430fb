import { once } from 'node:events';
import { Client, Events, MessageFlags } from 'discord.js';
import type { Fakes } from './load-process.ts';

/** The least a discord.js bot can do: it says which command was given. */
export async function startBareDiscord({ apiUrl, token }: Fakes['discord']['bare']) {
  const client = new Client({ intents: [], rest: { api: apiUrl } });
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const content = `/${interaction.commandName} ${interaction.options.getSubcommand()}`;
    void interaction.reply({ content, flags: MessageFlags.Ephemeral });
  });
  const ready = once(client, Events.ClientReady);
  await client.login(token);
  await ready;
  return { stop: () => client.destroy() };
}
