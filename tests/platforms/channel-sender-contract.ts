import { describe, expect, test } from 'vitest';
import type { ChannelSender, PostKey } from '../../src/domain/ports/platform.ts';

/** Answers with status 200 that tell nothing: bytes, and what they are called. */
export const tellingNothing = {
  empty: { body: '' },
  page: { body: '<html><body>Back soon</body></html>', contentType: 'text/html' },
  word: { body: 'forbidden', contentType: 'text/plain' },
  list: { body: '[]', contentType: 'application/json' },
  object: { body: '{}', contentType: 'application/json' },
  null: { body: 'null', contentType: 'application/json' },
} as const;
type TellsNothing = keyof typeof tellingNothing;

/** Whether a fault is such an answer. */
export const tellsNothing = (kind: string): kind is TellsNothing => kind in tellingNothing;

/** How one request goes wrong. `after`: it had its effect all the same. */
export interface SenderFault {
  kind: 'limited' | 'status' | 'drop' | 'hang' | 'garbage' | TellsNothing;
  when: 'before' | 'after';
}

/** A sender on a platform of its own that is there for one test. */
export interface SenderSubject {
  sender: ChannelSender;
  channel: string;
  person: string;
  /** The platform's time, by which messages are dated. */
  now: Date;
  body(text: string, key: PostKey): unknown;
  /** What stands in the channel, oldest first. */
  shown(): Promise<string[]>;
  /** As a person does. */
  remove(message: string): Promise<void>;
  /** What the person was told in private. */
  told(): string[];
  fail(fault: SenderFault): void;
  /** Requests to post so far. */
  posts(): number;
  /** From now on the platform's clock is so many milliseconds ahead of ours. */
  ahead(ms: number): void;
  /** Takes from the bot what it needs in the channel. */
  shutOut(): Promise<void>;
}

/** What a platform has nothing of, with the reason. */
export interface Skips {
  faults?: string;
  refusals?: string;
  samePlace?: string;
}

const key = { delivery: '0123456789abcdef', part: 0 };
const second = { ...key, part: 1 };

/** What every ChannelSender keeps to. */
export function channelSenderContract(name: string, start: () => Promise<SenderSubject>, skips: Skips = {}) {
  const post = (subject: SenderSubject, text: string, of: PostKey = key) =>
    subject.sender.post(subject.channel, subject.body(text, of), of);
  const find = (subject: SenderSubject, parts: number[], delivery = key.delivery) =>
    subject.sender.find(subject.channel, delivery, parts, { since: subject.now, until: subject.now });

  describe(`${name} posts digests`, () => {
    test('a part is posted, and found by its delivery and number alone', async () => {
      const subject = await start();
      const posted = await post(subject, 'The digest');
      expect(posted).toEqual({ outcome: 'posted', message: expect.any(String) });
      expect(await subject.shown()).toEqual(['The digest']);
      if (posted.outcome !== 'posted') return;
      expect(await find(subject, [0, 1])).toEqual({
        outcome: 'looked',
        found: new Map([[0, posted.message]]),
      });
      expect(await find(subject, [0], 'fedcba9876543210')).toEqual({ outcome: 'looked', found: new Map() });
    });

    test('an edit takes the place of what was said, however often it is made', async () => {
      const subject = await start();
      const first = await post(subject, 'one');
      await post(subject, 'two', second);
      if (first.outcome !== 'posted') throw new Error('not posted');
      for (let time = 0; time < 2; time += 1) {
        const edited = await subject.sender.edit(subject.channel, first.message, subject.body('mended', key));
        expect(edited).toEqual({ outcome: 'posted', message: first.message });
      }
      expect(await subject.shown()).toEqual(['mended', 'two']);
    });

    test('what a person has deleted is neither found nor edited', async () => {
      const subject = await start();
      const posted = await post(subject, 'one');
      if (posted.outcome !== 'posted') throw new Error('not posted');
      await subject.remove(posted.message);
      expect(await find(subject, [0])).toEqual({ outcome: 'looked', found: new Map() });
      expect(
        await subject.sender.edit(subject.channel, posted.message, subject.body('mended', key)),
      ).toMatchObject({ outcome: 'refused', refusal: 'message_gone' });
    });

    test('a person is told in private', async () => {
      const subject = await start();
      expect(await subject.sender.tell(subject.person, 'Digest 12 could not be posted.')).toBe(true);
      expect(subject.told().map((text) => text.replaceAll('\\', ''))).toEqual([
        'Digest 12 could not be posted.',
      ]);
      expect(await subject.shown()).toEqual([]);
    });

    test.skipIf(skips.refusals)('access says what to do, and so do posting and looking', async () => {
      const subject = await start();
      expect(await subject.sender.access(subject.channel)).toEqual({ ok: true });
      await subject.shutOut();
      expect(await subject.sender.access(subject.channel)).toEqual({
        ok: false,
        refusal: 'no_access',
        problem: expect.stringMatching(/invite me|give me/i),
      });
      expect(await post(subject, 'one')).toMatchObject({ outcome: 'refused', refusal: 'no_access' });
      expect(await find(subject, [0])).toEqual({
        outcome: 'blind',
        detail: expect.stringMatching(/invite me|give me/i),
      });
    });

    test.skipIf(skips.samePlace)('the same part again takes its own place', async () => {
      const subject = await start();
      const first = await post(subject, 'one');
      expect(await post(subject, 'one')).toEqual(first);
      expect(await subject.shown()).toEqual(['one']);
    });

    test.skipIf(skips.faults)('a limit is told with its time, and nothing was posted', async () => {
      const subject = await start();
      subject.fail({ kind: 'limited', when: 'before' });
      const outcome = await post(subject, 'one');
      expect(outcome).toEqual({ outcome: 'limited', retryAfterMs: expect.any(Number) });
      if (outcome.outcome === 'limited') expect(outcome.retryAfterMs).toBeGreaterThanOrEqual(1000);
      expect(await subject.shown()).toEqual([]);
    });

    const minute = 60_000;
    test.skipIf(skips.faults).each([-180, -61, -20, 20, 61, 180])(
      'what was cut off is found though the platform’s clock is %i minutes ahead of ours',
      async (minutes) => {
        const subject = await start();
        subject.ahead(minutes * minute);
        subject.fail({ kind: 'drop', when: 'after' });
        expect(await post(subject, 'one')).toMatchObject({ outcome: 'unknown' });
        expect(await find(subject, [0])).toMatchObject({ found: new Map([[0, expect.any(String)]]) });
        expect(await find(subject, [1])).toMatchObject({ outcome: 'looked', found: new Map() });
      },
    );

    test.skipIf(skips.faults).each([-50, 50])(
      'and though a clock was set by %i minutes since, and nothing was known of it before',
      async (minutes) => {
        const subject = await start();
        subject.ahead(minutes * minute);
        subject.fail({ kind: 'drop', when: 'after' });
        await post(subject, 'one');
        subject.ahead(0);
        expect(await find(subject, [0])).toMatchObject({ found: new Map([[0, expect.any(String)]]) });
      },
    );

    test.skipIf(skips.faults).each([-300, 300])(
      'and though one was set by %i minutes that an answer had told of',
      async (minutes) => {
        const subject = await start();
        subject.ahead(minutes * minute);
        await post(subject, 'one');
        subject.fail({ kind: 'drop', when: 'after' });
        await post(subject, 'two', second);
        subject.ahead(0);
        expect(await find(subject, [1])).toMatchObject({ found: new Map([[1, expect.any(String)]]) });
      },
    );

    const silent = Object.keys(tellingNothing).filter(tellsNothing);
    const faults = (['status', 'drop', 'hang', 'garbage', ...silent] as const).flatMap((kind) =>
      (['before', 'after'] as const).map((when) => ({ kind, when })),
    );
    test.skipIf(skips.faults).each(faults)(
      'after a $kind $when the effect nobody knows, one request was made, and a look tells',
      async (fault) => {
        const subject = await start();
        subject.fail(fault);
        expect(await post(subject, 'one')).toMatchObject({ outcome: 'unknown' });
        expect(subject.posts()).toBe(1);
        const found = await find(subject, [0]);
        expect(found.outcome === 'looked' && found.found.size).toBe(fault.when === 'after' ? 1 : 0);
        expect(await subject.shown()).toHaveLength(fault.when === 'after' ? 1 : 0);
      },
    );
  });
}
