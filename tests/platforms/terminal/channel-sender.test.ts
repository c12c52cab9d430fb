import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTerminalChannelSender } from '../../../src/platforms/terminal/channel-sender.ts';
import { channelSenderContract, type SenderSubject } from '../channel-sender-contract.ts';

const now = new Date('2026-11-23T07:00:00Z');
const key = { delivery: '0123456789abcdef', part: 0 };

async function start() {
  const dataFolder = await mkdtemp(join(tmpdir(), 'deskwire-digests-'));
  onTestFinished(() => rm(dataFolder, { recursive: true }));
  const folder = join(dataFolder, 'digests');
  const told: string[] = [];
  let day = now;
  const sender = createTerminalChannelSender({
    dataFolder,
    clock: () => day,
    show: (text) => told.push(text),
  });
  const shown = async () => {
    const names = (await readdir(folder).catch(() => [])).sort();
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  };
  return { dataFolder, folder, sender, shown, told, later: (date: Date) => (day = date) };
}

channelSenderContract(
  'the terminal',
  async (): Promise<SenderSubject> => {
    const { folder, sender, shown, told } = await start();
    return {
      sender,
      channel: 'terminal',
      person: 'terminal',
      now,
      body: (text) => text,
      shown,
      remove: (message) => rm(join(folder, message)),
      told: () => told,
      fail() {},
      ahead() {},
      posts: () => 0,
      async shutOut() {},
    };
  },
  { faults: 'there is no network in between', refusals: 'files are refused to nobody who runs as root' },
);

test('a part is a file that a person finds by its day, and only its owner may read', async () => {
  const { folder, sender, told } = await start();
  expect(await sender.post('terminal', 'one', key)).toEqual({
    outcome: 'posted',
    message: '2026-11-23-0123456789abcdef-1.txt',
  });
  const [name] = await readdir(folder);
  expect(name).toBe('2026-11-23-0123456789abcdef-1.txt');
  expect((await stat(join(folder, name!))).mode & 0o777).toBe(0o600);
  expect(told).toEqual(['one']);
});

test('a part that is sent again the day after keeps its one file', async () => {
  const { sender, shown, later } = await start();
  const first = await sender.post('terminal', 'one', key);
  later(new Date('2026-11-24T07:00:00Z'));
  expect(await sender.post('terminal', 'one', key)).toEqual(first);
  expect(await shown()).toEqual(['one']);
});

test('where no folder can be made, access and posting say so', async () => {
  const { folder, sender } = await start();
  await writeFile(folder, 'in the way');
  expect(await sender.access('terminal')).toMatchObject({
    ok: false,
    problem: expect.stringContaining('writable'),
  });
  expect(await sender.post('terminal', 'one', key)).toMatchObject({ refusal: 'no_access' });
  expect(await sender.find('terminal', key.delivery, [0], { since: now, until: now })).toMatchObject({
    outcome: 'unknown',
  });
});
