import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deskwireProcess } from './cli/deskwire.ts';
import { startFakeSlack } from './fakes/slack/server.ts';
import { wholeAnswer } from './fakes/slack/whole-answer.ts';

/** A disk of its own for the data folder; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

const disk = smallDisk();

// Only root may mount a small disk; elsewhere a disk cannot be filled without harm.
test.skipIf(!disk)(
  'on a full disk reading goes on, and the service is not ready until there is room',
  async () => {
    const folder = disk as string;
    const slack = await startFakeSlack();
    const deskwire = deskwireProcess({
      DESKWIRE_DATA: folder,
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
      SLACK_API_URL: slack.apiUrl,
    });
    onTestFinished(async () => {
      deskwire.end();
      await slack.stop();
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    });
    const service = deskwire.start('start');
    const { port } = JSON.parse(await service.said('"serving"')) as { port: number };
    slack.pointAt(`http://127.0.0.1:${port}/slack/events`);
    const ready = async () => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      return { status: response.status, text: await response.text() };
    };
    const ask = async (line: string) => {
      const before = slack.workspace.shown.length;
      await slack.send.command(line);
      return (await wholeAnswer(slack, before)).map(({ text }) => text).join('\n');
    };
    expect((await ready()).status).toBe(200);

    const filler = join(folder, 'filler');
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(filler, Buffer.alloc(Number(bavail) * bsize));
    await vi.waitFor(
      async () => expect(await ready()).toEqual({ status: 503, text: expect.stringContaining(folder) }),
      { timeout: 20_000, interval: 500 },
    );
    expect(await ask('/centralasia who cheney')).toContain('Dick Cheney');
    expect(await ask('/deskwire help')).toContain('Digests of this channel');

    rmSync(filler);
    await vi.waitFor(async () => expect((await ready()).status).toBe(200), {
      timeout: 20_000,
      interval: 500,
    });
    service.child.kill('SIGTERM');
    expect((await service.ended).code).toBe(0);
  },
);

test.each([
  ['is a file', (path: string) => writeFileSync(path, '')],
  ['cannot be made', () => {}],
])('a data folder that %s is named, with what to do', async (_, make) => {
  const deskwire = deskwireProcess();
  onTestFinished(() => deskwire.end());
  const file = join(deskwire.data, 'taken');
  writeFileSync(file, '');
  const path = join(file, 'data');
  make(file);
  const other = deskwireProcess({ DESKWIRE_DATA: path });
  onTestFinished(() => other.end());
  const { code, err } = await other.run('run', '/centralasia help');
  expect([code, err]).toEqual([1, expect.stringContaining(path)]);
  expect(err).toContain('DESKWIRE_DATA');
});
