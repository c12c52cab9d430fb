import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DeliveryPart, partStates } from '../../src/domain/digests/delivery.ts';
import { afterSend, nextMove } from '../../src/outbox/decide.ts';
import { backoffMs, parkMs, usualTiming as timing } from '../../src/outbox/delivery-lease.ts';
import { later, says } from '../store/digests-made.ts';
import { now } from '../store/fixture.ts';

const part = (over: Partial<DeliveryPart> = {}): DeliveryPart => ({
  reply: says('a'),
  body: {},
  index: 0,
  state: 'waiting',
  attempts: 0,
  ...over,
});
const attempted = (seconds: number, over: Partial<DeliveryPart> = {}) =>
  part({ attempts: 1, firstAttempt: later(-seconds), lastAttempt: later(-seconds), ...over });
const move = (...parts: DeliveryPart[]) => nextMove({ parts }, now, timing, false);

test('a send that was cut off is left to settle for longer than a request may take, then looked for', () => {
  expect(timing.settle).toBeGreaterThan(30_000 + timing.start);
  expect(move(attempted(34, { state: 'unknown' }))).toEqual({ move: 'settle', until: later(1) });
  expect(move(attempted(35, { state: 'unknown' }))).toMatchObject({
    move: 'look',
    sends: { since: later(-35), until: later(-35) },
  });
});

test('an edit in doubt is made again once it has settled; one without a message is passed over', () => {
  const edits = { message: '1.1', instead: {} };
  expect(move(attempted(34, { state: 'unknown', edits }))).toMatchObject({ move: 'settle' });
  expect(move(attempted(35, { state: 'unknown', edits }))).toMatchObject({ move: 'edit', message: '1.1' });
  expect(move(part({ edits: { message: '', instead: {} } }))).toMatchObject({ move: 'pass-over' });
  expect(move(part({ edits: { instead: {} } }))).toMatchObject({ move: 'pass-over' });
});

test('a part is given up when it was tried for a day, but not while its channel is known to be out of reach', () => {
  const day = 24 * 3600;
  const tried = (seconds: number) => attempted(seconds, { attempts: 90, lastAttempt: now });
  expect(move(tried(day))).toMatchObject({ move: 'post' });
  expect(move(tried(day + 1))).toMatchObject({ move: 'give-up' });
  expect(nextMove({ parts: [tried(day + 1)] }, now, timing, true)).toMatchObject({ move: 'post' });
});

test('what it was by the platform’s clock counts, where ours was wrong at the first attempt', () => {
  const day = 24 * 3600;
  const tried = (seconds: number) =>
    attempted(50 * 365 * day, {
      ...{ attempts: 90, lastAttempt: now },
      there: { since: later(-seconds), until: now },
    });
  expect(move(tried(day))).toMatchObject({ move: 'post' });
  expect(move(tried(day + 1))).toMatchObject({ move: 'give-up' });
});

test('one that nobody tried for days, as the service was down, is tried again before it is given up', () => {
  expect(move(attempted(3 * 24 * 3600))).toMatchObject({ move: 'post' });
});

test('no part moves before the ones ahead of it stand, and none that stands moves again', () => {
  const anyPart = fc.record({
    state: fc.constantFrom(...partStates),
    age: fc.integer({ min: 0, max: 90_000 }),
  });
  fc.assert(
    fc.property(fc.array(anyPart, { minLength: 1, maxLength: 5 }), (made) => {
      const parts = made.map(({ state, age }, index) => attempted(age, { state, index }));
      const next = move(...parts);
      const first = parts.findIndex(({ state }) => state !== 'sent');
      if (next.move === 'finish') expect(first).toBe(-1);
      else if ('part' in next) expect(next.part.index).toBe(first);
      else expect(next.move).toBe('settle');
    }),
  );
});

test('pauses grow to their ceiling and stay between nothing and it', () => {
  const { first, longest } = timing.backoff;
  fc.assert(
    fc.property(fc.nat(5000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => {
      const pause = backoffMs(attempts, random, timing.backoff);
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThan(longest);
    }),
  );
  expect([1, 2, 3, 20].map((attempts) => backoffMs(attempts, 0.5, timing.backoff))).toEqual([
    0,
    first / 2,
    first,
    longest / 2,
  ]);
  expect([0, 600, 90_000].map((seconds) => parkMs(later(-seconds), now, timing.park))).toEqual([
    60_000, 600_000, 3_600_000,
  ]);
});

test('what a limit asks for is given; a message that a first attempt finds deleted is not ours', () => {
  const setting = { now, random: 0.5, timing };
  expect(afterSend({ outcome: 'limited', retryAfterMs: 7000 }, attempted(0), setting)).toMatchObject({
    follow: 'again',
    state: 'waiting',
    due: later(7),
  });
  const gone = { outcome: 'refused', refusal: 'message_gone', detail: '' } as const;
  expect(afterSend(gone, attempted(0), setting)).toMatchObject({ follow: 'again', state: 'unknown' });
  expect(afterSend(gone, attempted(0, { attempts: 2 }), setting)).toMatchObject({
    follow: 'sent',
    message: '',
  });
});
