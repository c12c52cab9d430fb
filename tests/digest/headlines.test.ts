import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stepNow } from '../../src/digest/acts.ts';
import { createDigestViews } from '../../src/digest/compose/why.ts';
import { type Reply, textOf } from '../../src/domain/reply.ts';
import { DigestWorld } from './digest-world.ts';

let world: DigestWorld;
beforeEach(async () => {
  world = await DigestWorld.open('2026-11-22T12:00:00Z');
});
afterEach(() => world.end());

const daily = { rhythm: 'daily', cron: '0 8 * * *', zone: 'UTC', holidays: 'send' } as const;
const withHeadlines = { schedule: daily, headlines: true, onEmpty: 'skip' } as const;

/** Lines of text and headlines, without entries. */
const linesOf = ({ blocks }: Reply): string[] =>
  blocks.flatMap((block) =>
    block.type === 'text' ? [textOf(block.spans)] : block.type === 'list' ? block.items.map(textOf) : [],
  );

/** What each digest of a subscription says, oldest first. */
const digests = async (id: number) =>
  (await world.deliveries(id)).map(({ parts }) => parts.flatMap(({ reply }) => linesOf(reply)));

describe('a digest with headlines', () => {
  test('ends with new ones that name what the desk covers, before the desk and the day', async () => {
    const { id } = await world.subscribe(withHeadlines);
    await world.write('a');
    await world.announce('Norway opens a harbour', 'A cat show in Paris', 'Nils Berg resigns');
    await world.tickAt('2026-11-22T12:01:00Z');
    const [first] = await digests(id);
    expect(first?.slice(-4)).toEqual([
      'Not checked by the desk: 2 headlines',
      'Norway opens a harbour · paper.example',
      'Nils Berg resigns · paper.example',
      'North · Digest 1 · Sun 22 Nov 2026 · reported unless marked',
    ]);
  });

  test('comes although nothing was published, and says so first; without headlines nothing comes', async () => {
    const { id } = await world.subscribe(withHeadlines);
    await world.write('a');
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.send(['terminal']);
    await world.tickAt('2026-11-23T08:00:00Z');
    await world.announce('Norway opens a harbour');
    await world.tickAt('2026-11-24T08:00:00Z');
    expect(await world.history(id)).toEqual(['scheduled 1 a', 'empty 11-23T08:00', 'scheduled 2']);
    const [, second] = await digests(id);
    expect(second).toEqual([
      'Nothing new from the desk since 23 Nov; 1 unchecked headline.',
      'Not checked by the desk: 1 headline',
      'Norway opens a harbour · paper.example',
      'North · Digest 2 · Tue 24 Nov 2026 · nothing published',
    ]);
  });

  test('tells each once: not after a kill, not where another paper tells the same story the day after', async () => {
    const { id } = await world.subscribe(withHeadlines);
    await world.announce('Norway and Sweden sign a fishing treaty in Oslo');
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.reopen();
    await world.announce({
      title: 'Sweden and Norway sign fishing treaty',
      url: 'https://other.example/treaty',
    });
    await world.tickAt('2026-11-23T08:00:00Z');
    expect(await digests(id)).toHaveLength(1);
    await world.announce('Norway and the United States sign a fishing treaty');
    await world.tickAt('2026-11-24T08:00:00Z');
    const [, second] = await digests(id);
    expect(second).toContain('Norway and the United States sign a fishing treaty · paper.example');
  });

  test('shows five, and keeps the others for whoever asks', async () => {
    const { id } = await world.subscribe(withHeadlines);
    const things = ['harbour', 'bridge', 'school', 'museum', 'tunnel', 'airport', 'theatre'];
    await world.announce(...things.map((thing) => `Norway ${thing} news`));
    await world.tickAt('2026-11-22T12:01:00Z');
    const [delivery] = await world.deliveries(id);
    const [first] = await digests(id);
    expect(first).toContain('Not checked by the desk: 7 headlines');
    expect(first?.filter((line) => line.endsWith('· paper.example'))).toHaveLength(5);
    expect(await world.store.ledger.headlinesOf(delivery?.id ?? '')).toHaveLength(7);
    const choices = delivery?.parts.at(-1)?.reply.blocks.at(-1);
    expect(choices).toMatchObject({
      type: 'choices',
      options: [
        { label: 'Headlines', command: `/deskwire digest more ${delivery?.id} headlines` },
        { label: 'Settings' },
      ],
    });
    await world.tickAt('2026-11-23T08:00:00Z');
    expect(await digests(id)).toHaveLength(1);
  });

  test('has a memory of its own in each digest of a channel, and follows its filter', async () => {
    const one = await world.subscribe({ ...withHeadlines, name: 'one' });
    const filter = { topics: [], countries: ['SE'] };
    const other = await world.subscribe({ ...withHeadlines, filter, name: 'other' });
    const none = await world.subscribe({ ...withHeadlines, headlines: false, name: 'none' });
    await world.announce('Norway opens a harbour', 'Sweden closes a harbour');
    await world.tickAt('2026-11-22T12:01:00Z');
    const listed = async (id: number) =>
      (await digests(id)).flat().filter((line) => line.endsWith('· paper.example'));
    expect(await listed(one.id)).toHaveLength(2);
    expect(await listed(other.id)).toEqual(['Sweden closes a harbour · paper.example']);
    expect(await listed(none.id)).toEqual([]);
  });

  test('previews them, tells them no more once sent at once, and also not where the entries are kept for the next', async () => {
    const { id } = await world.subscribe(withHeadlines);
    await world.write('a');
    await world.tickAt('2026-11-22T12:01:00Z');
    await world.write('b');
    await world.announce('Norway opens a harbour');
    const views = createDigestViews(world.ports());
    const seen = await views.preview(await world.subscription(id), world.now);
    expect(seen && linesOf(seen)).toContain('Norway opens a harbour · paper.example');
    const asked = { by: 'person', now: world.now, keep: true };
    const step = await stepNow(world.ports(), await world.subscription(id), world.desk, asked);
    expect(step && (await world.store.ledger.write(step, world.now))).toBe('written');
    await world.tickAt('2026-11-23T08:00:00Z');
    const [, second, third] = await digests(id);
    expect(second).toContain('Norway opens a harbour · paper.example');
    expect(third).not.toContain('Norway opens a harbour · paper.example');
    expect(await world.history(id)).toEqual(['scheduled 1 a', 'now 2 b', 'scheduled 3 b']);
  });
});
