import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Every room may import itself, domain and these. */
const shared = ['runtime', 'http', 'search/names'];

/** What each room may import besides; a folder of src without a line here is a fault. */
const rooms: Record<string, readonly string[]> = {
  'search/names': [],
  http: [],
  runtime: [],
  content: [],
  store: [],
  search: [],
  // Answers free questions from what the ports give; a command shows the answer.
  ask: [],
  command: [],
  digest: [],
  outbox: [],
  editing: [],
  import: [],
  feeds: [],
  pictures: [],
  // Each platform is a room of its own: sisters never import each other.
  'platforms/*': [],
  commands: ['command', 'ask'],
};
/** These alone know everything; of the two only the command line knows the other. */
const wiring = ['app', 'cli'];

/** Files beside the rooms, at the root of src. */
const atRoot = ['config.ts', 'deskwire.js', 'node24.js'];

const files = globSync(['src/**/*.ts', 'commands/**/*.ts']).sort();
const textOf = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const linesOf = (file: string) => (textOf.get(file) ?? '').split('\n').length - 1;

/** What a file imports of ours, types and what is loaded later included. */
const importsOf = new Map(
  files.map((file) => {
    const specifiers = [...(textOf.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)];
    return [file, specifiers.map(([, path]) => normalize(join(dirname(file), path as string)))];
  }),
);

function roomOf(path: string): string {
  if (path.startsWith('commands/')) return 'commands';
  const [, first = '', second = ''] = dirname(path).split('/');
  const nested = `${first}/${second}`;
  return first === 'platforms' || nested in rooms ? nested : first || 'root';
}

const ruleOf = (room: string) => room.replace(/^platforms\/.*/, 'platforms/*');

describe('rooms', () => {
  test('each has a rule', () => {
    const known = new Set([...Object.keys(rooms), 'domain', 'root', ...wiring]);
    expect(files.filter((file) => !known.has(ruleOf(roomOf(file))))).toEqual([]);
  });

  test('nothing but the settings and the entry lies beside them', () => {
    expect(
      globSync('src/*.*')
        .map((file) => basename(file))
        .sort(),
    ).toEqual(atRoot);
  });

  test('each imports only the rooms it may', () => {
    const breaches = files.flatMap((file) => {
      const room = roomOf(file);
      return (importsOf.get(file) ?? []).flatMap((path) => {
        const target = roomOf(path);
        return target === room || mayImport(room, target) ? [] : [`${file} imports ${path}`];
      });
    });
    expect(breaches).toEqual([]);
  });

  test('the two databases never import each other', () => {
    const crossing = globSync('src/store/{sqlite,postgres}/**/*.ts').filter((file) =>
      textOf.get(file)?.includes(file.includes('sqlite') ? '/postgres/' : '/sqlite/'),
    );
    expect(crossing).toEqual([]);
  });
});

function mayImport(room: string, target: string): boolean {
  if (room === 'cli') return true;
  if (room === 'app') return target !== 'cli';
  if (room === 'domain') return false;
  if (target === 'domain') return true;
  return room !== 'root' && (shared.includes(target) || (rooms[ruleOf(room)] ?? []).includes(target));
}

test('no imports go round in a circle, those of types included', () => {
  expect(circlesIn(importsOf)).toEqual([]);
});

/** Groups of files that reach each other, after Tarjan. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(file, Math.min(lowest.get(file) ?? 0, lowest.get(next) ?? 0));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1 || graph.get(file)?.includes(file)) circles.push(circle);
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** Costly to load, and not needed to answer a line at the command line. */
const loadedLater =
  /^(node:https?|node:dns.*|pino|prom-client|pg|discord\.js|@slack\/bolt|linkedom|chokidar)$/;

test('answering one line loads no library of the service, and no door to the network', () => {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = textOf.get(file) ?? '';
    for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?'([^']+)';$/gm)) {
      if (loadedLater.test(path)) found.push(`${file}: ${path}`);
      else if (path.startsWith('.')) visit(normalize(join(dirname(file), path)));
    }
  };
  visit('src/cli/run.ts');
  expect(seen.size).toBeGreaterThan(100);
  expect(found).toEqual([]);
  // What only /deskwire and /deskwire-edit need is loaded for their lines.
  const unasked = /^(src\/(app\/app|digest\/|editing\/|import\/|feeds\/|http\/)|commands\/admin\/catalogue)/;
  expect([...seen].filter((file) => unasked.test(file))).toEqual([]);
});

test('process.env is read in one place', () => {
  expect(files.filter((file) => textOf.get(file)?.includes('process.env'))).toEqual(['src/cli/program.ts']);
});

describe('a module is what has to be read together', () => {
  const sizes = files.map(linesOf).sort((a, b) => a - b);

  test('none is over 300 lines', () => {
    expect(files.filter((file) => linesOf(file) > 300)).toEqual([]);
  });

  test('they are few, and seldom small', () => {
    expect(files.length).toBeLessThanOrEqual(580);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeGreaterThanOrEqual(80);
    expect(sizes.filter((lines) => lines < 30).length).toBeLessThanOrEqual(40);
  });

  test('a small one with a single importer, in its own folder, is part of that importer', () => {
    const apart = files.filter((file) => {
      if (linesOf(file) >= 60 || /^(commands|src\/cli|src\/store\/migrations)\//.test(file)) return false;
      const importers = files.filter((other) => importsOf.get(other)?.includes(file));
      const [only] = importers;
      if (importers.length !== 1 || !only || dirname(only) !== dirname(file)) return false;
      // What is loaded when it is first needed has to be a file of its own.
      return !textOf.get(only)?.includes(`import('./${basename(file)}')`);
    });
    expect(apart).toEqual([]);
  });

  test('at most 15 lie in a folder, but for migrations and one file a command', () => {
    const folders = Map.groupBy(files, (file) => dirname(file));
    const free = ['src/store/migrations', 'src/cli', 'commands'];
    const full = [...folders].filter(([folder, { length }]) => length > 15 && !free.includes(folder));
    expect(full.map(([folder, { length }]) => `${folder}: ${length}`)).toEqual([]);
  });
});

test('platforms are named by their own rooms and where they are put together', () => {
  const elsewhere = files.filter((file) => !/^src\/(platforms|app|cli)\/|^src\/config\.ts$/.test(file));
  const naming = elsewhere.filter((file) => /slack|discord/i.test(withoutComments(textOf.get(file) ?? '')));
  // Fewer than ten is the aim; this only ever goes down.
  expect(naming.length).toBeLessThanOrEqual(mostNaming);
});
const mostNaming = 9;

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
