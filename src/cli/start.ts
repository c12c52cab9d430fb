import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import meta from '../../package.json' with { type: 'json' };
import { measuredLog } from '../app/measured.ts';
import { databaseFile } from '../app/reader.ts';
import { type Service, startService } from '../app/service.ts';
import { type DeskService, scopeOf } from '../command/define.ts';
import { type Config, exampleBriefs, secretsOf } from '../config.ts';
import { brokenDesks } from '../content/check/check-folder.ts';
import { inWords } from '../domain/desk.ts';
import { type CatalogueDesk, terminalPageSize } from '../domain/ports/answerer.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { capital } from '../domain/text.ts';
import { type Prompt, startPrompt } from '../platforms/terminal/app.ts';
import { type BannerFacts, bannerText } from '../platforms/terminal/banner.ts';
import { type Environment, terminalSettings } from '../platforms/terminal/capabilities.ts';
import { endOnFault, openLog, withoutRepeats } from '../runtime/log.ts';
import { createMetrics, type Metrics } from '../runtime/metrics.ts';
import { confirm, toStderr } from '../runtime/standard-streams.ts';
import { stopOnSignals } from '../runtime/stop-signals.ts';
import { readWorldAhead } from '../search/names/world.ts';
import { unknownVariables } from './doctor/variables.ts';
import type { ExitCode } from './output.ts';

export interface StartOptions {
  /** Serves this content folder although the database was filled from another one. */
  briefsMoved?: boolean;
}

/** Runs the service until a signal or `exit`, then stops cleanly. */
export async function main(
  config: Config,
  env: Environment,
  { briefsMoved = false }: StartOptions = {},
): Promise<ExitCode> {
  const interactive = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const metrics = createMetrics(meta.version);
  const file = interactive ? join(config.data, 'deskwire.log') : undefined;
  const onLost = (reason: string) =>
    toStderr(
      `deskwire: the log in ${file ?? 'standard output'} cannot be written: ${reason}\n` +
        'The service continues without a log. Free disk space or fix the owner of the file, then restart.\n',
    );
  const written = withoutRepeats(
    openLog({ level: config.logLevel, secrets: secretsOf(config), file, onLost }),
  );
  const log = measuredLog(written, metrics);
  for (const { name, meant } of unknownVariables(env))
    log.warn({ variable: name, meant }, 'unknown environment variable');
  endOnFault(process, log, interactive ? toStderr : undefined);
  const stop = stopOnSignals(process, log);
  // Disposed in reverse order, also after a start that failed.
  const opened = new AsyncDisposableStack();
  const started = serve({
    config,
    env,
    log,
    metrics,
    interactive,
    opened,
    briefsMoved,
    onExit: () => stop.tell('exit'),
  });
  let serving = false;
  let code: ExitCode = 1;
  try {
    serving = await Promise.race([started.then(() => true), stop.requested.then(() => false)]);
    log.info({ reason: await stop.requested }, 'stopping');
    code = 0;
  } finally {
    const begun = stop.begin();
    await opened.disposeAsync();
    begun.closed(code);
    log.info({}, 'stopped');
  }
  // Stopped during the start: the process ends what was still opening.
  if (!serving) process.exit(0);
  return 0;
}

interface Serving {
  config: Config;
  env: Environment;
  log: Log;
  metrics: Metrics;
  /** Whether a prompt uses the terminal. */
  interactive: boolean;
  briefsMoved: boolean;
  /** Collects everything to close at the end. */
  opened: AsyncDisposableStack;
  onExit(): void;
}

/** Resolves once the service answers. */
async function serve({ env, briefsMoved, onExit, ...serving }: Serving): Promise<void> {
  const { config, log, interactive, opened } = serving;
  let prompt: Prompt | undefined;
  const service = await startService({
    ...serving,
    show: (text) => prompt?.show(text),
    async agrees({ code, what, withdraws }) {
      if (briefsMoved) return true;
      // Asked again once the disk has room: the terminal belongs to the prompt then.
      if (prompt) return false;
      const serves = code === 'lacks' ? undefined : config.briefs;
      return confirm(`deskwire: ${what}.\n${questionOf(withdraws, serves)} [y/N] `);
    },
  });
  if (interactive) {
    prompt = await openPrompt(service, { config, env, log, onExit });
    opened.defer(async () => prompt?.stop());
  } else if (service.connected.length === 0)
    log.warn({}, 'no way to ask questions: no terminal for a prompt, and no Slack or Discord token is set');
  service.begin();
  readWorldAhead().catch((err) => log.error({ err }, 'places of the world not read'));
}

function questionOf(desks: readonly string[], briefs: string | undefined): string {
  const acts = [
    ...(desks.length > 0 ? [`withdraw ${inWords(desks.map((id) => `/${id}`))}`] : []),
    ...(briefs === undefined ? [] : [`serve ${briefs} from now on`]),
  ];
  return `${capital(acts.join(' and '))}?`;
}

/** Prints the banner and answers lines typed in the terminal. */
async function openPrompt(
  { app, port, connected, page }: Service,
  { config, env, log, onExit }: Pick<Serving, 'config' | 'env' | 'log' | 'onExit'>,
): Promise<Prompt> {
  const { stdin: input, stdout: output } = process;
  const settings = terminalSettings(env, output);
  const { answerer, forms, lookAtForm, desks, completeLine } = app;
  const now = new Date();
  const examples = examplesOf(answerer.catalogue());
  const facts = await greeting(config, desks.all(), {
    now,
    port,
    platforms: connected,
    prompt: true,
    page,
    examples,
  });
  output.write(bannerText(facts, settings));
  return startPrompt({
    answer: (text) =>
      answerer.answer({ text, person: 'terminal', audience: 'person', pageSize: terminalPageSize }),
    fill: (filled) =>
      forms.fill({
        ...filled,
        values: { ...filled.values },
        person: 'terminal',
        interaction: `terminal:${randomUUID()}`,
      }),
    look: (filled) => lookAtForm({ ...filled, person: 'terminal' }),
    names: (typed, limit) => answerer.names(typed, limit),
    complete: (line) => completeLine(line, { person: 'terminal' }),
    input,
    output,
    settings,
    onExit,
    others: connected,
    historyFile: join(config.data, 'history'),
    reportFault: (err) => log.error({ err }, 'prompt'),
  });
}

interface Started {
  now: Date;
  /** Undefined if another process has the port. */
  port: number | undefined;
  /** Connected platforms, such as `Slack (Socket Mode)`. */
  platforms: string[];
  prompt: boolean;
  /** Address of the local page. */
  page: string | undefined;
  examples: string[];
}

/** Facts for the banner; counts what a reader can see. */
async function greeting(
  config: Config,
  desks: readonly DeskService[],
  { now, port, platforms, prompt, page, examples }: Started,
): Promise<BannerFacts> {
  return {
    version: meta.version,
    desks: await Promise.all(desks.map((desk) => counts(desk, now))),
    broken: await brokenDesks(
      config.briefs,
      desks.map(({ desk }) => desk.definition.id),
    ),
    data: config.databaseUrl ? `PostgreSQL at ${new URL(config.databaseUrl).host}` : databaseFile(config),
    briefs: config.briefs,
    example: config.briefs === exampleBriefs,
    platforms,
    ...(port !== undefined && { health: `http://${config.host}:${port}/healthz` }),
    ...(page !== undefined && { page }),
    examples,
    prompt,
  };
}

async function counts(service: DeskService, now: Date): Promise<BannerFacts['desks'][number]> {
  const scope = scopeOf(service, 'reader', now);
  const one = { limit: 1, offset: 0 };
  const order = 'published-newest' as const;
  const [briefs, facts, visits] = await Promise.all([
    service.entries.list(scope, { type: 'brief', order }, one),
    service.entries.list(scope, { type: 'fact', order }, one),
    service.visits.totals(scope, {}),
  ]);
  const { id, name } = service.desk.definition;
  const stops = [...visits.values()].reduce((sum, each) => sum + each.stops, 0);
  return { id, name, briefs: briefs.total, facts: facts.total - stops, visits: stops };
}

/** The first example of each of these commands, on the first desk. */
function examplesOf([desk]: readonly CatalogueDesk[]): string[] {
  if (!desk || desk.app) return [];
  return ['visits', 'search', 'help'].flatMap((name) => {
    const [example] = desk.commands.find((command) => command.name === name)?.examples ?? [];
    return example ? [`/${desk.id} ${example.line}`] : [];
  });
}
