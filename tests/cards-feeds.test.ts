import { describe, expect, test } from 'vitest';
import { reviewersOn, service, sides } from './card-sides.ts';

const desk = 'centralasia';

describe.each(sides)('cards of articles from feeds, on %s', (_, side) => {
  const { editor, reader, here } = reviewersOn(side);

  /** A feed brings so many articles that match the desk. */
  async function brought(howMany: number) {
    const { feeds, feedPolls } = service.app.store;
    await feeds.add(
      desk,
      [{ title: 'The Paper', url: 'https://paper.example/rss' }],
      editor,
      service.clock(),
    );
    const now = service.clock();
    const of = { holder: 'us', until: new Date(now.getTime() + 60_000), limit: 9 };
    const [feed] = await feedPolls.lease(of, now);
    const entries = Array.from({ length: howMany }, (_, n) => ({
      ...{ key: `k${n}`, url: `https://paper.example/${n}`, urlKey: `paper.example/${n}` },
      ...{ title: `Story ${n} of Astana`, published: new Date(now.getTime() - n * 3_600_000) },
    }));
    const judge = () => entries.map((entry) => ({ ...entry, state: 'waiting' as const, card: true }));
    const read = { title: 'The Paper', etag: undefined, modified: undefined, entries, judge };
    await feedPolls.record(feed!, 'us', { next: undefined, failures: 0, fault: undefined, read }, now);
  }
  async function minutes(howMany: number) {
    for (let ticks = 0; ticks < howMany; ticks += 1) {
      await service.sent();
      service.pass(60);
    }
  }
  const texts = () => side.cards().map(({ text }) => text);
  const standing = () =>
    side.cards().filter(({ text }) => text.includes('Dismiss,') || /Dismiss$/.test(text));

  test('a first fetch does not flood: ten stand, the rest are counted, and the next come as these are seen to', async () => {
    await here();
    await brought(14);
    await service.sent();
    service.takeUpCards();
    await minutes(2);
    expect(standing()).toHaveLength(10);
    expect(new Set(texts()).size).toBe(11);
    expect(texts().join('\n')).toMatch(/4 more articles of Central Asia wait: \/deskwire-edit feeds items/);
    const first = standing().find(({ text }) => text.includes('Story 0 of Astana'));
    expect(await first?.press(reader, 'Dismiss')).toContain('editor');
    expect(await first?.press(editor, 'Dismiss')).toContain('does not come back');
    await service.sent();
    expect(texts().find((text) => text.includes('Story 0 of'))).toContain(
      `Dismissed by ${side.named(editor)}.`,
    );
    expect(standing()).toHaveLength(10);
    expect(texts().join('\n')).toContain('3 more articles');

    service.pass(3 * 86_400);
    await minutes(3);
    expect(standing()).toEqual([]);
    expect(texts().filter((text) => text.includes('Nobody took it.'))).toHaveLength(10);
  });
});
