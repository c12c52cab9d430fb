import { shownBy } from '../../domain/answer/picture.ts';
import type { ChatApp, ChatService, Platform } from '../../domain/ports/platform.ts';
import { lookPace, pace } from './limits.ts';
import type { SlackConfig } from './options.ts';
import type { SlackRequest } from './render/render.ts';

interface SlackSettings {
  slack?: Pick<SlackConfig, 'botToken' | 'signingSecret' | 'appToken' | 'apiUrl'>;
  teams?: readonly string[];
  host: string;
  port: number;
}

export const slack: Platform<SlackSettings> = {
  id: 'slack',
  async fromConfig({ slack: own, teams, host, port }, { clock, log, accountOf, actions: codecOf }) {
    if (!own) return undefined;
    const [{ createSlackChannelSender }, { createCardRenderer, createDigestRenderer }, lookups] =
      await Promise.all([
        import('./digest/channel-sender.ts'),
        import('./digest/render.ts'),
        import('./digest/lookups.ts'),
      ]);
    const config: SlackConfig = { ...own, ...(teams && { teams }), host, port };
    const actions = codecOf(own.signingSecret ?? own.botToken);
    const asking = lookups.createLookups({ config, clock, log });
    return {
      pace,
      lookPace,
      account: accountOf(own.botToken),
      sender: createSlackChannelSender({ config, clock, log }),
      renderer: createDigestRenderer(actions),
      cards: createCardRenderer(actions),
      people: lookups.createSlackPeople(asking),
      groups: lookups.createSlackGroups(asking),
      places: lookups.createSlackPlaces(asking, clock),
      async createApp(service) {
        const { mount, ...rest } = service;
        if (!own.appToken && !mount) {
          log.warn({}, 'Slack is not served here: another process has the port');
          return undefined;
        }
        const { createSlackApp } = await import('./app.ts');
        const created = createSlackApp({
          ...rest,
          config,
          actions,
          timing: { stopWithinMs: service.stopWithinMs },
          ...(mount && { mount: (listener) => mount('/slack/events', listener) }),
        });
        return startedAgain(created, { service, mode: own.appToken ? 'Socket Mode' : 'HTTP, /slack/events' });
      },
    };
  },
  async openLocal(service, actions, standIn) {
    const { openLocal } = await import('./app.ts');
    return openLocal(service, actions, standIn);
  },
  async preview(actions, pictures) {
    const [{ renderSlack, uploadRequests }, { createDigestRenderer }] = await Promise.all([
      import('./render/render.ts'),
      import('./digest/render.ts'),
    ]);
    const channel = 'C00000000';
    const [full, renderer] = [`slack:T00000000:${channel}`, createDigestRenderer(actions)];
    return {
      channel: full,
      renderer,
      async answer(reply, line, visibility) {
        const binding = { person: 'slack:T00000000:U00000000', channel };
        const uploads: SlackRequest[] = [];
        const shown = await shownBy(reply.blocks, async (picture) => {
          const drawn = await pictures.draw(picture);
          if (!drawn.ok) return { failed: drawn.why };
          const id = `F${String(uploads.length).padStart(8, '0')}`;
          uploads.push(...uploadRequests(picture, drawn.png, id));
          return { id };
        });
        const context = { visibility, line, buttons: { actions, binding }, pictures: shown };
        return [...uploads, ...renderSlack(reply, context)];
      },
      digest: (reply, context) =>
        renderer.parts(reply, { ...context, channel: full }).map(({ body }) => ({
          method: 'POST',
          path: '/api/chat.postMessage',
          body: { channel, ...Object(body) },
        })),
    };
  },
};

/** An outage of Slack must not keep other platforms from starting; only a refusal rejects, and only at the first start. */
function startedAgain(
  app: Pick<ChatApp, 'fault' | 'connection' | 'stop'> & { start(): Promise<void> },
  { service, mode }: { service: ChatService; mode: string },
): ChatApp {
  let cancelRetry = () => {};
  let stopped = false;
  async function start(isFirst: boolean): Promise<string> {
    try {
      await app.start();
      return `Slack (${mode})`;
    } catch (error) {
      const { SlackAway } = await import('./receivers/socket.ts');
      if (isFirst && !(error instanceof SlackAway)) throw error;
      if (!stopped) cancelRetry = service.timers.after(service.retryMs, () => void start(false));
      return 'Slack (not connected yet)';
    }
  }
  return {
    start: () => start(true),
    fault: () => app.fault(),
    connection: () => app.connection(),
    async stop() {
      stopped = true;
      cancelRetry();
      await app.stop();
    },
  };
}
