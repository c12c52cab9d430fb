import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { rememberManifest } from '../../src/cli/setup.ts';
import { readConfig } from '../../src/config.ts';
import type { Finding } from '../../src/domain/checkup.ts';
import { registerCommands } from '../../src/platforms/discord/registration/register.ts';
import { slackManifest } from '../../src/platforms/slack/registration/manifest.ts';
import { openStore } from '../../src/store/open.ts';
import { startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { startFakeSlack } from '../fakes/slack/server.ts';
import { subscribe } from '../store/digests-made.ts';
import { storeOptions } from '../store/fixture.ts';
import { deskwireProcess, shippedDesk } from './deskwire.ts';

function installation(env: Record<string, string> = {}) {
  const own = deskwireProcess(env);
  onTestFinished(() => own.end());
  /** In this process, which is faster than a process for each. */
  async function told(options: { json?: boolean } = {}) {
    let out = '';
    const code = await doctor(own.env, options, (text) => {
      out += text;
    });
    return { code, out };
  }
  return {
    ...own,
    told,
    /** As after `manifest slack` and `register discord`. */
    async setUp({ registered = true } = {}) {
      const result = readConfig(own.env);
      if (!result.ok) throw new Error(result.faults.join());
      const app = await createApp(result.config, { log: { info() {}, warn() {}, error() {} } });
      await app.desks.sync();
      const catalogue = app.answerer.catalogue();
      await app.close();
      await rememberManifest(result.config, slackManifest(catalogue));
      const { discord } = result.config;
      if (discord && registered) await registerCommands({ config: discord, catalogue });
    },
    /** The findings, of one check alone where it is named. */
    async findings(check?: string) {
      const { out, code } = await told({ json: true });
      const all = JSON.parse(out) as Finding[];
      return { code, found: check === undefined ? all : all.filter((one) => one.check === check) };
    },
  };
}

/** Every file with its size and when it was written. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return name.endsWith('-shm') ? name : `${name} ${size} ${mtimeMs}`;
    });

async function slackAndDiscord() {
  const [slack, discord] = await Promise.all([startFakeSlack(), startFakeDiscord()]);
  onTestFinished(async () => void (await Promise.all([slack.stop(), discord.close()])));
  const env = {
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  };
  return { slack, discord, env };
}

/** All that the example desk holds. */
const whole = {
  state: 'ok',
  says: expect.stringContaining(`${(await shippedDesk()).entries} entries`),
};

describe('it changes nothing', () => {
  test('where nothing was ever started there is nothing after it, and nothing to do', async () => {
    const own = installation();
    const elsewhere = join(own.data, 'not', 'yet');
    const fresh = installation({ DESKWIRE_DATA: elsewhere });
    const { code, found } = await fresh.findings();
    expect(code).toBe(0);
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(['ok']));
    expect(filesIn(own.data)).toEqual([]);
    expect(filesIn(fresh.data)).toEqual([]);
  });

  test('a database that is closed, in use, left by a kill or copied with its log has no file more after it', async () => {
    const own = installation();
    await own.setUp();
    const closed = filesIn(own.data);
    expect((await own.findings('conflicts')).found).toMatchObject([{ state: 'ok' }]);
    expect(filesIn(own.data)).toEqual(closed);
    expect(closed.join()).not.toMatch(/-wal|-shm/);

    const { child, ended, said } = own.start('start');
    await said('"serving"');
    // The service writes as it goes.
    const databaseFiles = () => readdirSync(own.data).filter((name) => name.startsWith('deskwire.sqlite'));
    const inUse = databaseFiles();
    expect((await own.findings()).code).toBe(0);
    expect(databaseFiles()).toEqual(inUse);

    child.kill('SIGKILL');
    await ended;
    const killed = filesIn(own.data);
    expect(killed.join()).toMatch(/-wal/);
    expect((await own.findings('conflicts')).found).toMatchObject([whole]);
    expect(filesIn(own.data)).toEqual(killed);

    rmSync(join(own.data, 'deskwire.sqlite-shm'));
    const copied = filesIn(own.data);
    expect((await own.findings('conflicts')).found).toMatchObject([whole]);
    expect(filesIn(own.data)).toEqual(copied);
  });
});

describe('variables', () => {
  test('names that nobody reads are told with those that may be meant, and no value of any', async () => {
    const own = installation({
      LOG_LEVL: 'value-1',
      SLACK_TOKEN: 'value-2',
      DISCORD_BOT_TOKEN: 'value-3',
      DESKWIRE_DIR: 'value-4',
      SLACKS: 'value-5',
    });
    const { code, found } = await own.findings('variables');
    expect(code).toBe(0);
    expect(found.map(({ state, says }) => `${state} ${says}`)).toEqual([
      'warn unknown variable DESKWIRE_DIR; did you mean DESKWIRE_DATA?',
      'warn unknown variable DISCORD_BOT_TOKEN; did you mean DISCORD_TOKEN?',
      'warn unknown variable LOG_LEVL; did you mean LOG_LEVEL?',
      'warn unknown variable SLACK_TOKEN; did you mean SLACK_BOT_TOKEN or SLACK_APP_TOKEN?',
    ]);
    expect((await own.told()).out).not.toContain('value-');
  });

  test('every fault is told, and all the rest is looked at without what is faulty', async () => {
    const own = installation({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      SLACK_BOT_TOKEN: 'hunter2-hunter2',
      DATABASE_URL: 'postgres://desk:hun#ter2@db/desk',
    });
    const { code, out } = await own.told();
    expect(code).toBe(1);
    for (const name of ['PORT', 'LOG_LEVEL', 'SLACK_BOT_TOKEN', 'DATABASE_URL'])
      expect(out).toMatch(new RegExp(`^fault variables  ${name} `, 'm'));
    expect(out).toMatch(/^ok {4}content/m);
    expect(out).not.toMatch(/ter2/);
  });
});

describe('the machine', () => {
  test('a port that another program or another Deskwire has is a fault, one that it has itself is none', async () => {
    const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port: taken } = other.address() as AddressInfo;
    const own = installation({ PORT: String(taken), METRICS_PORT: String(taken) });
    expect((await own.findings('port')).found).toMatchObject([
      { state: 'fault', says: `another program listens on 127.0.0.1:${taken}` },
    ]);
    expect((await own.findings('metrics')).found).toMatchObject([{ state: 'fault' }]);

    const service = deskwireProcess();
    onTestFinished(() => service.end());
    const { said } = service.start('start');
    const { port, metrics } = JSON.parse(await said('"serving"')) as { port: number; metrics: number };
    const ports = { PORT: String(port), METRICS_PORT: String(metrics) };
    const itself = installation({ ...ports, DESKWIRE_DATA: service.data });
    expect((await itself.findings('port')).found).toMatchObject([
      { state: 'ok', says: `Deskwire runs on 127.0.0.1:${port} and is ready` },
    ]);
    expect((await itself.findings('metrics')).found).toMatchObject([{ state: 'ok' }]);
    const beside = installation(ports);
    const says = `another Deskwire listens on 127.0.0.1:${port}`;
    const remedy = 'stop it, or set PORT to a free port';
    expect((await beside.findings('port')).found).toMatchObject([{ state: 'fault', says, do: remedy }]);
    await beside.setUp();
    expect((await beside.findings('port')).found).toMatchObject([{ state: 'fault', says, do: remedy }]);
  });

  test('a data folder that is a file is a fault', async () => {
    const own = installation();
    writeFileSync(join(own.data, 'file'), '');
    const wrong = installation({ DESKWIRE_DATA: join(own.data, 'file') });
    expect((await wrong.findings('folder')).found).toMatchObject([{ state: 'fault' }]);
  });
});

describe('what is kept', () => {
  test('content that cannot be read is told with file, line and what to write', async () => {
    const own = installation();
    const briefs = join(own.data, 'briefs');
    cpSync('briefs', briefs, { recursive: true });
    writeFileSync(join(briefs, 'centralasia', 'facts', 'wrong.yaml'), '- id: [');
    const broken = installation({ DESKWIRE_BRIEFS: briefs });
    const { code, found } = await broken.findings('content');
    expect(code).toBe(1);
    expect(found[0]).toMatchObject({ state: 'fault', says: expect.stringMatching(/wrong\.yaml:1:\d+ /) });
  });

  test('a digest whose channel cannot be reached is named', async () => {
    const own = installation();
    await own.setUp();
    const opened = await openStore(storeOptions(own.data));
    await subscribe(opened, 'centralasia', { channel: 'terminal' });
    await opened.maintenance.close();
    expect((await own.findings('digests')).found).toMatchObject([
      { state: 'ok', says: expect.stringMatching(/^1 subscription, /) },
    ]);
    const { subscriptions, maintenance } = await openStore(storeOptions(own.data));
    const { version = 0 } = (await subscriptions.get(1)) ?? {};
    const broken = { reason: 'the channel is gone', since: new Date() };
    await subscriptions.change(1, version, { state: 'broken', broken }, 'delivery', new Date());
    await maintenance.close();
    const { code, found } = await own.findings('digests');
    expect(code).toBe(1);
    expect(found).toMatchObject([
      { state: 'fault', says: 'digest 1 in terminal cannot be posted: the channel is gone' },
    ]);
  });

  test('a database with damaged pages is a fault that names the way back', async () => {
    const own = installation();
    await own.setUp();
    const file = join(own.data, 'deskwire.sqlite');
    const bytes = readFileSync(file);
    const pages = Math.floor(bytes.length / 4096);
    for (let page = Math.floor(pages / 2); page < pages; page += 1)
      bytes.fill(255, page * 4096, page * 4096 + 200);
    writeFileSync(file, bytes);
    const { code, found } = await own.findings('integrity');
    expect(code).toBe(1);
    expect(found).toMatchObject([
      {
        state: 'fault',
        says: expect.stringContaining(file),
        do: expect.stringContaining('deskwire restore'),
      },
    ]);
  });

  test('a database of a newer version is a fault, and nothing more is asked of it', async () => {
    const own = installation();
    const { maintenance } = await openStore(storeOptions(own.data));
    await maintenance.close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(own.data, 'deskwire.sqlite'));
    database.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')");
    database.close();
    const { code, found } = await own.findings();
    expect(code).toBe(1);
    const of = (check: string) => found.find((one) => one.check === check);
    expect(of('database')).toMatchObject({ state: 'fault', says: expect.stringContaining('9999-later') });
    expect(of('digests')).toMatchObject({ state: 'warn', says: 'not checked' });
  });
});

describe('platforms', () => {
  test('with the right tokens all is well, and no secret is printed', async () => {
    const { slack, discord, env } = await slackAndDiscord();
    const own = installation(env);
    await own.setUp();
    const { code, out, err } = await own.run('doctor');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).not.toMatch(/^(warn|fault)/m);
    expect(out).toContain('Slack accepts SLACK_BOT_TOKEN');
    expect(out).toContain('Slack accepts SLACK_APP_TOKEN');
    expect(out).toContain('Discord accepts DISCORD_TOKEN');
    for (const secret of [slack.tokens.bot, slack.tokens.app, discord.token])
      expect(out).not.toContain(secret);
  });

  test.each([
    ['slack', 'SLACK_BOT_TOKEN', 'xoxb-2-not-that-one'],
    ['slack', 'SLACK_APP_TOKEN', 'xapp-2-not-that-one'],
    ['discord', 'DISCORD_TOKEN', 'not.that.token-9876543210'],
  ])('%s: a refused %s is a fault that says where the right one is', async (check, variable, wrong) => {
    const { env } = await slackAndDiscord();
    const own = installation({ ...env, [variable]: wrong });
    const { code, found } = await own.findings(check);
    expect(code).toBe(1);
    const said = found.find(({ state }) => state === 'fault');
    expect(said).toMatchObject({
      says: expect.stringContaining(variable),
      do: expect.stringMatching(/take|copy/i),
    });
    expect(JSON.stringify(found)).not.toContain(wrong);
  });

  test('scopes, workspaces, commands and clocks that do not fit are told', async () => {
    const ahead = () => new Date(Date.now() + 20 * 60_000);
    const slack = await startFakeSlack({ clock: ahead });
    const discord = await startFakeDiscord({ clock: () => Date.now() - 60_000 });
    onTestFinished(async () => void (await Promise.all([slack.stop(), discord.close()])));
    slack.workspace.scopes.delete('usergroups:read');
    const own = installation({
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DESKWIRE_TEAMS: 'TELSEWHERE',
    });
    await own.setUp({ registered: false });
    const { code, found } = await own.findings();
    expect(code).toBe(1);
    const lines = found
      .filter(({ state }) => state !== 'ok')
      .map(({ check, state, says }) => `${check} ${state}: ${says}`);
    expect(lines).toEqual([
      'slack fault: the workspace T1 is not in DESKWIRE_TEAMS, so nobody gets an answer',
      'slack fault: missing scopes: usergroups:read',
      expect.stringMatching(/^slack fault: the clock of this machine is 1[12]\d\d s behind Slack's$/),
      expect.stringMatching(/^discord warn: the clock of this machine is (5|6)\d s ahead of Discord's$/),
      'discord warn: not registered on Discord, or outdated: /centralasia, /deskwire, /deskwire-edit, “Add to desk”',
    ]);
  });

  test('Slack is told to lack what came since the manifest was printed', async () => {
    const { env } = await slackAndDiscord();
    const folder = installation();
    const briefs = join(folder.data, 'briefs');
    cpSync('briefs/centralasia', join(briefs, 'centralasia'), { recursive: true });
    const own = installation({ ...env, DESKWIRE_BRIEFS: briefs });
    const says = async () =>
      (await own.findings('slack')).found.filter(({ state }) => state !== 'ok').map(({ says }) => says);
    expect(await says()).toEqual(['no manifest has been printed here yet']);
    await own.setUp();
    expect(await says()).toEqual([]);
    const printed = join(own.data, 'slack-manifest.json');
    const older = readFileSync(printed, 'utf8');
    writeFileSync(printed, older.replace(/,\s*"usergroups:read"/, ''));
    expect(await says()).toEqual(['not in the manifest printed last: the scope usergroups:read']);
    writeFileSync(printed, older.replace('"should_escape": true', '"should_escape": false'));
    expect(await says()).toEqual(['not in the manifest printed last: a setting of the app']);
    const one = JSON.parse(older);
    one.features.slash_commands = one.features.slash_commands.filter(
      ({ command }: { command: string }) => command !== '/deskwire-edit',
    );
    writeFileSync(printed, JSON.stringify(one));
    expect(await says()).toEqual(['not in the manifest printed last: /deskwire-edit']);
    writeFileSync(printed, older);
    cpSync('briefs/centralasia', join(briefs, 'caucasus'), { recursive: true });
    const desk = join(briefs, 'caucasus', 'desk.yaml');
    writeFileSync(desk, readFileSync(desk, 'utf8').replace('id: centralasia', 'id: caucasus'));
    expect(await says()).toEqual(['not in the manifest printed last: /caucasus']);
  });

  test('a channel that the bot may not post in is named, with what to give it', async () => {
    const { slack, discord, env } = await slackAndDiscord();
    const own = installation(env);
    await own.setUp();
    const store = await openStore(storeOptions(own.data));
    const place = '300000000000000001';
    for (const channel of ['slack:T1:C1', `discord:200000000000000001:${place}`])
      await subscribe(store, 'centralasia', { channel });
    await store.maintenance.close();
    expect((await own.findings('channels')).found).toMatchObject([
      { state: 'ok', says: 'digests can be posted to 2 channels' },
    ]);
    Object.assign(slack.workspace.channels.get('C1') ?? {}, { member: false });
    discord.world.channels.delete(place);
    const { code, found } = await own.findings('channels');
    expect(code).toBe(1);
    expect(found).toMatchObject([
      { state: 'fault', says: 'slack:T1:C1', do: expect.stringContaining('/invite') },
      { state: 'fault', do: expect.stringContaining('gone') },
    ]);
  });

  test('a platform that never answers holds nothing up for long', async () => {
    const { slack, env } = await slackAndDiscord();
    slack.faults.set({ route: 'auth.test', count: 9, when: 'before', kind: { type: 'hang' } });
    const own = installation(env);
    const began = performance.now();
    const { code, found } = await own.findings();
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(code).toBe(1);
    expect(found.filter(({ check }) => check === 'slack')[0]).toMatchObject({ state: 'fault' });
    expect(found.find(({ check }) => check === 'discord')).toMatchObject({ state: 'ok' });
  });
});
