import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFile } from '../app/reader.ts';
import type { Config } from '../config.ts';
import type { CheckedDesk } from '../content/check/check-desk.ts';
import {
  checkFolder,
  strayFault,
  type WrittenInChat,
  writtenIn as writtenOn,
} from '../content/check/check-folder.ts';
import type { Fault } from '../content/check/fault.ts';
import { listDesks } from '../content/read/list-files.ts';
import { count, dayIn } from '../domain/dates/day.ts';
import type { Desk } from '../domain/desk.ts';
import { overlapInWords, overlappingTerms } from '../domain/facts/terms.ts';
import { withTold } from '../domain/sources/listed.ts';
import { printableLine } from '../runtime/standard-streams.ts';
import { indexEntry } from '../search/index-entry.ts';
import { StoreError } from '../store/database.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { quietLog } from './output.ts';

interface ValidateOptions {
  /** The folder of briefs, with one folder for each desk. */
  folder: string;
  /** Entries and sources written in chat, to which files may refer; undefined without a database. */
  inChat?(desk: string): WrittenInChat | undefined;
  /** What readers see of a desk; undefined, or missing, where its files are counted. */
  served?(desk: string): Promise<Held | undefined>;
  /** Both take a line without a line break. */
  out: (line: string) => void;
  err: (line: string) => void;
}

/** How many there are of each. */
interface Held {
  briefs: number;
  facts: number;
  sources: number;
  people: number;
}

/** Checks every desk and prints every fault. Resolves to the exit code: 0 without faults, 1 with any. */
export async function validate({ folder, inChat, served, out, err }: ValidateOptions): Promise<0 | 1> {
  let found: ReturnType<typeof listDesks>;
  try {
    found = listDesks(folder);
  } catch {
    err(`The folder ${folder} cannot be read.\n→ set DESKWIRE_BRIEFS to the folder that holds the desks`);
    return 1;
  }
  if (found.desks.length === 0) {
    err(
      `There is no desk in ${folder}.\n→ create a folder there with desk.yaml, sources.yaml, articles and facts`,
    );
    return 1;
  }
  let faults = 0;
  let broken = 0;
  const report = (prefix: string, list: readonly Fault[]): void => {
    for (const fault of list) err(faultText(prefix, fault));
    faults += list.length;
    broken += new Set(list.map(({ file }) => file)).size;
  };
  report(folder, found.stray.map(strayFault));
  for (const desk of found.desks) {
    const chat = inChat?.(desk);
    const checked = await checkFolder(folder, desk, chat);
    report(join(folder, desk), checked.faults);
    if (checked.faults.length > 0) continue;
    // Some offices have two holders: nothing is wrong with such a file.
    const all = checked.desk && withTold(checked.desk, chat?.told ?? []);
    for (const one of all ? overlappingTerms(all) : [])
      out(`${desk}: look at this: ${overlapInWords(one, all as Desk)}`);
    const seen = await served?.(desk);
    out(seen ? `${desk}: ${summary(seen)}: no faults` : `${desk}: ${ofFiles(heldIn(checked), chat)}`);
  }
  if (faults === 0) return 0;
  err(`${count(faults, 'fault')} in ${count(broken, 'file')}`);
  return 1;
}

/** `briefs/desk/facts/a.yaml:12:5  what`, which editors and terminals link, then a line with the fix. */
export function faultText(
  prefix: string,
  { file, line, column, what, fix }: Pick<Fault, 'file' | 'line' | 'column' | 'what' | 'fix'>,
): string {
  return `${printableLine(join(prefix, file))}:${line}:${column}  ${what}\n  → ${fix}`;
}

function heldIn({ entries, desk }: CheckedDesk): Held {
  const briefs = entries.filter(({ body }) => body.type === 'brief').length;
  const [sources, people] = [desk?.sources.length ?? 0, desk?.definition.people.length ?? 0];
  return { briefs, facts: entries.length - briefs, sources, people };
}

const summary = ({ briefs, facts, sources, people }: Held): string =>
  [
    count(briefs, 'brief'),
    count(facts, 'fact'),
    count(sources, 'source'),
    count(people, 'person', 'people'),
  ].join(', ');

/** What the files hold, and that this is not all where more was written in chat. */
function ofFiles(held: Held, chat: WrittenInChat = { entries: [], told: [] }): string {
  const says = `${summary(held)} in its files: no faults`;
  const { entries, told } = chat;
  if (entries.length + told.length === 0) return says;
  const written = [
    count(entries.length, 'entry', 'entries'),
    count(told.length, 'source or name', 'sources and names'),
  ];
  return `${says}; ${written.join(', ')} written in chat: “doctor” counts all`;
}

/** What readers see of a desk, of files and of chat; undefined where it does not serve yet. */
export async function servedOf(
  { content, entries }: Pick<Store, 'content' | 'entries'>,
  id: string,
  now: Date,
): Promise<Held | undefined> {
  const desk = await content.desk(id);
  if (!desk) return undefined;
  const today = dayIn(desk.definition.zone, now);
  const scope = { desk: id, role: 'reader', place: 'internal', now, today } as const;
  const total = async (type: 'brief' | 'fact') =>
    (await entries.list(scope, { type, order: 'published-newest' }, { limit: 0, offset: 0 })).total;
  const { sources, definition } = desk;
  const [briefs, facts] = [await total('brief'), await total('fact')];
  return { briefs, facts, sources: sources.length, people: definition.people.length };
}

/**
 * Reads `WrittenInChat` of every desk. Empty without a database: checking files must not create one.
 * Reports to `err` if the database cannot be read.
 */
export async function writtenInChat(
  config: Config,
  err: (line: string) => void,
): Promise<Map<string, WrittenInChat>> {
  if (!config.databaseUrl && !existsSync(databaseFile(config))) return new Map();
  try {
    return await readChatEntries(config);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    err(`Entries written in chat could not be read: ${error.message}\n→ ${error.remedy}`);
    return new Map();
  }
}

async function readChatEntries({ databaseUrl, data }: Config): Promise<Map<string, WrittenInChat>> {
  const store = await openStore({
    ...(databaseUrl && { databaseUrl }),
    dataFolder: data,
    index: indexEntry,
    clock: () => new Date(),
    log: quietLog,
  });
  try {
    return await writtenIn(store);
  } finally {
    await store.maintenance.close();
  }
}

/** By desk. */
export async function writtenIn({ content }: Pick<Store, 'content'>): Promise<Map<string, WrittenInChat>> {
  const found = new Map<string, WrittenInChat>();
  for (const desk of await content.desks()) found.set(desk, await writtenOn(content, desk));
  return found;
}
