import { describe, expect, test } from 'vitest';
import { reader } from './digest-service.ts';
import { ask, onASubscribedChannel, said, service } from './subscribed-channel.ts';

onASubscribedChannel();

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
