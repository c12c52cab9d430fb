import { drawnBy } from '../../domain/answer/picture.ts';
import type { Platform } from '../../domain/ports/platform.ts';
import type { DiscordConfig } from './client.ts';
import { lookPace, pace } from './limits.ts';

interface DiscordSettings {
  discord?: Pick<DiscordConfig, 'token' | 'apiUrl'>;
  guilds?: readonly string[];
}

export const discord: Platform<DiscordSettings> = {
  id: 'discord',
  async fromConfig({ discord: own, guilds }, { clock, log, accountOf, actions: codecOf }) {
    if (!own) return undefined;
    const [{ createDiscordChannelSender }, { createCardRenderer, createDigestRenderer }, lookups] =
      await Promise.all([
        import('./digest/channel-sender.ts'),
        import('./digest/render.ts'),
        import('./digest/lookups.ts'),
      ]);
    const config: DiscordConfig = { ...own, ...(guilds && { guilds }) };
    const actions = codecOf(own.token);
    return {
      pace,
      lookPace,
      account: accountOf(own.token),
      sender: createDiscordChannelSender({ config, clock, log }),
      renderer: createDigestRenderer(actions),
      cards: createCardRenderer(actions),
      groups: lookups.createDiscordGroups({ config, clock, log }),
      async createApp(service) {
        const { createDiscordApp } = await import('./app.ts');
        const created = createDiscordApp({ ...service, config, actions, holder: service.holder('discord') });
        return {
          start: async () =>
            (await created.start()) === 'connected' ? 'Discord' : 'Discord (not connected yet)',
          fault: () => created.fault(),
          connection: () => created.connection(),
          stop: () => created.stop(),
        };
      },
    };
  },
  async openLocal(service, actions, standIn) {
    const { openLocal } = await import('./app.ts');
    return openLocal(service, actions, standIn);
  },
  async preview(actions, pictures) {
    const [{ renderDiscord }, { createDigestRenderer }] = await Promise.all([
      import('./render/render.ts'),
      import('./digest/render.ts'),
    ]);
    const [guild, user, id] = ['000000000000000001', '000000000000000002', '000000000000000003'];
    const channel = `discord:${guild}:${id}`;
    const renderer = createDigestRenderer(actions);
    return {
      channel,
      renderer,
      async answer(reply, line, visibility) {
        const shown = await drawnBy(pictures, reply.blocks);
        const binding = { person: `discord:${guild}:${user}`, channel };
        return renderDiscord(reply, { visibility, line, actions, binding, pictures: shown });
      },
      digest: (reply, context) =>
        renderer
          .parts(reply, { ...context, channel })
          .map(({ body }) => ({ method: 'POST', path: `/channels/${id}/messages`, body })),
    };
  },
};
