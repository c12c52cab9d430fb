import { expect, onTestFinished, test } from 'vitest';
import type { CatalogueDesk } from '../../../src/domain/ports/answerer.ts';
import { commandDefinitions } from '../../../src/platforms/discord/registration/commands.ts';
import { registerCommands } from '../../../src/platforms/discord/registration/register.ts';
import { commandFaults } from '../../fakes/discord/check-forms.ts';
import { startFakeDiscord } from '../../fakes/discord/fake-discord.ts';
import { catalogue, connected, scripted } from './desk.ts';
import { replyOf } from './replies.ts';

const text = (name: string, more: object = {}) => ({
  name,
  description: `The ${name}`,
  required: false,
  type: 'text' as const,
  completes: false,
  ...more,
});

const ofApp: CatalogueDesk = {
  app: true,
  id: 'deskwire',
  name: 'Deskwire',
  about: 'What belongs to no single desk',
  groups: { roles: 'Who may do what' },
  commands: [
    { name: 'reports', description: 'Reported mistakes', options: [], examples: [] },
    {
      name: 'roles grant',
      description: 'Give a role',
      options: [text('who', { required: true, verbatim: true, max: 80 }), text('desk', { completes: true })],
      examples: [],
    },
    { name: 'roles list', description: 'Who has a role', options: [], examples: [] },
  ],
};

const withApp = (complete = scripted().answerer.complete) => {
  const { answerer, asked } = scripted(() => replyOf());
  return { asked, app: { answerer: { ...answerer, complete, catalogue: () => [...catalogue, ofApp] } } };
};

test('a group is registered with its commands in it, and nothing of it can be public', () => {
  const definitions = commandDefinitions([ofApp], 'global');
  expect(definitions[0]?.options).toMatchObject([
    { type: 1, name: 'reports', options: [] },
    {
      type: 2,
      name: 'roles',
      description: 'Who may do what',
      options: [
        {
          type: 1,
          name: 'grant',
          options: [
            { name: 'who', required: true, max_length: 80 },
            { name: 'desk', autocomplete: true },
          ],
        },
        { type: 1, name: 'list', options: [] },
      ],
    },
  ]);
  expect(JSON.stringify(definitions)).not.toContain('"public"');
  expect(
    commandFaults(
      definitions.map((each) => ({ ...each })),
      'global',
    ),
  ).toEqual([]);
});

test('groups are registered once and then left alone', async () => {
  const discord = await startFakeDiscord();
  onTestFinished(() => discord.close());
  const config = { token: discord.token, apiUrl: discord.apiUrl };
  expect((await registerCommands({ config, catalogue: [ofApp] })).lines).toEqual([
    'added /deskwire everywhere',
  ]);
  expect((await registerCommands({ config, catalogue: [ofApp] })).outcome).toBe('unchanged');
  const other = { ...ofApp, groups: { roles: 'Something else' } };
  expect((await registerCommands({ config, catalogue: [other] })).outcome).toBe('changed');
});

test('a command of a group is one line, a person’s text comes whole, and only the asker sees the answer', async () => {
  const { asked, app } = withApp();
  const desk = await connected({ app });
  desk.visibility.set('discord:200000000000000001:300000000000000001', 'public');
  const who = '<@400000000000000002> "the \\ editor"';
  await desk.asker.answered(desk.asker.command('deskwire', 'roles grant', { who, desk: 'centralasia' }));
  expect(asked).toMatchObject([
    {
      text: '/deskwire roles grant who:"<@400000000000000002> \\"the \\\\ editor\\"" desk:centralasia',
      audience: 'person',
    },
  ]);
  expect(desk.asker.reads()).toHaveLength(1);
  expect(desk.other.reads()).toEqual([]);
});

test('values are completed inside a group, knowing the other options and the channel', async () => {
  const seen: object[] = [];
  const { app } = withApp(async (at) => {
    seen.push(at);
    return [{ label: 'Central Asia', command: 'centralasia' }];
  });
  const { asker } = await connected({ app });
  const pressed = asker.completing('deskwire', 'roles grant', 'desk', 'cen', { who: 'terminal' });
  expect((await asker.answered(pressed)).answered?.data).toEqual({
    choices: [{ name: 'Central Asia', value: 'centralasia' }],
  });
  expect(seen).toEqual([
    {
      desk: 'deskwire',
      command: 'roles grant',
      option: 'desk',
      typed: 'cen',
      given: { who: 'terminal' },
      person: 'discord:200000000000000001:400000000000000001',
      channel: 'discord:200000000000000001:300000000000000001',
    },
  ]);
});
