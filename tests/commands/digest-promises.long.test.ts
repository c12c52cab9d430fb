import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantIn } from '../../commands/admin/digest/wording.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { cases } from '../seed.ts';
import { whole } from './desk.ts';
import { DigestService } from './digest-service.ts';

const minute = 60_000;
const schedules = [
  'weekdays at 08:00',
  'daily at 02:30 in Berlin',
  'daily at 09:00',
  'weekly on friday at 17:00',
  'cron "0,30 8,20 * * *"',
  'cron "0 */6 * * *" in London',
];

type Act = string | { pass: number };
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(
    'skip',
    'skip',
    'pause',
    'pause until tomorrow',
    'pause until next week',
    'edit topics energy',
  ),
  fc.constantFrom('resume from-now', 'resume catch-up', 'now', 'now keep'),
  fc.constantFrom(...schedules).map((schedule) => `edit ${schedule}`),
  // Minutes.
  fc.constantFrom(1, 59, 400, 1440, 4000).map((pass) => ({ pass })),
);

/** The instants that `show` lists, as it writes them. */
function promised({ blocks }: Reply): string[] {
  const at = blocks.findIndex(
    (block) => block.type === 'text' && block.spans.some(({ text }) => text.startsWith('The next are due')),
  );
  const block = blocks[at + 1];
  if (at < 0 || block?.type !== 'list') return [];
  return block.items.map((spans) => spans[0]?.text ?? '');
}

test('whatever was done to it, a digest comes at the instants that were shown, and at no others', async () => {
  const service = await DigestService.open('2026-03-20T12:00:00Z');
  const { store } = service.app;
  let runs = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...schedules),
        fc.array(act, { minLength: 1, maxLength: 12 }),
        async (schedule, acts) => {
          const asked = { channel: `slack:T1:C${100 + ++runs}` };
          const ask = (line: string) => service.ask(line, asked);
          await ask(`subscribe ${schedule}`);
          await service.sent();
          const [{ id } = { id: 0 }] = await store.subscriptions.list(asked);
          const subscription = async () => {
            const found = await store.subscriptions.get(id);
            if (!found) throw new Error('it is gone');
            return found;
          };
          /** Nothing is looked at before `next`: a tick each minute would see no more than these see. */
          const tickNext = async (until: number) => {
            const { next } = await subscription();
            const now = service.time.clock().getTime();
            const at = Math.min(until, Math.ceil(Math.max(now, next?.getTime() ?? until) / minute) * minute);
            await service.tickAt(new Date(at).toISOString());
          };
          const pass = async (minutes: number) => {
            const until = service.time.clock().getTime() + minutes * minute;
            while (service.time.clock().getTime() < until) await tickNext(until);
          };
          for (const one of acts) {
            if (typeof one === 'string') await ask(one);
            else await pass(one.pass);
          }
          await service.sent();
          const shown = promised(await ask('show'));
          const {
            state,
            sent,
            schedule: { zone },
          } = await subscription();
          expect(shown).toHaveLength(state === 'active' ? 5 : 0);
          const far = service.time.clock().getTime() + 40 * 1440 * minute;
          const came: string[] = [];
          while (came.length < shown.length && service.time.clock().getTime() < far) {
            await tickNext(far);
            const lines = await store.ledger.history(id, 10);
            for (const line of lines.reverse())
              if ('delivery' in line && (line.delivery.number ?? 0) > sent + came.length)
                came.push(instantIn(zone, line.delivery.slot ?? new Date(0)));
          }
          expect(came).toEqual(shown);
          await ask('unsubscribe');
        },
      ),
      { numRuns: cases(40), seed: 20_261_124 },
    );
  } finally {
    await service.end();
  }
}, 60_000);

test('what skip and edit promise is what comes', async () => {
  const service = await DigestService.open();
  try {
    await service.ask('subscribe daily at 08:00');
    await service.sent();
    // Tuesday is left out; an edit after it begins from now, and Tuesday at 08:00 stays left out.
    expect(whole(await service.ask('skip'))).toContain('The next comes Wed 25 Nov 2026, 08:00');
    expect(whole(await service.ask('show'))).not.toContain('Tue 24 Nov 2026');
    expect(whole(await service.ask('edit topics energy'))).not.toContain('Tue 24 Nov 2026');
    const edited = whole(await service.ask('edit cron "0 7,8 * * *"'));
    expect(edited).toContain('Tue 24 Nov 2026, 07:00');
    expect(edited).not.toContain('Tue 24 Nov 2026, 08:00');
    expect(whole(await service.ask('list'))).toContain('next Tue 24 Nov 2026, 07:00');
    await service.tickAt('2026-11-24T02:00:00Z');
    await service.tickAt('2026-11-24T03:00:00Z');
    await service.tickAt('2026-11-25T02:00:00Z');
    expect(service.posted).toHaveLength(3);
    expect(whole(await service.ask('history'))).not.toContain('missed');
  } finally {
    await service.end();
  }
});

test('a day that was left out stays so at another time of it; where no schedule can tell, edit says so', async () => {
  const service = await DigestService.open();
  const says = async (line: string) => whole(await service.ask(line));
  try {
    await service.ask('subscribe daily at 08:00');
    await service.sent();
    await service.ask('skip');
    const edited = await says('edit at 08:05');
    expect(edited).toContain('Left out, as asked before: Tue 24 Nov 2026, 08:05');
    expect(edited).toMatch(/The next are due[^:]*:\s+\S*\s*Wed 25 Nov 2026, 08:05/);
    expect(await says('edit cron "0 7,9 * * *"')).toMatch(
      /No longer left out[^:]*: Tue 24 Nov 2026, 08:05.*\/deskwire digest skip number:1/,
    );
    expect(await says('list')).toContain('next Tue 24 Nov 2026, 07:00');
  } finally {
    await service.end();
  }
});

test('a clock that was once far ahead: what to do is told, and nothing comes twice', async () => {
  const service = await DigestService.open();
  const says = async (line: string) => whole(await service.ask(line));
  try {
    await service.ask('subscribe daily at 08:00');
    await service.sent();
    await service.publish('pipeline');
    await service.tickAt('2027-11-24T03:01:00Z');
    expect(service.posted).toHaveLength(2);
    await service.tickAt('2026-11-23T13:00:00Z');
    await service.tickAt('2026-11-24T03:00:00Z');
    expect(service.posted).toHaveLength(2);
    for (const line of ['list', 'show'])
      expect(await says(line)).toMatch(
        /silent until Wed 24 Nov 2027, 08:00.*\/deskwire digest resume number:1/,
      );
    expect(await says('resume number:1')).toContain('The next comes Wed 25 Nov 2026, 08:00');
    expect(await says('list')).toContain('active · next Wed 25 Nov 2026, 08:00');
    await service.publish('refinery');
    await service.tickAt('2026-11-25T03:00:00Z');
    await service.tickAt('2026-11-25T03:01:00Z');
    expect(service.posted).toHaveLength(3);
    expect(service.posted[2]?.text).toContain('Title of refinery');
    expect(service.posted[2]?.text).not.toContain('Title of pipeline');
    // The slot that was sent ahead of its time comes: it passes, and the one after it is sent.
    await service.tickAt('2027-11-24T03:00:00Z');
    await service.tickAt('2027-11-25T03:00:00Z');
    expect(service.posted).toHaveLength(4);
  } finally {
    await service.end();
  }
});

test('another schedule counts from now too, where the clock was once ahead', async () => {
  const service = await DigestService.open();
  try {
    await service.ask('subscribe daily at 08:00');
    await service.sent();
    await service.tickAt('2027-05-01T12:00:00Z');
    await service.tickAt('2026-11-23T13:00:00Z');
    expect(whole(await service.ask('edit at 09:00'))).toContain('Tue 24 Nov 2026, 09:00');
    await service.tickAt('2026-11-24T04:00:00Z');
    expect(service.posted).toHaveLength(2);
  } finally {
    await service.end();
  }
});
