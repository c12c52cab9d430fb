import { expect, test } from 'vitest';
import { slackManifest } from '../../../../src/platforms/slack/registration/manifest.ts';
import { catalogue } from '../desk.ts';

test('a command for each desk and one to manage them, over a socket unless an address is given', () => {
  const manifest = slackManifest(catalogue);
  expect(manifest.features.slash_commands).toEqual([
    {
      command: '/centralasia',
      description: 'Ask the desk Central Asia',
      usage_hint: '[visits | help | latest]',
      should_escape: false,
    },
    {
      command: '/deskwire',
      description: 'Digests, writing and review, roles and settings',
      usage_hint: 'help',
      should_escape: true,
    },
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

test('the same catalogue gives the same manifest, and a desk named deskwire is not there twice', () => {
  const twice = [
    ...catalogue,
    { id: 'deskwire', app: true as const, name: 'Deskwire', about: '', commands: [] },
  ];
  expect(JSON.stringify(slackManifest(twice))).toBe(JSON.stringify(slackManifest(catalogue)));
});

test('the hint of /deskwire names each group once', () => {
  const { commands } = catalogue[0]!;
  const own = ['reports', 'roles grant', 'roles list', 'claim'].map((name) => ({ ...commands[0]!, name }));
  const ofApp = {
    id: 'deskwire',
    app: true as const,
    name: 'Deskwire',
    about: '',
    commands: own,
    groups: { roles: 'Who may' },
  };
  const hints = slackManifest([...catalogue, ofApp]).features.slash_commands.map((each) => each.usage_hint);
  expect(hints).toEqual(['[visits | help | latest]', '[reports | roles | claim]']);
});

const desk = (id: string) => ({ ...catalogue[0]!, id });

test('what is over a limit of Slack is named', () => {
  expect(() => slackManifest([desk('x'.repeat(31))])).not.toThrow();
  expect(() => slackManifest([desk('x'.repeat(32))])).toThrow('at most 32 for the command /xxx');
  const desks = (count: number) => Array.from({ length: count }, (_, at) => desk(`desk${at}`));
  expect(slackManifest(desks(49)).features.slash_commands).toHaveLength(50);
  expect(() => slackManifest(desks(50))).toThrow('at most 50');
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
