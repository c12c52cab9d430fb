import { rm } from 'node:fs/promises';
import { type App, createApp } from '../../src/app/app.ts';
import { type DigestJob, digestJob } from '../../src/app/digests.ts';
import { readConfig } from '../../src/config.ts';
import type { Question } from '../../src/domain/ports/answerer.ts';
import type { Adapter, ChannelSender, DigestRenderer } from '../../src/domain/ports/platform.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { terminalDigests } from '../../src/platforms/terminal/channel-sender.ts';
import { fakeTime } from '../digest/fake-timers.ts';
import { makeFact } from '../domain/make.ts';
import { silent } from '../store/fixture.ts';
import { syncedFolder } from '../synced-folder.ts';

export const admin = 'slack:T1:UADMIN';
export const reader = 'slack:T1:U1';
export const channel = 'slack:T1:C1';

const onTheDesk = { topics: ['energy'], countries: ['KZ'], sources: ['sanchez-2026'] };

/** The real service on the real desk in a real store, on platforms that remember what was posted. */
export class DigestService {
  readonly time: ReturnType<typeof fakeTime>;
  app!: App;
  running!: DigestJob;
  /** What stands in each channel, by the platform's id of the message. */
  readonly posted: { channel: string; text: string }[] = [];
  readonly told: { person: string; text: string }[] = [];
  /** Zones in profiles, and who the platform lets manage a channel. */
  readonly zones = new Map<string, string>();
  readonly managers = new Set<string>();
  problem: string | undefined;
  /** Set: the channel refuses posts. */
  gone = false;
  /** Set: the platform takes none of its messages. */
  rejected = false;
  /** Set: nothing can be made into its messages. */
  fault: string | undefined;
  #folder = '';

  private constructor(now: string) {
    this.time = fakeTime(new Date(now));
  }

  static async open(now = '2026-11-23T12:00:00Z'): Promise<DigestService> {
    const service = new DigestService(now);
    service.#folder = await syncedFolder(service.time.clock());
    const result = readConfig({ DESKWIRE_DATA: service.#folder, DESKWIRE_ADMINS: admin });
    if (!result.ok) throw new Error(result.faults.join());
    const { config } = result;
    const { clock, timers } = service.time;
    const adapters = new Map(['slack', 'discord', 'terminal'].map((platform) => [platform, service.side()]));
    service.app = await createApp(config, { log: silent, clock, recordedBy: clock, adapters });
    await service.app.desks.sync();
    const { digests, events, store } = service.app;
    service.running = digestJob(digests, {
      ...{ adapters, store, events, config, clock, timers },
      log: silent,
    });
    return service;
  }

  side(): Adapter {
    const sender: ChannelSender = {
      post: async (to, body) => {
        if (this.gone) return { outcome: 'refused', refusal: 'channel_gone', detail: 'channel_not_found' };
        if (this.rejected) return { outcome: 'refused', refusal: 'rejected', detail: 'invalid_blocks' };
        this.posted.push({ channel: to, text: String(body) });
        return { outcome: 'posted', message: `m${this.posted.length}` };
      },
      edit: async (_, message, body) => {
        const at = Number(message.slice(1)) - 1;
        const before = this.posted[at];
        if (before) this.posted[at] = { ...before, text: String(body) };
        return { outcome: 'posted', message };
      },
      find: async () => ({ outcome: 'looked', found: new Map() }),
      access: async () =>
        this.problem ? { ok: false, refusal: 'no_access', problem: this.problem } : { ok: true },
      time: async () => 'unknown',
      tell: async (person, text) => this.told.push({ person, text }) > 0,
    };
    const people = {
      zoneOf: async (person: string) => this.zones.get(person),
      manages: async (person: string, to: string) => this.managers.has(`${person} ${to}`),
    };
    const renderer: DigestRenderer = {
      one: terminalDigests.one,
      parts: (reply, context) => {
        if (this.fault) throw new Error(this.fault);
        return terminalDigests.parts(reply, context);
      },
    };
    return { sender, renderer, people };
  }

  ask(line: string, more: Partial<Question> = {}): Promise<Reply> {
    const question = { person: admin, channel, audience: 'person' as const, pageSize: 10, ...more };
    return this.app.answerer.answer({ ...question, text: `/deskwire digest ${line}` });
  }

  /** Publishes a fact of the desk, or its next revision. */
  async publish(id: string, over: object = {}): Promise<void> {
    const now = this.time.clock();
    const today = now.toISOString().slice(0, 10);
    const scope = { desk: 'centralasia', role: 'admin' as const, place: 'internal' as const, now, today };
    const { entries, writer } = this.app.store;
    const before = await entries.get(scope, id);
    const fresh = makeFact({ id, title: `Title of ${id}`, published: today, ...onTheDesk, ...over });
    const body = before ? ({ ...before.body, ...over } as typeof before.body) : fresh.body;
    const edit = { desk: 'centralasia', body, actor: 'editor', base: before?.revision ?? 0 };
    const { outcome } = await writer.write(edit, now);
    if (outcome !== 'written') throw new Error(`${id}: ${outcome}`);
  }

  /** A tick at that instant, and all that it sends. */
  async tickAt(instant: string): Promise<void> {
    this.time.pass(Date.parse(instant) - this.time.clock().getTime());
    await this.sent();
  }

  /** Until all that is due is written and sent. */
  async sent(): Promise<void> {
    await this.running.run();
    await this.running.deliver();
  }

  async end(): Promise<void> {
    await this.running.stop(1000);
    await this.app.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
