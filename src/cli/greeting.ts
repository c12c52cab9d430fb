import meta from '../../package.json' with { type: 'json' };
import { databaseFile } from '../app/app.ts';
import { type DeskService, scopeOf } from '../command/define.ts';
import type { Config } from '../config.ts';
import type { BannerFacts } from '../platforms/terminal/banner.ts';

interface Started {
  now: Date;
  /** Undefined if another process has the port. */
  port: number | undefined;
  /** Connected platforms, such as `Slack (Socket Mode)`. */
  platforms: string[];
  prompt: boolean;
}

/** Facts for the banner; counts what a reader can see. */
export async function greeting(
  config: Config,
  desks: readonly DeskService[],
  { now, port, platforms, prompt }: Started,
): Promise<BannerFacts> {
  return {
    version: meta.version,
    desks: await Promise.all(desks.map((desk) => counts(desk, now))),
    data: config.databaseUrl ? `PostgreSQL at ${new URL(config.databaseUrl).host}` : databaseFile(config),
    briefs: config.briefs,
    platforms,
    ...(port !== undefined && { health: `http://${config.host}:${port}/healthz` }),
    examples: examplesOf(desks[0]),
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
  return { id, name, briefs: briefs.total, facts: facts.total - visits.stops, visits: visits.stops };
}

/** Example lines that work on any desk, with a country of this one. */
function examplesOf(service: DeskService | undefined): string[] {
  if (!service) return [];
  const { id, countries } = service.desk.definition;
  const country = countries.find(({ covered }) => covered)?.name.toLowerCase() ?? '';
  return [`/${id} visits ${country}`, `/${id} search minerals`, `/${id} help`];
}
