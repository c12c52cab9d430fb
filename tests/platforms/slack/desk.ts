import { once as onceEmitted } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createActionCodec } from '../../../src/command/action-codec.ts';
import type { Answerer, CatalogueDesk, Question } from '../../../src/domain/ports/answerer.ts';
import type { DefaultVisibility, MistakeReport } from '../../../src/domain/ports/chat.ts';
import type { Forms } from '../../../src/domain/ports/drafts.ts';
import type { Timers } from '../../../src/domain/ports/runtime.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { createSlackApp } from '../../../src/platforms/slack/app.ts';
import type { SlackConfig, SlackTiming } from '../../../src/platforms/slack/options.ts';
import { realTimers } from '../../../src/runtime/async.ts';
import { type FakeSlackOptions, startFakeSlack } from '../../fakes/slack/server.ts';
import { onceIn } from '../claims.ts';
import { noForms } from '../forms-in-memory.ts';
import { noPictures } from '../pictures.ts';
import { said } from './example-reply.ts';

export const catalogue: CatalogueDesk[] = [
  {
    id: 'centralasia',
    name: 'Central Asia',
    about: 'Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan.',
    commands: [
      {
        name: 'visits',
        description: 'Who visited whom, from the register',
        options: [],
        examples: [{ line: 'visits kazakhstan', about: 'visits to Kazakhstan' }],
      },
      { name: 'help', description: 'How to ask', options: [], examples: [] },
      { name: 'latest', description: 'The newest entries', options: [], examples: [] },
    ],
  },
];

export interface DeskOptions extends FakeSlackOptions {
  answer?: (question: Question) => Reply | Promise<Reply>;
  config?: Partial<SlackConfig>;
  timing?: Partial<SlackTiming>;
  socket?: boolean;
  /** None: the real ones. */
  timers?: Timers;
  random?: () => number;
  /** The app opens its port itself, with a further route. */
  ownPort?: boolean;
  keep?: (report: MistakeReport) => Promise<void>;
  /** The person has reported enough for today. */
  enough?: boolean;
  forms?: Forms;
  /** What has been claimed already, such as by another process. */
  claimed?: Map<string, Date>;
}

/** A fake Slack and the real app on it, with everything else in memory. Both stop with the test. */
export async function startDesk(options: DeskOptions = {}) {
  const fake = await startFakeSlack(options);
  const questions: Question[] = [];
  const kept = new Map<string, MistakeReport>();
  const settings = new Map<string, DefaultVisibility>();
  const once = onceIn(options.claimed ?? new Map());
  const logged: string[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void logged.push(JSON.stringify({ level, message, ...fields }));

  const answerer: Answerer = {
    async answer(question) {
      questions.push(question);
      return options.answer?.(question) ?? said(`Answer to ${question.text}`);
    },
    asks: (text) => text.includes('add link'),
    complete: async () => [],
    names: ({ desk, kinds, typed }) =>
      desk === 'centralasia' && kinds.includes('country') && 'kazakhstan'.startsWith(typed.toLowerCase())
        ? [{ label: 'Kazakhstan', command: 'KZ' }]
        : [],
    catalogue: () => catalogue,
  };
  let listener: RequestListener = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await onceEmitted(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.pointAt(`${url}/slack/events`);

  const actions = createActionCodec(fake.tokens.signingSecret);
  const create = () =>
    createSlackApp({
      config: {
        botToken: fake.tokens.bot,
        signingSecret: fake.tokens.signingSecret,
        ...(options.socket && { appToken: fake.tokens.app }),
        apiUrl: fake.apiUrl,
        host: '127.0.0.1',
        port: 0,
        ...options.config,
      },
      answerer,
      actions,
      reports: {
        async add(report, interaction) {
          await options.keep?.(report);
          if (kept.has(interaction)) return 'known';
          if (options.enough) return 'enough';
          kept.set(interaction, report);
          return 'kept';
        },
        list: async () => ({ items: [...kept.values()], total: kept.size }),
      },
      channels: {
        visibility: async (channel) => settings.get(channel) ?? 'private',
        setVisibility: async (channel, visibility) => void settings.set(channel, visibility),
      },
      once,
      pictures: noPictures,
      forms: options.forms ?? noForms,
      clock: fake.clock,
      timers: options.timers ?? realTimers,
      random: options.random ?? (() => 0),
      log: { info: write('info'), warn: write('warn'), error: write('error') },
      newErrorId: () => 'E-1',
      ...(options.ownPort
        ? {
            routes: [
              { path: '/healthz', method: 'GET', handler: (_, response) => void response.end('well') },
            ],
          }
        : {
            mount: (given) => {
              listener = given;
            },
          }),
      timing: { ackDue: () => new Promise(() => {}), ...options.timing },
    });

  let app = create();
  onTestFinished(async () => {
    await app.stop();
    await fake.stop();
    server.close();
    server.closeAllConnections();
  });
  return {
    fake,
    url,
    actions,
    questions,
    kept,
    settings,
    logged,
    app: () => app,
    start: () => app.start(),
    stop: () => app.stop(),
    /** As after a restart: nothing in memory survives. */
    async restart() {
      await app.stop();
      app = create();
      await app.start();
    },
    shown: fake.workspace.shown,
    last: () => fake.workspace.shown.at(-1)!,
  };
}

export async function startedDesk(options: DeskOptions = {}) {
  const desk = await startDesk(options);
  await desk.start();
  return desk;
}

/** The button with this label in what was shown. */
export function button(blocks: unknown, label: string): { action_id: string; value: string } {
  const found = find(blocks, label);
  if (!found) throw new Error(`There is no button “${label}”.`);
  return found;
}

function find(value: unknown, label: string): { action_id: string; value: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = value as { type?: string; text?: { text?: string }; action_id: string; value: string };
  if (own.type === 'button' && own.text?.text === label)
    return { action_id: own.action_id, value: own.value };
  for (const each of Object.values(value)) {
    const found = find(each, label);
    if (found) return found;
  }
  return undefined;
}

/** A promise and its resolver: the test decides when. */
export function later<T = void>() {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { promise, resolve };
}
