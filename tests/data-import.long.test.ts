import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../src/app/app.ts';
import { exportDesk } from '../src/cli/export.ts';
import { importFiles } from '../src/cli/import.ts';
import { type Config, readConfig } from '../src/config.ts';
import type { Member } from '../src/domain/ports/access.ts';
import { openDatabase } from '../src/store/open.ts';
import { shippedDesk } from './cli/deskwire.ts';
import { whole } from './commands/desk.ts';
import { silent, storeOptions } from './store/fixture.ts';
import { type PostgresServer, startPostgres } from './store/postgres-server.ts';

const formats = ['csv', 'json', 'yaml'] as const;
const shipped = await shippedDesk();
const bob: Member = { person: 'slack:T1:UBOB' };

let server: PostgresServer;
let root: string;
let said: string[];
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deskwire-import-'));
  said = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text, done?: unknown) => {
      said.push(String(text));
      if (typeof done === 'function') done();
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const spoken = () => said.splice(0).join('');

/** A desk of one person, so that one pair of eyes is enough; `with` its entries or without. */
function briefsIn(folder: string, { entries }: { entries: boolean }): string {
  const briefs = join(root, folder);
  cpSync('briefs', briefs, { recursive: true });
  const file = join(briefs, 'centralasia', 'desk.yaml');
  writeFileSync(file, `review: one\n${readFileSync(file, 'utf8')}`);
  if (!entries)
    for (const part of ['facts', 'articles']) rmSync(join(briefs, 'centralasia', part), { recursive: true });
  return briefs;
}

let stores = 0;
async function configOn(dialect: string, briefs: string): Promise<Config> {
  stores += 1;
  const result = readConfig({
    DESKWIRE_DATA: join(root, `data-${stores}`),
    DESKWIRE_BRIEFS: briefs,
    DESKWIRE_ADMINS: 'terminal,slack:T1:UBOB',
    ...(dialect === 'PostgreSQL' && { DATABASE_URL: await server.database() }),
  });
  if (!result.ok) throw new Error(result.faults.join());
  return result.config;
}

async function inChat(config: Config, work: (ask: (line: string) => Promise<string>) => Promise<void>) {
  const app: App = await createApp(config, { log: silent });
  await app.desks.sync();
  const ask = async (text: string) => {
    const reply = await app.answerer.answer({
      text,
      person: 'terminal',
      audience: 'person',
      pageSize: 10,
    });
    return whole(reply);
  };
  await work(ask).finally(() => app.close());
}

/** Everything that can become of an entry in chat. */
const lived = (config: Config) =>
  inChat(config, async (ask) => {
    const done = async (line: string) => {
      const id = /Draft (\w{5}):/.exec(await ask(line))?.[1];
      await ask(`/deskwire-edit draft submit ${id}`);
      expect(await ask(`/deskwire-edit draft approve ${id}`)).toContain('Approved');
    };
    await ask(
      '/deskwire-edit add source title:"A page" publisher:"Steppe Courier" kind:press grade:B dated:2026-03-18 url:https://example.org/a',
    );
    const fact = (title: string) =>
      `/deskwire-edit add fact title:"${title}" statement:"=It is; so | they say \\ it." date:"Mar 2026" country:KZ topic:diplomacy source:"steppe-courier-2026 at row 7"`;
    for (const title of ['One agreed', 'Two agreed', 'Three agreed', 'Four agreed']) await done(fact(title));
    await done('/deskwire-edit correct one-agreed note:"It was April, not March."');
    await done('/deskwire-edit supersede two-agreed by three-agreed');
    await done('/deskwire-edit retract four-agreed reason:"It was not so."');
    await done('/deskwire-edit correct cheney-2006-05 note:"The city is Astana."');
  });

/** Every row of every table. */
async function rows(config: Config): Promise<unknown> {
  const database = await openDatabase({
    ...storeOptions(config.data),
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
  });
  try {
    const tables = await database.read.introspection.getTables();
    const all = tables.map(async ({ name }) => {
      const found = await database.read
        .selectFrom(name as never)
        .selectAll()
        .execute();
      return [name, found.map((row) => JSON.stringify(row)).sort()];
    });
    return Object.fromEntries(await Promise.all(all));
  } finally {
    await database.close();
  }
}

const out = (name: string) => join(root, name);
const exported = (config: Config, format: (typeof formats)[number], name: string) =>
  exportDesk(config, 'centralasia', { format, out: out(name), as: 'admin' });
const imported = (config: Config, name: string, { dryRun = false, publish = false } = {}) =>
  importFiles(config, [out(name)], { dryRun, publish });
const filesIn = (folder: string) =>
  Object.fromEntries(
    globSync('**/*.{yaml,md}', { cwd: out(folder) }).map((path) => [
      path,
      readFileSync(out(join(folder, path)), 'utf8'),
    ]),
  );

describe.each(['SQLite', 'PostgreSQL'])('on %s', (dialect) => {
  test('an export that is imported again changes not one row, whatever became of entries in chat', async () => {
    const config = await configOn(dialect, briefsIn('briefs', { entries: true }));
    await lived(config);
    for (const format of formats) await exported(config, format, `all.${format}`);
    expect(readFileSync(out('all.csv'), 'utf8')).toMatch(
      /two-agreed,fact.*superseded|three-agreed,fact.*superseded/,
    );
    const before = await rows(config);
    spoken();
    for (const format of formats) {
      for (const publish of [false, true]) {
        expect(await imported(config, `all.${format}`, { publish })).toBe(0);
        expect(spoken()).toContain(`0 new, 0 changed, ${shipped.entries + 4} the same. Nothing to do.`);
      }
    }
    expect(await rows(config)).toEqual(before);
  }, 60_000);

  test('exported, imported to a store that has nothing but the desk, and exported again the bytes are the same', async () => {
    const config = await configOn(dialect, briefsIn('briefs', { entries: true }));
    await lived(config);
    for (const format of formats) await exported(config, format, `first.${format}`);
    // Every entry takes some twenty questions to the server: one format shows what the others show on SQLite.
    for (const format of dialect === 'SQLite' ? formats : (['csv'] as const)) {
      const bare = briefsIn(`bare-${format}`, { entries: false });
      cpSync(out('first.yaml/centralasia/sources.yaml'), join(bare, 'centralasia', 'sources.yaml'));
      const fresh = await configOn(dialect, bare);
      expect(await imported(fresh, `first.${format}`, { publish: true })).toBe(0);
      expect(spoken()).toContain(`${shipped.entries + 4} new, 0 changed, 0 the same. Published.`);
      for (const again of ['csv', 'json'] as const) {
        await exported(fresh, again, `${format}.${again}`);
        expect(readFileSync(out(`${format}.${again}`), 'utf8')).toBe(
          readFileSync(out(`first.${again}`), 'utf8'),
        );
      }
    }
    const folder = await configOn(dialect, out('first.yaml'));
    await exported(folder, 'yaml', 'second.yaml');
    expect(filesIn('second.yaml')).toEqual(filesIn('first.yaml'));
  }, 120_000);
});

describe('what is new or changed', () => {
  let config: Config;
  const fact = (id: string, over = '') =>
    `- id: ${id}\n  kind: event\n  title: ${id}\n  statement: Something.\n  dates: [2026-03]\n  standing: reported\n  topics: [diplomacy]\n  sources: [sanchez-2026]\n  published: 2026-03-20\n${over}`;
  const write = (name: string, text: string | Uint8Array) => {
    mkdirSync(root, { recursive: true });
    writeFileSync(out(name), text);
  };
  beforeEach(async () => {
    config = await configOn('SQLite', 'briefs');
  });

  test('waits for a second person, is answered once that one approves, and was audited', async () => {
    write(
      'two.yaml',
      fact('line-agreed', '  related: [line-opened]\n') + fact('line-opened', '  related: [line-agreed]\n'),
    );
    expect(await imported(config, 'two.yaml', { dryRun: true })).toBe(0);
    expect(spoken()).toMatch(
      /new {6}line-agreed: line-agreed\nnew {6}line-opened: .*\n2 new, 0 changed, 0 the same. Nothing was written./,
    );
    expect(await imported(config, 'two.yaml')).toBe(0);
    const ids = [...spoken().matchAll(/draft (\w{5}), in review/g)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    expect(await imported(config, 'two.yaml')).toBe(0);
    expect([...spoken().matchAll(/draft (\w{5}), in review/g)].map(([, id]) => id)).toEqual(ids);
    await inChat(config, async (ask) => {
      expect(await ask('/centralasia brief line-agreed')).not.toContain('Something.');
      expect(await ask(`/deskwire-edit draft approve ${ids[0]}`)).toContain('needs a second pair of eyes');
      expect(await ask('/deskwire-edit review')).toContain(`Draft ${ids[0]}: import line-agreed`);
      expect(await ask('/deskwire-edit audit terminal')).toContain('to review');
    });
    const app = await createApp(config, { log: silent });
    await app.desks.sync();
    const say = async (text: string) =>
      whole(await app.answerer.answer({ ...bob, text, audience: 'person', pageSize: 10 }));
    for (const id of ids) expect(await say(`/deskwire-edit draft approve ${id}`)).toContain('is published');
    expect(await say('/centralasia brief line-agreed')).toContain('20 March 2026');
    await app.close();
    expect(await imported(config, 'two.yaml')).toBe(0);
    expect(spoken()).toContain('2 the same. Nothing to do.');
  });

  test('is told with its changes, and a draft that waits takes over what the file says now', async () => {
    await exported(config, 'json', 'all.json');
    const text = readFileSync(out('all.json'), 'utf8');
    write('all.json', text.replace('Dick Cheney in Astana', 'Dick Cheney went to Astana'));
    spoken();
    expect(await imported(config, 'all.json')).toBe(0);
    const first = spoken();
    expect(first).toContain('Title: Dick Cheney [-in-]{+went+} {+to +}Astana');
    expect(first).toContain(
      `0 new, 1 changed, ${shipped.entries - 1} the same. 1 draft waits for a reviewer: /deskwire-edit review`,
    );
    write('all.json', text.replace('Dick Cheney in Astana', 'Dick Cheney came to Astana'));
    await imported(config, 'all.json');
    const id = /draft (\w{5}), in review/.exec(first)?.[1];
    expect(spoken()).toContain(`draft ${id}, in review`);
    await inChat(config, async (ask) =>
      expect(await ask(`/deskwire-edit review`)).toContain('came to Astana'),
    );
  });

  test('may be changed in its form before it is approved, and keeps what the form does not ask', async () => {
    write(
      'one.yaml',
      fact('line-agreed', '  disagreements: [{ about: length, says: 400 km, sources: [sanchez-2026] }]\n'),
    );
    await imported(config, 'one.yaml');
    const id = /draft (\w{5}), in review/.exec(spoken())?.[1] ?? '';
    const app = await createApp(config, { log: silent });
    await app.desks.sync();
    const filled = { form: id, values: { title: 'A line is agreed' }, person: 'terminal', complete: true };
    expect(await app.forms.fill({ ...filled, interaction: 'i1' })).toMatchObject({
      outcome: 'answered',
    });
    const say = async (text: string) =>
      whole(await app.answerer.answer({ ...bob, text, audience: 'person', pageSize: 10 }));
    expect(await say(`/deskwire-edit draft approve ${id}`)).toContain('is published');
    const { own, actor } = (await app.store.revisions.of('centralasia', 'line-agreed')).at(-1) ?? {};
    expect(own).toMatchObject({
      ...{ title: 'A line is agreed', statement: 'Something.', published: '2026-03-20' },
      disagreements: [{ about: 'length', says: '400 km', sources: ['sanchez-2026'] }],
    });
    expect(actor).toBe('terminal');
    await app.close();
  });

  test('with any fault none of it is taken, and each is told with file, line and what to write', async () => {
    write('good.yaml', fact('good-one'));
    write(
      'bad.yaml',
      fact('bad-one').replace('diplomacy', 'diplomcy') + fact('sanchez-2026-visit') + fact('bad-one'),
    );
    write('bad.csv', 'id,type,titel\n');
    write('wide.csv', Buffer.from('id,title\na,b', 'utf16le'));
    write('bomb.yaml', `- id: a\n  title: &a [x]\n  topics: [${'*a, '.repeat(60)}]\n`);
    write('desk.yaml', readFileSync('briefs/centralasia/desk.yaml', 'utf8').replace('name:', 'name: New'));
    write(
      'sources.yaml',
      readFileSync('briefs/centralasia/sources.yaml', 'utf8').replace('grade: A', 'grade: B'),
    );
    const files = ['good.yaml', 'bad.yaml', 'bad.csv', 'wide.csv', 'bomb.yaml', 'desk.yaml', 'sources.yaml'];
    expect(await importFiles(config, files.map(out), { dryRun: false, publish: false })).toBe(1);
    const told = spoken().replaceAll(`${root}/`, '');
    expect(told).toContain(
      'bad.yaml:7:12  unknown topic "diplomcy" in "topics"\n  → did you mean "diplomacy"?',
    );
    expect(told).toContain(
      'bad.yaml:10:7  sanchez-2026-visit is the id of a brief, and this is a fact\n  → give it another id',
    );
    expect(told).toContain('bad.yaml:19:7  the id "bad-one" is also used in this file, line 1');
    expect(told).toContain('bad.csv:1:1  there is no column "titel"\n  → did you mean "title"?');
    expect(told).toContain('wide.csv:1:1  the file is UTF-16 text\n  → save it with encoding UTF-8');
    expect(told).toMatch(/bomb.yaml:3:\d+ {2}the file repeats parts of itself by aliases/);
    expect(told).toContain('desk.yaml:1:1  the desk centralasia is described otherwise here than it is');
    expect(told).toMatch(
      /sources.yaml:\d+:\d+ {2}the source "[\w-]+" is there already and says something else/,
    );
    expect(told).toMatch(/\d+ faults in 6 files: nothing was imported\n$/);
    const { revisions, drafts } = (await rows(config)) as Record<string, string[]>;
    expect(drafts).toEqual([]);
    expect(revisions?.filter((row) => row.includes('good-one'))).toEqual([]);
  });

  test.each([
    [
      'straight to readers where two pairs of eyes are needed',
      ['good.yaml'],
      { publish: true },
      'Leave out --publish',
    ],
    ['a file that is not there', ['none.yaml'], {}, 'none.yaml does not exist\nName a file'],
    ['a desk that is not there', ['good.yaml'], { desk: 'nowhere' }, 'Add --desk, one of: centralasia.'],
    ['an empty folder', ['.'], {}, 'Name files that end in .yaml, .md, .csv or .json.'],
  ])('%s is refused with what to write', async (_, names, options, says) => {
    if (names[0] !== '.') write('good.yaml', fact('good-one'));
    else mkdirSync(out('empty'));
    const files = names[0] === '.' ? [out('empty')] : names.map(out);
    expect(await importFiles(config, files, { dryRun: false, publish: false, ...options })).toBe(2);
    expect(spoken()).toContain(says);
  });

  test('a source comes along with the entries that cite it', async () => {
    const source = readFileSync('briefs/centralasia/sources.yaml', 'utf8')
      .split(/^(?=- id:)/m)
      .find((one) => one.includes('id: sanchez-2026'));
    write(
      'sources.yaml',
      source?.replace('id: sanchez-2026', 'id: sanchez-2027').replace(/\n {2}url:.*/, '') ?? '',
    );
    write('facts.yaml', fact('line-agreed').replace('sanchez-2026', 'sanchez-2027'));
    expect(
      await importFiles(config, [out('facts.yaml'), out('sources.yaml')], { dryRun: false, publish: false }),
    ).toBe(0);
    expect(spoken()).toContain('2 new, 0 changed');
    await inChat(config, async (ask) => {
      expect(await ask('/deskwire-edit audit terminal')).toContain('added the source sanchez-2027');
      expect(await ask('/deskwire-edit review')).toContain('import line-agreed');
    });
  });
});
