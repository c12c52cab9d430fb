import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answeredOnSlack, channel, guild, service, standingOnSlack, start } from './card-sides.ts';
import { isObject, type Json, objects } from './fakes/discord/json.ts';
import { person } from './fakes/discord/person.ts';
import { button } from './platforms/slack/desk.ts';
import { subscribe } from './store/digests-made.ts';
import { fact } from './store/entries-made.ts';

/** The digest of two entries that each platform's channel has. */
beforeAll(async () => {
  await start('slack:T1:UADMIN');
  const { store } = service.app;
  const cursor = await store.publications.head();
  const next = new Date('2026-11-24T07:00:00Z');
  for (const where of ['slack:T1:C1', `discord:${guild}:${channel}`])
    await subscribe(store, 'centralasia', { channel: where, cursor, slot: service.clock(), next });
  for (const title of ['Quagga seen', 'Okapi counted']) {
    const id = title.slice(0, 5).toLowerCase();
    const body = fact(id, { title, sources: [], published: '2026-11-23' });
    await store.writer.write({ desk: 'centralasia', body, actor: 'test', base: 0 }, service.clock());
  }
  await service.tickAt('2026-11-24T07:00:00Z');
});
afterAll(() => service.end());

const reported = async () => {
  const { items } = await service.app.store.reports.list('centralasia', { limit: 9, offset: 0 });
  return items.map(({ entry, reporter, words }) => `${reporter} on ${entry}: ${words}`);
};

describe('under a digest on Slack', () => {
  const digest = () => standingOnSlack('C1')[0]!;
  const blocks = () => service.slack.workspace.messages.get('C1')?.[0]?.blocks;

  test('Mistake? asks in its form which of the listed entries it is, whoever presses', async () => {
    const { slack } = service;
    expect(digest().text).toMatch(/Read all,Mistake\?,Settings/);
    const { ts = '' } = slack.workspace.messages.get('C1')?.[0] ?? {};
    const shown = slack.workspace.shown.length;
    await slack.send.press({ ...button(blocks(), 'Mistake?'), user: 'U2', public: true, message: ts });
    const { answer } = await slack.journal.wait('views.open', 1);
    expect(slack.workspace.shown).toHaveLength(shown);
    const { view } = answer as { view: Json };
    const element = (id: string) => {
      const found = objects(view.blocks).find(({ block_id }) => block_id === id)?.element;
      return isObject(found) ? found : {};
    };
    const values = objects(element('entry').options).map(({ value }) => value);
    expect(values).toEqual(expect.arrayContaining(['okapi', 'quagg']));
    const chosen = { type: 'static_select', selected_option: { value: 'okapi' } };
    const send = (words: string) =>
      slack.send.submit(
        view,
        {
          entry: { [String(element('entry').action_id)]: chosen },
          words: { [String(element('words').action_id)]: { type: 'plain_text_input', value: words } },
        },
        { user: 'U2' },
      );
    await send(' ');
    expect(await reported()).toEqual([]);
    expect(await answeredOnSlack('U2', () => send('It was three.'))).toContain('with the editors');
    expect(await reported()).toEqual(['slack:T1:U2 on okapi: It was three.']);
  });

  test('Settings shows them to whoever presses, and how to change them to those who may', async () => {
    const reader = await digest().press('slack:T1:U2', 'Settings');
    expect(reader).toMatch(/weekdays at 08:00[\s\S]*whoever manages the channel, can change it/);
    expect(reader).not.toContain('digest edit');
    expect(await digest().press('slack:T1:UADMIN', 'Settings')).toContain('/deskwire digest edit number:1');
  });
});

describe('under a digest on Discord', () => {
  const someone = (user: string) =>
    person(service.discord, { guild, channel, user: `40000000000000000${user}` });
  const pressed = (asker: ReturnType<typeof someone>, label: string) =>
    asker.press(asker.buttons().find((one) => one.label === label)!);

  test('Mistake? opens a modal with a menu of the listed entries', async () => {
    const asker = someone('7');
    expect(asker.buttons().map(({ label }) => label)).toEqual(['Read all', 'Mistake?', 'Settings']);
    const { answered } = await asker.answered(pressed(asker, 'Mistake?'));
    expect(answered?.type).toBe(9);
    const modal = answered?.data as Json;
    expect(JSON.stringify(modal)).toMatch(/Quagga seen/);
    const [menu, words] = objects(modal.components).map(({ component }) => component as Json);
    const values = { [String(menu?.custom_id)]: ['quagg'], [String(words?.custom_id)]: 'It was a zebra.' };
    await asker.answered(asker.fill(modal, values));
    await service.discord.until(() => asker.reads().some((said) => said.includes('with the editors')));
    expect(await reported()).toContain(`discord:${guild}:400000000000000007 on quagg: It was a zebra.`);
  });

  test('Settings is for the presser alone', async () => {
    const asker = someone('8');
    await asker.answered(pressed(asker, 'Settings'));
    await service.discord.until(() => asker.reads().some((said) => said.includes('weekdays at 08:00')));
    expect(someone('9').reads().join()).not.toContain('weekdays at 08:00');
    expect(asker.reads().join()).not.toContain('digest edit');
  });
});

describe('under a fact in short', () => {
  test('on Slack Mistake? asks what is wrong with it', async () => {
    const { slack } = service;
    await answeredOnSlack('U2', () =>
      slack.send.command('/centralasia brief okapi', { user: 'U2', channel: 'C1' }),
    );
    const { blocks } = slack.workspace.shown.at(-1)!;
    const opened = slack.journal.of('views.open').length;
    await slack.send.press({ ...button(blocks, 'Mistake?'), user: 'U2' });
    const { answer } = await slack.journal.wait('views.open', opened + 1);
    expect(JSON.stringify(answer)).toMatch(/Okapi counted \(okapi\).*What is wrong/);
  });

  test('on Discord it opens the same as a modal', async () => {
    const asker = person(service.discord, { guild, channel, user: '400000000000000006' });
    await asker.answered(asker.command('centralasia', 'brief', { id: 'okapi' }));
    const button = () => asker.buttons().findLast(({ label }) => label === 'Mistake?');
    await service.discord.until(() => asker.reads().some((said) => said.includes('Okapi counted')));
    const { answered } = await asker.answered(asker.press(button()!));
    expect(answered?.type).toBe(9);
    expect(JSON.stringify(answered?.data)).toMatch(/Okapi counted.*okapi.*What is wrong/s);
  });
});
