import { createApp } from '../app/app.ts';
import { digestRequests, windowDigest } from '../app/digests.ts';
import type { Config } from '../config.ts';
import type { DeskDefinition } from '../domain/desk.ts';
import type { Environment } from '../platforms/terminal/capabilities.ts';
import { print, toStderr } from '../runtime/standard-streams.ts';
import type { ExitCode } from './output.ts';
import { printReply, quietLog } from './output.ts';
import { previewOf } from './sent-requests.ts';

export interface PreviewOptions {
  /** Days back. */
  window: number;
  /** text, json or a platform. */
  format: string;
  now?: Date;
  /** Ids or names; empty: all. */
  topic: string[];
  country: string[];
}

/** Composes a digest of what a desk published within the window and prints it. Sends and stores nothing. */
export async function preview(
  config: Config,
  env: Environment,
  id: string,
  { window, format, now, topic, country }: PreviewOptions,
): Promise<ExitCode> {
  const app = await createApp(config, { log: quietLog });
  try {
    await app.desks.sync();
    const service = app.desks.byId(id);
    if (!service) {
      const known =
        app.desks
          .all()
          .map(({ desk }) => desk.definition.id)
          .join(', ') || 'a folder under briefs/';
      return wrongUsage(`there is no desk "${id}"`, `Write one of: ${known}.`);
    }
    const { desk } = service;
    const topics = named('topics', topic, desk.definition);
    const countries = named('countries', country, desk.definition);
    for (const { fault, remedy } of [topics, countries]) if (fault) return wrongUsage(fault, remedy);

    const filter = { topics: topics.ids, countries: countries.ids };
    const reply = await windowDigest(app.store, service, { window, filter, now: now ?? new Date() });
    const requests = await previewOf(format, app.pictures);
    if (requests) await print(`${JSON.stringify(digestRequests(requests, reply), null, 2)}\n`);
    else await printReply(reply, format, env);
    return 0;
  } finally {
    await app.close();
  }
}

/** Resolves ids or names to ids; reports the first that is unknown. */
function named(list: 'topics' | 'countries', typed: readonly string[], definition: DeskDefinition) {
  const listed: { id: string; name: string }[] = definition[list];
  const ids: string[] = [];
  for (const each of typed) {
    const said = each.trim().toLowerCase();
    const found = listed.find((item) => [item.id, item.name].some((name) => name.toLowerCase() === said));
    if (!found) {
      const remedy = `Write one of: ${listed.map(({ id }) => id).join(', ')}.`;
      return {
        ids,
        fault: `${definition.name} has no ${list === 'topics' ? 'topic' : 'country'} "${each}"`,
        remedy,
      };
    }
    ids.push(found.id);
  }
  return { ids, fault: undefined, remedy: '' };
}

function wrongUsage(what: string, remedy: string): ExitCode {
  toStderr(`deskwire: ${what}\n${remedy}\n`);
  return 2;
}
