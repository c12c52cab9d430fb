import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { preparePostgresRestore } from '../../src/store/postgres/restore.ts';
import { fact } from './entries-made.ts';
import { change, now, scope, storeOptions } from './fixture.ts';
import { freePort, type PostgresServer, startPostgres } from './postgres-server.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskwire-pg-restore-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env.PATH };
const prepare = (url: string, backup: string, given: Record<string, string | undefined> = env) =>
  preparePostgresRestore({ url, backup, dataFolder: join(folder, 'data'), env: given, now: new Date() });

async function restored(url: string, backup: string) {
  const ready = await prepare(url, backup);
  return ready.replace();
}

async function ask(url: string, statement: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const opened = (url: string) => openStore({ ...storeOptions(folder), databaseUrl: url });

async function bring(url: string, ...ids: string[]) {
  const store = await opened(url);
  await store.content.apply(change(ids.map((id) => fact(id))), now);
  await store.maintenance.close();
}

async function entriesIn(url: string) {
  const store = await opened(url);
  try {
    const found = await Promise.all(['before', 'after'].map((id) => store.entries.get(scope(), id)));
    return found.flatMap((entry) => entry?.body.id ?? []);
  } finally {
    await store.maintenance.close();
  }
}

describe('without programs that fit', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  const dump = () => {
    const file = join(folder, 'any.dump');
    writeFileSync(file, 'PGDMP and so on');
    return file;
  };

  test('what to install and to type is said where they are older than the server', async () => {
    const programs = mkdtempSync(join(folder, 'old-'));
    for (const name of ['pg_restore', 'psql', 'pg_dump']) {
      writeFileSync(join(programs, name), `#!/bin/sh\necho "${name} (PostgreSQL) 9.6.24"\n`);
      chmodSync(join(programs, name), 0o755);
    }
    const found = prepare(await server.database(), dump(), { PATH: `${programs}:/bin:/usr/bin` });
    await expect(found).rejects.toMatchObject({
      message: expect.stringMatching(/pg_restore here is 9\.6\.24, older than the server, which is \d+/),
      remedy: expect.stringMatching(
        /postgresql-client-\d+.*pg_restore .*--dbname="\$DATABASE_URL".*any\.dump/,
      ),
    });
  });

  test('and where there are none', async () => {
    await expect(prepare(await server.database(), dump(), { PATH: folder })).rejects.toMatchObject({
      message: expect.stringContaining('there is no pg_restore on this machine'),
      remedy: expect.stringMatching(/pg_restore .*any\.dump/),
    });
  });

  test('a file that is no dump in the custom format is refused', async () => {
    const sql = join(folder, 'plain.sql');
    writeFileSync(sql, '-- PostgreSQL database dump');
    await expect(prepare(await server.database(), sql)).rejects.toMatchObject({
      code: 'not_restorable',
      remedy: expect.stringContaining('pg_dump --format=custom'),
    });
  });
});

/** PostgreSQL's own programs, and a server that is not newer than they are. */
const installed = globSync('/usr/lib/postgresql/*/bin/initdb').map(dirname).at(-1);

// The server that comes with our tests has no pg_dump: this one is that of the system, where it is installed.
describe.skipIf(!installed)('with the programs of the server', () => {
  let server: Awaited<ReturnType<typeof startInstalled>>;
  beforeAll(async () => {
    server = await startInstalled(installed as string);
  });
  afterAll(() => server?.stop());

  const dumpOf = (url: string) => {
    const file = join(folder, `${new URL(url).pathname.slice(1)}.dump`);
    execFileSync('pg_dump', ['--format=custom', `--file=${file}`, url]);
    return file;
  };

  test('our tables become those of the dump, others stay, and what was there is kept', async () => {
    const url = await server.database('kept');
    await bring(url, 'before');
    const dump = dumpOf(url);
    await bring(url, 'after');
    await ask(url, 'CREATE TABLE invoices (id INTEGER)');
    const kept = await restored(url, dump);
    expect(statSync(kept ?? '').mode & 0o777).toBe(0o600);
    expect(await entriesIn(url)).toEqual(['before']);
    expect(await ask(url, 'SELECT count(*)::int AS n FROM invoices')).toEqual([{ n: 0 }]);
    expect(await ask(url, 'SELECT copied FROM epoch')).toEqual([{ copied: 1 }]);
    await restored(url, kept ?? '');
    expect(await entriesIn(url)).toEqual(['before', 'after']);
  });

  test('nothing is restored while a process has the database open', async () => {
    const url = await server.database('open');
    const store = await opened(url);
    const dump = dumpOf(url);
    await expect(prepare(url, dump)).rejects.toMatchObject({ code: 'in_use' });
    await store.maintenance.close();
    await vi.waitFor(async () => expect((await prepare(url, dump)).replaces).toBe(true), {
      timeout: 20_000,
    });
  });

  test('a dump of an older version takes away the tables that it does not know', async () => {
    const url = await server.database('older');
    await bring(url, 'before');
    const dump = join(folder, 'older.dump');
    await ask(url, "DELETE FROM kysely_migration WHERE name >= '0017'");
    execFileSync('pg_dump', ['--format=custom', '--exclude-table=cards', `--file=${dump}`, url]);
    const ready = await prepare(url, dump);
    await ready.replace();
    expect(await ask(url, "SELECT to_regclass('cards') AS is")).toEqual([{ is: null }]);
  });

  test.each<[string, (url: string, dump: string) => Promise<void> | void, RegExp]>([
    ['is of a newer version', () => {}, /newer Deskwire/],
    [
      'was cut off',
      (_, dump) => truncateSync(dump, Math.floor(statSync(dump).size * 0.7)),
      /cannot be restored/,
    ],
  ])('a dump that %s is refused, and the database is as it was', async (what, spoil, said) => {
    const url = await server.database(what.replaceAll(/\W/g, ''));
    await bring(url, 'before');
    const newer = "INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')";
    if (what.includes('newer')) await ask(url, newer);
    const dump = dumpOf(url);
    await ask(url, "DELETE FROM kysely_migration WHERE name = '9999-later'");
    await bring(url, 'after');
    await spoil(url, dump);
    await expect(restored(url, dump)).rejects.toMatchObject({ message: expect.stringMatching(said) });
    expect(await entriesIn(url)).toEqual(['before', 'after']);
  });

  test('what fails on the way leaves the database as it was, and says why', async () => {
    const url = await server.database('view');
    await bring(url, 'before');
    const dump = dumpOf(url);
    await bring(url, 'after');
    await ask(url, 'CREATE VIEW of_others AS SELECT id FROM revisions');
    await expect(restored(url, dump)).rejects.toMatchObject({
      message: expect.stringMatching(/revisions.*depend|depend.*revisions/),
      remedy: expect.stringContaining('as it was'),
    });
    expect(await entriesIn(url)).toEqual(['before', 'after']);
  });

  test('the password is no argument of a program, which everybody on the machine can read', async () => {
    const url = new URL(await server.database('secret'));
    url.password = 'pa55word';
    const store = await opened(url.href);
    await store.maintenance.close();
    const dump = dumpOf(url.href);
    const programs = mkdtempSync(join(folder, 'spies-'));
    const calls = join(programs, 'calls');
    for (const name of ['pg_restore', 'psql', 'pg_dump']) {
      writeFileSync(
        join(programs, name),
        `#!/bin/sh\necho "$0 $*" >> ${calls}\nexec ${installed}/${name} "$@"\n`,
      );
      chmodSync(join(programs, name), 0o755);
    }
    const ready = await prepare(url.href, dump, { PATH: `${programs}:/bin:/usr/bin` });
    await ready.replace();
    expect(readFileSync(calls, 'utf8')).toContain('psql');
    expect(readFileSync(calls, 'utf8') + ready.target).not.toContain('pa55word');
  });
});

/** PostgreSQL will not run as root, so that root runs it as the user `postgres`. */
async function startInstalled(bin: string) {
  const data = mkdtempSync(join(tmpdir(), 'deskwire-pg-'));
  const id = (what: '-u' | '-g') => Number(execFileSync('id', [what, 'postgres']));
  const as: { uid?: number; gid?: number } = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {};
  if (as.uid !== undefined && as.gid !== undefined) chownSync(data, as.uid, as.gid);
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'deskwire', '--auth=trust', '-N'], {
    ...as,
    stdio: 'ignore',
  });
  const port = await freePort();
  const flags = ['-D', data, '-k', data, '-h', '127.0.0.1', '-p', String(port), '-F'];
  const child = spawn(join(bin, 'postgres'), flags, { ...as, stdio: 'ignore' });
  const url = (name: string) => `postgres://deskwire@127.0.0.1:${port}/${name}`;
  await vi.waitFor(() => ask(url('postgres'), 'SELECT 1'), { timeout: 30_000, interval: 100 });
  return {
    async database(name: string) {
      await ask(url('postgres'), `CREATE DATABASE ${name}`);
      return url(name);
    },
    async stop() {
      child.kill('SIGINT');
      await once(child, 'close');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
