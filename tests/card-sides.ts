import { afterEach, beforeEach, expect } from 'vitest';
import { person, textOf } from './fakes/discord/person.ts';
import { button } from './platforms/slack/desk.ts';
import { serviceOnFakes } from './service-on-fakes.ts';

export const guild = '200000000000000001';
export const channel = '300000000000000001';

export let service: Awaited<ReturnType<typeof serviceOnFakes>>;

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
  /** Somebody as messages show them. */
  named(who: string): string;
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
  named: (who) => `<@${who.split(':')[2]}>`,
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

export const standingOnSlack = (at: string): Card[] =>
  (service.slack.workspace.messages.get(at) ?? []).map(({ text, blocks, ts }) => ({
    text: `${plain(text)} ${labels(blocks)}`,
    press: (who, label) => {
      const user = who.split(':')[2] ?? '';
      const pressed = { ...button(blocks, label), user, channel: at, message: ts, public: true };
      return answeredOnSlack(user, () => service.slack.send.press(pressed));
    },
  }));

export async function answeredOnSlack(user: string, act: () => Promise<unknown>): Promise<string> {
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
export const plain = (text: string) => text.replaceAll('\u2060', '');

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
  named: (who) => `<@${who.split(':')[2]}>`,
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

export const sides: [name: string, side: Side][] = [
  ['Slack', slackSide],
  ['Discord', discordSide],
];

/** Starts the service; `service` is it from then on. */
export async function start(admins: string): Promise<void> {
  service = await serviceOnFakes({ admins });
}

/** Before each test: a service with an editor, two reviewers and a reader of one platform. */
export function reviewersOn(side: Side) {
  const [editor, reviewer, other, reader] = side.people;

  beforeEach(async () => {
    await start('slack:T1:UADMIN,terminal');
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

  return { editor, reviewer, other, reader, say, submitted, here };
}
