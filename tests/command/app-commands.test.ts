import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appHelp } from '../../commands/help.ts';
import { type AppContext, defineCommand } from '../../src/command/define.ts';
import { nameOption, namesOption, page, textOption } from '../../src/command/options.ts';
import type { UsualDesk } from '../../src/command/run-app.ts';
import type { Role } from '../../src/domain/identity.ts';
import type { Question } from '../../src/domain/ports/answerer.ts';
import { type Reply, replySchema } from '../../src/domain/reply.ts';
import { words } from '../commands/desk.ts';
import { silent } from '../store/fixture.ts';
import { worked } from '../worked.ts';
import { type AppSetup, dispatcherOf } from './app-desk.ts';
import { reply } from './definitions.ts';

let seen: (AppContext & { service?: { desk: { definition: { id: string } } }; desk?: string })[] = [];
const echo = async (input: object, context: AppContext) => {
  seen.push(context);
  return reply(JSON.stringify(input));
};

const subscribe = defineCommand({
  scope: 'app',
  name: 'digest subscribe',
  description: 'Send digests to this channel',
  about: 'desk',
  role: 'editor',
  options: {
    rhythm: {
      description: 'How often',
      kind: { type: 'choice', choices: { daily: ['every day'], weekdays: [], weekly: [] } },
      schema: z.enum(['daily', 'weekdays', 'weekly']),
    },
    time: textOption('When, such as 08:30', 5, ['at']),
    zone: textOption('Whose time', 60, ['in']),
    cron: textOption('Five fields', 120),
    topics: namesOption('Only these topics', ['topic'], ['on', 'about']),
    countries: namesOption('Only these countries', ['country']),
    page,
  },
  bare: ['rhythm', 'topics', 'countries'],
  examples: [{ line: 'digest subscribe weekdays at 08:30', about: 'every working day' }],
  acts: true,
  run: echo,
});

const list = defineCommand({
  scope: 'app',
  name: 'digest list',
  description: 'Digests of this channel',
  about: 'desk',
  options: { country: nameOption('Country', ['country']) },
  bare: ['country'],
  examples: [{ line: 'digest list', about: 'what this channel gets' }],
  run: echo,
});

const addFact = defineCommand({
  scope: 'app',
  name: 'add fact',
  description: 'Write down a fact',
  about: 'desk',
  options: {
    title: { ...textOption('Its title', 100), required: true },
    country: nameOption('Country', ['country']),
  },
  bare: [],
  examples: [{ line: 'add fact title:"A visit"', about: 'a first fact' }],
  run: echo,
});

const everywhere = defineCommand({
  scope: 'app',
  name: 'rights',
  description: 'Who may what',
  about: 'desks',
  options: {},
  bare: [],
  examples: [{ line: 'rights', about: 'all rights' }],
  run: echo,
});

const slashes = [
  {
    scope: 'app' as const,
    id: 'deskwire',
    about: 'Digests and rights',
    commands: [subscribe, list, everywhere, appHelp('digest')],
    groups: { digest: 'Digests of this channel' },
  },
  {
    scope: 'app' as const,
    id: 'deskwire-edit',
    about: 'Writing',
    commands: [addFact, appHelp('add')],
    groups: { add: 'Write entries' },
  },
];
const warned: object[] = [];

const app = (setup: AppSetup = {}) =>
  dispatcherOf(slashes, {
    roleOf: async () => 'editor',
    log: { ...silent, warn: (fields) => warned.push(fields) },
    ...setup,
  });

const ask = (text: string, setup?: AppSetup, more: Partial<Question> = {}) =>
  app(setup).answer({
    text,
    person: 'slack:T1:U1',
    channel: 'slack:T1:C1',
    audience: 'person',
    pageSize: 5,
    ...more,
  });

const said = (answer: Reply) => words(answer).join('\n');
const input = async (text: string, setup?: AppSetup) => {
  const answer = await ask(text, setup);
  expect(answer.outcome, said(answer)).toBe('ok');
  return JSON.parse(words(answer).at(-1) ?? '');
};
const offered = ({ blocks }: Reply) =>
  blocks.flatMap((block) => (block.type === 'choices' ? block.options.map(({ command }) => command) : []));

beforeEach(() => {
  seen = [];
  warned.length = 0;
});

describe('a command of a group is read like any other', () => {
  test.each([
    ['weekdays at 08:30', { rhythm: 'weekdays', time: '08:30' }],
    ['every day at 08:30 in Tashkent', { rhythm: 'daily', time: '08:30', zone: 'Tashkent' }],
    ['cron "30 8 * * 1-5" in Asia/Tashkent', { zone: 'Asia/Tashkent', cron: '30 8 * * 1-5' }],
    ['topics:energy,trade', { topics: ['energy', 'trade'] }],
    ['topics:"energy, trade" weekly', { rhythm: 'weekly', topics: ['energy', 'trade'] }],
    ['topics energy and trade weekly', { rhythm: 'weekly', topics: ['energy', 'trade'] }],
    [
      'about energy, trade and rare earths at 9:00',
      { time: '9:00', topics: ['energy', 'trade', 'minerals'] },
    ],
    [
      'weekly energy,trade and uzbekistan',
      { rhythm: 'weekly', topics: ['energy', 'trade'], countries: ['UZ'] },
    ],
    ['countries:KZ,US topics:trade', { topics: ['trade'], countries: ['KZ', 'US'] }],
    ['topics:trade topics:energy,trade', { topics: ['trade', 'energy'] }],
  ])('%s', async (line, expected) => {
    expect(await input(`/deskwire digest subscribe ${line}`)).toEqual(expected);
    // The line that means the same is read the same.
    expect(await input(seen[0]?.line({}) ?? '')).toEqual(expected);
  });

  test('text is taken as it is, and only its length is minded', async () => {
    const title = 'He said "no", \\ and left: https://a.example/x?y=1,2';
    const written = `"${title.replace(/["\\]/g, '\\$&')}"`;
    expect(await input(`/deskwire-edit add fact title:${written} country:kazakhstan`)).toEqual({
      title,
      country: 'KZ',
    });
    expect(await input(seen[0]?.line({ country: undefined }) ?? '')).toEqual({ title });
    const long = await ask(`/deskwire-edit add fact title:"${'x'.repeat(101)}"`);
    expect(said(long)).toContain('title takes at most 100 characters; this has 101.');
  });

  test('a misspelt name among several gets the help that one gets, and the others are kept', async () => {
    for (const line of ['topics:enrgi,trade', 'topics enrgi and trade', 'topics trade and enrgi']) {
      const answer = await ask(`/deskwire digest subscribe ${line} weekly`);
      expect(answer.outcome).toBe('not_found');
      expect(said(answer)).toContain('no topic “enrgi”');
      expect(offered(answer)).toContain('/deskwire digest subscribe rhythm:weekly topics:"trade,energy"');
    }
    const unknown = await ask('/deskwire digest subscribe topics:trade,qqqq');
    expect(unknown.outcome).toBe('not_found');
    expect(said(unknown)).toContain('no topic “qqqq”');
  });

  test('a choice for one of several names joins those after it too', async () => {
    const answer = await ask('/deskwire digest subscribe countries:KZ,korea,UZ');
    expect(answer.outcome).toBe('question');
    expect(offered(answer)).toContain('/deskwire digest subscribe countries:"KZ,UZ,KR"');
    for (const line of offered(answer)) expect((await ask(line)).outcome).toBe('ok');
  });
});

describe('which desk', () => {
  const two = { desks: ['centralasia', 'caucasus'] };

  test('the only one, the one that is said, the usual one of the channel', async () => {
    const meant = async (text: string, setup?: AppSetup) => {
      seen = [];
      expect((await ask(text, setup)).outcome).toBe('ok');
      return seen[0]?.service?.desk.definition.id;
    };
    expect(await meant('/deskwire digest list')).toBe('centralasia');
    expect(await meant('/deskwire digest list desk:caucasus', two)).toBe('caucasus');
    expect(await meant('/deskwire digest list caucasus', two)).toBe('caucasus');
    const usualDesk: UsualDesk = async ({ channel }) => (channel === 'slack:T1:C1' ? 'caucasus' : undefined);
    expect(await meant('/deskwire digest list', { ...two, usualDesk })).toBe('caucasus');
    expect(await meant('/deskwire digest list desk:centralasia', { ...two, usualDesk })).toBe('centralasia');
    expect((await ask('/deskwire digest list', { desks: [] })).outcome).toBe('failed');
  });

  test('otherwise it is asked, with the line kept', async () => {
    const answer = await ask('/deskwire digest list kazakhstan', two);
    expect(answer.outcome).toBe('question');
    expect(said(answer)).toContain('Which desk is meant?');
    expect(offered(answer)).toEqual([
      '/deskwire digest list kazakhstan desk:centralasia',
      '/deskwire digest list kazakhstan desk:caucasus',
    ]);
    for (const line of offered(answer)) expect(await input(line, two)).toEqual({ country: 'KZ' });
  });

  test('a desk that there is not is a mistake, with those that there are', async () => {
    const answer = await ask('/deskwire digest list desk:mars', two);
    expect(answer.outcome).toBe('invalid');
    expect(offered(answer)).toContain('/deskwire digest list desk:caucasus');
  });

  test('all of them, where that has a meaning', async () => {
    await ask('/deskwire rights every desk', two);
    await ask('/deskwire rights desk:"*"', two);
    expect(seen.map(({ desk }) => desk)).toEqual(['*', '*']);
    expect(offered(await ask('/deskwire rights', two))).toContain('/deskwire rights desk:"*"');
  });

  test('a line for a button says the desk where there are several', async () => {
    const usualDesk = async () => 'caucasus';
    await ask('/deskwire digest subscribe weekly', { ...two, usualDesk });
    expect(seen[0]?.line({ page: '2' })).toBe(
      '/deskwire digest subscribe rhythm:weekly page:2 desk:caucasus',
    );
    await ask('/deskwire digest subscribe weekly');
    expect(seen[1]?.line({ page: '2' })).toBe('/deskwire digest subscribe rhythm:weekly page:2');
  });
});

describe('the two commands of the app', () => {
  const title = { title: 'A visit' };

  test('each takes the commands of the other, with or without the slash, and answers with its own lines', async () => {
    for (const line of [
      '/deskwire-edit add fact title:"A visit"',
      'deskwire-edit add fact title:"A visit"',
      '/deskwire add fact title:"A visit"',
      'DESKWIRE add fact title:"A visit"',
    ])
      expect(await input(line), line).toEqual(title);
    expect(new Set(seen.map(({ line }) => line({})))).toEqual(
      new Set(['/deskwire-edit add fact title:"A visit"']),
    );
    expect(await input('/deskwire-edit digest subscribe weekly')).toEqual({ rhythm: 'weekly' });
    expect(seen.at(-1)?.line({})).toBe('/deskwire digest subscribe rhythm:weekly');
  });

  test('the help of each names the other, and explains its commands too', async () => {
    expect(said(await ask('/deskwire help'))).toContain('Writing: /deskwire-edit help.');
    expect(said(await ask('/deskwire-edit'))).toContain('Digests and rights: /deskwire help.');
    for (const line of ['/deskwire help add fact', '/deskwire add fact help', '/deskwire help add'])
      expect(said(await ask(line)), line).toContain('/deskwire-edit add');
    expect(said(await ask('/deskwire add'))).toContain('add fact: Write down a fact');
  });

  test('a slip is looked for in both', async () => {
    expect(offered(await ask('/deskwire ad fact'))).toContain('/deskwire-edit add fact');
    expect(offered(await ask('/deskwire-edit rihgts'))[0]).toBe('/deskwire rights');
  });

  test('a platform that has not learnt of the second completes its options under the first', async () => {
    const at = { command: 'add fact', option: 'country', typed: 'uzb' };
    for (const desk of ['deskwire', 'deskwire-edit'])
      expect(await app().complete({ ...at, desk }, 1)).toEqual([{ label: 'Uzbekistan', command: 'UZ' }]);
  });
});

describe('roles', () => {
  test('are those of the desk that is meant, and a refusal is logged', async () => {
    const roleOf = async (_: unknown, desk: string): Promise<Role> =>
      desk === 'caucasus' ? 'admin' : 'reader';
    const setup = { desks: ['centralasia', 'caucasus'], roleOf };
    expect((await ask('/deskwire digest subscribe weekly desk:caucasus', setup)).outcome).toBe('ok');
    expect(seen[0]?.role).toBe('admin');
    const refused = await ask('/deskwire digest subscribe weekly desk:centralasia', setup);
    expect(refused).toMatchObject({ outcome: 'forbidden', desk: 'centralasia', visibility: 'private' });
    expect(said(refused)).toContain('Digest subscribe is for the role editor and above');
    expect(warned).toEqual([
      {
        person: 'slack:T1:U1',
        desk: 'centralasia',
        command: 'digest subscribe',
        needed: 'editor',
        held: 'reader',
      },
    ]);
  });
});

describe('help, and near misses', () => {
  test('the command alone tells its groups', async () => {
    for (const line of ['/deskwire', '/deskwire help', 'deskwire ?', '/DESKWIRE  help']) {
      const answer = await ask(line);
      expect(answer.outcome).toBe('ok');
      expect(said(answer)).toContain('digest …: Digests of this channel');
      expect(said(answer)).toContain('rights: Who may what');
      for (const next of offered(answer)) expect((await ask(next)).outcome).toBe('ok');
    }
  });

  test('a group alone lists its commands, and what acts only as a line to type', async () => {
    for (const line of ['/deskwire digest', '/deskwire help digest', '/deskwire digest help']) {
      const answer = await ask(line);
      expect(said(answer)).toContain('digest subscribe: Send digests to this channel');
      expect(said(answer)).toContain('/deskwire digest subscribe weekdays at 08:30: every working day');
      expect(offered(answer)).toContain('/deskwire digest list');
    }
  });

  test('one command is explained from its definition', async () => {
    for (const line of ['/deskwire help digest subscribe', '/deskwire digest subscribe help']) {
      const answer = said(await ask(line));
      expect(answer).toContain('For the role editor and above.');
      expect(answer).toContain('Aliases: at');
      expect(answer).toContain('/deskwire digest subscribe [rhythm] [time]');
      expect(answer).toContain('desk: Which desk.');
    }
    expect(offered(await ask('/deskwire help digst'))).toContain('/deskwire help digest');
  });

  test.each([
    ['/deskwire digest subscrbe weekly', '/deskwire digest subscribe weekly'],
    ['/deskwire digst subscribe weekly', '/deskwire digest subscribe weekly'],
    ['/deskwire subscribe weekly', '/deskwire digest subscribe weekly'],
    ['/deskwire digst', '/deskwire digest'],
    ['/deskwire rihgts', '/deskwire rights'],
    ['/deskwir digest list', '/deskwire digest list'],
  ])('%s: did you mean %s', async (typed, meant) => {
    const answer = await ask(typed);
    expect(answer.outcome).toBe('invalid');
    expect(offered(answer)[0]).toBe(meant);
    if (typed.startsWith('/deskwire ')) expect(offered(answer).at(-1)).toBe('/deskwire help');
  });

  test('what is needed is shown, and no button of it acts', async () => {
    const answer = await ask('/deskwire-edit add fact');
    expect(said(answer)).toContain('add fact needs title');
    expect(said(await ask('/deskwire digest subscribe topics:'))).toContain('topics needs a value');
  });

  test('every reply is of the published shape', async () => {
    for (const line of ['', ' x', ' digest', ' digest subscribe qqq', ' add fact', ' help x', ' rights'])
      expect(replySchema.safeParse(await ask(`/deskwire${line}`)).success, line).toBe(true);
  });
});

describe('completion', () => {
  test.each([
    ['/des', ['/deskwire ', '/deskwire-edit ']],
    ['/deskwire ', ['/deskwire digest ', '/deskwire rights ', '/deskwire help ']],
    ['/deskwire dig', ['/deskwire digest ']],
    ['/deskwire digest ', ['/deskwire digest subscribe ', '/deskwire digest list ']],
    ['/deskwire digest su', ['/deskwire digest subscribe ']],
    [
      '/deskwire digest subscribe we',
      ['/deskwire digest subscribe weekdays ', '/deskwire digest subscribe weekly '],
    ],
    ['/deskwire digest list uzb', ['/deskwire digest list Uzbekistan ']],
    ['/deskwire digest subscribe topics:energy,tra', ['/deskwire digest subscribe topics:energy,Trade ']],
    ['/deskwire digest subscribe energy and tra', ['/deskwire digest subscribe energy and Trade ']],
    ['/deskwire digest list desk:cen', ['/deskwire digest list desk:centralasia ']],
    ['/deskwire help digest su', ['/deskwire help digest subscribe ']],
    ['/deskwire nothing ', []],
  ])('Tab after “%s”', async (typed, lines) => {
    expect(await app().completeLine(typed)).toEqual(lines);
  });

  test('option names come after the values', async () => {
    const lines = await app().completeLine('/deskwire digest subscribe weekly ');
    for (const option of ['time', 'topics', 'desk'])
      expect(lines).toContain(`/deskwire digest subscribe weekly ${option}:`);
  });

  test('a value longer than any line completes to nothing, at no cost', async () => {
    const typed = `${'karimof, '.repeat(20_000)}tra`;
    const at = { desk: 'deskwire', command: 'digest subscribe', option: 'topics', typed };
    const one = app();
    let found: Promise<unknown>[] = [];
    const seconds = worked(() => {
      found = [
        one.complete(at, 25),
        Promise.resolve(one.names({ desk: 'centralasia', kinds: ['topic'], typed }, 25)),
      ];
    });
    expect(await Promise.all(found)).toEqual([[], []]);
    expect(seconds).toBeLessThan(0.5);
  });

  test('a platform completes names of the desk that is given', async () => {
    const two = app({ desks: ['centralasia', 'caucasus'] });
    const at = { desk: 'deskwire', command: 'digest subscribe', option: 'topics', typed: 'energy, tra' };
    expect(await two.complete({ ...at, given: { desk: 'caucasus' } }, 1)).toEqual([
      { label: 'energy,Trade', command: 'energy,trade' },
    ]);
    expect(await two.complete(at, 3)).toEqual([]);
    expect(await two.complete({ ...at, option: 'desk', typed: 'cau' }, 3)).toEqual([
      { label: 'caucasus', command: 'caucasus' },
    ]);
  });
});

test('the catalogue tells groups, and which options are completed', () => {
  const found = app()
    .catalogue()
    .find(({ id }) => id === 'deskwire');
  expect(found).toMatchObject({ app: true, groups: { digest: 'Digests of this channel' } });
  const command = found?.commands.find(({ name }) => name === 'digest subscribe');
  const option = (name: string) => command?.options.find((one) => one.name === name);
  expect(option('topics')).toMatchObject({ type: 'text', completes: true });
  expect(option('desk')).toMatchObject({ type: 'text', completes: true });
  expect(option('desk')).not.toHaveProperty('choices');
  expect(option('time')).toMatchObject({ type: 'text', completes: false, max: 5 });
});
