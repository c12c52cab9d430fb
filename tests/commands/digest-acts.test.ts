import { describe, expect, test } from 'vitest';
import { items, whole } from './desk.ts';
import { reader } from './digest-service.ts';
import {
  ask,
  buttons,
  inOneLine,
  onASubscribedChannel,
  one,
  posts,
  said,
  service,
} from './subscribed-channel.ts';

onASubscribedChannel();

describe('edit', () => {
  test('changes what is said, and nothing else; the cursor stays', async () => {
    const before = await one();
    const reply = await said('edit at 09:30');
    expect(reply).toContain('When: weekdays at 09:30 (given)');
    expect(reply).toContain('Tue 24 Nov 2026, 09:30 GMT+5');
    const after = await one();
    expect(after).toMatchObject({
      filter: before.filter,
      cursor: before.cursor,
      schedule: { zone: 'Asia/Almaty' },
    });
  });

  test.each([
    ['daily', { cron: '0 8 * * *' }],
    ['on friday', { cron: '0 8 * * 5' }],
    ['in Tokyo', { cron: '0 8 * * 1-5', zone: 'Asia/Tokyo' }],
    ['holidays skip', { cron: '0 8 * * 1-5', holidays: 'skip' }],
    ['cron "0 6 1 * *"', { cron: '0 6 1 * *', rhythm: 'cron' }],
  ])('%s', async (line, schedule) => {
    expect(await ask(`edit ${line}`)).toMatchObject({ outcome: 'ok' });
    expect((await one()).schedule).toMatchObject(schedule);
  });

  test('a time after a weekly day, or after a pattern', async () => {
    await ask('edit weekly on friday');
    await ask('edit at 17:00');
    expect((await one()).schedule.cron).toBe('0 17 * * 5');
    await ask('edit cron "0 6 1 * *"');
    const reply = await ask('edit at 17:00');
    expect(reply.outcome).toBe('question');
    await ask(buttons(reply)[0] ?? '');
    expect((await one()).schedule.cron).toBe('0 17 * * *');
  });

  test('a topic is replaced, and “all” wants everything again', async () => {
    await ask('edit topics trade');
    expect((await one()).filter).toEqual({ topics: ['trade'], countries: [] });
    await ask('edit all');
    expect((await one()).filter).toEqual({ topics: [], countries: [] });
    expect(await said('show')).toContain('Filter: everything (the usual)');
  });

  test('nothing said says how; another’s name is refused; a reader may not', async () => {
    expect(await ask('edit')).toMatchObject({ outcome: 'invalid' });
    await ask('subscribe trade');
    expect(await said('edit 2 name:daily-energy')).toContain(
      'another digest “daily-energy”. Nothing was changed.',
    );
    expect(await ask('edit 1 at 09:30', { person: reader })).toMatchObject({ outcome: 'forbidden' });
  });
});

test('now sends what is new at once, and the next tells only what came after', async () => {
  await service.publish('pipeline');
  expect(await said('now')).toContain('Digest 2 is on its way');
  await service.sent();
  expect(posts()[1]).toContain('Title of pipeline');
  await service.tickAt('2026-11-24T03:00:00Z');
  expect(posts()[2]).not.toContain('Title of pipeline');
});

describe('subscribe to what the channel has already', () => {
  test.each([
    ['daily at 9:30 in London', 'weekdays', { cron: '30 9 * * *', zone: 'Europe/London' }],
    ['weekly on friday name:daily-energy', 'weekdays name:daily-energy', { cron: '0 8 * * 5' }],
    ['at 9:30 name:post', 'cron "0 6 1 * *" name:post', { cron: '30 9 * * 1-5' }],
  ])(
    '%s, which has %s: what differs is named, with the line that makes it so',
    async (line, has, schedule) => {
      await ask(`edit ${has}`);
      const before = await one();
      const says = await said(`subscribe energy ${line}`);
      expect(says).toMatch(
        /This channel has a digest “(daily-energy|post)” already, number 1. Nothing was changed./,
      );
      expect(says).toMatch(/You asked for “.+”, and it has “.+”\. To make it so, type:/);
      expect(await one()).toEqual(before);
      const edit = /\/deskwire digest (edit number:1 [^\n]+ .+)/.exec(says)?.[1] ?? '';
      await ask(edit);
      expect((await one()).schedule).toMatchObject(schedule);
      expect(await said(`subscribe energy ${line}`)).not.toContain('You asked for');
    },
  );

  test('what is not said is not held against it', async () => {
    await ask('edit at 9:30 headlines');
    expect(await said('subscribe energy')).not.toContain('You asked for');
    expect(await said('subscribe energy full')).toContain(
      'You asked for “format full”, and it has “format headlines”.',
    );
  });
});

test('now keep tells it twice', async () => {
  await service.publish('pipeline');
  await ask('now keep');
  await service.sent();
  await service.tickAt('2026-11-24T03:00:00Z');
  expect(posts().filter((text) => text.includes('Title of pipeline'))).toHaveLength(2);
});

test('now with nothing new, where nothing is posted then, says so', async () => {
  await ask('edit on-empty skip');
  expect(await said('now')).toContain('Nothing was sent');
  expect(posts()).toHaveLength(1);
});

test('skip leaves out the next digest and what was published so far', async () => {
  await service.publish('pipeline');
  expect(await said('skip')).toMatch(
    /Left out: the digest of Tue 24 Nov.* 1 entry is passed over.*Wed 25 Nov/,
  );
  await service.tickAt('2026-11-24T03:00:00Z');
  expect(posts()).toHaveLength(1);
  await service.publish('refinery');
  await service.tickAt('2026-11-25T03:00:00Z');
  expect(posts()[1]).toContain('Title of refinery');
  expect(posts()[1]).not.toContain('Title of pipeline');
  expect(await said('why pipeline')).toContain('passed over');
  expect(await said('history')).toContain('passed over as asked, with 1 entry');
});

test('unsubscribe ends it; its history stays, and another may begin', async () => {
  expect(await said('unsubscribe')).toContain('history stays');
  await service.tickAt('2026-11-24T03:00:00Z');
  expect(posts()).toHaveLength(1);
  expect(await said('history number:1')).toContain('Digest 1');
  for (const line of ['resume 1', 'edit 1 at 9:30', 'preview 1'])
    expect(await said(line)).toContain('Number 1 was unsubscribed.');
  expect(await said('resume 2')).toContain('This channel has no digest with the number 2.');
  const elsewhere = await said('resume 1', { channel: 'slack:T1:C7', person: reader });
  expect(elsewhere).toContain('This channel has no digest with the number 1.');
  expect(await said('list')).toContain('no digest');
  expect(await ask('subscribe energy')).toMatchObject({ outcome: 'ok' });
  expect(await said('show')).toContain('Digest 2 daily-energy:');
});

test('only those who may change anything', async () => {
  for (const line of ['edit at 9:30', 'pause', 'resume', 'skip', 'now', 'unsubscribe'])
    expect(await ask(line, { person: reader }), line).toMatchObject({ outcome: 'forbidden' });
  expect(await one()).toMatchObject({ state: 'active', sent: 1 });
});

describe('preview', () => {
  test('shows everyone what would come now; nothing moves', async () => {
    await service.publish('pipeline');
    const before = await one();
    const reply = await ask('preview', { person: reader });
    expect(reply.visibility).toBe('private');
    expect(whole(reply)).toContain('Title of pipeline');
    expect(await one()).toEqual(before);
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(posts()[1]).toContain('Title of pipeline');
  });

  test('where there is none yet it shows how one would begin', async () => {
    const reply = await ask('preview', { person: reader, channel: 'slack:T1:C7' });
    expect(whole(reply)).toMatch(/how a digest would begin here.*This is a start/s);
    expect(await service.app.store.subscriptions.list({ channel: 'slack:T1:C7' })).toEqual([]);
  });
});

test('a digest is read whole behind its button, with what it only counts', async () => {
  for (let n = 1; n <= 8; n += 1) await service.publish(`gas-${n}`);
  await service.tickAt('2026-11-24T03:00:00Z');
  const said = inOneLine(posts()[1] ?? '');
  expect(said).toContain('And 3 more');
  const line = /digest (more [0-9a-z]{16})/.exec(said)?.[1] ?? '';
  const rest = items(await ask(line, { person: reader })).map(({ id }) => id);
  const all = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `gas-${n}`);
  expect(all.filter((id) => said.includes(`Title of ${id}`))).toHaveLength(5);
  expect(rest.filter((id) => all.includes(id)).sort()).toEqual(all);
});

test('a long digest is read whole privately, page by page', async () => {
  for (let n = 1; n <= 12; n += 1)
    await service.publish(`gas-${n}`, { topics: [n % 2 ? 'energy' : 'trade'] });
  await ask('edit all');
  await service.tickAt('2026-11-24T03:00:00Z');
  const [last] = await service.app.store.ledger.history(1, 1);
  if (!last || !('delivery' in last)) throw new Error('nothing was delivered');
  const line = `more ${last.delivery.id}`;
  const first = await ask(line, { person: reader, pageSize: 5 });
  expect(first).toMatchObject({ visibility: 'private', paging: { page: 1 } });
  const pages = [first];
  for (let next = first.paging?.next; next; next = pages.at(-1)?.paging?.next)
    pages.push(await ask(next.replace('/deskwire digest ', ''), { pageSize: 5 }));
  expect(pages).toHaveLength(first.paging?.pages ?? 0);
  const shown = pages.flatMap((page) => items(page).map(({ id }) => id));
  expect(shown.filter((id) => id.startsWith('gas-'))).toHaveLength(12);
  expect(new Set(shown).size).toBe(shown.length);
  expect(await ask(line, { channel: 'slack:T1:C2' })).toMatchObject({ outcome: 'not_found' });
});
