import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createApp } from '../app/app.ts';
import { type FoundNames, namesList, readNames, type TriedFeeds, tryFeeds } from '../app/own-desk/feeds.ts';
import { makeDesk, reportOf } from '../app/own-desk/make.ts';
import {
  briefsInEnv,
  type DeskAnswers,
  deskFrom,
  deskSteps,
  envIn,
  folderOf,
  type StepFault,
} from '../app/own-desk/wishes.ts';
import type { AppOptions } from '../app/reader.ts';
import { readConfig } from '../config.ts';
import { faultsText, inPlaceOf } from '../content/create/read-countries.ts';
import type { DeskDefinition } from '../domain/desk.ts';
import { capital, sentence } from '../domain/text.ts';
import type { UnknownName } from '../feeds/unknown-names.ts';
import { print, printableLine, toStderr } from '../runtime/standard-streams.ts';
import { type ExitCode, quietLog } from './output.ts';

/** `people` and `places`: names that feeds bring, to be added, with commas; a place with its country: Berbera (SO). */
export type InitOptions = Partial<DeskAnswers> & { people?: string | undefined; places?: string | undefined };

/** Of whatever the machine gives by itself; tests give others. */
export interface InitSurroundings extends Pick<AppOptions, 'clock'> {
  /** Where `.env` is, and what relative folders are relative to. */
  folder?: string;
  /** That the service reads, in whose store the feeds are kept. */
  env?: Parameters<typeof readConfig>[0];
  /** Where answers are typed; undefined where nobody can be asked. */
  input?: Readable | undefined;
}

/** Writes a desk of the person's own: asks in a terminal for what `options` leave out. */
export async function init(
  { people, places, ...options }: InitOptions,
  { folder = process.cwd(), env = {}, input, ...given }: InitSurroundings = {},
): Promise<ExitCode> {
  const asks = input && asksIn(input);
  await using opened = new AsyncDisposableStack();
  opened.defer(() => asks?.close());
  const answers = await answersFor(options, asks, folder);
  if (typeof answers === 'string') return refused(answers);
  const wished = deskFrom(answers);
  if ('fault' in wished) return refused(wished.fault);
  const { feeds = '' } = answers;
  const briefs = folderOf(answers.out ?? '.', folder);
  let app = feeds === '' ? undefined : await openApp(env, given);
  opened.defer(async () => void (await closeApp(app)));
  let tried: TriedFeeds | undefined;
  const isAsked = options.name === undefined || options.countries === undefined;
  const replaces = isAsked ? await mayReplace(briefsInEnv(folder), briefs, asks) : false;
  if (replaces === undefined) return refused(unanswered);
  for (let typed: string | undefined = feeds; typed && app && 'close' in app; ) {
    tried = await tryFeeds(typed, wished.definition, app.feeds.ports, (name) => fileText(folder, name));
    for (const line of tried.lines) toStderr(`${printableLine(line)}\n`);
    if (tried.feeds.length > 0 || !isAsked || !asks) break;
    typed = await asks.ask('No feed can be read there. Others, or nothing');
    if (typed === undefined) return refused(unanswered);
    // Whoever is told of a setting may have written it meanwhile.
    const hosts = typed === '' ? undefined : envIn(folder).DESKWIRE_PRIVATE_HOSTS;
    if (hosts === undefined || hosts === env.DESKWIRE_PRIVATE_HOSTS) continue;
    await closeApp(app);
    app = await openApp({ ...env, DESKWIRE_PRIVATE_HOSTS: hosts }, given);
  }
  const named = await namesFor(
    { people, places },
    tried?.unknown ?? [],
    isAsked ? asks : undefined,
    wished.definition,
  );
  if (typeof named === 'string') return refused(named);
  const made = deskFrom(answers, named);
  if ('fault' in made) return refused(made.fault);
  const kept = app && 'close' in app && tried && tried.feeds.length > 0 ? { app, tried } : undefined;
  const fault = app && 'fault' in app ? app.fault : undefined;
  if (asks?.isStopped()) return refused(unanswered);
  const done = await makeDesk(made.definition, { folder, briefs, replaces, feeds: kept });
  if ('fault' in done) return refused(done.fault);
  const added = [...(named.people ?? []), ...(named.places ?? [])];
  const before = done.isSet ? undefined : briefsInEnv(folder);
  const hasWords = !!answers.words;
  await print(reportOf(made.definition, briefs, { ...done, before, hasWords, fault, tried, added }));
  return 0;
}

interface Asks {
  /** The line that answers; undefined once no more can come. */
  ask(question: string): Promise<string | undefined>;
  /** Whether the person ended it by Ctrl-C, also where no question waited. */
  isStopped(): boolean;
  close(): void;
}

/** Asks line by line: of lines that are pasted at once each answers one question. */
function asksIn(input: Readable): Asks {
  const terminal = createInterface({ input, output: process.stderr, prompt: '> ' });
  const lines = terminal[Symbol.asyncIterator]();
  let isOpen = true;
  let isStopped = false;
  terminal.once('SIGINT', () => {
    isStopped = true;
    terminal.close();
  });
  terminal.once('close', () => {
    isOpen = false;
  });
  return {
    async ask(question) {
      toStderr(`${question}\n`);
      if (isOpen) terminal.prompt();
      const { done, value } = await lines.next();
      return done ? undefined : value.trim();
    },
    isStopped: () => isStopped,
    close: () => terminal.close(),
  };
}

const unanswered = 'nothing was written: the questions were not all answered';

/** The store keeps the feeds; a desk is made all the same where it cannot be opened. */
async function openApp(env: Parameters<typeof readConfig>[0], given: Pick<AppOptions, 'clock'>) {
  const read = readConfig(env);
  if (!read.ok) return { fault: read.faults[0] ?? 'the configuration has faults' };
  try {
    return await createApp(read.config, { log: quietLog, ...given });
  } catch (err) {
    return { fault: err instanceof Error ? err.message : String(err) };
  }
}

const closeApp = async (app: Awaited<ReturnType<typeof openApp>> | undefined) =>
  app && 'close' in app ? app.close() : undefined;

/** In bytes, as of what is fetched. */
const largestFile = 5_000_000;

/** The text of a list of feeds in a file; undefined for what is no file. */
function fileText(folder: string, name: string): string | undefined {
  const file = resolve(folder, name);
  if (!existsSync(file) || !statSync(file).isFile()) return undefined;
  const bytes = Buffer.alloc(Math.min(statSync(file).size, largestFile));
  const opened = openSync(file, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(opened, bytes));
  } finally {
    closeSync(opened);
  }
}

/** The answers, or what is wrong with one that nobody can be asked about. */
async function answersFor(
  options: Partial<DeskAnswers>,
  asks: Asks | undefined,
  folder: string,
): Promise<Partial<DeskAnswers> | string> {
  const answers: Partial<DeskAnswers> = {};
  // Whoever gives the answers that are needed is not asked for those that have a usual one.
  const asked = options.name === undefined || options.countries === undefined ? asks : undefined;
  for (const { option, question, isAsked, usual, understood, faults } of deskSteps) {
    let answer = options[option];
    if (answer === undefined && (!asked || isAsked?.(answers) === false)) {
      answer = usual?.(answers, folder);
      if (answer === undefined) return `--${option} is missing`;
    }
    for (;;) {
      const before = usual?.(answers, folder);
      answer ??= await asked?.ask(`${question(answers)}${before ? ` [${before}]` : ''}`);
      if (answer === undefined && asked) return unanswered;
      if (answer === '') answer = before ?? '';
      const wrong = faults(answer ?? '', answers, folder);
      if (wrong.length === 0) break;
      if (!asked) return `--${option}: ${faultsText(wrong)}`;
      answer = await mended(answer ?? '', wrong, asked);
      if (answer === unanswered) return unanswered;
    }
    answers[option] = answer ?? '';
    const made = understood?.(answers);
    if (made !== undefined) toStderr(`${printableLine(made)}.\n`);
  }
  return answers;
}

/** The list with what was said in the place of each part at fault; undefined where all of it is to be asked again. */
async function mended(list: string, faults: readonly StepFault[], asks: Asks): Promise<string | undefined> {
  let answer: string | undefined = list;
  for (const { part, says, meant } of faults) {
    if (part === undefined) {
      toStderr(`${sentence(printableLine(says))}\n`);
      answer = undefined;
      continue;
    }
    let other =
      meant && (await asks.ask(`${capital(printableLine(says))}. Did you mean ${meant}? [Y, or another]`));
    if (meant === undefined || other === 'n' || other === 'no')
      other = await asks.ask(
        `${sentence(capital(printableLine(says)))} The rest is kept; Enter leaves this out`,
      );
    else if (other === '' || /^y(?:es)?$/i.test(other ?? '')) other = meant;
    if (other === undefined) return unanswered;
    if (answer !== undefined) answer = inPlaceOf(answer, part, other);
  }
  return answer;
}

/** Whether `.env` is to name this folder in the place of another one; undefined if the question was not answered. */
async function mayReplace(set: string | undefined, briefs: string, asks: Asks | undefined) {
  if (set === undefined || set === briefs || !asks) return false;
  const said = await asks.ask(`.env names another folder, ${set}. Serve ${briefs} in its place? [y/N]`);
  return said === undefined ? undefined : /^y(?:es)?$/i.test(said);
}

/** People and places to add: from the options, or those that the person picks of what the feeds name. */
async function namesFor(
  given: Pick<InitOptions, 'people' | 'places'>,
  unknown: readonly UnknownName[],
  asks: Asks | undefined,
  definition: DeskDefinition,
): Promise<FoundNames | string> {
  const isAsked = unknown.length > 0 && given.people === undefined && given.places === undefined;
  if (asks && isAsked)
    toStderr(`Names in the headlines that the desk does not know:\n${namesList(unknown)}\n`);
  /** Of the one list, where only what is at fault is asked again. */
  async function listed<K extends keyof FoundNames>(kind: K, question: string) {
    let typed = given[kind] ?? (asks && isAsked ? await asks.ask(question) : '');
    for (;;) {
      if (typed === undefined || typed === unanswered) return unanswered;
      const read = readNames(kind, typed, unknown, definition);
      if ('names' in read) return read.names;
      if (!asks) return `--${kind}: ${faultsText(read.faults)}`;
      typed = await mended(typed, read.faults, asks);
    }
  }
  const people = await listed('people', 'Which are people? Numbers or names with commas, or nothing');
  if (typeof people === 'string') return people;
  const places = await listed('places', 'Which are places? A country may follow: 3 (Kenya)');
  return typeof places === 'string' ? places : { people, places };
}

function refused(why: string): ExitCode {
  toStderr(
    `deskwire: ${printableLine(why)}\nSuch as: npm run -s deskwire -- init --name "Horn of Africa" --countries "Ethiopia, Somalia, DJ" --out ../briefs\n`,
  );
  return 2;
}
