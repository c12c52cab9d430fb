import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, resolve } from 'node:path';
import meta from '../../../package.json' with { type: 'json' };
import { addressFile } from '../../app/page/page.ts';
import { publicId } from '../../app/readiness.ts';
import type { Config } from '../../config.ts';
import { type Found, fault, ok, warn } from '../../domain/checkup.ts';
import { isLoopback, isPage } from '../../platforms/web/door.ts';
import { boundedText } from '../../runtime/bounded-text.ts';

const gigabyte = 1024 ** 3;
/** SQLite's log and new digests need space: below this, writes soon fail. */
const leastBytes = 64 * 1024 ** 2;

export const programFound = (): Found[] => [ok(`Deskwire ${meta.version} on Node ${process.versions.node}`)];

/** Whether the database can be created or written in the data folder. */
export async function folderFound({ data, databaseUrl }: Config): Promise<Found[]> {
  const remedy = 'give the user that runs Deskwire write access, or set DESKWIRE_DATA to another folder';
  const there = await nearest(data);
  const isThere = there === resolve(data);
  if (isThere && !(await stat(there)).isDirectory())
    return [fault(`${data} is not a folder`, 'set DESKWIRE_DATA to a folder')];
  try {
    await access(there, constants.W_OK | constants.X_OK);
  } catch (error) {
    return [fault(`${there} is not writable (${codeOf(error)})`, remedy)];
  }
  const holds = databaseUrl ? 'history and manifest' : 'database';
  return [ok(isThere ? `${data} is writable` : `the first start creates ${data} for the ${holds}`)];
}

export async function diskFound({ data, databaseUrl }: Config, database: string): Promise<Found[]> {
  const { bavail, bsize, files, ffree } = await statfs(await nearest(data));
  const free = bavail * bsize;
  const size = databaseUrl
    ? 0
    : await stat(database).then(
        ({ size }) => size,
        () => 0,
      );
  const says = `${(free / gigabyte).toFixed(1)} GB free${size > 0 ? `, the database takes ${(size / 1024 ** 2).toFixed(1)} MB` : ''}`;
  const remedy = 'free some space, or move DESKWIRE_DATA; on a full disk nothing is posted or saved';
  if (free < leastBytes || (files > 0 && ffree < 100)) return [fault(says, remedy)];
  // A backup or an upgrade needs as much space again.
  if (free < gigabyte || free < 2 * size) return [warn(says, remedy)];
  return [ok(says)];
}

/** The folder, or its nearest ancestor that exists. */
async function nearest(folder: string): Promise<string> {
  const whole = resolve(folder);
  const found = await stat(whole).then(
    () => true,
    () => false,
  );
  return found || dirname(whole) === whole ? whole : nearest(dirname(whole));
}

/**
 * Whether the port is free, or used by this Deskwire as it runs. `installation`: its id; undefined where the database
 * cannot say.
 */
export async function portFound(
  { host, port }: Config,
  installation: string | 'none yet' | undefined,
): Promise<Found[]> {
  if (port === 0) return [ok('any free port')];
  const where = `${host}:${port}`;
  const refused = await tryPort(host, port);
  if (!refused) return [ok(`${where} is free`)];
  if (refused !== 'EADDRINUSE')
    return [fault(`${where} cannot be used (${refused})`, 'set HOST and PORT to an address of this machine')];
  const said = await ask(host, port, '/readyz');
  const state = said && readState(said);
  if (!state) return [fault(`another program listens on ${where}`, 'stop it, or set PORT to a free port')];
  const own = installation === 'none yet' ? installation : installation && publicId(installation);
  if (own !== undefined && state.installation !== own)
    return [fault(`another Deskwire listens on ${where}`, 'stop it, or set PORT to a free port')];
  if (state.ready) return [ok(`Deskwire runs on ${where} and is ready`)];
  const why = state.faults?.join('; ') ?? 'see its log';
  return [fault(`Deskwire runs on ${where} and is not ready`, why)];
}

/** Whether the port of the local page is free, or has the page of a running Deskwire. */
export async function pageFound(config: Pick<Config, 'host' | 'page' | 'data'>): Promise<Found[]> {
  const { host, page } = config;
  if (!page) return [ok('off')];
  if (!isLoopback(host)) return [ok(`off, because HOST is ${host}`)];
  const { port, asked } = page;
  const where = `127.0.0.1:${port}`;
  const refused = port === 0 ? undefined : await tryPort('127.0.0.1', port);
  if (!refused) return [ok(port === 0 ? 'on any free port' : `${where} is free`)];
  const answer = refused === 'EADDRINUSE' ? await ask('127.0.0.1', port, '/') : undefined;
  const isDeskwire = answer !== undefined && isPage(answer);
  // The address of its own page stands beside the database while it serves.
  const own = isDeskwire ? await readFile(addressFile(config), 'utf8').catch(() => '') : '';
  if (own.startsWith(`http://${where}/`)) return [ok(`Deskwire serves the local page on ${where}`)];
  const other = isDeskwire ? 'another Deskwire' : 'another program';
  const says =
    refused === 'EADDRINUSE' ? `${other} listens on ${where}` : `${where} cannot be used (${refused})`;
  const remedy = 'set PAGE_PORT to a free port, or to off';
  return [asked ? fault(says, remedy) : warn(`${says}: no local page is served`, remedy)];
}

export async function metricsFound({ metrics }: Config): Promise<Found[]> {
  if (!metrics) return [ok('off')];
  const { host, port, asked } = metrics;
  const where = `${host}:${port}`;
  const refused = port === 0 ? undefined : await tryPort(host, port);
  const open = host !== '127.0.0.1' && host !== '::1' && host !== 'localhost';
  const remedy = 'set METRICS_PORT to a free port, or to off';
  if (
    refused &&
    !(refused === 'EADDRINUSE' && (await ask(host, port, '/metrics'))?.includes('deskwire_info'))
  ) {
    const says = `${where} cannot be used (${refused})`;
    return [asked ? fault(says, remedy) : warn(`${says}: no metrics are served`, remedy)];
  }
  const served = refused ? `a Deskwire serves /metrics on ${where}` : `/metrics on ${where}`;
  if (!open) return [ok(served)];
  return [warn(`${served}, open to the network`, 'allow only Prometheus through the firewall')];
}

/** The error code if the port cannot be opened, otherwise undefined. Answers no request meanwhile. */
function tryPort(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

async function ask(host: string, port: number, path: string): Promise<string | undefined> {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
  try {
    const answer = await fetch(`http://${near}:${port}${path}`, { signal: AbortSignal.timeout(3000) });
    return await boundedText(answer.body);
  } catch {
    return undefined;
  }
}

interface State {
  ready: boolean;
  faults?: string[];
  installation?: string;
}

function readState(text: string): State | undefined {
  try {
    const state: unknown = JSON.parse(text);
    const isOurs = typeof state === 'object' && state !== null && 'ready' in state && 'desks' in state;
    return isOurs ? (state as State) : undefined;
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
