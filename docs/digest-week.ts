import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app/app.ts';
import { digestJob } from '../src/app/digests.ts';
import { quietLog } from '../src/cli/output.ts';
import { readConfig } from '../src/config.ts';
import { timetable } from '../src/digest/schedule/timetable.ts';
import { everything } from '../src/domain/digests/filter.ts';
import type { Fact } from '../src/domain/entry.ts';
import type { ChannelSender } from '../src/domain/ports/platform.ts';
import { terminalDigests } from '../src/platforms/terminal/channel-sender.ts';
import { announce } from '../tests/feeds/announce.ts';

const desk = 'lantern';
const channel = 'terminal';

/** What the desk writes each day at noon. The desk is invented, and so is all that it says. */
const days: {
  day: string;
  facts?: (Partial<Fact> & { id: string })[];
  /** What a feed that the desk follows announces. */
  headlines?: string[];
  correct?: { id: string; note: string; over: Partial<Fact> };
}[] = [
  {
    day: '2026-11-30',
    facts: [
      {
        id: 'quota',
        title: 'Marevna and Tolvik agree a herring quota',
        statement: 'Marevna and Tolvik agreed to land 38,000 tonnes of herring next year.',
        why: 'It is the first quota that both keep since 2022.',
        weight: 5,
        topics: ['fisheries'],
        countries: ['XM', 'XT'],
      },
      {
        id: 'ferry',
        title: 'Night ferry between the islands begins',
        statement: 'A night ferry began to run twice a week.',
        weight: 2,
        topics: ['shipping'],
        countries: ['XQ'],
      },
    ],
  },
  {
    day: '2026-12-01',
    headlines: ['Marevna fines two trawlers off Norhaven', 'Tolvik opens a school for pilots'],
    facts: [
      {
        id: 'tidal',
        title: 'Sablemar orders a second tidal power station',
        statement: 'Sablemar ordered a tidal power station of 60 megawatts.',
        weight: 4,
        topics: ['energy'],
        countries: ['XS'],
      },
    ],
  },
  {
    day: '2026-12-02',
    correct: {
      id: 'quota',
      note: 'the quota is 36,000 tonnes, not 38,000.',
      over: { statement: 'Marevna and Tolvik agreed to land 36,000 tonnes of herring next year.' },
    },
  },
  {
    day: '2026-12-03',
    facts: [
      {
        id: 'vote',
        title: 'Quillon sets the day of its election',
        statement: 'Quillon votes on 14 March.',
        weight: 3,
        topics: ['elections'],
        countries: ['XQ'],
      },
      {
        id: 'talks',
        title: 'Talks on the ports of Norhaven',
        kind: 'plan',
        statement: 'The four governments are to talk about the ports.',
        weight: 3,
        topics: ['shipping'],
        countries: ['XM', 'XS'],
        dates: [{ edtf: '2026-12-10', sources: [] }],
      },
    ],
  },
];

const timeOf = (day: string, time: string) => new Date(`${day}T${time}:00Z`);

/** A week of a daily and a weekly digest, and the message that was corrected, by the words of its place in the docs. */
export async function digestWeek(root: string): Promise<Map<string, string>> {
  const data = mkdtempSync(join(tmpdir(), 'deskwire-week-'));
  const config = readConfig({ DESKWIRE_DATA: data, DESKWIRE_BRIEFS: join(root, 'tests/ask/second-desk') });
  if (!config.ok) throw new Error(config.faults.join());
  let now = timeOf('2026-11-27', '12:00');
  const clock = () => now;
  const posts: { name: string; text: string }[] = [];
  const shown = new Map<string, string>();
  const sender: ChannelSender = {
    async post(_channel, body) {
      posts.push({ name: `${now.toISOString().slice(0, 16)}`, text: String(body) });
      return { outcome: 'posted', message: String(posts.length) };
    },
    async edit(_channel, message, body) {
      shown.set('correction', String(body));
      return { outcome: 'posted', message };
    },
    find: async () => ({ outcome: 'looked', found: new Map() }),
    access: async () => ({ ok: true }),
    time: async () => 'unknown',
    tell: async () => true,
  };
  const adapters = new Map([[channel, { sender, renderer: terminalDigests }]]);
  const app = await createApp(config.config, { log: quietLog, clock, recordedBy: clock, adapters });
  const { store, events, digests } = app;
  const timers = { after: () => () => {} };
  const job = digestJob(digests, {
    adapters,
    store,
    events,
    config: { admins: [] },
    clock,
    timers,
    log: quietLog,
  });
  const turn = async (at: Date) => {
    now = at;
    await job.run();
    await job.deliver();
  };
  try {
    await app.desks.sync();
    for (const given of [
      { rhythm: 'daily', time: '08:00' },
      { rhythm: 'weekly', weekday: 'Friday', time: '17:00' },
    ] as const) {
      const schedule = timetable.read(given, 'UTC', now);
      if (!schedule.ok) throw new Error(schedule.fault.says);
      const settings = {
        filter: everything,
        schedule: schedule.value,
        onEmpty: 'one-line',
        lastCount: 3,
        format: 'full',
        headlines: given.rhythm === 'daily',
      } as const;
      await digests.deps.acts.subscribe(settings, { desk, channel, by: channel, now });
    }
    await turn(now);
    await turn(timeOf('2026-11-29', '08:00'));
    posts.length = 0;
    for (const { day, facts = [], headlines = [], correct } of days) {
      await turn(timeOf(day, '08:00'));
      now = timeOf(day, '12:00');
      for (const fact of facts) await write({ dates: [{ edtf: day, sources: [] }], published: day, ...fact });
      if (headlines.length > 0) {
        const site = 'https://harbour-post.example';
        const articles = headlines.map((title, at) => ({ title, url: `${site}/${at + 1}` }));
        await announce(store, { desk, site, now }, articles);
      }
      if (correct)
        await write({ id: correct.id, ...correct.over, corrections: [{ on: day, note: correct.note }] });
      await turn(timeOf(day, '12:05'));
    }
    await turn(timeOf('2026-12-04', '08:00'));
    await turn(timeOf('2026-12-04', '17:00'));
  } finally {
    await job.stop(0);
    await app.close();
    rmSync(data, { recursive: true });
  }
  for (const { name, text } of posts) shown.set(name.endsWith('17:00') ? 'weekly' : name.slice(0, 10), text);
  // Ids of deliveries differ in each installation.
  const fixed = (text: string) => text.replaceAll(/digest more [0-9a-z]{16}/g, 'digest more 3k9f…').trimEnd();
  return new Map([...shown].map(([name, text]) => [name, fixed(text)]));

  async function write(over: Partial<Fact> & { id: string }): Promise<void> {
    const before = (await store.revisions.of(desk, over.id)).at(-1)?.own;
    const usual = {
      type: 'fact',
      kind: 'event',
      standing: 'reported',
      state: 'published',
      handling: 'public',
      sources: [{ id: 'courier-2021-compact' }],
    };
    const lists = {
      people: [],
      organisations: [],
      places: [],
      related: [],
      corrections: [],
      disagreements: [],
    };
    const body = { ...(before ?? { ...usual, ...lists }), ...over } as { type: 'fact' } & Fact;
    const base = (await store.revisions.of(desk, over.id)).length;
    const { outcome } = await store.writer.write({ desk, body, actor: channel, base }, now);
    if (outcome !== 'written') throw new Error(`${over.id}: ${outcome}`);
  }
}
