import { beforeEach, describe, expect, test } from 'vitest';
import type { DeskService } from '../../src/command/define.ts';
import { type CommandContext, defineCommand } from '../../src/command/define.ts';
import { createDispatcher } from '../../src/command/dispatch.ts';
import { textOption } from '../../src/command/options.ts';
import { servingOf } from '../../src/domain/desk.ts';
import type { Role } from '../../src/domain/identity.ts';
import { type Reply, replySchema } from '../../src/domain/reply.ts';
import { tabCompletion } from '../../src/platforms/terminal/line-editor.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from '../search/desks.ts';
import { allInternal, noReaders, silent } from '../store/fixture.ts';
import { all, reply, visits } from './definitions.ts';

const names = buildNameIndex(centralAsia);
const nothing = () => Promise.reject(new Error('not asked for here'));

function service(id = 'centralasia'): DeskService {
  return {
    desk: { definition: { ...centralAsia, id }, sources: [] },
    names,
    language: createLanguage(centralAsia, names),
    examples: {},
    entries: {
      get: nothing,
      list: nothing,
      first: nothing,
      aging: nothing,
      countByTopic: nothing,
      getMany: nothing,
      hasMarked: async () => false,
      completeTitles: async () => [],
      completeIds: async (_, prefix) => [{ id: `${prefix}1-visit`, title: 'A visit' }],
    },
    visits: { list: nothing, totals: nothing, counts: nothing },
    searcher: { search: nothing, similar: nothing },
  };
}

let logged: { level: string; fields: object; message: string }[] = [];
let seen: CommandContext[] = [];

/** Looks at the context it is run with. */
const spy = defineCommand({
  ...visits,
  name: 'spy',
  run: async (_, context) => {
    seen.push(context);
    return reply('seen');
  },
});

function dispatcher(
  desks = [service()],
  role: Role = 'reader',
  app: Partial<Pick<Parameters<typeof createDispatcher>[0], 'apps' | 'usualDesk'>> = {},
) {
  const log = (level: string) => (fields: object, message: string) => {
    logged.push({ level, fields, message });
  };
  return createDispatcher({
    ...app,
    commands: [...all, spy],
    desks: servingOf(() => desks),
    roleOf: async () => role,
    places: allInternal,
    readers: noReaders,
    recordState: { at: async () => '1' },
    clock: () => new Date('2026-11-22T20:30:00Z'),
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    newErrorId: () => 'e-42',
  });
}

const ask = (text: string, one = dispatcher(), audience: 'person' | 'channel' = 'person') =>
  one.answer({ text, person: 'terminal', audience, pageSize: 5 });

function said({ blocks }: Reply): string {
  return blocks
    .flatMap((block) => (block.type === 'text' || block.type === 'notice' ? block.spans : []))
    .map(({ text }) => text)
    .join('\n');
}

const offered = ({ blocks }: Reply) =>
  blocks.flatMap((block) => (block.type === 'choices' ? block.options.map(({ command }) => command) : []));

beforeEach(() => {
  logged = [];
  seen = [];
});

describe('finds what is asked', () => {
  test.each([
    ['/centralasia visits kazakhstan', '{"country":"KZ"}'],
    ['centralasia visits kazakhstan', '{"country":"KZ"}'],
    ['/CentralAsia Visits kazakhstan', '{"country":"KZ"}'],
    ['visits kazakhstan', '{"country":"KZ"}'],
    ['visit kazakhstan', '{"country":"KZ"}'],
    ['fact minerals', '{"topic":"minerals"}'],
    ['who visited uzbekistan since 2005', '{"country":"UZ","direction":"to-region","since":"2005-01-01"}'],
    ['who visited in 2005', '{"since":"2005-01-01","until":"2005-12-31"}'],
    ['who has visited us', '{"direction":"to-us"}'],
    ['/centralasia', 'help {}'],
    ['', 'help {}'],
    ['help', 'help {}'],
    ['?', 'help {}'],
    ['/centralasia help visits', 'help {"command":"visits"}'],
    ['visits --help', 'help {"command":"visits"}'],
  ])('%s', async (text, expected) => {
    const answer = await ask(text);
    expect(said(answer)).toBe(expected);
    expect(answer).toMatchObject({ outcome: 'ok', desk: 'centralasia' });
  });

  test.each([
    ['/centralaisa visits kazakhstan', ['/centralasia visits kazakhstan']],
    ['/visits kazakhstan', ['/centralasia visits kazakhstan']],
    ['/nowhere visits kazakhstan', ['/centralasia visits kazakhstan']],
    ['centralaisa visits kazakhstan', ['/centralasia visits kazakhstan']],
    ['vists kazakhstan', ['/centralasia visits kazakhstan', '/centralasia help']],
  ])('%s is asked back', async (text, lines) => {
    const answer = await ask(text);
    expect(answer.outcome).toBe('invalid');
    expect(offered(answer)).toEqual(lines);
  });

  test('a choice says in words what its line does', async () => {
    for (const text of ['/nowhere visits kazakhstan', 'vists kazakhstan', '/centralasia kazakhstan']) {
      for (const block of (await ask(text)).blocks) {
        if (block.type !== 'choices') continue;
        for (const { label, command } of block.options) expect(label).not.toBe(command);
      }
    }
  });

  test('with two desks the desk must be said', async () => {
    const answer = await ask('visits kazakhstan', dispatcher([service(), service('caucasus')]));
    expect(answer.outcome).toBe('question');
    expect(offered(answer)).toEqual(['/centralasia visits kazakhstan', '/caucasus visits kazakhstan']);
  });

  test('of two desks the one is asked whose names the line has', async () => {
    const definition = {
      ...centralAsia,
      id: 'caucasus',
      people: [],
      places: [],
      countries: [{ id: 'GE', name: 'Georgia', covered: true, spellings: [] }],
    };
    const other = buildNameIndex(definition);
    const caucasus = { ...service(), desk: { definition, sources: [] }, names: other };
    const two = dispatcher([service(), caucasus]);
    expect((await ask('spy kazakhstan', two)).desk).toBe('centralasia');
    expect((await ask('spy georgia', two)).desk).toBe('caucasus');
    expect((await ask('spy', two)).outcome).toBe('question');
    const saying = {
      ...definition,
      people: [{ id: 'may', name: 'Theresa May', spellings: ['May'], roles: [], country: 'GB' }],
      topics: [{ id: 'spies', name: 'Spy', spellings: [], words: [] }],
    };
    const british = { ...caucasus, desk: { definition: saying, sources: [] }, names: buildNameIndex(saying) };
    const three = dispatcher([service(), british]);
    expect((await ask('spy theresa may', three)).desk).toBe('caucasus');
    for (const line of ['spy', 'spy since may', 'visits'])
      expect((await ask(line, three)).outcome, line).toBe('question');
  });

  test('so it is where a line of the app says no desk', async () => {
    const definition = {
      ...centralAsia,
      id: 'caucasus',
      places: [],
      countries: [],
      people: [
        { id: 'kobakhidze', name: 'Irakli Kobakhidze', spellings: ['Kobakhidze'], roles: [], country: 'GE' },
      ],
    };
    const other = { ...service(), desk: { definition, sources: [] }, names: buildNameIndex(definition) };
    const write = defineCommand({
      ...{ scope: 'app', name: 'write', description: 'Write', about: 'desk', bare: [], examples: [] },
      options: { person: visits.options.person!, title: textOption('Title', 80) },
      run: async (_, { service: { desk } }) => reply(desk.definition.id),
    });
    const app = { scope: 'app', id: 'deskwire', about: 'The app', groups: {}, commands: [write] } as const;
    const two = dispatcher([service(), other], 'reader', {
      apps: [app],
      usualDesk: async () => 'centralasia',
    });
    const asked = async (line: string) => (await ask(`/deskwire ${line}`, two)).desk;
    expect(await asked('write title:"What Kobakhidze said"')).toBe('caucasus');
    expect(await asked('write person:kobakhidze')).toBe('caucasus');
    expect(await asked('write title:"What Tokayev and Kobakhidze said"')).toBe('centralasia');
    expect(await asked('write title:"What Kobakhidze said" desk:centralasia')).toBe('centralasia');
    expect(await asked('write title:"Nobody"')).toBe('centralasia');
  });

  test('no desk at all is said plainly', async () => {
    expect(await ask('visits', dispatcher([]))).toMatchObject({ outcome: 'failed' });
  });
});

describe('answers', () => {
  test('how the question was read comes before the answer', async () => {
    const answer = await ask('visits uzbekstan');
    expect(said(answer)).toBe('Read “uzbekstan” as Uzbekistan.\n{"country":"UZ"}');
  });

  test('two who share a name are a question, and each choice is a whole line', async () => {
    const answer = await ask('visits clinton since 2009');
    expect(answer.outcome).toBe('question');
    expect(offered(answer)).toEqual([
      '/centralasia visits person:bill-clinton since:2009-01-01',
      '/centralasia visits person:hillary-clinton since:2009-01-01',
    ]);
    for (const line of offered(answer)) expect(await ask(line)).toMatchObject({ outcome: 'ok' });
  });

  test('what cannot be read says what to write', async () => {
    const answer = await ask('visits since 205');
    expect(answer.outcome).toBe('invalid');
    expect(said(await ask('visits since:205'))).toMatch(/“205” is not a date.*write 2005, 1995-06/);
  });

  test('more than 1,000 characters are refused unread', async () => {
    expect(said(await ask(`visits ${'k'.repeat(1000)}`))).toMatch(/longer than 1,000 characters/);
  });

  test('the handler gets the day of the desk, the date it looks back to, and lines to turn pages with', async () => {
    await ask('spy kazakhstan as of 2025 page 2');
    expect(seen[0]?.scope).toMatchObject({
      desk: 'centralasia',
      role: 'reader',
      today: '2026-11-23',
      asOf: '2025-12-31',
    });
    expect(seen[0]?.line({ page: '3' })).toBe('/centralasia spy country:KZ as-of:2025-12-31 page:3');
    expect(seen[0]?.line({ page: undefined, since: '2005-01-01' })).toBe(
      '/centralasia spy country:KZ since:2005-01-01 as-of:2025-12-31',
    );
    expect(seen[0]?.pageSize).toBe(5);
  });

  test('before a channel even an admin sees what readers see', async () => {
    await ask('spy', dispatcher([service()], 'admin'), 'channel');
    expect(seen[0]).toMatchObject({ scope: { role: 'reader' } });
  });
});

describe('an answer for all', () => {
  test.each([
    ['/centralasia spy kazakhstan public', 'public'],
    ['/centralasia spy public kazakhstan', 'public'],
    ['/centralasia spy kazakhstan public:yes', 'public'],
    ['/centralasia spy kazakhstan public:no', 'private'],
    ['/centralasia spy public:no kazakhstan', 'private'],
    ['/centralasia spy kazakhstan', 'private'],
  ])('%s is %s', async (line, visibility) => {
    seen = [];
    expect(await ask(line)).toMatchObject({ outcome: 'ok', visibility });
    // The lines behind its buttons are no part of that.
    expect(seen[0]?.line({ page: '2' })).toBe('/centralasia spy country:KZ page:2');
  });

  test('what cannot be read is never for all', async () => {
    expect(await ask('/centralasia spy country:atlantis public')).toMatchObject({ visibility: 'private' });
  });
});

describe('refuses and fails in words', () => {
  test('a role that is not held', async () => {
    const answer = await ask('publish');
    expect(answer).toMatchObject({ outcome: 'forbidden', desk: 'centralasia' });
    expect(logged).toMatchObject([
      { level: 'warn', fields: { command: 'publish', needed: 'reviewer', held: 'reader' } },
    ]);
    expect(await ask('publish', dispatcher([service()], 'admin'))).toMatchObject({ outcome: 'ok' });
  });

  test('a handler that throws: a number to quote, and the cause in the log under it', async () => {
    const answer = await ask('broken');
    expect(answer.outcome).toBe('failed');
    expect(said(answer)).toMatch(/e-42/);
    expect(said(answer)).not.toMatch(/fire/);
    expect(logged).toMatchObject([
      { level: 'error', fields: { errorId: 'e-42', err: new Error('the store is on fire') } },
    ]);
  });

  test('every reply is of the published shape', async () => {
    for (const text of [
      '',
      'visits',
      'visits foo',
      'visits clinton',
      'broken',
      'publish',
      '/x',
      'brief',
      'nonsense words',
    ]) {
      expect(replySchema.safeParse(await ask(text)).success, text).toBe(true);
    }
  });
});

describe('for platforms', () => {
  test('values of an option are completed', async () => {
    const at = { desk: 'centralasia', command: 'visits', option: 'country' };
    expect(await dispatcher().complete({ ...at, typed: 'uzb' }, 1)).toEqual([
      { label: 'Uzbekistan', command: 'UZ' },
    ]);
    expect(await dispatcher().complete({ ...at, option: 'direction', typed: 'to' }, 5)).toHaveLength(2);
    expect(await dispatcher().complete({ ...at, command: 'brief', option: 'id', typed: 'HSG' }, 5)).toEqual([
      { label: 'hsg1-visit: A visit', command: 'hsg1-visit' },
    ]);
    expect(await dispatcher().complete({ ...at, option: 'nothing', typed: '' }, 5)).toEqual([]);
  });

  test('names of a form are those of its desk, however they are written', () => {
    const named = (typed: string, kinds: ('person' | 'country')[], desk = 'centralasia') =>
      dispatcher()
        .names({ desk, kinds, typed }, 5)
        .map(({ command }) => command);
    expect(named('мирзи', ['person'])).toEqual(['shavkat-mirziyoyev']);
    expect(named('uzb', ['country'])).toEqual(['UZ']);
    // The world has more countries than an entry of the desk may name.
    expect(named('brazil', ['country'])).toEqual([]);
    expect(named('', ['country']).length).toBe(5);
    expect(named('uzb', ['country'], 'atlantis')).toEqual([]);
  });

  test('the catalogue is made once for each set of desks', () => {
    let desks = [service()];
    const answerer = createDispatcher({
      ...{
        commands: all,
        desks: servingOf(() => desks),
        roleOf: async () => 'reader',
        places: allInternal,
        readers: noReaders,
      },
      ...{
        recordState: { at: async () => '1' },
        clock: () => new Date(),
        log: silent,
        newErrorId: () => 'e',
      },
    });
    const first = answerer.catalogue();
    expect(answerer.catalogue()).toBe(first);
    desks = [service(), service('caucasus')];
    expect(answerer.catalogue().map(({ id }) => id)).toEqual(['centralasia', 'caucasus']);
  });

  test('the catalogue tells what can be asked', () => {
    const [desk] = dispatcher().catalogue();
    const command = desk?.commands.find(({ name }) => name === 'visits');
    expect(command?.options.map(({ name, type }) => `${name} ${type}`)).toContain('page number');
    expect(command?.options.find(({ name }) => name === 'direction')?.choices).toContain('to-us');
    expect(command?.options.find(({ name }) => name === 'country')?.completes).toBe(true);
  });

  test.each([
    ['/cen', '/centralasia '],
    ['/centralasia vis', '/centralasia visits '],
    ['vis', 'visits '],
    ['/centralasia visits uzb', '/centralasia visits Uzbekistan '],
    ['visits kazakhstan since:2005 person:mirz', 'visits kazakhstan since:2005 person:"Shavkat Mirziyoyev" '],
    ['visits person mirz', 'visits person Shavkat Mirziyoyev '],
    ['visits hillary cl', 'visits Hillary Clinton '],
    ['visits sin', 'visits since:'],
    ['visits direction:from', 'visits direction:from-region '],
    ['brief hsg', 'brief hsg1-visit '],
  ])('Tab after “%s”', async (typed, line) => {
    expect(await dispatcher().completeLine(typed)).toContain(line);
  });

  test.each([
    ['/centralasia visits kar', ['/centralasia visits Islam Karimov ']],
    ['visits uzbekistan sec', ['visits uzbekistan US Secretary of State ']],
    ['visits kaz', ['visits Kazakhstan ']],
    ['facts min', ['facts Minerals ']],
    ['visits Uzbekistan si', ['visits Uzbekistan since:']],
    ['visits si', ['visits since:']],
    ['visits sing', ['visits Singapore ']],
    ['visits uzbke', ['visits Uzbekistan ']],
    ['visits Каз', ['visits Kazakhstan ']],
    ['visits bus', ['visits Bush ']],
    ['help vi', ['help visits ']],
    ['help ', all.map(({ name }) => `help ${name} `).concat('help spy ')],
    ['visits country:kar', []],
    ['visits samar', []],
    ['visits usa', ['visits United States ']],
    ['facts oil', ['facts Energy ']],
    ['visits qqq', []],
  ])('Tab after “%s” offers that and nothing else', async (typed, lines) => {
    expect(await dispatcher().completeLine(typed)).toEqual(lines);
  });

  test('after one value the options come first: they are what is left to say', async () => {
    expect((await dispatcher().completeLine('visits uzbekistan '))[0]).toBe('visits uzbekistan person:');
  });

  test('Tab never takes back what was typed', async () => {
    for (const letters of [
      'k',
      'ka',
      'kar',
      'b',
      'bu',
      'cl',
      's',
      'se',
      'p',
      'pr',
      'm',
      'to',
      'us',
      'u',
      'min',
    ]) {
      for (const before of ['visits ', 'visits uzbekistan ', 'visits person ', 'visits person:', 'facts ']) {
        const line = `${before}${letters}`;
        const [found] = tabCompletion(line, await dispatcher().completeLine(line));
        const [first = '', ...rest] = found;
        const common = rest.reduce((a, b) => {
          let length = 0;
          while (length < a.length && a[length] === b[length]) length += 1;
          return a.slice(0, length);
        }, first);
        const left = common.replaceAll('"', '').toLowerCase();
        // One alone is what the letters mean, such as United States for us.
        if (left !== '' && found.length > 1) expect(left, `${line}: ${found}`).toContain(letters);
      }
    }
  });

  test('every completed line can be asked', async () => {
    for (const typed of [
      'visits person:',
      'visits ',
      'visits s',
      'visits p',
      'facts ',
      'facts m',
      'visits m',
    ]) {
      for (const line of await dispatcher().completeLine(typed)) {
        if (!line.endsWith(':')) expect((await ask(line)).outcome, line).toMatch(/^(ok|question)$/);
      }
    }
  });

  test('Tab keeps what stands right of the cursor', async () => {
    expect(await dispatcher().completeLine('visits uzb since 2005', { cursor: 10 })).toContain(
      'visits Uzbekistan  since 2005',
    );
  });
});
