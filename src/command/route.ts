import { isCovered } from '../domain/desk.ts';
import type { NameKind } from '../domain/ports/names.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { isGivenAsWord, readNames } from '../search/names/read.ts';
import type { AppCommand, AppSlash, CommandShape, DeskCommand } from './define.ts';
import { askWhichDesk, deskOfNames } from './desk-option.ts';
import { commandNamed, findCommand, groupOf, helpWords, splitFirstWord } from './line.ts';
import { closest } from './parse/grammar.ts';
import { tidy, tokenise } from './parse/tokens.ts';
import { noDesk, refusal, refusalSuggesting } from './refusals.ts';
import type { DeskSlash, Slash, Slashes } from './slashes.ts';

/** A question that begins with the name of another command: `who visited uganda` asks for visits, not a person. */
const travelled = /^who(?: has| have| had)? (?:visited|went|came|travell?ed|visits|been)(?= |$)/i;

export type Found =
  /** `line`: the whole, where the command is not its first word. */
  | { found: true; slash: DeskSlash; command: DeskCommand; rest: string; line?: string }
  | { found: true; slash: AppSlash; command: AppCommand; rest: string };

/** `last visit to ethiopia`: visits begin with the last one. */
const lastVisit = /^(?:the )?(?:last|latest|most recent) (?:\d{1,2} )?(?:recorded )?visits?(?= |$)/i;

/** `what's new this week`: newest by day of publication. */
const whatIsNew = /^what(?:['’]?s| is| was)? new(?: (?:in|about|on|from|with))?(?= |\?|$)/i;

/** `last 5 items` */
const lastFew =
  /^(?:the )?(?:last|newest|latest|most recent) (\d{1,2})(?: (?:entries|items|articles|things|news|updates|ones))?$/i;

/** Questions about the desk itself. */
const ofTheDesk: [command: string, like: RegExp][] = [
  [
    'sources',
    /^(?:what|which)(?: are(?: the| your)?)? sources(?: do you (?:use|have|cite)| are (?:there|used|cited))?\??$/i,
  ],
  [
    'help',
    /^(?:what can (?:you|i|we|this|it) (?:do|ask|answer|find|type)(?: you)?(?: here)?|what is this(?: bot)?|who are you|how does (?:this|it) work|how (?:do|can) i use (?:you|this|it)|what do you (?:know|do|cover)|help me|(?:hi|hello|hey|good (?:morning|afternoon|evening)|hi there|hello there|start|menu|что (?:ты|вы|бот) (?:умее|може|знае)(?:шь|те|т)|привет|здравствуйте|помощь))[!.]*\??$/i,
  ],
];

/** A known slash command followed by an unknown command. `line`: the text after it; `word`: the unknown word. */
export interface Unknown {
  found: false;
  slash: Slash;
  line: string;
  word: string;
  /** Suggested lines. */
  near: Choice[];
}

export type Route = Found | Unknown | { found: false; reply: Reply };

/** Finds the slash command and command of a line. The slash is optional; with a single desk, so is its name. */
export function route(text: string, { all: slashes, apps }: Pick<Slashes, 'all' | 'apps'>): Route {
  const line = tidy(text);
  const [first, rest] = splitFirstWord(line);
  const word = first.replace(/^\/+/, '').toLowerCase();
  const named = slashes.find(({ id }) => id === word);
  if (named?.scope === 'app') return ofApp(named, rest, apps);
  if (named) return commandOf(named, rest);
  const desks = slashes.filter((slash) => slash.scope === 'desk');
  const [only] = desks;
  if (!only) return { found: false, reply: refusal('failed', noDesk) };
  const isCommand = commandNamed(first, only.commands) !== undefined || helpWords.has(first.toLowerCase());
  const ids = slashes.map(({ id }) => id);
  const meant = isCommand ? [] : closest(word, ids);
  if (desks.length === 1 && !first.startsWith('/') && meant.length === 0) return commandOf(only, line);
  if (!first.startsWith('/') && meant.length === 0) {
    // The name of a command, such as `visits`, says nothing of a desk that has a topic of that name.
    const said = findCommand(line, only.commands)?.rest ?? line;
    const service = deskOfNames(
      said,
      desks.map((slash) => slash.service),
    );
    const byNames = desks.find((slash) => slash.service === service);
    if (byNames) return commandOf(byNames, line);
  }
  return { found: false, reply: whichDesk({ first, line, rest, meant }, desks, apps) };
}

/** Whether a line begins with a desk and one of its commands. */
export function saysDesk(text: string, slashes: readonly Slash[]): boolean {
  const [first, rest] = splitFirstWord(tidy(text));
  const named = slashes.find(({ id }) => id === first.replace(/^\/+/, '').toLowerCase());
  return named?.scope === 'desk' && commandOf(named, rest).found;
}

function whichDesk(
  { first, line, rest, meant }: { first: string; line: string; rest: string; meant: string[] },
  desks: readonly DeskSlash[],
  apps: readonly AppSlash[],
): Reply {
  const ids = desks.map(({ id }) => id);
  const own = commandNamed(first.replace(/^\/+/, ''), desks[0]?.commands ?? []);
  const after = own || !first.startsWith('/') ? line.replace(/^\/+/, '') : rest;
  if (!first.startsWith('/') && meant.length === 0)
    return askWhichDesk(
      desks.map(({ service }) => service),
      apps,
      { lineOn: (id) => `/${id} ${after}` },
    );
  const kept = meant.length > 0 ? rest : after;
  const lines = (meant.length > 0 ? meant : ids).map((id): Choice => {
    const whole = `/${id} ${kept}`.trim();
    return { label: ids.includes(id) ? `The ${id} desk` : `/${id}`, command: whole };
  });
  return refusalSuggesting('invalid', `There is no desk “${first}”.`, lines);
}

/** Whether a line fetches something and then asks in a form. */
export function asksIn(text: string, slashes: Pick<Slashes, 'all' | 'apps'>): boolean {
  const found = route(text, slashes);
  if ('reply' in found || !found.found) return false;
  if (found.command.scope === 'app' && found.command.keepsDesk) {
    const line = tokenise(found.rest).find(({ key }) => key === 'line');
    return line !== undefined && asksIn(line.text, slashes);
  }
  const { asks } = found.command;
  return asks === true || (asks !== undefined && found.rest.includes(`${asks}:`));
}

/** A command that one app command does not know may belong to another. */
function ofApp(slash: AppSlash, line: string, apps: readonly AppSlash[]): Found | Unknown {
  const own = commandOf(slash, line);
  if (own.found) return own;
  const others = apps.filter(({ id }) => id !== slash.id).map((other) => commandOf(other, line));
  const near = [own, ...others].flatMap((one) => (one.found ? [] : one.near));
  return others.find(({ found }) => found) ?? { ...own, near };
}

/** Finds the command in the text after a slash command. */
export function commandOf(slash: Slash, line: string): Found | Unknown {
  const commands: readonly CommandShape[] = slash.commands;
  const [first, rest] = splitFirstWord(line);
  const help = commands.find(({ name }) => name === 'help');
  const found = (command: CommandShape, after: string) =>
    ({ found: true, slash, command, rest: after }) as Found;
  if (help && (first === '' || helpWords.has(first.toLowerCase()))) return found(help, rest);
  const visits = commands.find(({ name }) => name === 'visits');
  if (visits && travelled.test(line)) return { ...found(visits, whereTo(line)), line } as Found;
  if (visits && lastVisit.test(line)) return found(visits, line.replace(lastVisit, '').trim());
  const latest = commands.find(({ name }) => name === 'latest');
  if (latest && whatIsNew.test(line)) return found(latest, line.replace(whatIsNew, '').trim());
  const [, few] = lastFew.exec(line) ?? [];
  if (latest && few) return found(latest, few);
  const [own] = ofTheDesk.find(([, like]) => like.test(line)) ?? [];
  const meta = commands.find(({ name }) => slash.scope === 'desk' && name === own);
  if (meta) return found(meta, '');
  const named = findCommand(line, commands);
  if (named && help && named.command !== help && helpWords.has(named.rest.toLowerCase()))
    return found(help, named.command.name);
  if (named) return found(named.command, named.rest);
  const meant = commands.find((one) => groupOf(one) === first.toLowerCase() && one.alone?.test(rest));
  if (meant) return found(meant, rest);
  const group = commands.some((one) => groupOf(one) === first.toLowerCase()) && first.toLowerCase();
  if (help && group && (rest === '' || helpWords.has(rest.toLowerCase()))) return found(help, group);
  const near = nearLines(line, commands).map(({ label, command }) => ({
    label,
    command: `/${slash.id} ${command}`,
  }));
  return { found: false, slash, line, word: group ? `${group} ${splitFirstWord(rest)[0]}` : first, near };
}

/** Suggestions for a name misspelt or incomplete: `role grant`, `roles grnt`, `subscribe`. */
function nearLines(line: string, commands: readonly CommandShape[]): Choice[] {
  const [first, after] = splitFirstWord(line);
  const [second, rest] = splitFirstWord(after);
  const groups = [...new Set(commands.flatMap((one) => groupOf(one) ?? []))];
  const lastWord = ({ name }: CommandShape) => splitFirstWord(name)[1] || name;
  const inGroups = closest(first, second === '' ? [] : groups).flatMap((group) => {
    const own = commands.filter((one) => groupOf(one) === group);
    const words = closest(second, own.map(lastWord));
    const shown = words.length > 0 ? own.filter((one) => words.includes(lastWord(one))) : own;
    return shown.map((command) => ({ command, rest: words.length > 0 ? rest : '' }));
  });
  const alike = closest(first, [...new Set(commands.map(lastWord))]).flatMap((word) =>
    commands.filter((one) => lastWord(one) === word).map((command) => ({ command, rest: after })),
  );
  const alone = closest(first, second === '' ? groups : []);
  const lines = [...inGroups, ...alike].map(({ command: { name, description }, rest: kept }) => ({
    label: description,
    command: `${name} ${kept}`.trim(),
  }));
  const all = [...alone.map((group) => ({ label: `Everything of ${group}`, command: group })), ...lines];
  return all.filter(({ command }, at) => all.findIndex((one) => one.command === command) === at);
}

/** `visited uganda` means travel to it, unless a preposition follows the verb. */
function whereTo(line: string): string {
  const rest = line.replace(travelled, '').trim();
  const said =
    /^(?:to|from|in|into|since|until|by|with|between|before|after|during|on|the us|\d|$)(?= |$|\d)/i.test(
      rest,
    );
  return said || !/visit/i.test(line.match(travelled)?.[0] ?? '') ? rest : `to ${rest}`;
}

/** What a name alone asks for: its page, or its entries, newest first. */
const pages: Record<NameKind, string> = {
  country: 'country',
  person: 'who',
  place: 'latest',
  organisation: 'latest',
  topic: 'latest',
  office: 'visits',
};
const pageKinds = Object.keys(pages) as NameKind[];

/**
 * The page of a line that is one name and nothing else: `ke`, `Меркель`, `board of peace`. The desk's own name asks for
 * its newest entries.
 */
export function pageOf(line: string, { service, commands }: DeskSlash): Page | undefined {
  const words = line
    .replace(/[?!.]+$/, '')
    .split(' ')
    .filter((word) => word !== '');
  if (words.length > service.names.longest().words) return undefined;
  const named = (wanted: string) => commands.find(({ name }) => name === wanted);
  const { definition } = service.desk;
  if (normalise(line.replace(/^the /i, '')) === normalise(definition.name)) {
    const latest = named('latest');
    return latest && { command: latest, rest: '' };
  }
  const [piece, other] = readNames(words, service.names, pageKinds);
  const [name] = piece?.names ?? [];
  if (!name || other || isGivenAsWord(line, name, definition)) return undefined;
  // Of an office of the region first who holds it.
  const office = definition.offices.find(({ id }) => name.kind === 'office' && id === name.id);
  const isHere = piece?.names.length === 1 && isCovered(service.desk, office?.country ?? '');
  const command = (isHere && named('ask')) || named(pages[name.kind]);
  return command && { command, rest: words.join(' ') };
}

export interface Page {
  command: DeskCommand;
  rest: string;
}
