import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Question } from '../../src/domain/ports/answerer.ts';
import { type Reply, replySchema } from '../../src/domain/reply.ts';
import { items, whole } from './desk.ts';
import { channel, DigestService, reader } from './digest-service.ts';

let service: DigestService;
/** Subscribed to energy on weekdays at 08:00 in Almaty, with the first digest sent. Monday noon, UTC. */
beforeEach(async () => {
  service = await DigestService.open();
  await ask('subscribe energy');
  await service.sent();
});
afterEach(() => service.end());

const ask = async (line: string, more: Partial<Question> = {}) => {
  const reply = await service.ask(line, more);
  expect(replySchema.parse(reply)).toEqual(reply);
  return reply;
};
const said = async (line: string, more: Partial<Question> = {}) => whole(await ask(line, more));

const buttons = (reply: Reply) =>
  reply.blocks.flatMap((block) =>
    block.type === 'choices'
      ? block.options.map(({ command }) => command.replace('/deskwire digest ', ''))
      : [],
  );

const one = async () => {
  const [found] = await service.app.store.subscriptions.list({});
  if (!found) throw new Error('there is no subscription');
  return found;
};

const inOneLine = (text: string) => text.replace(/\s+/g, ' ');

/** What the messages show, in order. */
const posts = () => service.posted.map(({ text }) => text);

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
    expect(await said('show')).toContain('Topics: all (the usual)');
  });

  test('nothing said says how; another’s filter is refused; a reader may not', async () => {
    expect(await ask('edit')).toMatchObject({ outcome: 'invalid' });
    await ask('subscribe trade');
    expect(await said('edit 2 topics energy')).toContain('another digest of this desk with just that filter');
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
    ['weekly at 9:30 in London', 'weekdays', { cron: '30 9 * * 1', zone: 'Europe/London' }],
    ['at 9:30', 'cron "0 6 1 * *"', { cron: '30 9 * * 1-5' }],
    ['cron "0 6 1 * *"', 'weekdays', { cron: '0 6 1 * *' }],
  ])(
    '%s, which has %s: what differs is named, with the line that makes it so',
    async (line, has, schedule) => {
      await ask(`edit ${has}`);
      const before = await one();
      const says = await said(`subscribe energy ${line}`);
      expect(says).toContain('This channel has that digest already, as number 1. Nothing was changed.');
      expect(says).toMatch(/You asked for “.+”, and it has “.+”\. To make it so, type:/);
      expect(await one()).toEqual(before);
      const edit = /\/deskwire digest (edit number:1 [^\n]+ .+)/.exec(says)?.[1] ?? '';
      await ask(edit);
      expect((await one()).schedule).toMatchObject(schedule);
      expect(await said(`subscribe energy ${line}`)).not.toContain('You asked for');
    },
  );

  test('what is not said is not held against it', async () => {
    await ask('edit weekly headlines');
    expect(await said('subscribe energy')).not.toContain('You asked for');
    expect(await said('subscribe energy full')).toContain(
      'You asked for “format full”, and it has “format headlines”.',
    );
  });
});

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
    ['until 31 November', 'is not a date. For a date write tomorrow'],
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
  expect(await said('show')).toContain('Digest 2:');
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

describe('history', () => {
  test('tells late, missed, empty and corrected', async () => {
    await service.publish('pipeline');
    await service.tickAt('2026-11-24T05:00:00Z');
    expect(await said('history')).toMatch(
      /Digest 2 · due Tue 24 Nov 2026, 08:00 GMT\+5 · sent Tue 24 Nov 2026, 10:00 GMT\+5, late · 1 entry · 1 message, 1 attempt/,
    );
    await service.publish('pipeline', {
      state: 'corrected',
      corrections: [{ on: '2026-11-24', note: 'Was another pipe.' }],
    });
    await service.tickAt('2026-11-24T06:00:00Z');
    expect(posts()[1]).toContain('Was another pipe.');
    await service.tickAt('2026-11-26T12:00:00Z');
    const history = await said('history');
    expect(history).toMatch(/Correction of digest 2 · .* · sent [^·]* · 1 message, 1 attempt/);
    expect(history).toMatch(/No digest · Wed 25 Nov 2026, 08:00 GMT\+5 · missed/);
  });

  test('a digest that is due does not wait for the corrections to be written', async () => {
    const { ledger } = service.app.store;
    const read = ledger.correctionMark.bind(ledger);
    const written = Promise.withResolvers<void>();
    ledger.correctionMark = async (...of) => {
      await written.promise;
      return read(...of);
    };
    const ticking = service.tickAt('2026-11-24T03:00:00Z');
    await expect.poll(posts, { interval: 5 }).toHaveLength(2);
    // Nor does the next one, where they take long.
    const later = service.tickAt('2026-11-25T03:00:00Z');
    await expect.poll(posts, { interval: 5 }).toHaveLength(3);
    written.resolve();
    await Promise.all([ticking, later]);
  });

  test('a correction of what was never posted had nothing to correct', async () => {
    service.gone = true;
    await service.publish('pipeline');
    await service.tickAt('2026-11-24T03:00:00Z');
    await service.publish('pipeline', { state: 'retracted', retraction: 'It was never built.' });
    await service.tickAt('2026-11-24T03:05:00Z');
    await ask('unsubscribe');
    await service.tickAt('2026-11-24T05:00:00Z');
    expect(await said('history')).toMatch(
      /Correction of digest 2 · [^·]+ · not made \(there was nothing to correct: the digest was never posted\)\n/,
    );
    expect(posts()).toHaveLength(1);
  });

  test('pages, and one that was not delivered says why', async () => {
    service.gone = true;
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(await said('history')).toMatch(/Digest 2.*waiting.*the channel is gone/);
    expect(await said('list')).toContain('broken: the channel is gone');
    expect(await said('list all')).toContain('broken');
    const first = await ask('history', { pageSize: 1 });
    expect(first.paging).toMatchObject({ page: 1, pages: 2 });
  });

  test('one that waited for days tells when it was due and when it came', async () => {
    service.gone = true;
    await service.publish('pipeline');
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(await said('history')).toMatch(/due Tue 24 Nov 2026, 08:00 GMT\+5 · waiting/);
    service.gone = false;
    await service.tickAt('2026-11-26T10:00:00Z');
    expect(await said('history')).toMatch(
      /Digest 2 · due Tue 24 Nov 2026, 08:00 GMT\+5 · sent Thu 26 Nov 2026, 15:00 GMT\+5, late · 1 entry/,
    );
  });

  test('one that was not delivered is told by the next that is, with how to read it', async () => {
    await service.publish('pipeline');
    service.rejected = true;
    await service.tickAt('2026-11-24T03:00:00Z');
    service.rejected = false;
    await service.tickAt('2026-11-25T03:00:00Z');
    await service.tickAt('2026-11-26T03:00:00Z');
    const [, next, later] = posts().map(inOneLine);
    expect(next).toContain('Digest 3 · 25 November 2026: nothing new since 24 November 2026.');
    expect(next).toContain('Digest 2 was not delivered. To read it: /deskwire digest more ');
    expect(later).toContain('Digest 4 · 26 November 2026: nothing new since digest 3.');
    expect(later).not.toContain('not delivered');
    const line = /digest (more [0-9a-z]{16})/.exec(next ?? '')?.[1] ?? '';
    expect(items(await ask(line, { person: reader })).map(({ id }) => id)).toContain('pipeline');
  });

  test('one that failed with nothing to tell is no news; with much to tell the next has it too', async () => {
    service.rejected = true;
    await service.tickAt('2026-11-24T03:00:00Z');
    await service.publish('pipeline');
    await service.tickAt('2026-11-25T03:00:00Z');
    await service.publish('cable');
    await service.tickAt('2026-11-26T03:00:00Z');
    service.rejected = false;
    await service.publish('road');
    await service.tickAt('2026-11-27T03:00:00Z');
    const said = inOneLine(posts()[1] ?? '');
    expect(said).toMatch(
      /Digests 3 and 4 were not delivered\. To read them: (\/deskwire digest more \w{16}( and )?){2}/,
    );
    expect(said).toContain('Title of road');
  });

  test('one that cannot be composed is told in list and show and to the admins, until it can be', async () => {
    service.fault = 'the text has no end';
    await service.tickAt('2026-11-24T03:00:00Z');
    await service.tickAt('2026-11-24T03:01:00Z');
    const words =
      'active, but its digest could not be composed since Tue 24 Nov 2026, 08:00 GMT+5: the text has no end';
    expect(await said('list')).toContain(words);
    expect(await said('show')).toContain(words);
    await expect
      .poll(() => service.told)
      .toEqual([
        { person: 'slack:T1:UADMIN', text: expect.stringMatching(/cannot be composed: the text has no end/) },
      ]);
    service.fault = undefined;
    await service.tickAt('2026-11-24T03:02:00Z');
    expect(await said('list')).not.toContain('could not be composed');
    expect(posts()).toHaveLength(2);
  });

  test('the admins are told once that a channel is out of reach; it heals by itself', async () => {
    service.gone = true;
    await service.tickAt('2026-11-24T03:00:00Z');
    await service.tickAt('2026-11-24T03:10:00Z');
    expect(service.told).toEqual([{ person: 'slack:T1:UADMIN', text: expect.stringContaining(channel) }]);
    service.gone = false;
    await service.tickAt('2026-11-24T04:30:00Z');
    expect(await said('list')).toContain('active');
    expect(posts()).toHaveLength(2);
  });
});

describe('why', () => {
  test('tells of each entry of the last digest the rule that decided', async () => {
    await service.publish('pipeline');
    await service.publish('tariff', { topics: ['trade'] });
    await service.tickAt('2026-11-24T03:00:00Z');
    const words = await said('why', { person: reader });
    expect(words).toContain('pipeline Title of pipeline: shown: it was published since the digest before.');
    expect(words).toContain('tariff Title of tariff: left out: it is not on Energy');
  });

  test.each([
    ['of this digest', 'pipeline', {}, 'Digest 2 of 24 November 2026: shown'],
    ['not on its topics', 'tariff', { topics: ['trade'] }, 'left out: it is not on Energy'],
  ])('one entry: %s', async (_, id, over, words) => {
    await service.publish(id, over);
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(await said(`why ${id}`)).toContain(words);
  });

  test('one that the next digest will tell', async () => {
    await service.publish('pipeline');
    expect(await said('why pipeline')).toContain('The next digest, as things stand: shown');
  });

  test('a slot without a digest, as nothing was new', async () => {
    await ask('edit on-empty:skip');
    await service.publish('pipeline');
    await service.publish('pipeline', { state: 'retracted', retraction: 'It was never built.' });
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(await said('why pipeline')).toContain(
      'No digest of 24 November 2026: left out: it was retracted before the digest was composed.',
    );
    const last = await said('why');
    expect(last).toContain('Why: no digest of Tue 24 Nov 2026, 08:00');
    expect(last).toContain('pipeline Title of pipeline: left out: it was retracted');
  });

  test('one that was passed over', async () => {
    await service.publish('pipeline');
    await ask('skip');
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(await said('why pipeline')).toContain(
      'No digest of 24 November 2026: left out: it was passed over, by “skip” or by resuming “from now”.',
    );
  });

  test('one in a digest that was not delivered', async () => {
    service.rejected = true;
    await service.publish('pipeline');
    await service.publish('tariff', { topics: ['trade'] });
    await service.tickAt('2026-11-24T03:00:00Z');
    const lost =
      /shown: it was published since the digest before; not delivered \(the platform refused the message/;
    expect(await said('why pipeline')).toMatch(lost);
    const last = await said('why');
    expect(last).toMatch(lost);
    expect(last).toContain('tariff Title of tariff: left out: it is not on Energy.');
  });

  test('one from before the start', async () => {
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(await said('why hsg-t-1000')).toContain('shows you no entry');
    const words = await said('why sanchez-01');
    expect(words).toMatch(/Digest 1|before the subscription began|not on|the filter wants/);
  });

  test('one under embargo is explained to editors, and is nothing to readers', async () => {
    await service.publish('secret', { embargo: '2026-12-24T00:00:00Z' });
    expect(await said('why secret')).toContain('under embargo until');
    expect(await ask('why secret', { person: reader })).toMatchObject({ outcome: 'not_found' });
  });
});

test('what a digest counts and does not list is behind its button too', async () => {
  for (let n = 1; n <= 8; n += 1) await service.publish(`gas-${n}`);
  await service.tickAt('2026-11-24T03:00:00Z');
  const said = inOneLine(posts()[1] ?? '');
  expect(said).toContain('And 3 more: at the end (Energy 3).');
  const line = /digest (more [0-9a-z]{16})/.exec(said)?.[1] ?? '';
  const rest = items(await ask(line, { person: reader })).map(({ id }) => id);
  expect(rest).toHaveLength(3);
  const listed = [1, 2, 3, 4, 5, 6, 7, 8]
    .map((n) => `gas-${n}`)
    .filter((id) => said.includes(`Title of ${id}`));
  expect([...listed, ...rest].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `gas-${n}`));
});

test('the rest of a long digest is answered privately, page by page', async () => {
  for (let n = 1; n <= 12; n += 1)
    await service.publish(`gas-${n}`, { topics: [n % 2 ? 'energy' : 'trade'] });
  await ask('edit all');
  service.shorten = 3;
  await service.tickAt('2026-11-24T03:00:00Z');
  const [last] = await service.app.store.ledger.history(1, 1);
  if (!last || !('delivery' in last)) throw new Error('nothing was delivered');
  const line = `more ${last.delivery.id}`;
  const first = await ask(line, { person: reader, pageSize: 5 });
  expect(first).toMatchObject({ visibility: 'private', paging: { page: 1, pages: 2 } });
  const second = await ask(first.paging?.next?.replace('/deskwire digest ', '') ?? '', { pageSize: 5 });
  const shown = [...items(first), ...items(second)].map(({ id }) => id);
  expect(shown.filter((id) => id.startsWith('gas-'))).toHaveLength(9);
  expect(new Set(shown).size).toBe(shown.length);
  for (const id of shown) expect(posts()[1]).not.toMatch(new RegExp(`Title of ${id}\\b`));
  expect(await ask(line, { channel: 'slack:T1:C2' })).toMatchObject({ outcome: 'not_found' });
});
