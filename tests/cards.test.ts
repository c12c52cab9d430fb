import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person, textOf } from './fakes/discord/person.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';
import { fact } from './store/entries-made.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';

let service: Awaited<ReturnType<typeof serviceOnFakes>>;

interface Card {
  /** All that it says, with the labels of its buttons. */
  text: string;
  /** Somebody presses a button of it: what that person alone is shown. */
  press(who: string, label: string): Promise<string>;
}

interface Side {
  /** Full ids of an editor, two reviewers, and a reader. */
  people: [editor: string, reviewer: string, other: string, reader: string];
  channel: string;
  ask(who: string, command: string, options?: Record<string, string>): Promise<string>;
  cards(): Card[];
  /** What the bot has written to the person alone. */
  direct(who: string): Card[];
  /** The next post arrives, and its answer does not. */
  cutOff(): void;
}

const slackSide: Side = {
  people: ['slack:T1:U1', 'slack:T1:UADMIN', 'slack:T1:U2', 'slack:T1:UREADER'],
  channel: 'slack:T1:C1',
  ask: (who, command, options = {}) => {
    const typed = Object.entries(options).map(([name, value]) => `${name}:"${value}"`);
    const line = ['/deskwire', command, ...typed].join(' ');
    const user = who.split(':')[2] ?? '';
    return answeredOnSlack(user, () => service.slack.send.command(line, { user }));
  },
  cards: () => standingOnSlack('C1'),
  direct: (who) => standingOnSlack(`D-${who.split(':')[2]}`),
  cutOff: () =>
    service.slack.faults.set({ route: 'chat.postMessage', when: 'after', kind: { type: 'drop' } }),
};

const standingOnSlack = (at: string): Card[] =>
  (service.slack.workspace.messages.get(at) ?? []).map(({ text, blocks, ts }) => ({
    text: `${plain(text)} ${labels(blocks)}`,
    press: (who, label) => {
      const user = who.split(':')[2] ?? '';
      const pressed = { ...button(blocks, label), user, channel: at, message: ts, public: true };
      return answeredOnSlack(user, () => service.slack.send.press(pressed));
    },
  }));

async function answeredOnSlack(user: string, act: () => Promise<unknown>): Promise<string> {
  const own = () => service.slack.workspace.shown.filter((each) => each.user === user);
  const before = own().length;
  await act();
  await expect.poll(() => own().length, { interval: 5 }).toBeGreaterThan(before);
  return plain(
    own()
      .slice(before)
      .map(({ text }) => text)
      .join('\n'),
  );
}

/** Without the marks that keep Slack from making links and mentions. */
const plain = (text: string) => text.replaceAll('\u2060', '');

const labels = (blocks: unknown) =>
  [...JSON.stringify(blocks).matchAll(/"type":"plain_text","text":"([^"]+)"/g)].map(([, label]) => label);

const discordSide: Side = {
  people: [
    `discord:${guild}:400000000000000001`,
    `discord:${guild}:400000000000000002`,
    `discord:${guild}:400000000000000003`,
    `discord:${guild}:400000000000000004`,
  ],
  channel: `discord:${guild}:${channel}`,
  ask: (who, command, options = {}) =>
    answeredOnDiscord({ guild, channel }, who, (asker) => asker.command('deskwire', command, options)),
  cards: () => standingOnDiscord({ guild, channel }),
  direct(who) {
    const recipient = who.split(':')[2];
    const [dm] = [...service.discord.world.channels].find(([, at]) => at.recipient === recipient) ?? [];
    return dm ? standingOnDiscord({ guild: undefined, channel: dm }) : [];
  },
  cutOff: () =>
    service.discord.faults.plan({
      route: 'POST /channels/:channel/messages',
      when: 'after',
      kind: 'drop',
      nth: 1,
    }),
};

type Asker = ReturnType<typeof person>;
interface On {
  guild: string | undefined;
  channel: string;
}

function standingOnDiscord(on: On): Card[] {
  const anyone = person(service.discord, { ...on, user: '400000000000000099' });
  const buttons = anyone.buttons();
  return anyone.messages().map((message) => {
    const own = buttons.filter((each) => each.message === message.id);
    return {
      text: `${textOf(message)} ${own.map(({ label }) => label)}`,
      press: (who, label) =>
        answeredOnDiscord(on, who, (asker) => {
          const found = own.find((each) => each.label === label);
          if (!found) throw new Error(`There is no button “${label}”.`);
          return asker.press(found);
        }),
    };
  });
}

async function answeredOnDiscord(on: On, who: string, act: (asker: Asker) => ReturnType<Asker['press']>) {
  const asker = person(service.discord, { ...on, user: who.split(':')[2] ?? '' });
  const before = new Set(asker.messages().map(({ id }) => id));
  const { answered } = await asker.answered(act(asker));
  if (answered?.type === 9) return JSON.stringify(answered.data);
  const own = () => asker.messages().filter(({ id }) => !before.has(id));
  await service.discord.until(() => own().length > 0 && own().every(({ thinking }) => !thinking));
  return own().map(textOf).join('\n');
}

describe.each([
  ['Slack', slackSide],
  ['Discord', discordSide],
])('cards for reviewers, on %s', (_, side) => {
  const [editor, reviewer, other, reader] = side.people;

  beforeEach(async () => {
    service = await serviceOnFakes({ admins: 'slack:T1:UADMIN,terminal' });
    const { roles } = service.app.store;
    const grant = { desk: 'centralasia', grantedBy: 'test', grantedAt: service.clock() };
    await roles.grant({ ...grant, subject: editor, role: 'editor' });
    await roles.grant({ ...grant, subject: reviewer, role: 'admin' });
    await roles.grant({ ...grant, subject: other, role: 'reviewer' });
  });
  afterEach(() => service.end());

  const say = async (who: string, text: string) =>
    service.app.answerer.answer({
      text: `/deskwire ${text}`,
      person: who,
      audience: 'person',
      pageSize: 9,
    });
  /** Written and sent to review by the editor; its draft's id. */
  async function submitted(more = '', title = 'Baikonur lease renewed'): Promise<string> {
    const fact = `add fact title:"${title}" statement:"Kazakhstan and Russia renewed the lease." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026`;
    const reply = await say(editor, `${fact} ${more}`);
    const id = /Draft (\w{5}):/.exec(JSON.stringify(reply))?.[1] ?? '';
    expect(JSON.stringify(await say(editor, `draft submit ${id}`))).toContain('waits for a reviewer');
    return id;
  }
  const here = () => side.ask(reviewer, 'review', { post: 'here' });

  test('what waited before is left to the queue; what is submitted is posted once, approved there, and said', async () => {
    await submitted('', 'An old draft');
    service.pass(60);
    expect(await side.ask(editor, 'review', { post: 'here' })).toContain('admin');
    expect(await here()).toContain('From now on');
    await service.sent();
    expect(side.cards()).toEqual([]);

    const id = await submitted();
    // Nobody waits for the minute.
    await expect.poll(() => side.cards().length, { interval: 5 }).toBe(1);
    await service.sent();
    const [card, ...none] = side.cards();
    expect(none).toEqual([]);
    expect(card?.text).toContain(`Draft ${id}: add a fact`);
    expect(card?.text).toContain('renewed the lease');
    expect(card?.text).toMatch(/Approve.*Return.*Edit/);
    expect(await card?.press(reader, 'Approve')).toContain('reviewer');
    expect(await card?.press(editor, 'Approve')).toContain('reviewer');
    const both = await Promise.all([card?.press(reviewer, 'Approve'), card?.press(other, 'Approve')]);
    expect(both.filter((said) => said?.includes('Approved: baikonur-lease-renewed'))).toHaveLength(1);
    expect(both.filter((said) => said?.includes('was approved by'))).toHaveLength(1);
    await service.sent();
    const [after, ...others] = side.cards();
    expect(others).toEqual([]);
    const winner = both[0]?.includes('Approved:') ? reviewer : other;
    expect(after?.text).toContain(`Approved by ${winner}: baikonur-lease-renewed.`);
    expect(after?.text).not.toContain('renewed the lease');
    expect(after?.text).not.toContain('Edit');
    // An old copy of the card still has its button.
    expect(await card?.press(other, 'Approve')).toContain('was approved by');
  });

  test('an author cannot approve, a card is edited with its draft, and one that comes again is a new card', async () => {
    await here();
    await service.app.store.roles.grant({
      ...{ desk: 'centralasia', grantedBy: 'test', grantedAt: service.clock() },
      ...{ subject: editor, role: 'reviewer' },
    });
    const id = await submitted();
    await service.sent();
    const [card] = side.cards();
    expect(await card?.press(editor, 'Approve')).toContain('second pair of eyes');
    const title = { form: id, values: { title: 'Baikonur leased' }, person: editor, complete: true };
    await service.app.forms.fill({ ...title, interaction: 'i1' });
    expect(await card?.press(other, 'Approve')).toContain('may have changed since you saw it');
    await service.sent();
    expect(side.cards()).toHaveLength(1);
    expect(side.cards()[0]?.text).toContain('Baikonur leased');

    expect(await side.cards()[0]?.press(other, 'Return')).toMatch(/Reason|Why is draft/);
    const reason = { form: `${id}.return`, values: { reason: 'Which page?' }, person: other, complete: true };
    await service.app.forms.fill({ ...reason, interaction: 'i2' });
    await service.sent();
    expect(side.cards()[0]?.text).toContain(`Returned by ${other}: Which page?`);
    await say(editor, `draft submit ${id}`);
    await service.sent();
    expect(side.cards()).toHaveLength(2);
    expect(side.cards()[1]?.text).toContain('Approve');
    await say(other, `draft discard ${id}`);
    await service.sent();
    expect(side.cards()[1]?.text).toContain(`Discarded by ${other}.`);
  });

  test('a reader’s report and facts that contradict each other come as cards, and say how they ended', async () => {
    await here();
    const { reports } = service.app.store;
    const report = { desk: 'centralasia', entry: 'sanchez-06', reporter: reader, words: 'Not so.' };
    await reports.add({ ...report, at: service.clock() }, 'r1');
    await service.sent();
    const [card] = side.cards();
    expect(card?.text).toContain('Not so.');
    expect(await card?.press(reader, 'Done')).toContain('editor');
    expect(await card?.press(editor, 'Done')).toContain('is done');
    await service.sent();
    expect(side.cards().map(({ text }) => text)).toEqual([
      expect.stringContaining(`Done: ${editor} has seen to it.`),
    ]);

    const visit = async (day: string, source: string) => {
      const line = `add fact title:"Blinken on ${day}" statement:"Antony Blinken came to Astana." kind:visit date:"${day}" person:antony-blinken place:astana country:KZ topic:visits source:${source}`;
      const id = /Draft (\w{5}):/.exec(JSON.stringify(await say(editor, line)))?.[1] ?? '';
      await say(editor, `draft submit ${id}`);
      await say(reviewer, `draft approve ${id}`);
    };
    await visit('3 May 2024', 'sanchez-2026');
    await visit('5 May 2024', '24kg-2025-rubio');
    await service.sent();
    const met = () => side.cards().find(({ text }) => text.includes('contradict each other'))?.text;
    expect(met()).toContain('They contradict each other');
    expect(met()).toContain('5 May 2024');
    const gone = await say(editor, 'retract blinken-on-5-may-2024 reason:"The source withdrew it."');
    await say(reviewer, `draft approve ${/Draft (\w{5}):/.exec(JSON.stringify(gone))?.[1]}`);
    await service.sent();
    expect(met()).toContain(
      `They no longer contradict each other: blinken-on-5-may-2024 was retracted by ${editor}.`,
    );
  });

  test('a post that was cut off with its process comes once all the same', async () => {
    await here();
    side.cutOff();
    await submitted();
    await service.sent();
    service.takeUpCards();
    for (let ticks = 0; ticks < 4; ticks += 1) {
      await service.sent();
      service.pass(60);
    }
    expect(side.cards()).toHaveLength(1);
    await submitted('', 'Another lease');
    service.takeUpCards();
    await service.sent();
    expect(side.cards()).toHaveLength(2);
  });

  test('an author is told alone that a draft was returned, once, and goes on from there', async () => {
    const id = await submitted();
    await say(reviewer, `draft return ${id} reason:"Which page?"`);
    await service.sent();
    await service.sent();
    const [word, ...none] = side.direct(editor);
    expect(none).toEqual([]);
    expect(word?.text).toContain(`${reviewer} has returned it: Which page?`);
    expect(side.cards()).toEqual([]);
    expect(await word?.press(editor, 'Edit')).toMatch(/Baikonur lease renewed/);
    const filled = { form: id, values: { title: 'Lease, page 3' }, person: editor, complete: true };
    await service.app.forms.fill({ ...filled, interaction: 'i1' });
    await say(editor, `draft submit ${id}`);
    await service.sent();
    expect(side.direct(editor)[0]?.text).toMatch(/It is being written again|It waits for a reviewer/);
    expect(side.direct(editor)[0]?.text).not.toContain('Edit');
  });

  test('who is no editor any more is not told of a draft that was returned', async () => {
    const id = await submitted();
    await service.app.store.roles.revoke(editor, 'centralasia', 'test', service.clock());
    await say(reviewer, `draft return ${id} reason:"Which page?"`);
    await service.sent();
    expect(side.direct(editor)).toEqual([]);
  });

  /** A fact that grows old on the 25th. */
  const aging = (id: string, owner: string) => {
    const body = fact(id, {
      ...{
        kind: 'status',
        standing: 'reported',
        title: `About ${id}`,
        topics: ['diplomacy'],
        published: '2025-11-24',
      },
      ...{ owner, sources: [{ id: 'sanchez-2026' }] },
    });
    return service.app.store.writer.write(
      { desk: 'centralasia', body, actor: 'files', base: 0 },
      service.clock(),
    );
  };

  test('who keeps a fact true is told once that it grew old, and says that it still is; of others reviewers are', async () => {
    await here();
    await aging('kept', editor);
    await aging('left', 'Central Asia desk');
    await aging('strange', reader);
    await service.tickAt('2026-11-24T12:00:00Z');
    expect([...side.direct(editor), ...side.cards()]).toEqual([]);
    await service.tickAt('2026-11-25T12:00:00Z');
    await service.tickAt('2026-11-25T13:00:00Z');
    const [word, ...none] = side.direct(editor);
    expect(none).toEqual([]);
    expect(word?.text).toContain('“About kept” may be out of date');
    expect(word?.text).toMatch(/Still true.*Update.*Retire/);
    expect(side.direct(reader)).toEqual([]);
    expect(
      side
        .cards()
        .map(({ text }) => /About (\w+)/.exec(text)?.[1])
        .sort(),
    ).toEqual(['left', 'strange']);

    const said = await word?.press(editor, 'Still true');
    const draft = /Draft (\w{5}):/.exec(said ?? '')?.[1];
    await say(reviewer, `draft approve ${draft}`);
    await service.sent();
    expect(side.direct(editor)).toHaveLength(1);
    expect(side.direct(editor)[0]?.text).toContain(`kept was edited by ${editor}`);
    expect(side.direct(editor)[0]?.text).not.toContain('Still true');
  });

  test('of many facts that grow old on one day five stand there, and the next comes as one is seen to', async () => {
    await here();
    for (let n = 0; n < 7; n += 1) await aging(`old-${n}`, editor);
    await service.tickAt('2026-11-25T12:00:00Z');
    await service.sent();
    expect(side.direct(editor)).toHaveLength(5);
    const first = /About (old-\d)/.exec(side.direct(editor)[0]?.text ?? '')?.[1];
    const gone = JSON.stringify(await say(editor, `retract ${first} reason:"It was not so."`));
    await say(reviewer, `draft approve ${/Draft (\w{5}):/.exec(gone)?.[1]}`);
    await service.sent();
    await service.sent();
    expect(side.direct(editor)).toHaveLength(6);
  });

  test('of many drafts at once twenty stand there, and one more card says how many wait besides', async () => {
    await here();
    const ids: string[] = [];
    for (let n = 0; n < 22; n += 1) ids.push(await submitted('', `Lease number ${n}`));
    // No faster than the platform takes them.
    const paced = async () => {
      for (let waits = 0; waits < 4; waits += 1) {
        await service.sent();
        service.pass(10);
      }
    };
    const withButtons = () => side.cards().filter(({ text }) => text.includes('Approve')).length;
    const rest = () => side.cards().find(({ text }) => /more waits?|waits no more/.test(text))?.text;
    await paced();
    expect([withButtons(), rest()]).toEqual([20, expect.stringContaining('2 more wait')]);
    await say(other, `draft discard ${ids[3]}`);
    await paced();
    expect([withButtons(), rest()]).toEqual([20, expect.stringContaining('One more waits')]);
    await say(other, `draft discard ${ids[5]}`);
    await paced();
    expect([withButtons(), rest()]).toEqual([20, expect.stringContaining('It waits no more')]);
  });

  test('what is restricted is only hinted at, in every channel', async () => {
    await here();
    const [returned, approved] = [
      await submitted('handling:restricted'),
      await submitted('handling:restricted', 'Baikonur once more'),
    ];
    await service.sent();
    for (const card of side.cards()) {
      expect(card.text).toContain('Something waits for a reviewer of Central Asia');
      expect(card.text).toContain('/deskwire review');
      expect(card.text).not.toMatch(/Baikonur|lease|Approve/);
    }
    await say(other, `draft return ${returned} reason:"Which lease of Baikonur?"`);
    await say(other, `draft approve ${approved}`);
    await service.sent();
    expect(side.cards()).toHaveLength(2);
    for (const card of side.cards()) {
      expect(card.text).toContain('It waits no more');
      expect(card.text).not.toMatch(/baikonur|lease/i);
    }
  });

  test('a draft’s card tells neither the source’s own words nor what another entry keeps from readers', async () => {
    await here();
    const visit = async (title: string, day: string, source: string, more = '') => {
      const line = `add fact title:"${title}" statement:"Antony Blinken came to Astana." kind:visit date:"${day}" person:antony-blinken place:astana country:KZ topic:visits source:${source} ${more}`;
      const id = /Draft (\w{5}):/.exec(JSON.stringify(await say(editor, line)))?.[1] ?? '';
      await say(editor, `draft submit ${id}`);
      return id;
    };
    for (const mark of ['handling:restricted', 'handling:internal', 'embargo:2026-12-24'])
      await say(
        reviewer,
        `draft approve ${await visit(`Hidden ${mark}`, '3 May 2024', 'sanchez-2026', mark)}`,
      );
    const open = await visit('Open stop', '5 May 2024', '24kg-2025-rubio');
    const again = await visit('Open stop again', 'May 2024', '24kg-2025-rubio');
    const about = { desk: 'centralasia', act: 'add', type: 'fact', base: 0, author: editor } as const;
    const values = { title: 'Signed', statement: 'Both agreed.', date: 'Feb 2026', topic: 'diplomacy' };
    const excerpt = { sentence: 'Two neighbours inked it.' };
    const { drafts } = service.app.store;
    const imported = await drafts.add(
      { ...about, values: { ...values, source: 'sanchez-2026' }, excerpt },
      service.clock(),
    );
    await say(editor, `draft submit ${imported.id}`);
    await service.sent();
    const cardOf = (id: string) => side.cards().find(({ text }) => text.includes(`Draft ${id}`))?.text;
    for (const id of [open, again, imported.id])
      expect(cardOf(id)).toMatch(/more to look at.*\/deskwire review/s);
    expect(
      side
        .cards()
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(/hidden|3 May|inked/i);
    const alone = JSON.stringify(await say(reviewer, 'review'));
    expect(alone).toMatch(/hidden-.*3 May 2024 and 5 May 2024/s);
    expect(alone).toMatch(/May be the same as hidden-/);
    expect(alone).toContain('inked');
  });

  test('no card is posted where none is wanted any more, and what is posted is still put right', async () => {
    await here();
    const id = await submitted();
    await service.sent();
    expect(await side.ask(reviewer, 'review', { post: 'nowhere' })).toContain('any more');
    await submitted('', 'Another lease');
    await say(reviewer, `draft approve ${id}`);
    await service.sent();
    expect(side.cards().map(({ text }) => text)).toEqual([expect.stringContaining('Approved by')]);
  });
});

interface FormInput {
  block_id?: string;
  element?: { action_id: string };
}

describe('on Slack', () => {
  beforeEach(async () => {
    service = await serviceOnFakes({ admins: 'slack:T1:UADMIN,slack:T1:U1' });
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
        service.slack.send.command('/deskwire review post:here', { user: 'UADMIN', channel: id }),
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
      slack.send.command('/deskwire review post:here', { user: 'UADMIN', channel: 'C1' }),
    );
    const written = await say(
      'add fact title:"Quagga" statement:"A quagga was seen." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026',
    );
    await say(`draft submit ${/Draft (\w{5}):/.exec(JSON.stringify(written))?.[1]}`);
    await service.sent();
    await standingOnSlack('C1')[0]?.press('slack:T1:UADMIN', 'Return');
    const { answer } = await slack.journal.wait('views.open', 1);
    const { view } = answer as { view: Record<string, unknown> & { blocks: FormInput[] } };
    const { element } = view.blocks.find(({ block_id }) => block_id === 'reason') ?? {};
    const typed = { [element?.action_id ?? '']: { type: 'plain_text_input', value: 'Which page?' } };
    await slack.send.submit(view, { reason: typed }, { user: 'UADMIN' });
    await expect
      .poll(() => plain(texts('C1')), { interval: 5 })
      .toContain('Returned by slack:T1:UADMIN: Which page?');
  });

  test('where the bot is no member it says how to invite it, and posts nothing', async () => {
    const said = await answeredOnSlack('UADMIN', () =>
      service.slack.send.command('/deskwire review post:here', { user: 'UADMIN', channel: 'C2' }),
    );
    expect(said).toContain('/invite @deskwire');
    expect(await service.app.store.reviewChannels.list('centralasia')).toEqual([]);
  });
});

describe('in direct messages of Discord', () => {
  const editor = '400000000000000001';
  beforeEach(async () => {
    service = await serviceOnFakes({ admins: `discord:${guild}:${editor}` });
    const { answerer, store } = service.app;
    const own = { person: `discord:${guild}:${editor}`, audience: 'person', pageSize: 9 } as const;
    const written = await answerer.answer({ ...own, text: '/deskwire add fact title:"Half a fact"' });
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
      published: '2025-11-22',
      sources: [{ id: 'sanchez-2026' }],
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
