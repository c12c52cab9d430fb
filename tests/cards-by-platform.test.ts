import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answeredOnSlack, guild, plain, service, start } from './card-sides.ts';
import { person } from './fakes/discord/person.ts';
import { button } from './platforms/slack/desk.ts';
import { fact } from './store/entries-made.ts';

interface FormInput {
  block_id?: string;
  element?: { action_id: string };
}

describe('on Slack', () => {
  beforeEach(async () => {
    await start('slack:T1:UADMIN,slack:T1:U1');
  });
  afterEach(() => service.end());
  const say = (text: string) =>
    service.app.answerer.answer({
      ...{ text: `/deskwire ${text}`, person: 'slack:T1:U1', audience: 'person', pageSize: 9 },
    });
  const texts = (id: string) =>
    (service.slack.workspace.messages.get(id) ?? []).map(({ text }) => text).join();

  test('a shared channel learns nothing of what is internal, or not out yet, but that it waits', async () => {
    const set = async (id: string) =>
      answeredOnSlack('UADMIN', () =>
        service.slack.send.command('/deskwire-edit review post:here', { user: 'UADMIN', channel: id }),
      );
    await set('C1');
    await set('C4');
    const write = async (more: string) => {
      const reply = await say(
        `add fact title:"Quagga" statement:"A quagga was seen." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026 ${more}`,
      );
      await say(`draft submit ${/Draft (\w{5}):/.exec(JSON.stringify(reply))?.[1]}`);
    };
    await write('handling:internal');
    await write('embargo:2027-01-01');
    await service.sent();
    expect(texts('C1').match(/A quagga was seen/g)).toHaveLength(2);
    expect(texts('C4').match(/Something waits for a reviewer/g)).toHaveLength(2);
    expect(texts('C4')).not.toMatch(/quagga/i);
  });

  test('Return on a card opens a form, and the reason that is filled in there stands on the card', async () => {
    const { slack } = service;
    await answeredOnSlack('UADMIN', () =>
      slack.send.command('/deskwire-edit review post:here', { user: 'UADMIN', channel: 'C1' }),
    );
    const written = await say(
      'add fact title:"Quagga" statement:"A quagga was seen." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026',
    );
    await say(`draft submit ${/Draft (\w{5}):/.exec(JSON.stringify(written))?.[1]}`);
    await service.sent();
    const [card] = slack.workspace.messages.get('C1') ?? [];
    const pressed = { ...button(card?.blocks, 'Return'), user: 'UADMIN', public: true };
    const told = slack.workspace.shown.length;
    await slack.send.press({ ...pressed, message: card?.ts ?? '' });
    const { answer } = await slack.journal.wait('views.open', 1);
    // The form asks for the reason; no message asks once more.
    expect(slack.workspace.shown).toHaveLength(told);
    const { view } = answer as { view: Record<string, unknown> & { blocks: FormInput[] } };
    const { element } = view.blocks.find(({ block_id }) => block_id === 'reason') ?? {};
    const typed = { [element?.action_id ?? '']: { type: 'plain_text_input', value: 'Which page?' } };
    await slack.send.submit(view, { reason: typed }, { user: 'UADMIN' });
    await expect
      .poll(() => plain(texts('C1')), { interval: 5 })
      .toContain('Returned by <@UADMIN>: Which page?');
  });

  test('where the bot is no member it says how to invite it, and posts nothing', async () => {
    const said = await answeredOnSlack('UADMIN', () =>
      service.slack.send.command('/deskwire-edit review post:here', { user: 'UADMIN', channel: 'C2' }),
    );
    expect(said).toContain('/invite @deskwire');
    expect(await service.app.store.reviewChannels.list('centralasia')).toEqual([]);
  });
});

describe('in direct messages of Discord', () => {
  const editor = '400000000000000001';
  beforeEach(async () => {
    await start(`discord:${guild}:${editor}`);
    const { answerer, store } = service.app;
    const own = { person: `discord:${guild}:${editor}`, audience: 'person', pageSize: 9 } as const;
    const written = await answerer.answer({ ...own, text: '/deskwire-edit add fact title:"Half a fact"' });
    const id = /Draft (\w{5}):/.exec(JSON.stringify(written))?.[1] ?? '';
    const { version } = (await store.drafts.get(id))!;
    const returned = { state: 'returned', reason: 'Which page?', reviewer: 'terminal' } as const;
    await store.drafts.change(id, version, returned, 'terminal', service.clock());
    await service.sent();
  });
  afterEach(() => service.end());

  const conversation = () => {
    const { channels } = service.discord.world;
    const [dm = ''] = [...channels].find(([, at]) => at.recipient === editor) ?? [];
    return (user: string) => person(service.discord, { guild: undefined, channel: dm, user });
  };

  test('a button opens the form of its server, what is filled in there is kept, and what follows works as well', async () => {
    const asker = conversation()(editor);
    const { answered } = await asker.answered(asker.press(asker.buttons()[0]!));
    expect(answered?.type).toBe(9);
    await asker.answered(asker.fill(answered?.data ?? {}, { title: 'A whole fact' }));
    await service.discord.until(() => asker.messages().length > 1);
    const [draft] = await service.app.store.drafts.list({ desk: 'centralasia', limit: 1 });
    expect(draft?.values).toMatchObject({ title: 'A whole fact' });
    const more = asker.buttons().find(({ label }) => /^(More|Fix)/.test(label));
    const again = await asker.answered(asker.press(more!));
    expect(again.answered?.type).toBe(9);
  });

  test('a role of the server counts there as it does in the server, once Discord tells of it', async () => {
    const [role, other] = ['500000000000000001', '400000000000000005'];
    const { store } = service.app;
    await store.roles.grant({
      ...{ desk: 'centralasia', grantedBy: 'test', grantedAt: service.clock(), role: 'editor' },
      subject: `discord:${guild}:R${role}`,
    });
    const owner = {
      owner: `discord:${guild}:${other}`,
      published: '2025-11-20',
      reviewed: '2025-11-22',
      sources: [{ id: 'hsg-leaders' }],
    };
    const body = fact('kept', { kind: 'status', standing: 'reported', topics: ['diplomacy'], ...owner });
    await store.writer.write({ desk: 'centralasia', body, actor: 'files', base: 0 }, service.clock());
    await service.sent();
    const { channels, guilds } = service.discord.world;
    const dm = () => [...channels].find(([, at]) => at.recipient === other)?.[0];
    expect(dm()).toBeUndefined();
    guilds.get(guild)?.members.set(other, [role]);
    await service.tickAt('2026-11-24T12:00:00Z');
    const asker = person(service.discord, { guild: undefined, channel: dm() ?? '', user: other });
    expect(asker.reads().join()).toContain('may be out of date');
    const still = asker.buttons().find(({ label }) => label === 'Still true');
    await asker.answered(asker.press(still!));
    await service.discord.until(() => asker.reads().some((said) => said.includes('waits for a reviewer')));
    guilds.get(guild)?.members.set(other, []);
    service.pass(61);
    await asker.answered(asker.press(still!));
    await service.discord.until(() =>
      asker.reads().some((said) => said.includes('An admin can grant roles')),
    );
  });

  test('nobody else can press it, nor name another server in it', async () => {
    const at = conversation();
    const [button] = at(editor).buttons();
    const stranger = at('400000000000000009');
    await stranger.answered(stranger.press(button!));
    expect(stranger.reads().at(-1)).toContain('belongs to another person');
    const [head, ...rest] = button!.id.split('.');
    const elsewhere = {
      ...button!,
      id: [`${head?.slice(0, 3)}${(200000000000000002n).toString(36)}`, ...rest].join('.'),
    };
    const asker = at(editor);
    await asker.answered(asker.press(elsewhere));
    expect(asker.reads().at(-1)).toContain('belongs to another person');
  });
});
