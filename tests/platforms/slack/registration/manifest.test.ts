import { expect, test } from 'vitest';
import type { CatalogueDesk } from '../../../../src/domain/ports/answerer.ts';
import { slackManifest } from '../../../../src/platforms/slack/registration/manifest.ts';
import { catalogue } from '../desk.ts';

const { commands } = catalogue[0]!;
const ofApp = (id: string, names: string[]): CatalogueDesk => ({
  id,
  app: true,
  name: 'Deskwire',
  about: `What ${id} does`,
  commands: names.map((name) => ({ ...commands[0]!, name })),
});
const whole = [
  ...catalogue,
  ofApp('deskwire', ['reports', 'roles grant', 'roles list', 'claim']),
  ofApp('deskwire-edit', ['add fact', 'add brief', 'help']),
];

test('a command for each desk and those of the app, over a socket unless an address is given', () => {
  const manifest = slackManifest(whole);
  expect(manifest.features.slash_commands).toEqual([
    {
      command: '/centralasia',
      description: 'Ask the desk Central Asia',
      usage_hint: '[visits | help | latest]',
      should_escape: false,
    },
    {
      command: '/deskwire',
      description: 'What deskwire does',
      usage_hint: '[reports | roles | claim]',
      should_escape: true,
    },
    {
      command: '/deskwire-edit',
      description: 'What deskwire-edit does',
      usage_hint: '[add | help]',
      should_escape: true,
    },
  ]);
  expect(manifest.features.shortcuts).toMatchObject([
    { type: 'message', name: 'Add to desk', callback_id: 'add_to_desk' },
  ]);
  expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
  expect(JSON.stringify(manifest)).not.toContain('url');
});

test('with an address, every request goes to it', () => {
  const manifest = slackManifest(catalogue, { url: 'https://desk.example.org/' });
  const address = 'https://desk.example.org/slack/events';
  expect(manifest.features.slash_commands.every(({ url }) => url === address)).toBe(true);
  expect(manifest.settings).toMatchObject({
    socket_mode_enabled: false,
    interactivity: { request_url: address, message_menu_options_url: address },
    event_subscriptions: { request_url: address },
  });
});

test('the same catalogue gives the same manifest', () => {
  expect(JSON.stringify(slackManifest(whole))).toBe(JSON.stringify(slackManifest(whole)));
});

test('the hint of a command names each group once', () => {
  const hints = slackManifest(whole).features.slash_commands.map((each) => each.usage_hint);
  expect(hints).toEqual(['[visits | help | latest]', '[reports | roles | claim]', '[add | help]']);
});

const desk = (id: string) => ({ ...catalogue[0]!, id });

test('what is over a limit of Slack is named', () => {
  expect(() => slackManifest([desk('x'.repeat(31))])).not.toThrow();
  expect(() => slackManifest([desk('x'.repeat(32))])).toThrow('at most 32 for the command /xxx');
  const desks = (count: number) => Array.from({ length: count }, (_, at) => desk(`desk${at}`));
  expect(slackManifest(desks(50)).features.slash_commands).toHaveLength(50);
  expect(() => slackManifest(desks(51))).toThrow('at most 50');
});

test('a hint with more commands than it has room for says that there are more', () => {
  const commands = Array.from({ length: 40 }, (_, at) => ({
    ...catalogue[0]!.commands[0]!,
    name: `command${at}`,
  }));
  const hint = slackManifest([{ ...catalogue[0]!, commands }]).features.slash_commands[0]!.usage_hint;
  expect(hint.length).toBeLessThanOrEqual(100);
  expect(hint).toMatch(/\| …\]$/);
});
