import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { chatPageSize } from '../src/domain/ports/answerer.ts';
import { appOn } from './command/app-desk.ts';
import { openDesk } from './commands/desk.ts';
import { extremeDesk } from './extreme-desk.ts';
import { budgets, linesOf, shownOn } from './on-a-screen.ts';
import { fact } from './store/entries-made.ts';
import { freshStore } from './store/fixture.ts';

/** The examples of every reader's command, those that need nothing, and help, as they are on a desk. */
function linesOn(examples: Readonly<Partial<Record<string, string>>>): string[] {
  const filled = commands.flatMap((command) =>
    command.examples.map(({ line }) => line.replace(/\{(\w+)\}/g, (all, name) => examples[name] ?? all)),
  );
  const alone = commands
    .filter(({ options }) => Object.values(options).every(({ required }) => !required))
    .map(({ name }) => name);
  return [...filled, ...alone, ...commands.map(({ name }) => `help ${name}`)].filter(
    (line) => !line.includes('{'),
  );
}

const refused = [
  'visits atlantis',
  'facts since yesteryear',
  'who nobody',
  'vists',
  `search ${'x'.repeat(1000)}`,
];

test('each command of another desk is one message within its budget', async () => {
  const desk = await openDesk({ briefs: 'tests/ask/second-desk', id: 'lantern' });
  for (const line of [...linesOn(desk.examples), ...refused]) {
    const reply = await desk.ask(line, { pageSize: chatPageSize });
    const { lines, characters } = /^brief |page/.test(line) ? budgets.article : budgets.short;
    for (const [platform, messages] of Object.entries(shownOn(reply, `/lantern ${line}`))) {
      const says = `${platform}: ${line}\n${messages[0]}`;
      expect(messages, says).toHaveLength(1);
      expect(linesOf(messages[0] ?? ''), says).toBeLessThanOrEqual(lines);
      expect(messages[0]?.length, says).toBeLessThanOrEqual(characters);
    }
  }
  await desk.end();
});

test('each command is one message where every field of a desk is as long as it may be', async () => {
  const desk = await openDesk({ briefs: extremeDesk(), id: 'extreme' });
  for (const line of [...linesOn(desk.examples), ...refused]) {
    const reply = await desk.ask(line, { pageSize: chatPageSize });
    for (const [platform, messages] of Object.entries(shownOn(reply, `/extreme ${line}`)))
      expect(messages, `${platform}: ${line.slice(0, 80)}`).toHaveLength(1);
  }
  await desk.end();
});

describe('lists of the app are one message within the budget', () => {
  let fresh: Awaited<ReturnType<typeof freshStore>>;
  const now = new Date('2026-11-23T12:00:00Z');
  const [desk, admin] = ['centralasia', 'slack:T0123456789:U0123456789'];

  beforeAll(async () => {
    fresh = await freshStore();
    const { roles, drafts, reports, feeds } = fresh.store;
    for (let n = 0; n < 12; n += 1) {
      const person = `slack:T0123456789:U012345678${n}`;
      await roles.grant({ subject: person, role: 'editor', desk, grantedBy: admin, grantedAt: now });
      const values = { title: `Kazakhstan and Uzbekistan agree on water for the season of ${2010 + n}` };
      const draft = { desk, act: 'add' as const, type: 'fact' as const, base: 0, values, author: admin };
      const { id, version } = await drafts.add(draft, now);
      if (n % 2 === 0) await drafts.change(id, version, { state: 'in review' }, admin, now);
      await reports.add(
        {
          desk,
          entry: `hsg-t-${4000 + n}`,
          reporter: person,
          words: `The visit was a day later. ${'x'.repeat(40)}`,
          at: now,
        },
        `report ${n}`,
      );
      await feeds.add(
        desk,
        [{ url: `https://example.org/feeds/${n}.xml`, title: `News of town ${n}` }],
        admin,
        now,
      );
    }
    for (const name of ['daily', 'weekly', 'energy']) await ask(`/deskwire digest subscribe name:${name}`);
    await everyTrace(admin);
  });
  afterAll(() => fresh.end());

  const everySetting =
    'digest subscribe name:fifth weekly on friday at 09:30 in London format headlines on-empty last-5 headlines on holidays shift filter:"energy, Kazakhstan"';

  /** One of each kind of what is kept of a person. */
  async function everyTrace(person: string) {
    const { roles, readMarks, chosenDesks, drafts, reports, feeds } = fresh.store;
    await roles.grant({ subject: person, role: 'admin', desk: '*', grantedBy: person, grantedAt: now });
    await readMarks.set(person, desk, 12, now);
    await chosenDesks.set(person, desk, now);
    await reports.add(
      { desk, entry: 'hsg-t-4000', reporter: person, words: `<@${person.split(':')[2]}>`, at: now },
      'own',
    );
    const { items } = await reports.open(desk, { limit: 1, offset: 0 });
    await reports.done(desk, items[0]?.number ?? 0, person, now);
    await feeds.add(desk, [{ url: 'https://example.org/own.xml', title: 'Own' }], person, now);
    await drafts.add({ desk, act: 'add', type: 'fact', base: 0, values: {}, author: person }, now);
    const body = fact('hers', { owner: person });
    await fresh.store.writer.write({ desk, body, actor: person, base: 0 }, now);
  }

  const ask = (text: string) =>
    appOn(fresh.store, { roleOf: async () => 'admin', clock: () => now }).answer({
      ...{ text, person: admin, channel: 'slack:T0123456789:C0123456789' },
      ...{ audience: 'person', pageSize: chatPageSize },
    });

  test.each([
    ...['digest list', 'digest list all', 'digest history daily', 'roles list', 'visibility', 'help'].map(
      (line) => `/deskwire ${line}`,
    ),
    ...['digest show daily', 'digest subscribe name:fourth', 'digest subscribe name:daily'].map(
      (line) => `/deskwire ${line}`,
    ),
    ...[everySetting, 'digest show fifth', 'me show'].map((line) => `/deskwire ${line}`),
    ...['digest', 'roles', 'me'].map((group) => `/deskwire help ${group}`),
    ...['draft list', 'review', 'reports', 'audit', 'audit page 4', 'feeds list', 'help add fact'].map(
      (line) => `/deskwire-edit ${line}`,
    ),
    ...['help', 'help add', 'help draft', 'help feeds'].map((line) => `/deskwire-edit ${line}`),
  ])('%s', async (line) => {
    const reply = await ask(line);
    for (const [platform, messages] of Object.entries(shownOn(reply, line))) {
      const says = `${platform}: ${line}\n${messages[0]}`;
      expect(messages, says).toHaveLength(1);
      expect(linesOf(messages[0] ?? ''), says).toBeLessThanOrEqual(budgets.short.lines);
      expect(messages[0]?.length, says).toBeLessThanOrEqual(budgets.short.characters);
    }
  });
});
