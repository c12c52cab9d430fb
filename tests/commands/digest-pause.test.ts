import { beforeEach, describe, expect, test } from 'vitest';
import { whole } from './desk.ts';
import { ask, buttons, onASubscribedChannel, one, posts, said, service } from './subscribed-channel.ts';

onASubscribedChannel();

test('of a paused one now and preview say that it is, and until when', async () => {
  await ask('pause until 26 November');
  await service.publish('pipeline');
  expect(await said('preview')).toContain(
    'This would come now, but it is paused until Thu 26 Nov 2026, 00:00 GMT+5. Nothing is sent',
  );
  expect(await said('now')).toContain(
    'Digest 2 is on its way. The subscription stays paused until Thu 26 Nov 2026, 00:00 GMT+5.',
  );
  await service.sent();
  expect(posts()[1]).toContain('Title of pipeline');
  expect(await one()).toMatchObject({ state: 'paused' });
});

describe('pause and resume', () => {
  test('what came meanwhile is asked about: caught up', async () => {
    await ask('pause');
    await service.publish('pipeline');
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(posts()).toHaveLength(1);
    const reply = await ask('resume');
    expect(reply.outcome).toBe('question');
    expect(whole(reply)).toContain('1 entry, new or changed, is not told yet. Tell it?');
    await ask(buttons(reply)[0] ?? '');
    await service.tickAt('2026-11-25T03:00:00Z');
    expect(posts()[1]).toContain('Title of pipeline');
    expect(await said('history')).toContain('paused');
  });

  test('what came before the pause is not said to have come meanwhile', async () => {
    await service.publish('pipeline');
    await service.publish('refinery');
    await ask('pause');
    const asked = whole(await ask('resume'));
    expect(asked).toContain('2 entries, new or changed, are not told yet.');
    expect(asked).not.toContain('meanwhile');
  });

  test('or passed over', async () => {
    await ask('pause');
    await service.publish('pipeline');
    expect(await said('resume from now')).toContain('1 entry is passed over');
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(posts()[1]).not.toContain('Title of pipeline');
  });

  test('until a day in its own zone, after which it goes on by itself', async () => {
    expect(await said('pause until 2026-11-26')).toContain('Paused until 26 November 2026');
    expect(await said('list')).toContain('paused until Thu 26 Nov 2026, 00:00');
    await service.tickAt('2026-11-25T03:00:00Z');
    expect(posts()).toHaveLength(1);
    await service.tickAt('2026-11-26T03:00:00Z');
    expect(posts()).toHaveLength(2);
    expect(await ask('pause until yesterday')).toMatchObject({ outcome: 'invalid' });
  });

  test.each([
    ['daily at 08:00', 'Fri 27 Nov 2026, 08:00'],
    ['daily at 00:00', 'Fri 27 Nov 2026, 00:00'],
    ['on monday', 'Mon 30 Nov 2026, 08:00'],
  ])('%s: when the next one comes is said, and true', async (line, next) => {
    await ask(`edit ${line}`);
    expect(await said('pause until friday')).toContain(`The next comes ${next} GMT+5.`);
    await service.tickAt('2026-11-26T19:00:00Z');
    const due = next === 'Fri 27 Nov 2026, 00:00' ? 'Sat 28 Nov 2026, 00:00' : next;
    expect(posts()).toHaveLength(due === next ? 1 : 2);
    expect(await said('list')).toContain(`active · next ${due} GMT+5`);
  });

  // It is a Monday, and 23 November.
  test.each([
    ['until friday', '27 November 2026'],
    ['friday', '27 November 2026'],
    ['until monday', '30 November 2026'],
    ['until next friday', '4 December 2026'],
    ['until tomorrow', '24 November 2026'],
    ['until 1 December', '1 December 2026'],
    ['until December 1st', '1 December 2026'],
    ['until tuesday 1 December', '1 December 2026'],
    ['until 7 January', '7 January 2027'],
    ['until 29 February', '29 February 2028'],
    ['until January', '1 January 2027'],
    ['until 2026-12-01', '1 December 2026'],
    ['until next week', '30 November 2026'],
    ['for 3 days', '26 November 2026'],
    ['two weeks', '7 December 2026'],
    ['a month', '23 December 2026'],
    ['1 until friday', '27 November 2026'],
  ])('%s is until %s', async (line, day) => {
    expect(await said(`pause ${line}`)).toContain(`Paused until ${day}.`);
  });

  test.each([
    ['until whenever', '“whenever” is not a date. For a date write tomorrow, Friday, 1 December'],
    ['until 14:00', '“14:00” is not a date. For a date write tomorrow'],
    ['until 31 November', 'There is no 31 November. November has at most 30 days.\n30 November 2026 →'],
    ['until', 'until needs a value. For a date write tomorrow'],
    ['until 23 November 2026', 'has come already'],
  ])('%s is refused with what to write', async (line, advice) => {
    expect(await said(`pause ${line}`)).toContain(advice);
    expect(await one()).toMatchObject({ state: 'active' });
  });

  test('with nothing to ask about it goes on at once; one that runs says so', async () => {
    await ask('pause');
    expect(await said('resume')).toContain('It goes on. The next comes Tue 24 Nov 2026');
    expect(await said('resume')).toContain('It is not paused');
  });
});

describe('a pause holds what waits to be sent', () => {
  /** Its second digest could not be sent, and its first is corrected meanwhile. */
  beforeEach(async () => {
    await service.publish('pipeline');
    await service.tickAt('2026-11-24T03:00:00Z');
    service.gone = true;
    await service.publish('refinery');
    await service.tickAt('2026-11-25T03:00:00Z');
    await ask('pause');
    service.gone = false;
    const corrections = [{ on: '2026-11-25', note: 'Was another pipe.' }];
    await service.publish('pipeline', { state: 'corrected', corrections });
    for (const hour of ['03:10', '05:00', '12:00']) await service.tickAt(`2026-11-25T${hour}:00Z`);
  });

  test('nothing comes to a paused channel, but what stands there is corrected', async () => {
    expect(posts()).toHaveLength(2);
    expect(posts()[1]).toContain('Was another pipe.');
    expect(await said('history')).toMatch(/Correction of digest 2 · .* · sent /);
    expect(await said('history')).toMatch(/Digest 3.*held, as it is paused.*the channel is gone/);
    for (const line of ['list', 'show']) expect(await said(line)).toContain('paused until resumed');
  });

  test('caught up: all of it comes', async () => {
    const reply = await ask('resume');
    expect(whole(reply)).toContain('1 digest could not be sent before the pause');
    await ask(buttons(reply)[0] ?? '');
    await service.tickAt('2026-11-25T13:00:00Z');
    expect(posts()[1]).toContain('Was another pipe.');
    expect(posts()[2]).toContain('Title of refinery');
    expect(await said('list')).toContain('active');
  });

  test('a pause that ends by itself sends it', async () => {
    await ask('pause until 26 November');
    await service.tickAt('2026-11-25T18:00:00Z');
    expect(posts()).toHaveLength(2);
    await service.tickAt('2026-11-25T19:00:00Z');
    expect(posts()[1]).toContain('Was another pipe.');
    expect(posts()[2]).toContain('Title of refinery');
  });

  test('from now: what stands is corrected, the digest is passed over, and its entries are not told', async () => {
    expect(await said('resume from now')).toContain('1 digest is not sent');
    await service.tickAt('2026-11-25T13:00:00Z');
    expect(posts()).toHaveLength(2);
    expect(posts()[1]).toContain('Was another pipe.');
    expect(await said('history')).toMatch(
      /Digest 3.*not delivered \(passed over as it was resumed from now\)/,
    );
  });
});

test('of a paused one whose channel is out of reach both is told', async () => {
  service.gone = true;
  await service.publish('pipeline');
  await service.tickAt('2026-11-24T03:00:00Z');
  await ask('pause');
  for (const line of ['list', 'show'])
    expect(await said(line)).toContain('paused until resumed, and broken: the channel is gone');
});
