import { expect, test } from 'vitest';
import { readConfig, secretsOf } from '../src/config.ts';
import { worked } from './worked.ts';

test('nothing set is a complete configuration: terminal only, embedded database', () => {
  const result = readConfig({ PATH: '/bin', PORT: '' });
  expect(result).toEqual({
    ok: true,
    config: {
      data: 'data',
      briefs: 'briefs',
      admins: [],
      privateHosts: [],
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      metrics: { host: '127.0.0.1', port: 9464, asked: false },
      page: { port: 3080, asked: false },
    },
  });
});

test('every fault is told at once, by the name of its variable and without its value', () => {
  const result = readConfig({
    PORT: '70000',
    DATABASE_URL: 'mysql://root:hunter2@db',
    SLACK_BOT_TOKEN: 'hunter2',
    DESKWIRE_ADMINS: 'me',
  });
  if (result.ok) throw new Error('expected faults');
  expect(result.faults.map((fault) => fault.split(' ')[0])).toEqual([
    'DATABASE_URL',
    'DESKWIRE_ADMINS',
    'PORT',
    'SLACK_BOT_TOKEN',
  ]);
  expect(result.faults.join()).not.toContain('hunter2');
});

test.each([
  'postgres://desk:hun#ter2@db/desk',
  'postgres://desk:hun/ter2@db/desk',
  'postgres://desk:hunter2@db:port/desk',
  'postgres:desk',
  'db.example.org',
])('the address of a database that is none is told by its variable, with one that is: %s', (url) => {
  const result = readConfig({ DATABASE_URL: url });
  expect(result).toMatchObject({ ok: false });
  if (result.ok) return;
  expect(result.faults.join()).toMatch(/^DATABASE_URL .*postgres:\/\/USER:PASSWORD@HOST:5432\/DATABASE/);
  expect(result.faults.join()).not.toMatch(/ter2/);
});

test.each([
  'postgres://desk:p%23@db:5432/desk?sslmode=verify-full',
  'postgresql:///desk?host=/var/run/postgresql',
  'postgres://db',
])('%s is one', (url) => expect(readConfig({ DATABASE_URL: url })).toMatchObject({ ok: true }));

test('what is secret is known as it would stand in an error', () => {
  const result = readConfig({ DATABASE_URL: 'postgres://desk:p@ss@db/desk', DISCORD_TOKEN: 'a'.repeat(30) });
  if (!result.ok) throw new Error('expected a configuration');
  expect(secretsOf(result.config)).toEqual(['a'.repeat(30), 'desk:p@ss@']);
});

test('a platform half configured is a fault, not silence', () => {
  const half = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' });
  expect(half).toMatchObject({ ok: false, faults: [expect.stringContaining('SLACK_SIGNING_SECRET')] });
  const headless = readConfig({ SLACK_APP_TOKEN: 'xapp-1' });
  expect(headless).toMatchObject({
    ok: false,
    faults: [expect.stringContaining('SLACK_BOT_TOKEN is missing')],
  });
});

test('metrics have a port of their own, which may be moved, opened or switched off', () => {
  const metricsOf = (env: Record<string, string>) => {
    const result = readConfig(env);
    return result.ok ? result.config.metrics : result.faults;
  };
  expect(metricsOf({ METRICS_PORT: '9000', METRICS_HOST: '0.0.0.0' })).toEqual({
    ...{ host: '0.0.0.0', port: 9000, asked: true },
  });
  expect(metricsOf({ METRICS_PORT: 'off' })).toBeUndefined();
  expect(metricsOf({ METRICS_PORT: 'no' })).toEqual([
    'METRICS_PORT must be a whole number from 0 to 65535, or off',
  ]);
  for (const old of ['all', 'local'])
    expect(metricsOf({ DESKWIRE_METRICS: old })).toEqual([
      expect.stringMatching(/^DESKWIRE_METRICS .*METRICS_HOST=0\.0\.0\.0/),
    ]);
});

test('the local page has a port of its own, never that of the service', () => {
  const pageOf = (env: Record<string, string>) => {
    const result = readConfig(env);
    return result.ok ? result.config.page : result.faults;
  };
  expect(pageOf({})).toEqual({ port: 3080, asked: false });
  expect(pageOf({ PAGE_PORT: '3100' })).toEqual({ port: 3100, asked: true });
  expect(pageOf({ PAGE_PORT: 'off' })).toBeUndefined();
  expect(pageOf({ PORT: '3100', PAGE_PORT: '3100' })).toEqual([
    expect.stringMatching(/^PAGE_PORT must differ from PORT/),
  ]);
});

test('lists are split at commas and may be empty', () => {
  const result = readConfig({ DESKWIRE_ADMINS: ' terminal, slack:T1:U2,', DESKWIRE_TEAMS: 'T1' });
  expect(result).toMatchObject({ ok: true, config: { admins: ['terminal', 'slack:T1:U2'], teams: ['T1'] } });
});

test('private hosts are single hosts, and no address of a cloud’s own services', () => {
  const hostsOf = (DESKWIRE_PRIVATE_HOSTS: string) => {
    const result = readConfig({ DESKWIRE_PRIVATE_HOSTS });
    return result.ok ? result.config.privateHosts : result.faults;
  };
  expect(hostsOf('Feeds.Example.internal., 10.1.2.3:8080,[FD00::1]:81,localhost')).toEqual([
    ...['feeds.example.internal', '10.1.2.3:8080', '[fd00::1]:81', 'localhost'],
  ]);
  const wrong =
    '10.0.0.0/8,*.internal,http://a.internal,a.internal/rss,u@a,:80,a:99999,0.0.0.0,169.254.169.254,fe80::1';
  for (const one of [...wrong.split(','), '[fd00:ec2::254]', '100.100.100.200:80', '168.63.129.16'])
    expect(hostsOf(one), one).toEqual([
      expect.stringMatching(/^DESKWIRE_PRIVATE_HOSTS must list single hosts/),
    ]);
});

test('an address of the database is read in little work, whatever it is made of', () => {
  for (const unit of ['a:', '//', '@', 'a:b@']) {
    const databaseUrl = `postgres://${unit.repeat(200_000)}`;
    const { config } = readConfig({}) as Extract<ReturnType<typeof readConfig>, { ok: true }>;
    expect(worked(() => secretsOf({ ...config, databaseUrl }))).toBeLessThan(2);
  }
});
