import { onTestFinished } from 'vitest';
import { createActionCodec } from '../../../src/command/action-codec.ts';
import type { Answerer, CatalogueDesk, Question } from '../../../src/domain/ports/answerer.ts';
import type { DefaultVisibility, Leases, MistakeReport } from '../../../src/domain/ports/chat.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { createDiscordApp, type DiscordAppOptions } from '../../../src/platforms/discord/app.ts';
import { type FakeOptions, startFakeDiscord } from '../../fakes/discord/fake-discord.ts';
import { person } from '../../fakes/discord/person.ts';
import { onceIn, statesIn } from '../claims.ts';
import { noForms } from '../forms-in-memory.ts';
import { handClock } from '../hand-clock.ts';
import { noPictures } from '../pictures.ts';
import { replyOf } from './replies.ts';

export const guild = '200000000000000001';
export const channel = '300000000000000001';
export const asker = '400000000000000001';
export const other = '400000000000000002';

export const catalogue: CatalogueDesk[] = [
  {
    id: 'centralasia',
    name: 'Central Asia',
    about: 'What happens between the five states of Central Asia and the world.',
    commands: [
      {
        name: 'visits',
        description: 'Who visited whom, when and why',
        options: [
          { name: 'country', description: 'A country', required: false, type: 'text', completes: true },
          {
            name: 'page',
            description: 'Page',
            required: false,
            type: 'number',
            min: 1,
            max: 10_000,
            completes: false,
          },
          { name: 'full', description: 'Everything', required: false, type: 'flag', completes: false },
        ],
        examples: [],
      },
      {
        name: 'brief',
        description: 'One brief',
        options: [{ name: 'id', description: 'Its id', required: true, type: 'text', completes: false }],
        examples: [],
      },
    ],
  },
];

export type Script = (question: Question) => Reply | Promise<Reply>;

/** An answerer that says what the test wrote, and remembers what it was asked. */
export function scripted(script: Script = () => replyOf()) {
  const asked: Question[] = [];
  const answerer: Answerer = {
    async answer(question) {
      asked.push(question);
      return script(question);
    },
    asks: () => false,
    async complete({ typed }, limit) {
      return ['kazakhstan', 'kyrgyzstan', 'uzbekistan']
        .filter((name) => name.startsWith(typed))
        .slice(0, limit)
        .map((name) => ({ label: name, command: name }));
    },
    names: () => [],
    catalogue: () => catalogue,
  };
  return { answerer, asked };
}

/** One lease table, as several processes share it through the store. */
export function leaseTable(): Leases & { holder: () => string | undefined } {
  let lease: { holder: string; until: Date } | undefined;
  return {
    async hold(_, holder, until, now) {
      if (lease && lease.holder !== holder && lease.until > now) return false;
      lease = { holder, until };
      return true;
    },
    async release(_, holder) {
      if (lease?.holder === holder) lease = undefined;
    },
    holder: () => lease?.holder,
  };
}

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  fields: Record<string, unknown>;
  message: string;
}

interface Setup {
  script?: Script;
  fake?: FakeOptions;
  app?: Partial<DiscordAppOptions>;
  guilds?: string[];
  token?: string;
  time?: ReturnType<typeof handClock>;
}

/** A fake Discord, an app connected to it, and a person to use it. */
export async function setUp({ script, fake, app: changes, guilds, token, time = handClock() }: Setup = {}) {
  const discord = await startFakeDiscord({ clock: time.millis, ...fake });
  const { answerer, asked } = scripted(script);
  const kept: MistakeReport[] = [];
  const interactions = new Set<string>();
  const visibility = new Map<string, DefaultVisibility>();
  const log: LogLine[] = [];
  const leases = leaseTable();
  let errors = 0;
  const write = (level: LogLine['level']) => (fields: object, message: string) => {
    log.push({ level, fields: { ...fields }, message });
    discord.world.changed();
  };
  const options: Omit<DiscordAppOptions, 'holder'> = {
    config: { token: token ?? discord.token, apiUrl: discord.apiUrl, ...(guilds && { guilds }) },
    answerer,
    actions: createActionCodec(discord.token),
    reports: {
      async add(report, interaction) {
        if (interactions.has(interaction)) return 'known';
        interactions.add(interaction);
        kept.push(report);
        return 'kept';
      },
      list: async () => ({ items: kept, total: kept.length }),
    },
    pictures: noPictures,
    channels: {
      visibility: async (id) => visibility.get(id) ?? 'private',
      setVisibility: async (id, value) => void visibility.set(id, value),
    },
    once: onceIn(new Map()),
    forms: noForms,
    buttonStates: statesIn(new Map()),
    leases,
    clock: time.clock,
    timers: time.timers,
    random: () => 1,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    newErrorId: () => `E${++errors}`,
    ...changes,
  };
  const apps: ReturnType<typeof createDiscordApp>[] = [];
  const start = (more: Partial<DiscordAppOptions> = {}) => {
    const app = createDiscordApp({ ...options, ...more, holder: `process-${apps.length}` });
    apps.push(app);
    return app;
  };
  const app = start();
  onTestFinished(async () => {
    let over = false;
    const stopped = Promise.all(apps.map((each) => each.stop())).then(() => {
      over = true;
    });
    while (!over) await time.advance(100);
    await stopped;
    await discord.close();
  });
  return {
    discord,
    time,
    asked,
    kept,
    visibility,
    log,
    leases,
    options,
    app,
    /** A further process with the same store, or the same one started anew. */
    another: start,
    asker: person(discord, { guild, channel, user: asker }),
    other: person(discord, { guild, channel, user: other }),
  };
}

/** `setUp`, connected. */
export async function connected(setup: Setup = {}) {
  const all = await setUp(setup);
  await all.app.start();
  return all;
}
