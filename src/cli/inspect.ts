import { createReadStream } from 'node:fs';
import { readFile as readBytes, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { readFile } from '../content/read/read-file.ts';
import { parseEventDate } from '../domain/dates/event-date.ts';
import type { DeskDefinition } from '../domain/desk.ts';
import { plainLine } from '../domain/text.ts';
import { factKinds } from '../domain/vocabulary.ts';
import { readFeedInWorker } from '../feeds/read-in-worker.ts';
import { createAddresses } from '../http/addresses.ts';
import { decodePage, gunzip, largestPage } from '../http/body.ts';
import { findDates, readDate } from '../import/dates/relative.ts';
import { readArticleInWorker, readClaimsInWorker } from '../import/page/read-in-worker.ts';
import { runInWorker } from '../runtime/async.ts';
import { capped } from '../runtime/bounded-text.ts';
import { print, toStderr } from '../runtime/standard-streams.ts';
import type { ExitCode } from './output.ts';

const faults = z.array(z.string()).describe('what is wrong, and what to do; with nothing read: why not');

const feedSchema = z.strictObject({
  title: z.string().optional(),
  items: z.array(
    z.strictObject({
      title: z.string(),
      url: z.string().optional().describe('missing: the feed gives no web address'),
      id: z.string().optional().describe("the feed's own"),
      published: z.iso.datetime().optional(),
    }),
  ),
  faults,
});

const ids = z.array(z.string());
const articleSchema = z.strictObject({
  title: z.string().optional(),
  author: z.string().optional(),
  url: z.string().optional(),
  published: z.string().optional().describe('EDTF'),
  claims: z.array(
    z.strictObject({
      text: z.string(),
      kind: z.enum(factKinds),
      standing: z.enum(['reported', 'opinion', 'speculation']),
      dates: z.array(z.string()).describe('EDTF'),
      people: ids.describe('ids of the desk'),
      countries: ids.describe('ISO 3166-1 alpha-2'),
      places: ids.describe('ids of the desk'),
    }),
  ),
  faults,
});

const datesSchema = z.union([z.strictObject({ edtf: z.string() }), z.strictObject({ refusal: z.string() })]);

/** What `inspect --format json` prints, by subject in this order: feed, article, dates. */
export const inspectSchema = z.union([feedSchema, articleSchema, datesSchema]);

type Inspected = z.infer<typeof inspectSchema>;

export interface InspectOptions {
  /** Content-Type that a server would send. */
  type?: string;
  url?: string;
  now?: Date;
  desk?: string;
  format: 'json' | 'text';
}

/** Milliseconds, as in the service. */
const longest = 15_000;

/** Prints what would be read of a file, or of standard input for `-`, and why not. Needs no store and no network. */
export async function inspect(
  config: Config,
  what: 'feed' | 'article' | 'dates',
  file: string,
  options: InspectOptions,
): Promise<ExitCode> {
  const bytes = await bytesOf(file);
  if (!bytes) {
    toStderr(`deskwire: ${file} is larger than 5 MB or packed in a way that is not read\nCut it.\n`);
    return 1;
  }
  const { text } = decodePage(bytes, options.type ?? '');
  if (what === 'dates') return show(dateIn(text, options.now), options);
  if (what === 'feed') return show(await feedIn(text, config, options), options);
  const desk = await deskIn(config.briefs, options.desk);
  if (typeof desk === 'string') {
    toStderr(`deskwire: ${desk}\n`);
    return 2;
  }
  return show(await articleIn(text, desk, options), options);
}

async function bytesOf(file: string): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    const source = file === '-' ? process.stdin : createReadStream(file);
    for await (const chunk of capped(source, largestPage)) chunks.push(chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error(`${file} does not exist\nName a file, or - for standard input.`);
    return undefined;
  }
  const bytes = Buffer.concat(chunks);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unpacked = await gunzip(bytes);
  return unpacked.ok ? unpacked.bytes : undefined;
}

/** A relative address resolves against nothing without `--url`. */
const nowhere = 'about:blank';

async function feedIn(
  text: string,
  rules: Pick<Config, 'privateHosts'>,
  { url = nowhere, now = new Date() }: InspectOptions,
) {
  const document = await readFeedInWorker(runInWorker, { text, url, now }, AbortSignal.timeout(longest));
  if (document.is !== 'feed') return { items: [], faults: [notAFeed(document)] };
  const { clean } = createAddresses(rules);
  return {
    ...(document.title !== undefined && { title: document.title }),
    items: document.entries.map((entry) => {
      const address = entry.url === undefined ? undefined : clean(entry.url, url);
      return {
        title: entry.title,
        ...(address !== undefined && { url: address }),
        ...(entry.id !== undefined && { id: entry.id }),
        ...(entry.published && { published: entry.published.toISOString() }),
      };
    }),
    faults: document.faults,
  };
}

function notAFeed(document: Exclude<Awaited<ReturnType<typeof readFeedInWorker>>, { is: 'feed' }>): string {
  if (document.is === 'broken') return document.says ?? 'The feed is broken, or too large to be read.';
  if (document.is === 'other') return 'This is neither a feed nor a list of feeds nor a web page.';
  const kind = document.is === 'list' ? 'a list of feeds' : 'a web page';
  const named = document.feeds.map(({ url }) => url).join(', ') || 'none';
  return `This is ${kind}, not a feed. It names ${document.feeds.length} feeds: ${named}`;
}

async function articleIn(text: string, desk: DeskDefinition, { url, type, now }: InspectOptions) {
  const isPage =
    type === undefined
      ? /^\s*<(?:!doctype|html|head|body|\?xml|article|!--|meta)/i.test(text)
      : /html/i.test(type);
  const task = isPage ? { html: text, url: url ?? nowhere, desk } : { text, desk };
  const read = await readArticleInWorker(runInWorker, task, AbortSignal.timeout(longest));
  if (!read.ok) return { claims: [], faults: [read.fault.says] };
  const { about, sentences, partly } = read.article;
  const dated = about.dated ?? now?.toISOString().slice(0, 10);
  const claims = await readClaimsInWorker(
    runInWorker,
    { about: { ...about, ...(dated !== undefined && { dated }) }, sentences, desk },
    AbortSignal.timeout(longest),
  );
  const address = about.url ?? url;
  return {
    ...(about.title !== undefined && { title: about.title }),
    ...(about.author !== undefined && { author: about.author }),
    ...(about.dated !== undefined && { published: about.dated }),
    ...(address !== undefined && { url: address }),
    claims: claims.map(({ sentence, kind, standing, dates, people, countries, places }) => ({
      text: sentence,
      kind,
      standing,
      dates,
      people,
      countries,
      places,
    })),
    faults: partly ? ['The article is longer than what is read; its end is missing.'] : [],
  };
}

/** Characters. */
const longestDate = 2000;

/** The one date that a text gives, in EDTF or in words; relative words count from `now`. */
function dateIn(given: string, now: Date | undefined): z.infer<typeof datesSchema> {
  const text = plainLine(given.slice(0, longestDate));
  const parsed = parseEventDate(text);
  if (parsed.ok) return { edtf: text };
  if (/^[\d[{.~?%X/-]+[\]}]?$/.test(text)) return { refusal: parsed.fault };
  const read = readDate(text);
  if (read !== undefined) return { edtf: read };
  const day = now?.toISOString().slice(0, 10);
  const found = findDates(text, day === undefined ? undefined : { earliest: day, latest: day });
  const [first, ...more] = found;
  if (first === undefined)
    return { refusal: 'No date was found. Write it like 16 March 2026 or 2026-03-16.' };
  if (more.some(({ edtf }) => edtf !== first.edtf))
    return { refusal: `Several dates were found: ${found.map(({ edtf }) => edtf).join(', ')}. Give one.` };
  return { edtf: first.edtf };
}

/** The definition of a desk in the content folder; words for what is wrong. */
async function deskIn(folder: string, wanted: string | undefined): Promise<DeskDefinition | string> {
  const names = await readdir(folder);
  const found: DeskDefinition[] = [];
  for (const name of names) {
    const bytes = await readBytes(join(folder, name, 'desk.yaml')).catch(() => undefined);
    const definition = bytes && readFile({ path: 'desk.yaml', bytes }).definition;
    if (definition) found.push(definition);
  }
  const known = found.map(({ id }) => id).join(', ');
  const desk = wanted === undefined && found.length === 1 ? found[0] : found.find(({ id }) => id === wanted);
  return (
    desk ?? `an article is read for a desk\nAdd --desk, one of: ${known || 'none, as there is no desk.yaml'}.`
  );
}

async function show(inspected: Inspected, { format }: InspectOptions): Promise<ExitCode> {
  await print(format === 'json' ? `${JSON.stringify(inspected, null, 2)}\n` : asText(inspected));
  const isRefused =
    'refusal' in inspected || ('faults' in inspected && inspected.faults.length > 0 && isEmpty(inspected));
  return isRefused ? 1 : 0;
}

const isEmpty = (inspected: Inspected) =>
  ('items' in inspected && inspected.items.length === 0) ||
  ('claims' in inspected && inspected.claims.length === 0);

function asText(inspected: Inspected): string {
  if ('edtf' in inspected) return `${inspected.edtf}\n`;
  if ('refusal' in inspected) return `${inspected.refusal}\n`;
  const head = inspected.title === undefined ? [] : [inspected.title];
  if ('items' in inspected) {
    const items = inspected.items.map(
      ({ title, url = 'no address', published = 'no date' }) => `${published}  ${title}  ${url}`,
    );
    return `${[...head, ...items, ...inspected.faults].join('\n')}\n`;
  }
  const { author, published, url } = inspected;
  const about = [author, published, url].filter((part) => part !== undefined).join(', ');
  const claims = inspected.claims.flatMap(({ text, kind, standing, dates, people, countries, places }) => [
    `${kind}, ${standing}: ${text}`,
    `  ${[...dates, ...people, ...countries, ...places].join(', ') || 'nothing named'}`,
  ]);
  return `${[...head, ...(about ? [about] : []), ...claims, ...inspected.faults].join('\n')}\n`;
}
