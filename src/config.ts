import { z } from 'zod';
import { subjectPattern } from './domain/identity.ts';
import { readPrivateHost } from './domain/sources/hosts.ts';

/** Comma-separated list; spaces and empty items are dropped. */
const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item));

const httpUrl = z.url({ protocol: /^https?$/, error: 'must begin with https:// or http://' });

const wholePort = 'must be a whole number from 0 to 65535';
const port = z.coerce.number(wholePort).int(wholePort).min(0, wholePort).max(65_535, wholePort);
const usualMetricsPort = 9464;
const usualPagePort = 3080;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const databaseForm =
  'must look like postgres://USER:PASSWORD@HOST:5432/DATABASE, with %23, %2F, %3F, %40 for #, /, ?, @ in the password; leave it unset to use the embedded SQLite';

/** Parsed as the driver does: an unescaped # or / in the password makes the port or host invalid. */
function isPostgres(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && /^postgres(ql)?:\/\//.test(text);
}

const privateHostForm =
  'must list single hosts, each with its port unless that is 80 or 443, such as feeds.example.internal,10.1.2.3:8080; no ranges, no patterns, no address of a cloud’s own services';

/** The content folder that comes with the program: the example desk. */
export const exampleBriefs = 'briefs';

const environment = z.object({
  DATABASE_URL: z.string().refine(isPostgres, databaseForm).optional(),
  DESKWIRE_DATA: z.string().default('data'),
  DESKWIRE_BRIEFS: z.string().default(exampleBriefs),
  DESKWIRE_ADMINS: list(
    z
      .string()
      .regex(subjectPattern, 'must list ids such as slack:T012:U345, discord:123456:789012 or terminal'),
  ).default([]),
  DESKWIRE_GUILDS: list(
    z.string().regex(/^\d{5,25}$/, 'must list Discord server ids, which are digits'),
  ).optional(),
  DESKWIRE_TEAMS: list(
    z.string().regex(/^T[A-Z0-9]+$/, 'must list Slack team ids, which begin with T'),
  ).optional(),
  DESKWIRE_PRIVATE_HOSTS: list(
    z.string().transform((text, context) => {
      const host = readPrivateHost(text);
      if (host === undefined) context.addIssue(privateHostForm);
      return host ?? '';
    }),
  ).default([]),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PAGE_PORT: z.union([z.literal('off'), port], `${wholePort}, or off`).optional(),
  METRICS_PORT: z.union([z.literal('off'), port], `${wholePort}, or off`).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'must begin with xoxb-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, 'is too short').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must begin with xapp-').optional(),
  SLACK_API_URL: httpUrl.optional(),
  DISCORD_TOKEN: z.string().min(20, 'is too short').optional(),
  DISCORD_API_URL: httpUrl.optional(),
});

const onePort =
  'PAGE_PORT must differ from PORT: the local page is never on the port that a proxy may serve to others';

const metricsMoved =
  'DESKWIRE_METRICS is no longer used: /metrics has its own port, 127.0.0.1:9464. Remove it; if it was "all", set METRICS_HOST=0.0.0.0 and let only Prometheus reach METRICS_PORT';

export interface Config {
  databaseUrl?: string;
  /** Folder of the database, the prompt's history and the log. */
  data: string;
  briefs: string;
  /** Ids of people and groups that are admins of every desk. */
  admins: string[];
  /** Allow-lists of Discord servers and Slack workspaces; undefined: any. */
  guilds?: string[];
  teams?: string[];
  /** Hosts in private networks whose feeds and pages are read. */
  privateHosts: string[];
  host: string;
  port: number;
  /** Port of the local page on 127.0.0.1; undefined: off. `asked`: set explicitly, so a start without it fails. */
  page?: { port: number; asked: boolean };
  /** Address of `/metrics`; undefined: off. `asked`: the port was set explicitly, so a start without it fails. */
  metrics?: { host: string; port: number; asked: boolean };
  logLevel: string;
  slack?: { botToken: string; signingSecret?: string; appToken?: string; apiUrl?: string };
  discord?: { token: string; apiUrl?: string };
}

/** Secrets to remove from logs. */
export const secretsOf = ({ databaseUrl, slack, discord }: Config): string[] =>
  [
    slack?.botToken,
    slack?.signingSecret,
    slack?.appToken,
    discord?.token,
    databaseUrl && credentialsIn(databaseUrl),
  ].filter((secret) => secret !== undefined);

/** `USER:PASSWORD@`, so that a password that is a common word is not removed elsewhere. */
function credentialsIn(url: string): string | undefined {
  const begin = url.indexOf('//') + 2;
  const [authority = ''] = url.slice(begin).split('/', 1);
  const credentials = authority.slice(0, authority.lastIndexOf('@') + 1);
  return credentials.includes(':') ? credentials : undefined;
}

/** `faults`: one line each. `faulty`: the variables to remove to make the rest valid. */
export type ConfigResult = { ok: true; config: Config } | { ok: false; faults: string[]; faulty: string[] };

/** Names of all variables. */
export const variables: readonly string[] = Object.keys(environment.shape);

/** Reads the environment. Reports all faults at once; each names its variable and none shows a value. Empty counts as unset. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(variables.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = environment.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  const found = issues.map((issue) => ({
    of: [String(issue.path[0])],
    says: `${String(issue.path[0])} ${issue.message}`,
  }));
  if (!issues.some(({ path }) => String(path[0]).startsWith('SLACK_'))) found.push(...pairFaults(given));
  if (parsed.success && parsed.data.PAGE_PORT === parsed.data.PORT && parsed.data.PORT !== 0)
    found.push({ of: ['PAGE_PORT'], says: onePort });
  if (env.DESKWIRE_METRICS?.trim()) found.push({ of: ['DESKWIRE_METRICS'], says: metricsMoved });
  if (!parsed.success || found.length > 0)
    return { ok: false, faults: found.map(({ says }) => says), faulty: found.flatMap(({ of }) => of) };

  const e = parsed.data;
  return {
    ok: true,
    config: {
      ...(e.DATABASE_URL && { databaseUrl: e.DATABASE_URL }),
      data: e.DESKWIRE_DATA,
      briefs: e.DESKWIRE_BRIEFS,
      admins: e.DESKWIRE_ADMINS,
      ...(e.DESKWIRE_GUILDS && { guilds: e.DESKWIRE_GUILDS }),
      ...(e.DESKWIRE_TEAMS && { teams: e.DESKWIRE_TEAMS }),
      privateHosts: e.DESKWIRE_PRIVATE_HOSTS,
      host: e.HOST,
      port: e.PORT,
      ...(e.PAGE_PORT !== 'off' && {
        page: { port: e.PAGE_PORT ?? usualPagePort, asked: e.PAGE_PORT !== undefined },
      }),
      ...(e.METRICS_PORT !== 'off' && {
        metrics: {
          host: e.METRICS_HOST,
          port: e.METRICS_PORT ?? usualMetricsPort,
          asked: e.METRICS_PORT !== undefined,
        },
      }),
      logLevel: e.LOG_LEVEL,
      ...(e.SLACK_BOT_TOKEN && {
        slack: {
          botToken: e.SLACK_BOT_TOKEN,
          ...(e.SLACK_SIGNING_SECRET && { signingSecret: e.SLACK_SIGNING_SECRET }),
          ...(e.SLACK_APP_TOKEN && { appToken: e.SLACK_APP_TOKEN }),
          ...(e.SLACK_API_URL && { apiUrl: e.SLACK_API_URL }),
        },
      }),
      ...(e.DISCORD_TOKEN && {
        discord: { token: e.DISCORD_TOKEN, ...(e.DISCORD_API_URL && { apiUrl: e.DISCORD_API_URL }) },
      }),
    },
  };
}

/** A platform with only some of its variables would silently not start. */
function pairFaults(e: Partial<Record<string, string>>): { of: string[]; says: string }[] {
  const of = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'];
  const more = Boolean(e.SLACK_SIGNING_SECRET || e.SLACK_APP_TOKEN);
  if (e.SLACK_BOT_TOKEN && !more) {
    const says = 'SLACK_BOT_TOKEN also needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)';
    return [{ of, says }];
  }
  if (more && !e.SLACK_BOT_TOKEN)
    return [{ of, says: 'SLACK_BOT_TOKEN is missing although another Slack variable is set' }];
  return [];
}
