import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

test('nothing set is a complete configuration: terminal only, embedded database', () => {
  const result = readConfig({ PATH: '/bin', PORT: '' });
  expect(result).toEqual({
    ok: true,
    config: {
      data: 'data',
      briefs: 'briefs',
      admins: [],
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      metrics: 'local',
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

test('a platform half configured is a fault, not silence', () => {
  const half = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' });
  expect(half).toMatchObject({ ok: false, faults: [expect.stringContaining('SLACK_SIGNING_SECRET')] });
  const headless = readConfig({ SLACK_APP_TOKEN: 'xapp-1' });
  expect(headless).toMatchObject({
    ok: false,
    faults: [expect.stringContaining('SLACK_BOT_TOKEN is missing')],
  });
});

test('lists are split at commas and may be empty', () => {
  const result = readConfig({ DESKWIRE_ADMINS: ' terminal, slack:T1:U2,', DESKWIRE_TEAMS: 'T1' });
  expect(result).toMatchObject({ ok: true, config: { admins: ['terminal', 'slack:T1:U2'], teams: ['T1'] } });
});
