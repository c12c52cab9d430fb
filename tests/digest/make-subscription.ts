import type { Schedule, Subscription } from '../../src/domain/digests/subscription.ts';

export const weekdayMornings: Schedule = {
  rhythm: 'weekdays',
  cron: '0 8 * * 1-5',
  zone: 'Asia/Tashkent',
  holidays: 'send',
};

/** Active, of everything, on weekdays at 08:00 in Tashkent; dealt with up to Friday 20 November 2026. */
export function makeSubscription(over: Partial<Subscription> = {}): Subscription {
  return {
    id: 7,
    name: 'daily',
    desk: 'north',
    channel: 'slack:T1:C1',
    filter: { topics: [], countries: [] },
    schedule: weekdayMornings,
    onEmpty: 'one-line',
    lastCount: 3,
    format: 'full',
    state: 'active',
    cursor: 40,
    slot: new Date('2026-11-20T03:00:00Z'),
    next: new Date('2026-11-23T03:00:00Z'),
    sent: 11,
    createdBy: 'slack:T1:U1',
    createdAt: new Date('2026-11-01T12:00:00Z'),
    version: 5,
    ...over,
  };
}
