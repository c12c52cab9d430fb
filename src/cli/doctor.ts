import { commands } from '../../commands/index.ts';
import { adaptersOf } from '../app/adapters.ts';
import { createApp } from '../app/app.ts';
import { databaseFile } from '../app/reader.ts';
import { catalogueCommand } from '../command/slashes.ts';
import { type Config, readConfig, secretsOf } from '../config.ts';
import { brokenDesks, checkFolder } from '../content/check/check-folder.ts';
import { listDesks } from '../content/read/list-files.ts';
import { type Finding, type Found, fault, ok, warn } from '../domain/checkup.ts';
import { count } from '../domain/dates/day.ts';
import type { CatalogueDesk } from '../domain/ports/answerer.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { printableLine, toStdout } from '../runtime/standard-streams.ts';
import type { Database } from '../store/database.ts';
import { StoreError } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import {
  diskFound,
  folderFound,
  metricsFound,
  pageFound,
  portFound,
  programFound,
} from './doctor/machine.ts';
import { channelsFound, discordFound, slackFound } from './doctor/platforms.ts';
import { stepsFound } from './doctor/steps.ts';
import {
  conflictsFound,
  databaseToLook,
  digestsFound,
  lookIntoStore,
  waitingFound,
} from './doctor/stored.ts';
import { usableConfig, variablesFound } from './doctor/variables.ts';
import type { ExitCode } from './output.ts';
import { servedOf, validate, writtenIn } from './validate.ts';

interface Check {
  name: string;
  /** May throw or time out; the other checks still run. */
  run(until: AbortSignal): Promise<Found[]> | Found[];
  /** Timeout in milliseconds; default 10,000. */
  within?: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Hidden even when the configuration is invalid. */
const secretVariables = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'DISCORD_TOKEN'];

/** Content faults shown; `validate` prints all of them. */
const mostFaults = 5;

/** Doctor prints findings and logs nothing. */
const silent: Log = { info() {}, warn() {}, error() {} };

/**
 * Checks everything that Deskwire needs and prints a remedy for each problem. Changes nothing and creates no file.
 * Exit code 1 on any fault; warnings do not count.
 */
export async function doctor(
  env: Env,
  { json = false }: { json?: boolean },
  out: (text: string) => void = toStdout,
): Promise<ExitCode> {
  const config = usableConfig(env);
  const hide = hiding([...secretsOf(config), ...secretVariables.map((name) => env[name]?.trim() ?? '')]);
  const findings: Finding[] = [];
  await using opened = new AsyncDisposableStack();
  for (const check of checksOf(config, env, opened)) {
    for (const { state, says, do: remedy } of await outcomeOf(check)) {
      const finding = { check: check.name, state, says: hide(says), ...(remedy && { do: hide(remedy) }) };
      findings.push(finding);
      if (!json) out(lineOf(finding));
    }
  }
  const of = (state: Finding['state']) => findings.filter((one) => one.state === state).length;
  out(
    json
      ? `${JSON.stringify(findings, null, 2)}\n`
      : `${count(of('fault'), 'fault')}, ${count(of('warn'), 'warning')}\n`,
  );
  return of('fault') > 0 ? 1 : 0;
}

const lineOf = ({ check, state, says, do: remedy }: Finding) =>
  `${printableLine(`${state.padEnd(6)}${check.padEnd(11)}${says}${remedy ? ` → ${remedy}` : ''}`)}\n`;

const hiding = (secrets: readonly string[]) => (text: string) =>
  secrets.filter((secret) => secret.length > 3).reduce((rest, one) => rest.replaceAll(one, '[secret]'), text);

/** In order of dependency. */
function checksOf(config: Config, env: Env, opened: AsyncDisposableStack): Check[] {
  const clock = () => new Date();
  let database: Database | 'none yet' | undefined;
  let store: Store | undefined;
  const unseen = () => [
    database === 'none yet' ? ok('no database yet') : warn('not checked', 'fix the database first'),
  ];
  const stored =
    (run: (store: Store, until: AbortSignal) => Promise<Found[]>) => async (until: AbortSignal) => {
      return store ? run(store, until) : unseen();
    };
  /** Served desks; undefined without a database. */
  let catalogue: CatalogueDesk[] | undefined;
  const around = () => ({ config, clock, log: silent, catalogue });

  return [
    { name: 'program', run: programFound },
    { name: 'variables', run: () => variablesFound(env, readConfig(env)) },
    { name: 'folder', run: () => folderFound(config) },
    { name: 'disk', run: () => diskFound(config, databaseFile(config)) },
    { name: 'page', run: () => pageFound(config) },
    { name: 'metrics', run: () => metricsFound(config) },
    {
      name: 'database',
      async run() {
        const there = await databaseToLook(config);
        database = there ?? 'none yet';
        if (!there) return [ok('does not exist yet; the first start creates it')];
        opened.defer(() => there.close());
        const { schema, ...looked } = await lookIntoStore(there, config.data);
        store = looked.store;
        if (store) catalogue = await catalogueOf(config, store);
        return [schema];
      },
    },
    {
      name: 'port',
      async run() {
        const none = database === 'none yet' ? database : undefined;
        return portFound(config, none ?? (await store?.epoch.installation()));
      },
    },
    {
      name: 'integrity',
      within: 120_000,
      async run() {
        if (typeof database !== 'object') return unseen();
        await database.checkIntegrity('always');
        return [
          ok(
            config.databaseUrl ? 'PostgreSQL checks its own pages' : 'every page of the database is readable',
          ),
        ];
      },
    },
    { name: 'content', run: () => contentFound(config, store, clock()) },
    { name: 'conflicts', run: stored(conflictsFound) },
    { name: 'digests', run: stored(digestsFound) },
    { name: 'waiting', run: stored((store) => waitingFound(store, clock())) },
    { name: 'slack', run: () => slackFound(around()) },
    { name: 'discord', run: () => discordFound(around()) },
    {
      name: 'channels',
      within: 30_000,
      run: stored(async (store, until) =>
        channelsFound(store, await adaptersOf(config, { clock, log: silent }), until),
      ),
    },
    {
      name: 'steps',
      async run() {
        const { briefs } = config;
        const served = (catalogue ?? []).filter(({ app }) => !app).map(({ id }) => id);
        const broken = await brokenDesks(briefs, served);
        // Without a database what is in the folder will be served.
        const filed = foldersIn(briefs).filter((id) => !broken.some(({ desk }) => desk === id));
        return stepsFound(config, catalogue ?? filed.map((id) => ({ id })), broken, store);
      },
    },
  ];
}

/** Desks in the database, and desks that exist only as files so far. */
async function catalogueOf(config: Config, store: Store): Promise<CatalogueDesk[]> {
  const app = await createApp(config, { log: silent, store });
  await app.desks.refresh();
  const served = app.answerer.catalogue();
  const known = new Set(served.map(({ id }) => id));
  const added = foldersIn(config.briefs).filter((id) => !known.has(id));
  const checked = await Promise.all(added.map((id) => checkFolder(config.briefs, id, undefined)));
  const catalogued = commands.map(catalogueCommand);
  return [
    ...checked.flatMap(({ desk }) => (desk ? [{ ...desk.definition, commands: catalogued }] : [])),
    ...served,
  ];
}

/** The content check reports a folder that cannot be read. */
function foldersIn(briefs: string): string[] {
  try {
    return listDesks(briefs).desks;
  } catch {
    return [];
  }
}

/** Same checks as `deskwire validate`; counted is what readers see. */
async function contentFound({ briefs }: Config, store: Store | undefined, now: Date): Promise<Found[]> {
  const chat = store ? await writtenIn(store) : new Map();
  const good: string[] = [];
  const bad: string[] = [];
  const code = await validate({
    folder: briefs,
    inChat: (desk) => chat.get(desk),
    served: async (desk) => store && servedOf(store, desk, now),
    out: (line) => good.push(line),
    err: (line) => bad.push(line),
  });
  if (code === 0) return good.map(ok);
  const shown = bad.slice(0, mostFaults).map((text) => {
    const [says = '', remedy = 'run `deskwire validate` for details'] = text.split(/\n *→ /);
    return fault(says, remedy);
  });
  const more = bad.length - shown.length;
  return more > 0
    ? [...shown, warn(`${more} more lines`, 'run `deskwire validate` to see all of them')]
    : shown;
}

/** A check that fails or times out becomes a fault, so that the others still run. */
async function outcomeOf({ run, within = 10_000 }: Check): Promise<Found[]> {
  const overtime = new AbortController();
  const late = Promise.withResolvers<Found[]>();
  const remedy = 'check the network and the service that it asks, then run doctor again';
  const found = [fault(`no result within ${within / 1000} s`, remedy)];
  // A check that stops on abort gets 3 s to return what it has found.
  const timers = [
    setTimeout(() => overtime.abort(), within),
    setTimeout(() => late.resolve(found), within + 3000),
  ];
  try {
    return await Promise.race([run(overtime.signal), late.promise]);
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return [
      fault(
        message,
        error instanceof StoreError ? error.remedy : 'run doctor again; report this if it persists',
      ),
    ];
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
