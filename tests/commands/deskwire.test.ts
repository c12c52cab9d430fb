import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../src/domain/identity.ts';
import type { Question } from '../../src/domain/ports/answerer.ts';
import { appOn } from '../command/app-desk.ts';
import { freshStore, now } from '../store/fixture.ts';
import { whole } from './desk.ts';

const channel = 'slack:T1:C1';
let fresh: Awaited<ReturnType<typeof freshStore>>;
let role: Role;
let desks: string[];
let redeemed: string[];

beforeEach(async () => {
  fresh = await freshStore();
  role = 'editor';
  desks = ['centralasia'];
  redeemed = [];
});
afterEach(() => fresh.end());

const app = () =>
  appOn(fresh.store, {
    desks,
    redeem: async (code) => {
      redeemed.push(code);
      return { outcome: 'redeemed' };
    },
    roleOf: async () => role,
    clock: () => now,
  });

const ask = (text: string, more: Partial<Question> = { channel }) => {
  const question = { text, person: 'slack:T1:U1', audience: 'person' as const, pageSize: 5, ...more };
  return app().answer(question);
};

const report = (n: number, desk = 'centralasia') =>
  fresh.store.reports.add(
    {
      desk,
      entry: `entry-${n % 7}`,
      reporter: 'discord:12345:67890',
      words: `wrong ${n}.`,
      at: new Date(now.getTime() + n * 1000),
    },
    `submission-${desk}-${n}`,
  );

describe('reports', () => {
  test('shows an editor the newest first, with the entries to look at', async () => {
    for (let n = 1; n <= 12; n++) await report(n);
    const reply = await ask('/deskwire-edit reports');
    expect(reply).toMatchObject({ outcome: 'ok', visibility: 'private', desk: 'centralasia' });
    const said = whole(reply);
    expect(said.indexOf('wrong 12.')).toBeLessThan(said.indexOf('wrong 11.'));
    expect(said).toContain('1 March 2026');
    expect(said).not.toContain('wrong 7.');
    expect(reply.blocks.at(-1)).toMatchObject({
      options: [{ command: '/centralasia brief entry-5' }, {}, {}, {}, {}],
    });
  });

  test('every report can be reached, page by page', async () => {
    for (let n = 1; n <= 12; n++) await report(n);
    let [line, said]: [string | undefined, string] = ['/deskwire-edit reports', ''];
    while (line !== undefined) {
      const reply: Awaited<ReturnType<typeof ask>> = await ask(line);
      said += whole(reply);
      line = reply.paging?.next;
    }
    const told = Array.from(said.matchAll(/wrong (\d+)\./g), ([, n]) => Number(n));
    expect(told).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('is for editors, of the desk that is meant', async () => {
    expect(whole(await ask('/deskwire-edit reports'))).toContain('No reader has reported');
    role = 'reader';
    expect(await ask('/deskwire-edit reports')).toMatchObject({ outcome: 'forbidden' });
    desks = ['centralasia', 'caucasus'];
    expect(await ask('/deskwire-edit reports')).toMatchObject({ outcome: 'question' });
    expect(await ask('/deskwire-edit reports mars')).toMatchObject({ outcome: 'invalid' });
    role = 'editor';
    await report(1, 'caucasus');
    expect(whole(await ask('/deskwire-edit reports desk:caucasus'))).toContain('wrong 1.');
  });
});

describe('visibility', () => {
  test('an admin sets it for the channel, anyone may ask how it is', async () => {
    expect(whole(await ask('/deskwire visibility'))).toContain('seen by the one who asks');
    expect(await ask('/deskwire visibility public')).toMatchObject({ outcome: 'forbidden' });
    role = 'admin';
    expect(await ask('/deskwire visibility who:public')).toMatchObject({ outcome: 'ok' });
    expect(await fresh.store.channels.visibility(channel)).toBe('public');
    expect(whole(await ask('/deskwire visibility'))).toContain('seen by everyone');
    expect(await ask('/deskwire visibility Private')).toMatchObject({ outcome: 'ok' });
    expect(await fresh.store.channels.visibility(channel)).toBe('private');
    expect(await ask('/deskwire visibility hidden')).toMatchObject({ outcome: 'invalid' });
  });

  test('where there are no channels it says so', async () => {
    role = 'admin';
    expect(await ask('/deskwire visibility public', {})).toMatchObject({ outcome: 'invalid' });
  });
});

test('a word reads the same bare, named or quoted', async () => {
  for (const typed of ['K7QP-3XMD', 'code:K7QP-3XMD', 'code:"K7QP-3XMD"'])
    await ask(`/deskwire claim ${typed}`);
  expect(redeemed).toEqual(['K7QP-3XMD', 'K7QP-3XMD', 'K7QP-3XMD']);
});

test('every example can be typed as it stands', async () => {
  role = 'admin';
  const lines = (app().catalogue().at(-1)?.commands ?? []).flatMap(({ examples }) => examples);
  expect(lines.length).toBeGreaterThan(6);
  for (const { line } of lines) {
    const { outcome, form } = await ask(`/deskwire ${line}`);
    expect(form ? ['question'] : ['ok', 'not_found', 'question'], line).toContain(outcome);
  }
});

test('nothing of the app is answered to a channel', async () => {
  const commands = app().catalogue().at(-1)?.commands ?? [];
  expect(commands.length).toBeGreaterThan(3);
  for (const { examples } of commands) {
    for (const { line } of examples) {
      const reply = await ask(`/deskwire ${line}`, { channel, audience: 'channel' });
      expect(reply).toMatchObject({ outcome: 'forbidden', visibility: 'private' });
    }
  }
  expect(redeemed).toEqual([]);
});
