import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { endOnFault, openLog, withoutRepeats } from '../../src/runtime/log.ts';

function logInFile(secrets: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'deep', 'deskwire.log');
  return { file, log: openLog({ level: 'info', secrets, file }), text: () => readFileSync(file, 'utf8') };
}

test('a secret that stands in the words of an error is not written', () => {
  const { log, text } = logInFile(['xoxb-"1"', 'desk:pa55@']);
  log.error({ err: new Error('no way in: postgres://desk:pa55@db, xoxb-"1"') }, 'with xoxb-"1"');
  expect(text()).not.toMatch(/pa55|xoxb/);
  expect(JSON.parse(text())).toMatchObject({
    err: { message: 'no way in: postgres://[Redacted]db, [Redacted]' },
  });
});

test('a line shows what a terminal would obey', () => {
  const { log, text } = logInFile();
  log.warn({ path: 'a\u009b2J\u202eb.yaml' }, 'broken');
  expect(text()).toContain('a\\u009b2J\\u202eb.yaml');
  expect(JSON.parse(text())).toMatchObject({ path: 'a\u009b2J\u202eb.yaml' });
});

const away = () =>
  Object.assign(new Error('PostgreSQL cannot be reached'), { code: 'away', remedy: 'check DATABASE_URL' });

test('a failure that says what to do is told without where it was thrown', () => {
  const { log, text } = logInFile();
  log.error({ err: away() }, 'a job failed');
  expect(JSON.parse(text()).err).toEqual({
    type: 'Error',
    code: 'away',
    message: 'PostgreSQL cannot be reached',
    remedy: 'check DATABASE_URL',
  });
});

test('while the database is away each kind of failure is told once in ten minutes, and each that somebody asks about', () => {
  const { log, text } = logInFile();
  let now = 0;
  const spared = withoutRepeats(log, () => now);
  for (let minute = 0; minute < 15; minute += 1) {
    now = minute * 60_000;
    spared.error({ err: away() }, 'a tick failed');
    spared.error({ err: away(), errorId: `e${minute % 2}` }, 'command failed');
    spared.warn({ err: new Error('another') }, 'a tick failed');
  }
  const lines = text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const told = (level: number, msg: string) =>
    lines.filter((line) => line.level === level && line.msg === msg).length;
  expect([told(50, 'a tick failed'), told(50, 'command failed'), told(40, 'a tick failed')]).toEqual([
    2, 15, 15,
  ]);
});

// Only Linux has a file that is always full.
test.skipIf(!existsSync('/dev/full'))(
  'a log that cannot be written is told once, and ends nothing',
  async () => {
    const lost: string[] = [];
    const log = openLog({ level: 'info', file: '/dev/full', onLost: (reason) => lost.push(reason) });
    for (let line = 0; line < 2000; line += 1) log.info({ line }, 'x'.repeat(100));
    await new Promise(setImmediate);
    expect(lost).toEqual([expect.stringContaining('ENOSPC')]);
  },
);

test('nor does one that cannot be made', () => {
  const lost: string[] = [];
  const file = join(logInFile().file, 'below-a-file', 'deskwire.log');
  const log = openLog({ level: 'info', file, onLost: (reason) => lost.push(reason) });
  log.info({}, 'let go of');
  expect(lost).toEqual([expect.stringMatching(/ENOTDIR|EEXIST/)]);
});

test.each([
  ['an error', new TypeError('boom'), { type: 'TypeError', message: 'boom' }],
  ['what is none', 'boom', { type: 'Error', message: 'boom' }],
])('%s that nobody caught is the last line, and the process ends with 1', (_, thrown, err) => {
  const { log, text } = logInFile();
  const exit = vi.fn();
  const said: string[] = [];
  const own = {
    on: (_event: string, listener: (error: unknown, origin: string) => void) =>
      listener(thrown, 'unhandledRejection'),
    exit,
  };
  endOnFault(own, log, (line) => said.push(line));
  expect(JSON.parse(text())).toMatchObject({ level: 60, origin: 'unhandledRejection', err });
  expect(said).toEqual(['deskwire: unexpected error: boom\n']);
  expect(exit).toHaveBeenCalledWith(1);
});
