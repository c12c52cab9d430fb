import { expect, onTestFinished, test } from 'vitest';
import type { CatalogueDesk } from '../../../../src/domain/ports/answerer.ts';
import {
  commandDefinitions,
  commandWeight,
} from '../../../../src/platforms/discord/registration/commands.ts';
import { registerCommands } from '../../../../src/platforms/discord/registration/register.ts';
import { commandFaults } from '../../../fakes/discord/check-forms.ts';
import { startFakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import { catalogue, connected } from '../desk.ts';

const put = 'PUT /applications/:application/commands';

async function fake() {
  const discord = await startFakeDiscord();
  onTestFinished(() => discord.close());
  return { discord, config: { token: discord.token, apiUrl: discord.apiUrl } };
}

test('commands are registered once and then left alone', async () => {
  const { discord, config } = await fake();
  expect(await registerCommands({ config, catalogue })).toEqual({
    outcome: 'changed',
    lines: ['added /centralasia everywhere'],
  });
  expect(await registerCommands({ config, catalogue })).toEqual({
    outcome: 'unchanged',
    lines: ['Discord has /centralasia everywhere already: nothing to do.'],
  });
  expect(discord.journal.to(put)).toHaveLength(1);
  const [command] = discord.world.commands.get('global') ?? [];
  expect(command).toMatchObject({ contexts: [0], integration_types: [0] });
});

test('a changed desk is told, and what is gone is removed', async () => {
  const { discord, config } = await fake();
  await registerCommands({ config, catalogue });
  const id = discord.world.commands.get('global')?.[0]?.id;
  const [desk] = catalogue as [CatalogueDesk];
  const next = [
    { ...desk, about: 'Something else.' },
    { ...desk, id: 'caucasus' },
  ];
  expect((await registerCommands({ config, catalogue: next })).lines).toEqual([
    'added /caucasus everywhere',
    'changed /centralasia everywhere',
  ]);
  expect(discord.world.commands.get('global')?.[0]?.id).toBe(id);
  expect((await registerCommands({ config, catalogue })).lines).toEqual([
    'changed /centralasia everywhere',
    'removed /caucasus everywhere',
  ]);
});

test('one server can have its own', async () => {
  const { discord, config } = await fake();
  const guild = '200000000000000001';
  expect((await registerCommands({ config, catalogue, guild })).outcome).toBe('changed');
  expect((await registerCommands({ config, catalogue, guild })).outcome).toBe('unchanged');
  expect([...discord.world.commands.keys()]).toEqual([guild]);
});

test('a wrong token is a clear line', async () => {
  const { config } = await fake();
  const registration = await registerCommands({ config: { ...config, token: 'nothing.like.it' }, catalogue });
  expect(registration).toMatchObject({
    outcome: 'failed',
    lines: [expect.stringContaining('DISCORD_TOKEN')],
  });
});

test('the service registers when it starts', async () => {
  const { discord, log } = await connected();
  await discord.until(() => log.some((line) => line.message === 'added /centralasia everywhere'));
  expect(discord.journal.to(put)).toHaveLength(1);
});

test('options come typed, the required ones first, and every command can answer publicly', () => {
  const [command] = commandDefinitions(catalogue, 'global');
  expect(command?.options?.[0]?.options).toMatchObject([
    { name: 'country', type: 3, autocomplete: true },
    { name: 'page', type: 4, min_value: 1, max_value: 10_000 },
    { name: 'full', type: 5 },
    { name: 'public', type: 5 },
  ]);
  expect(
    commandFaults(
      commandDefinitions(catalogue, 'global').map((each) => ({ ...each })),
      'global',
    ),
  ).toEqual([]);
});

test('the action on a message is registered with the command that it stands for', async () => {
  const { config } = await fake();
  const [desk] = catalogue as [CatalogueDesk];
  const edit = { ...desk, id: 'deskwire-edit', commands: [{ ...desk.commands[0]!, name: 'add link' }] };
  const { lines } = await registerCommands({ config, catalogue: [edit] });
  expect(lines).toEqual(['added /deskwire-edit everywhere', 'added “Add to desk” everywhere']);
  expect((await registerCommands({ config, catalogue: [edit] })).outcome).toBe('unchanged');
});

test('a command too heavy for Discord is refused before it is sent', async () => {
  const { discord, config } = await fake();
  const [desk] = catalogue as [CatalogueDesk];
  const heavy = Array.from({ length: 25 }, (_, index) => ({
    ...desk.commands[0]!,
    name: `command-${index}`,
    description: 'd'.repeat(100),
    options: Array.from({ length: 4 }, (_, n) => ({
      name: `option-${n}`,
      description: 'd'.repeat(90),
      required: false,
      type: 'text' as const,
      completes: false,
    })),
  }));
  const big = [{ ...desk, commands: heavy }];
  expect(commandWeight(commandDefinitions(big, 'global')[0]!)).toBeGreaterThan(8000);
  expect((await registerCommands({ config, catalogue: big })).outcome).toBe('failed');
  expect(discord.journal.to(put)).toEqual([]);
});
