import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deskwireProcess } from './cli/deskwire.ts';
import { startFakeSlack } from './fakes/slack/server.ts';
import { wholeAnswer } from './fakes/slack/whole-answer.ts';
import { mayMount, smallDisk } from './small-disk.ts';

const long = 180_000;
const inAWhile = { timeout: 30_000, interval: 300 };

/** The service with Slack, its data on a small disk, or in the folder of the process. */
async function serving(data?: string) {
  const slack = await startFakeSlack();
  const deskwire = deskwireProcess({
    ...(data && { DESKWIRE_DATA: data }),
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DESKWIRE_ADMINS: 'slack:T1:U1',
  });
  onTestFinished(async () => {
    deskwire.end();
    await slack.stop();
  });
  let url = '';
  return {
    ...deskwire,
    async begin() {
      const service = deskwire.start('start');
      const { port } = JSON.parse(await service.said('"serving"')) as { port: number };
      url = `http://127.0.0.1:${port}`;
      slack.pointAt(`${url}/slack/events`);
      return service;
    },
    async ready() {
      const response = await fetch(`${url}/readyz`);
      return { status: response.status, text: await response.text() };
    },
    async ask(line: string) {
      const before = slack.workspace.shown.length;
      await slack.send.command(line);
      return (await wholeAnswer(slack, before)).map(({ text }) => text).join('\n');
    },
  };
}

// A disk can be filled without harm to others only where one may be mounted, which root may.
test.skipIf(!mayMount())(
  'on a full disk reading goes on, also over a restart; each error says what to do, and it recovers by itself',
  async () => {
    const disk = smallDisk(24);
    onTestFinished(() => disk.end());
    const { begin, run, ready, ask } = await serving(disk.folder);
    const service = await begin();
    expect((await ready()).status).toBe(200);

    disk.fill();
    const full = { status: 503, text: expect.stringContaining(`free space at ${disk.folder}`) };
    await vi.waitFor(async () => expect(await ready()).toEqual(full), inAWhile);
    expect(await service.said('nothing can be written')).toContain(`free space at ${disk.folder}`);
    expect(await ask('/centralasia who cheney')).toContain('Dick Cheney');
    expect(await ask('/deskwire help')).toContain('subscribe this channel');
    expect(await ask('/deskwire digest subscribe daily headlines')).toMatch(/Not just now: .*full/);
    const grant = await run('roles', 'grant', 'slack:T1:U2', 'editor');
    expect([grant.code, grant.err]).toEqual([1, expect.stringMatching(/full.*\nfree space at/)]);
    expect((await run('run', '/centralasia who cheney')).out).toContain('Dick Cheney');

    service.child.kill('SIGKILL');
    await service.ended;
    disk.empty();
    disk.fill();
    const again = await begin();
    expect(await ready()).toEqual(full);
    expect(await ask('/centralasia who cheney')).toContain('Dick Cheney');

    disk.empty();
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), inAWhile);
    expect(await again.said('can be written again')).toContain('seconds');
    again.child.kill('SIGTERM');
    expect((await again.ended).code).toBe(0);
  },
  long,
);

test.skipIf(!mayMount())(
  'what cannot be written is named with what to do by start, run and doctor',
  async () => {
    const disk = smallDisk(24);
    onTestFinished(() => disk.end());
    const { data, run, end } = deskwireProcess({ DESKWIRE_DATA: disk.folder });
    onTestFinished(() => end());
    expect((await run('run', '/centralasia help')).code).toBe(0);
    disk.readOnly();
    for (const args of [['start'], ['run', '/centralasia help'], ['doctor']]) {
      const { code, out, err } = await run(...args);
      expect([args[0], code, out + err]).toEqual([args[0], 1, expect.stringContaining(disk.folder)]);
      expect(out + err).toMatch(/set DESKWIRE_DATA/);
    }
    expect(data).not.toBe('');
  },
  long,
);

test(
  'a data folder that is taken away from a service is named, and answers go on',
  async () => {
    const { data, begin, ready, ask } = await serving();
    const service = await begin();
    renameSync(join(data, 'deskwire.sqlite'), join(data, 'elsewhere.sqlite'));
    const gone = { status: 503, text: expect.stringMatching(/deskwire\.sqlite is gone.*put.*back/) };
    await vi.waitFor(async () => expect(await ready()).toEqual(gone), inAWhile);
    expect(await ask('/centralasia who cheney')).toContain('Dick Cheney');
    renameSync(join(data, 'elsewhere.sqlite'), join(data, 'deskwire.sqlite'));
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), inAWhile);
    service.child.kill('SIGTERM');
    expect((await service.ended).code).toBe(0);
  },
  long,
);

test('a data folder that cannot be made is named, with what to do', async () => {
  const { data, end } = deskwireProcess();
  onTestFinished(() => end());
  const file = join(data, 'taken');
  writeFileSync(file, '');
  const other = deskwireProcess({ DESKWIRE_DATA: join(file, 'data') });
  onTestFinished(() => other.end());
  const { code, err } = await other.run('run', '/centralasia help');
  expect([code, err]).toEqual([1, expect.stringContaining(join(file, 'data'))]);
  expect(err).toContain('DESKWIRE_DATA');
}, 60_000);
