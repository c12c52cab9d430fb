import { cpSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { replySchema } from '../../src/domain/reply.ts';
import { startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { deskwireProcess, shippedDesk } from './deskwire.ts';

const now = ['--now', '2026-11-23T12:00:00Z'];
let deskwire: ReturnType<typeof deskwireProcess>;
beforeAll(() => {
  deskwire = deskwireProcess();
});
afterAll(() => deskwire.end());

describe('deskwire run', () => {
  test('answers one line for people', async () => {
    const { code, out, err } = await deskwire.run('run', '/centralasia visits kazakhstan', ...now);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Blinken → Astana, 27–28 Feb 2023');
    expect(out).not.toContain('\u001b');
  });

  test('answers as data that keeps to the published schema', async () => {
    const { code, out } = await deskwire.run(
      'run',
      '/centralasia search Мирзияев',
      '--format',
      'json',
      ...now,
    );
    expect(code).toBe(0);
    const reply = replySchema.parse(JSON.parse(out));
    expect(JSON.stringify(reply)).toContain('Shavkat Mirziyoyev');
  });

  test.each([
    ['visits france', 0, 'not covered'],
    ['visits clinton', 0, 'Which one?'],
    ['visits xyzzy', 2, 'does not know'],
    ['brief nosuch', 1, 'nosuch'],
  ])('%s ends with %i', async (line, code, says) => {
    const ran = await deskwire.run('run', `/centralasia ${line}`, ...now);
    expect(ran.code).toBe(code);
    expect(ran.out).toContain(says);
  });

  test('settings come from .env where the environment does not say them', async () => {
    const told = deskwireProcess({ LOG_LEVEL: 'info' });
    writeFileSync(join(told.data, '.env'), 'LOG_LEVEL=loud\nDISCORD_TOKEN=short\n');
    const { code, err } = await told.run('run', '/centralasia help');
    told.end();
    expect(code).toBe(2);
    expect(err).toContain('DISCORD_TOKEN is too short');
    expect(err).not.toContain('LOG_LEVEL');
    expect(err).toContain('.env.example');
  });

  test('wrong usage and a wrong environment end with 2 and say what to write', async () => {
    const format = await deskwire.run('run', 'help', '--format', 'pdf');
    expect(format).toMatchObject({ code: 2, err: expect.stringContaining('text, json') });
    const instant = await deskwire.run('run', 'help', '--now', 'yesterday');
    expect(instant).toMatchObject({ code: 2, err: expect.stringContaining('2026-11-23T08:00:00Z') });
    const broken = deskwireProcess({ PORT: 'x', LOG_LEVEL: 'loud' });
    const { code, err } = await broken.run('run', 'help');
    broken.end();
    expect(code).toBe(2);
    expect(err).toContain('PORT');
    expect(err).toContain('LOG_LEVEL');
  });
});

test.each(['slack', 'discord'])('run prints what %s would be sent, in order', async (format) => {
  const line = '/centralasia visits kazakhstan show:details';
  const { code, out } = await deskwire.run('run', line, '--format', format, ...now);
  expect(code).toBe(0);
  const requests = JSON.parse(out) as { method: string; path: string; body: object }[];
  expect(requests.length).toBeGreaterThan(1);
  for (const request of requests) {
    expect(request).toEqual({ method: 'POST', path: expect.any(String), body: expect.any(Object) });
  }
  expect(out).toContain('6 November 2025');
  expect(out).toContain('tokayev-2025-11');
  // For the asker alone, unless the line says otherwise.
  expect(out).toMatch(/"ephemeral"|"flags": 32836/);
  const all = await deskwire.run('run', `${line} public`, '--format', format, ...now);
  expect(all.out).toMatch(/"in_channel"|"flags": 32772/);
});

test('manifest slack prints one for Socket Mode, or for an address', async () => {
  const socket = await deskwire.run('manifest', 'slack');
  expect(JSON.parse(socket.out)).toMatchObject({ settings: { socket_mode_enabled: true } });
  const http = await deskwire.run('manifest', 'slack', '--url', 'https://desk.example.org');
  expect(http.out).toContain('"https://desk.example.org/slack/events"');
  expect(await deskwire.run('manifest', 'slack', '--url', 'desk')).toMatchObject({ code: 2, out: '' });
});

test('register discord puts the commands once, and says what is missing', async () => {
  expect(await deskwire.run('register', 'discord')).toMatchObject({
    code: 2,
    err: expect.stringContaining('DISCORD_TOKEN'),
  });
  const discord = await startFakeDiscord();
  const own = deskwireProcess({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl });
  const wrong = deskwireProcess({ DISCORD_TOKEN: `${discord.token}x`, DISCORD_API_URL: discord.apiUrl });
  onTestFinished(async () => {
    own.end();
    wrong.end();
    await discord.close();
  });
  const first = await own.run('register', 'discord');
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining('added /centralasia') });
  expect(await own.run('register', 'discord')).toMatchObject({
    code: 0,
    out: expect.stringContaining('nothing to do'),
  });
  expect(discord.journal.entries.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  expect(await own.run('register', 'discord', '--guild', '123456789')).toMatchObject({
    code: 0,
    out: expect.stringContaining('in the server 123456789'),
  });
  expect(await own.run('register', 'discord', '--guild', 'x')).toMatchObject({ code: 2 });
  expect(await wrong.run('register', 'discord')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^deskwire: [^\n]*DISCORD_TOKEN[^\n]*\n$/),
  });
});

test('digest preview composes by published day', async () => {
  const { code, out } = await deskwire.run('digest', 'preview', 'centralasia', '--window', '7d', ...now);
  expect(code).toBe(0);
  expect(out).toContain('17 Nov 2026 to 23 Nov 2026');
  const empty = await deskwire.run('digest', 'preview', 'centralasia', '--now', '2026-01-01T00:00:00Z');
  expect(empty).toMatchObject({ code: 0, out: expect.stringContaining('othing') });
  expect(await deskwire.run('digest', 'preview', 'atlantis')).toMatchObject({ code: 2 });
  const narrow = ['--topic', 'Corridors', '--country', 'kz', '--window', '7d', ...now];
  const corridors = await deskwire.run('digest', 'preview', 'centralasia', ...narrow);
  expect(corridors.out).toMatch(/Corridors, about\s+Kazakhstan/);
  const unknown = await deskwire.run('digest', 'preview', 'centralasia', '--topic', 'sports');
  expect(unknown).toMatchObject({
    code: 2,
    err: expect.stringMatching(/has no topic "sports"\n.*corridors/),
  });
});

test.each([
  ['slack', '/api/chat.postMessage', 'deskwire_digest'],
  ['discord', '/channels/', 'enforce_nonce'],
])('digest preview --format %s prints what would be posted', async (format, path, mark) => {
  const args = ['digest', 'preview', 'centralasia', '--window', '365d', '--format', format, ...now];
  const { code, out } = await deskwire.run(...args);
  expect(code).toBe(0);
  const requests = JSON.parse(out) as { method: string; path: string; body: object }[];
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.length).toBeLessThanOrEqual(2);
  for (const request of requests) {
    expect(request).toMatchObject({ method: 'POST', path: expect.stringContaining(path) });
    expect(JSON.stringify(request.body)).toContain(mark);
  }
});

test('backup writes a copy that opens, and never over a file', async () => {
  const file = join(deskwire.data, 'copy.sqlite');
  expect(await deskwire.run('backup', file)).toMatchObject({ code: 0 });
  const rows = new DatabaseSync(file, { readOnly: true })
    .prepare('select count(*) as n from revisions')
    .get();
  expect(rows).toEqual({ n: (await shippedDesk()).entries });
  const size = statSync(file).size;
  const again = await deskwire.run('backup', file);
  expect(again.code).toBe(1);
  expect(again.err).toContain('exists');
  expect(statSync(file).size).toBe(size);
  const nowhere = await deskwire.run('backup', join(deskwire.data, 'nodir', 'x.sqlite'));
  expect(nowhere.code).toBe(1);
  expect(nowhere.err).toContain(`there is no folder ${join(deskwire.data, 'nodir')} to write x.sqlite into`);
  expect(nowhere.err).not.toMatch(/ENOENT|DESKWIRE_DATA/);
});

test('roles are granted on the host, and the first admin comes by a code that works once', async () => {
  expect(await deskwire.run('roles', 'list')).toMatchObject({
    out: expect.stringContaining('everyone is a reader'),
  });
  expect(await deskwire.run('roles', 'grant', 'bob', 'editor')).toMatchObject({ code: 2 });
  expect(await deskwire.run('roles', 'grant', 'slack:T1:U2', 'king')).toMatchObject({ code: 2 });
  expect(
    await deskwire.run('roles', 'grant', 'slack:T1:U2', 'editor', '--desk', 'centralasia'),
  ).toMatchObject({ code: 0 });
  const { out } = await deskwire.run('roles', 'code');
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(out)?.[0] ?? '';
  expect(await deskwire.run('run', '/deskwire claim AAAA-BBBB-CCCC')).toMatchObject({ code: 1 });
  expect(await deskwire.run('run', `/deskwire claim ${code.toLowerCase()}`)).toMatchObject({ code: 0 });
  expect(await deskwire.run('run', `/deskwire claim ${code}`)).toMatchObject({ code: 1 });
  // The terminal has its role in `run` too.
  expect(await deskwire.run('run', '/deskwire-edit review')).toMatchObject({ code: 0 });
  const listed = await deskwire.run('roles', 'list');
  expect(listed.out).toMatch(/slack:T1:U2 +editor +centralasia/);
  expect(listed.out).toMatch(/terminal +admin +every desk/);
  expect(await deskwire.run('roles', 'revoke', 'terminal')).toMatchObject({ code: 0 });
  expect(await deskwire.run('roles', 'revoke', 'terminal')).toMatchObject({ code: 1 });
});

test('a person is removed on the host, but not the last admin', async () => {
  expect(await deskwire.run('forget', 'terminal')).toMatchObject({ code: 2 });
  expect(await deskwire.run('forget', 'jane')).toMatchObject({ code: 2 });
  const person = 'slack:T1:UFORGET';
  await deskwire.run('roles', 'grant', person, 'admin');
  const last = await deskwire.run('forget', person);
  expect(last).toMatchObject({ code: 1, err: expect.stringContaining('the last admin of every desk') });
  await deskwire.run('roles', 'grant', 'slack:T1:UOTHER', 'admin');
  expect(await deskwire.run('forget', person)).toMatchObject({ code: 0 });
  expect((await deskwire.run('roles', 'list')).out).not.toContain(person);
});

test('a reader of the output that has seen enough is no failure', async () => {
  const service = deskwire.start('run', '/centralasia country kazakhstan', ...now);
  service.child.stdout?.destroy();
  expect(await service.ended).toMatchObject({ code: 0, err: '' });
});

test('start without a terminal serves quietly, says when it is ready, and SIGTERM ends it', async () => {
  const service = deskwire.start('start');
  const { port } = JSON.parse(await service.said('"serving"')) as { port: number };
  await service.said('no way to ask questions');
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).toEqual({
    ...{ ready: true, desks: ['centralasia'] },
    installation: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect((await fetch(`http://127.0.0.1:${port}/secret`)).status).toBe(404);
  const asked = performance.now();
  service.child.kill('SIGTERM');
  const { code, out } = await service.ended;
  expect(code).toBe(0);
  expect(out).toContain('"stopped"');
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(await deskwire.run('doctor')).toMatchObject({
    code: 0,
    out: expect.stringContaining(`${(await shippedDesk()).entries} entries`),
  });
});

test('a file whose name would clear the screen is told of, and clears nothing', async () => {
  const own = deskwireProcess();
  onTestFinished(() => own.end());
  const briefs = join(own.data, 'briefs');
  cpSync('briefs', briefs, { recursive: true });
  writeFileSync(join(briefs, 'centralasia', 'facts', 'x\u001b[2J\u009b31m\u202e\n.yaml'), '- id: [');
  const told = deskwireProcess({ DESKWIRE_BRIEFS: briefs });
  onTestFinished(() => told.end());
  for (const args of [['validate'], ['doctor'], ['run', 'help', '--\u001b[2J']]) {
    const { out, err } = await told.run(...args);
    expect(out + err).toContain('\\u001b[2J');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(out + err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
  }
});
