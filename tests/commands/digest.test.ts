import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { timetable } from '../../src/digest/schedule/timetable.ts';
import { everything } from '../../src/domain/digests/filter.ts';
import type { Question } from '../../src/domain/ports/answerer.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { replySchema } from '../../src/domain/reply.ts';
import { whole } from './desk.ts';
import { admin, channel, DigestService, reader } from './digest-service.ts';

let service: DigestService;
beforeEach(async () => {
  service = await DigestService.open();
});
afterEach(() => service.end());

const ask = (line: string, more: Partial<Question> = {}) => service.ask(line, more);

const buttons = (reply: Reply) =>
  reply.blocks.flatMap((block) =>
    block.type === 'choices' ? block.options.map(({ command }) => command) : [],
  );

const subscription = async () => (await service.app.store.subscriptions.list({}))[0];

describe('subscribe', () => {
  test('with nothing said: weekdays at 08:00, in the zone of the profile, and the next five instants', async () => {
    service.zones.set(admin, 'Europe/Berlin');
    const reply = await ask('subscribe');
    expect(replySchema.parse(reply)).toEqual(reply);
    expect(reply).toMatchObject({ outcome: 'ok', visibility: 'private' });
    const said = whole(reply);
    expect(said).toContain('When: weekdays at 08:00 (the usual)');
    expect(said).toContain('Time zone: Europe/Berlin (from the profile)');
    expect(said).toContain('Filter: everything (the usual)');
    const next = [24, 25, 26, 27].map((day) => `${day} Nov 2026, 08:00 CET`);
    for (const instant of [...next, 'Mon 30 Nov 2026, 08:00 CET']) expect(said).toContain(instant);
    expect(said).toContain('to change → /deskwire digest show number:1');
    expect(whole(await ask('show'))).toContain('/deskwire digest edit number:1 at 09:30');
    expect(await subscription()).toMatchObject({ channel, desk: 'centralasia', createdBy: admin });
  });

  test('the zone is the desk’s where the platform tells none', async () => {
    const discord = { person: 'discord:12345:67890', channel: 'discord:12345:55555' };
    await service.app.store.roles.grant({
      ...{ subject: discord.person, role: 'editor', desk: 'centralasia' },
      ...{ grantedBy: 'host', grantedAt: new Date() },
    });
    expect(whole(await ask('subscribe', discord))).toContain('Asia/Almaty (the desk’s)');
    const elsewhere = { ...discord, channel: 'discord:12345:66666' };
    expect(whole(await ask('subscribe daily at 9 Tashkent', elsewhere))).toContain('Asia/Tashkent (given)');
    expect(whole(await ask('edit at "9 London"', elsewhere))).toContain('Europe/London (given)');
  });

  test.each([
    ['daily at 8 am in New York', { cron: '0 8 * * *', zone: 'America/New_York' }],
    ['daily at 20:15 timezone:"Asia/Tashkent"', { cron: '15 20 * * *', zone: 'Asia/Tashkent' }],
    ['daily 7', { cron: '0 7 * * *' }],
    ['at 8 in London', { cron: '0 8 * * 1-5', zone: 'Europe/London' }],
    ['every monday at 9.30 in London', { cron: '30 9 * * 1', zone: 'Europe/London', rhythm: 'weekly' }],
    ['weekly on friday 17:00', { cron: '0 17 * * 5' }],
    ['cron "30 8 1 * *"', { cron: '30 8 1 * *', rhythm: 'cron' }],
    ['cron 30 8 * * 1-5', { cron: '30 8 * * 1-5', rhythm: 'weekdays' }],
    ['cron:0 8 * * mon,thu in Mumbai headlines', { cron: '0 8 * * 1,4', zone: 'Asia/Kolkata' }],
    ['timezone Mumbai', { zone: 'Asia/Kolkata' }],
    ['daily 08:30', { cron: '30 8 * * *' }],
    ['at 8.30', { cron: '30 8 * * 1-5' }],
    ['at 8am', { cron: '0 8 * * 1-5' }],
    ['weekly on monday', { cron: '0 8 * * 1' }],
    ['every 2 hours', { cron: '0 */2 * * *' }],
    ['every hour in London', { cron: '0 * * * *', zone: 'Europe/London' }],
    ['every 30 minutes', { cron: '*/30 * * * *' }],
    ['every month', { cron: '0 8 1 * *' }],
    ['every week', { cron: '0 8 * * 1' }],
    ['every friday at 9', { cron: '0 9 * * 5' }],
    ['daily at noon', { cron: '0 12 * * *' }],
    ['daily at 8 in the evening', { cron: '0 20 * * *' }],
    ['every weekday at 07:00 in Asia/Bishkek', { cron: '0 7 * * 1-5', zone: 'Asia/Bishkek' }],
    ['every day holidays shift', { cron: '0 8 * * *', holidays: 'shift' }],
  ])('%s', async (line, schedule) => {
    expect(await ask(`subscribe ${line}`)).toMatchObject({ outcome: 'ok' });
    expect((await subscription())?.schedule).toMatchObject(schedule);
  });

  test('topics and countries by any of their names, format, and what is done when nothing is new', async () => {
    const reply = await ask('subscribe energy, trade kazakhstan and узбекистан headlines on-empty last 5');
    expect(reply.outcome).toBe('ok');
    expect(await subscription()).toMatchObject({
      filter: { topics: ['energy', 'trade'], countries: ['KZ', 'UZ'] },
      format: 'headlines',
      onEmpty: 'last',
      lastCount: 5,
    });
    expect(whole(reply)).toContain('the last 5 entries are shown once more (given)');
  });

  test.each([
    ['headlines on', { headlines: true, format: 'full' }],
    ['headlines:on weekly on friday', { headlines: true, format: 'full' }],
    ['weekly on friday headlines off', { headlines: false, format: 'full' }],
    ['headlines on headlines', { headlines: true, format: 'headlines' }],
    ['headlines on on friday', { headlines: true, format: 'full' }],
    // A format, and what follows it.
    ['weekly headlines on friday', { headlines: undefined, format: 'headlines' }],
    ['headlines on energy', { headlines: undefined, format: 'headlines' }],
    ['headlines', { headlines: undefined, format: 'headlines' }],
  ])('%s', async (line, expected) => {
    expect(await ask(`subscribe ${line}`)).toMatchObject({ outcome: 'ok' });
    const { headlines, format } = (await subscription()) ?? {};
    expect({ headlines, format }).toEqual(expected);
  });

  test('headlines are switched by an edit, and shown with their origin', async () => {
    await ask('subscribe');
    expect(whole(await ask('edit headlines on'))).toContain('up to five at its end (given)');
    expect(whole(await ask('show'))).toContain('up to five at its end (given)');
    expect(whole(await ask('edit headlines off'))).toContain('none (given)');
    expect((await subscription())?.headlines).toBe(false);
  });

  test('a moved time is marked', async () => {
    await service.tickAt('2027-03-25T12:00:00Z');
    const said = whole(await ask('subscribe daily at 02:30 in Berlin'));
    expect(said).toContain(
      'Sun 28 Mar 2027, 03:00 CEST (moved: the clocks change, and that day has no such time)',
    );
  });

  test.each([
    ['every monday morning', 'every Monday at 08:00'],
    ['daily at 09:00 Almaty', 'every day at 09:00, Asia/Almaty'],
    ['monday wednesday friday at 13:00', 'every Monday, Wednesday and Friday at 13:00'],
    ['daily at 08:00 and 17:00', 'every day at 08:00 and 17:00'],
    ['weekends at 10', 'weekends at 10:00'],
    ['first monday of the month at 9', 'the first Monday of the month at 09:00'],
    ['every fortnight', 'every other Monday at 08:00'],
    ['daily in Uzbekistan', 'every day at 08:00, Asia/Tashkent'],
  ])('%s: %s, without a filter', async (line, said) => {
    await ask(`subscribe ${line}`);
    const made = await subscription();
    expect(made && timetable.describe(made.schedule)).toContain(said);
    expect(made?.filter).toEqual(everything);
  });

  test.each([
    ['cron "0 8 1 * 1"', 'invalid', 'days of the month and weekdays'],
    ['cron "* * * * *"', 'invalid', 'runs more often than every'],
    ['cron "0 8 * *"', 'invalid', 'is no cron pattern'],
    ['cron 0 8 * *', 'invalid', 'Write minute, hour, day, month and weekday'],
    ['cron 0 30 8 * * 1-5', 'invalid', 'Write five fields: “30 8 * * 1-5”.'],
    ['cron */5 * * * *', 'invalid', 'runs more often than every'],
    ['every 5 hours', 'invalid', 'Write every 2, 3, 4, 6, 8 or 12 hours'],
    ['every 5 minutes', 'invalid', 'runs more often than every 15 minutes'],
    ['every moon', 'invalid', 'Write minute, hour, day, month and weekday'],
    ['timezone:UTC+5', 'invalid', 'Name a city in the zone'],
    ['in Atlantis', 'invalid', 'No time zone is known'],
    ['at:25:00', 'invalid', 'is no time of day'],
    ['daily cron "0 8 * * *"', 'invalid', 'Give either the pattern'],
    ['ping everyone', 'invalid', 'Name a user group'],
    ['topics:astrology', 'not_found', 'no topic “astrology”'],
  ])('%s is refused with what to write instead', async (line, outcome, advice) => {
    const reply = await ask(`subscribe ${line}`);
    expect(reply.outcome).toBe(outcome);
    expect(whole(reply)).toContain(advice);
    expect(await subscription()).toBeUndefined();
  });

  test('a button of a refused zone subscribes in the other one', async () => {
    const reply = await ask('subscribe daily in Tashkant');
    const [line = ''] = buttons(reply);
    expect(line).toContain('timezone:"Asia/Tashkent"');
    expect(await ask(line.replace('/deskwire digest ', ''))).toMatchObject({ outcome: 'ok' });
  });

  test('twice says “already” with what is there and how to edit it', async () => {
    await ask('subscribe daily at 09:00');
    const reply = await ask('subscribe weekdays');
    expect(reply.outcome).toBe('ok');
    const said = whole(reply);
    expect(said).toMatch(/already.*number 1/);
    expect(said).toContain('every day at 09:00 (given)');
    expect(said).toContain('/deskwire digest edit number:1');
    expect(await service.app.store.subscriptions.list({})).toHaveLength(1);
  });

  test('where the bot may not post it says what to do, and writes nothing', async () => {
    service.problem = 'I am not in that channel. Invite me to the channel first: /invite @deskwire';
    const reply = await ask('subscribe');
    expect(reply.outcome).toBe('invalid');
    expect(whole(reply)).toContain('/invite @deskwire');
    expect(await subscription()).toBeUndefined();
  });

  test('a group may be pinged, by mention or id', async () => {
    await ask('subscribe ping:<!subteam^S0123|@desk>');
    expect(await subscription()).toMatchObject({ ping: 'S0123' });
  });
});

describe('who may', () => {
  const as = { person: reader };

  test('a reader is told who may', async () => {
    const reply = await ask('subscribe', as);
    expect(reply.outcome).toBe('forbidden');
    expect(whole(reply)).toContain('admins of the workspace');
    expect(await subscription()).toBeUndefined();
  });

  test('whom the platform lets manage the channel, there and nowhere else', async () => {
    service.managers.add(`${reader} ${channel}`);
    expect(await ask('subscribe', { ...as, channel: 'slack:T1:C9' })).toMatchObject({ outcome: 'forbidden' });
    expect(await ask('subscribe', as)).toMatchObject({ outcome: 'ok' });
  });

  test('a member whom Discord’s own message says to manage the channel', async () => {
    const place = { person: 'discord:12345:67890', channel: 'discord:12345:55555' };
    expect(await ask('subscribe', place)).toMatchObject({ outcome: 'forbidden' });
    expect(await ask('subscribe', { ...place, standing: 'manages-channel' })).toMatchObject({
      outcome: 'ok',
    });
    // What is said of one channel holds for no other.
    const elsewhere = { ...place, channel: 'discord:12345:66666', standing: 'manages-channel' } as const;
    expect(await ask('show number:1', elsewhere)).toMatchObject({ outcome: 'not_found' });
  });

  test('everyone may look: list and show', async () => {
    await ask('subscribe');
    expect(await ask('list', as)).toMatchObject({ outcome: 'ok', visibility: 'private' });
    expect(await ask('show', as)).toMatchObject({ outcome: 'ok' });
    expect(await ask('list all', as)).toMatchObject({ outcome: 'forbidden' });
  });

  test('at the prompt the channel is the terminal', async () => {
    const prompt = { person: 'terminal' };
    const line = '/deskwire digest subscribe';
    const asked = { text: line, ...prompt, audience: 'person', pageSize: 10 } as const;
    const refused = await service.app.answerer.answer(asked);
    expect(whole(refused)).toContain('roles grant terminal editor');
    const grant = {
      subject: 'terminal',
      role: 'editor',
      desk: '*',
      grantedBy: 'host',
      grantedAt: new Date(),
    } as const;
    await service.app.store.roles.grant(grant);
    expect(await service.app.answerer.answer(asked)).toMatchObject({ outcome: 'ok' });
    expect(await subscription()).toMatchObject({ channel: 'terminal' });
  });
});

describe('a filter is one line, stored as it was read', () => {
  test.each([
    ['filter:energy', { topics: ['energy'] }],
    [
      'filter:"energy, Kazakhstan, Токаев, SCO, saxophone, -sport, min-weight 4, no opinions"',
      {
        topics: ['energy'],
        countries: ['KZ'],
        people: ['kassym-jomart-tokayev'],
        organisations: ['sco'],
        words: ['saxophone'],
        without: ['sport'],
        minWeight: 4,
        noOpinions: true,
      },
    ],
    ['filter:energy, saxophone weekly', { topics: ['energy'], words: ['saxophone'] }],
    [
      `filter:"energy and trade; 'energy'; without Visa Free"`,
      { topics: ['energy', 'trade'], words: ['energy'], without: ['visa free'] },
    ],
    ['kazakhstan filter:energy,saxophone', { topics: ['energy'], countries: ['KZ'], words: ['saxophone'] }],
    ['filter:everything', {}],
  ])('%s', async (line, filter) => {
    const reply = await ask(`subscribe ${line}`);
    expect(whole(reply)).toContain('Subscribed');
    expect((await subscription())?.filter).toEqual({ topics: [], countries: [], ...filter });
  });

  test('what only resembles a name is asked about, with the line for each', async () => {
    const reply = await ask('subscribe filter:"energy, kazakhstn"');
    expect(reply.outcome).toBe('question');
    const [named = '', word = ''] = buttons(reply);
    await ask(named.replace('/deskwire digest ', ''));
    expect((await subscription())?.filter).toEqual({ topics: ['energy'], countries: ['KZ'] });
    await ask(word.replace('/deskwire digest ', ''));
    const [, second] = await service.app.store.subscriptions.list({});
    expect(second?.filter).toEqual({ topics: ['energy'], countries: [], words: ['kazakhstn'] });
    expect(whole(await ask('show 2'))).toContain('Filter: Energy, with “kazakhstn” (given)');
  });

  test('an edit replaces the whole of it; topics alone only those', async () => {
    await ask('subscribe filter:"energy, saxophone, min-weight 2"');
    await ask('edit topics:trade');
    expect((await subscription())?.filter).toEqual({
      topics: ['trade'],
      countries: [],
      words: ['saxophone'],
      minWeight: 2,
    });
    await ask('edit filter:Uzbekistan');
    expect((await subscription())?.filter).toEqual({ topics: [], countries: ['UZ'] });
  });
});

describe('list and show', () => {
  test('the digests of this channel; of every channel for admins', async () => {
    expect(whole(await ask('list'))).toContain('This channel has no digest.');
    await ask('subscribe energy');
    await ask('subscribe weekly', { channel: 'slack:T1:C2' });
    const own = whole(await ask('list'));
    expect(own).toMatch(
      /1 daily-energy: Central Asia · Energy.* · weekdays at 08:00, Asia\/Almaty · active · next Tue 24 Nov 2026, 08:00/,
    );
    expect(own).not.toContain('weekly');
    expect(whole(await ask('list all'))).toContain(
      '2 weekly: Central Asia · slack:T1:C2 · everything · every Monday',
    );
  });

  test('with several a question says which; a number answers it', async () => {
    await ask('subscribe energy');
    await ask('subscribe trade');
    const reply = await ask('show');
    expect(reply.outcome).toBe('question');
    expect(buttons(reply)).toEqual(['/deskwire digest show number:1', '/deskwire digest show number:2']);
    expect(whole(await ask('show 2'))).toContain('Filter: Trade (given)');
    expect(await ask('show 7')).toMatchObject({ outcome: 'not_found' });
  });

  test('a weekly digest of everything beside the daily one; commands take its name or its number', async () => {
    await ask('subscribe');
    expect(await ask('subscribe weekly friday')).toMatchObject({ outcome: 'ok' });
    await ask('subscribe name:"Morning Post" headlines');
    const names = async () =>
      (await service.app.store.subscriptions.list({ channel })).map(({ name }) => name);
    expect(await names()).toEqual(['daily', 'weekly', 'morning-post']);
    expect(whole(await ask('subscribe weekly on monday'))).toContain(
      'This channel has a digest “weekly” already, number 2. Nothing was changed.',
    );
    expect(whole(await ask('show weekly'))).toContain('every Friday at 08:00');
    expect(whole(await ask('pause weekly until friday'))).toContain('Paused until 27 November 2026');
    expect((await service.app.store.subscriptions.get(2))?.state).toBe('paused');
    expect(whole(await ask('why digest:weekly'))).toContain('No digest was sent yet');
    expect(whole(await ask('edit digest:morning-post weekly'))).toContain('every Monday');
    expect(whole(await ask('edit digest:weekly name:daily'))).toContain('another digest “daily”');
    expect(whole(await ask('edit digest:weekly name:12'))).toContain('has a letter');
    const unknown = await ask('skip monthly');
    expect(unknown.outcome).toBe('not_found');
    expect(whole(unknown)).toContain(
      'This channel has no digest “monthly”. It has daily, weekly and morning-post.',
    );
    await ask('unsubscribe "Morning Post"');
    expect(await names()).toEqual(['daily', 'weekly']);
  });

  test('a name that nobody gave follows what the digest has', async () => {
    await ask('subscribe energy');
    await ask('subscribe weekly trade kazakhstan');
    await ask('edit 1 weekly topics:trade countries:kazakhstan');
    const all = await service.app.store.subscriptions.list({ channel });
    expect(all.map(({ name }) => name)).toEqual(['weekly-trade-kz-2', 'weekly-trade-kz']);
  });

  test('one of another channel is shown to editors alone', async () => {
    await ask('subscribe', { channel: 'slack:T1:C2' });
    expect(await ask('show 1')).toMatchObject({ outcome: 'ok' });
    expect(await ask('show 1', { person: reader })).toMatchObject({ outcome: 'not_found' });
  });
});

test('what was subscribed is sent at once, and at its slot, each once', async () => {
  await ask('subscribe');
  await service.sent();
  expect(service.posted).toHaveLength(1);
  expect(service.posted[0]?.text).toContain('This is a start');
  await service.tickAt('2026-11-24T03:00:00Z');
  await service.tickAt('2026-11-24T03:01:00Z');
  expect(service.posted.map((post) => post.channel)).toEqual([channel, channel]);
  expect(service.posted[1]?.text).toContain('Nothing new since 23 Nov');
});
