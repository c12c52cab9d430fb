import { expect, test } from 'vitest';
import { createReadiness, publicId, type ReadinessOptions } from '../../src/app/readiness.ts';
import { fakeTime } from '../digest/fake-timers.ts';

const installation = publicId('one');
const health = { dialect: 'sqlite' as const, schema: '0001', entries: 1, brokenFiles: [], conflicts: [] };

function readiness(over: Partial<ReadinessOptions['maintenance']>) {
  const time = fakeTime(new Date('2026-11-28T09:00:00Z'));
  const ready = createReadiness({
    maintenance: { health: async () => health, unwritable: async () => undefined, ...over },
    installation: 'one',
    desks: () => ['north'],
    platformFaults: () => [],
    timers: time.timers,
  });
  return { ready, time };
}

test('a database that cannot be read is told with its reason, and that it is back without a restart', async () => {
  let away = true;
  const { ready } = readiness({
    async health() {
      if (away) throw new Error('PostgreSQL cannot be reached');
      return health;
    },
  });
  expect(await ready()).toEqual({
    ...{ ready: false, desks: ['north'], installation },
    faults: ['PostgreSQL cannot be reached'],
  });
  away = false;
  expect(await ready()).toEqual({ ready: true, desks: ['north'], installation });
});

test('a database that gives no answer is asked once at a time, and told after 3 seconds', async () => {
  const answer = Promise.withResolvers<typeof health>();
  let asked = 0;
  const { ready, time } = readiness({
    health() {
      asked += 1;
      return answer.promise;
    },
  });
  for (let call = 0; call < 10; call += 1) {
    const state = ready();
    time.pass(3000);
    expect(await state).toEqual({
      ...{ ready: false, desks: ['north'], installation },
      faults: ['the database gave no answer within 3 seconds'],
    });
  }
  expect(asked).toBe(1);
  answer.resolve(health);
  expect(await ready()).toMatchObject({ ready: true });
  expect(time.waiting()).toBe(0);
});
