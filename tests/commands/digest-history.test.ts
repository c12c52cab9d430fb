import { describe, expect, test } from 'vitest';
import { announce } from '../feeds/announce.ts';
import { items } from './desk.ts';
import { channel, reader } from './digest-service.ts';
import { ask, inOneLine, onASubscribedChannel, one, posts, said, service } from './subscribed-channel.ts';

onASubscribedChannel();

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

  test('all headlines of a digest are shown to whoever asks in its channel', async () => {
    const { id } = await one();
    await ask(`edit ${id} headlines:on`);
    const now = new Date('2026-11-24T02:00:00Z');
    const titles = [
      'Kazakhstan sells oil to Italy',
      'A tanker with oil leaves the harbour of Aktau',
      'Astana lowers its tax on oil',
      'Police stop thieves of oil in Kazakhstan near a village',
      'Prices of oil rise across Kazakhstan after frost',
      'Kazakhstan trains four hundred engineers for oil',
      'Court in Almaty hears a dispute over oil',
    ];
    const { store } = service.app;
    const site = 'https://paper.example';
    const articles = titles.map((title, at) => ({ title, url: `${site}/${at}` }));
    await announce(store, { desk: 'centralasia', site, now }, articles);
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(posts().at(-1)).toContain('Not checked by the desk: 7 headlines');
    const [last] = await store.ledger.history(id, 1);
    const reference = last && 'delivery' in last ? last.delivery.id : 'none';
    const all = await said(`more ${reference} headlines`, { person: reader });
    for (const title of titles) expect(all).toContain(`${title} · paper.example`);
    expect(await said(`more ${reference} headlines`, { channel: 'slack:T1:C9' })).toContain(
      'no digest of that reference',
    );
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
    expect(next).toContain('Nothing new since 24 Nov.');
    expect(next).toContain('Digest 2 was not delivered. To read it: /deskwire digest more ');
    expect(later).toContain('Nothing new since 25 Nov.');
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
