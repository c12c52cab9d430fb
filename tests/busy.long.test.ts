import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { busyHeartbeatMs, keepingTime } from '../bench/busy.ts';
import { startLoad } from '../bench/load.ts';
import { makeDesk } from '../bench/made-desk.ts';
import { startService, work } from '../bench/processes.ts';

/** Milliseconds: after so many Slack and Discord both give up on a command. `npm run bench` asks for more. */
const patience = 3000;
/** Milliseconds after its slot at which the next tick would come. */
const nextTick = 60_000;

test('acks, heartbeats and digests keep their time while the slowest commands run in a loop', async () => {
  await using opened = new AsyncDisposableStack();
  const made = makeDesk(5000, '2026-11-28');
  opened.defer(() => rmSync(made.root, { recursive: true, force: true }));
  expect(await work(made, 'sync')).toMatchObject({ code: 0 });
  const load = await startLoad(busyHeartbeatMs);
  opened.defer(load.stop);
  const service = await startService(made, load.fakes);
  opened.defer(service.stop);

  const kept = await keepingTime({ load, service, made }, '/centralasia upcoming', { digest: true });
  expect(kept.lost).toBe(0);
  expect(kept.acks.looping).toBeLessThan(patience);
  expect(kept.acks.deleting).toBeLessThan(patience);
  expect(kept.beat).toBeLessThan(patience);
  expect(kept.digest).toBeLessThan(nextTick);
}, 240_000);
