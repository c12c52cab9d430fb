import { expect, test } from 'vitest';
import { createPlatformClock } from '../../../src/domain/digests/platform-clock.ts';

const silent = { info() {}, warn() {}, error() {} };
const minute = 60_000;

/** Our clock and the platform's, each set by hand. */
function world() {
  const set = { ours: Date.parse('2026-03-01T12:00:00Z'), theirs: Date.parse('2026-03-01T10:00:00Z') };
  let asked = 0;
  let answers: 'dated' | 'undated' | 'none' = 'dated';
  const clock = createPlatformClock({
    ...{ platform: 'Slack', log: silent, clock: () => new Date(set.ours) },
    async ask() {
      asked += 1;
      if (answers === 'none') throw new Error('socket hang up');
      clock.saw(answers === 'dated' ? new Date(set.theirs).toUTCString() : null, new Date(set.ours));
    },
  });
  return {
    clock,
    set,
    asked: () => asked,
    answers: (how: typeof answers) => {
      answers = how;
    },
    pass(ms: number) {
      set.ours += ms;
      set.theirs += ms;
    },
  };
}

test('the time there is asked once, and goes on with ours', async () => {
  const { clock, set, pass, asked } = world();
  const since = new Date(set.theirs);
  await Promise.all([clock.time(), clock.time()]);
  pass(5 * minute);
  expect(await clock.time()).toEqual({ since, until: new Date(set.theirs) });
  expect(asked()).toBe(1);
  pass(6 * minute);
  expect(await clock.time()).toEqual({ since: new Date(set.theirs), until: new Date(set.theirs) });
  expect(asked()).toBe(2);
});

test.each([-120, -1, 120])('it is asked again when our clock was set %i minutes ahead', async (minutes) => {
  const { clock, set, asked } = world();
  await clock.time();
  set.ours += minutes * minute;
  expect(await clock.time()).toEqual({ since: new Date(set.theirs), until: new Date(set.theirs) });
  expect(asked()).toBe(2);
});

test('where it gives no answer, what was known before is still sure, and it is not asked each time', async () => {
  const { clock, set, pass, asked, answers } = world();
  const since = new Date(set.theirs);
  answers('none');
  expect(await clock.time()).toBe('away');
  expect(await clock.time()).toBe('away');
  expect(asked()).toBe(1);
  pass(11_000);
  answers('undated');
  expect(await clock.time()).toBe('unknown');
  answers('dated');
  pass(11_000);
  await clock.time();
  answers('none');
  pass(60 * minute);
  const known = new Date(since.getTime() + 22_000);
  expect(await clock.time()).toEqual({ since: known, until: new Date(set.theirs) });
});

test('a message is looked for from when it was sent by the platform’s clock, whatever ours was', () => {
  const { clock, set } = world();
  const ours = new Date(set.ours);
  const there = { since: new Date(set.theirs), until: new Date(set.theirs + minute) };
  const { from, to } = clock.around({ since: ours, until: ours, there });
  expect(from).toBe(set.theirs - 5 * minute);
  expect(to).toBe(set.theirs + 61 * minute);
});
