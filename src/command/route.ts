import type { Choice, Reply } from '../domain/reply.ts';
import type { AppCommand, AppSlash, CommandShape, DeskCommand } from './define.ts';
import { commandNamed, findCommand, groupOf, helpWords, split } from './line.ts';
import { closest } from './parse/grammar.ts';
import { tidy } from './parse/tokens.ts';
import { refusal, suggesting } from './refusals.ts';
import type { DeskSlash, Slash, Slashes } from './slashes.ts';

/** A question in words that begins like another command: `who visited uzbekistan` asks the register, not a person. */
const travelled = /^who(?: has| have| had)? (?:visited|went|came|travell?ed|visits|been)(?= |$)/i;

export type Found =
  | { found: true; slash: DeskSlash; command: DeskCommand; rest: string }
  | { found: true; slash: AppSlash; command: AppCommand; rest: string };

/** The slash command is known, what stands after it is not: `line` is all of that, `word` what names no command. */
export interface Unknown {
  found: false;
  slash: Slash;
  line: string;
  word: string;
  /** Whole lines that were perhaps meant. */
  near: Choice[];
}

export type Route = Found | Unknown | { found: false; reply: Reply };

/** Which slash command and which of its commands a line asks. The slash is optional; so is the desk, where there is but one. */
export function route(text: string, { all: slashes, apps }: Pick<Slashes, 'all' | 'apps'>): Route {
  const line = tidy(text);
  const [first, rest] = split(line);
  const word = first.replace(/^\/+/, '').toLowerCase();
  const named = slashes.find(({ id }) => id === word);
  if (named?.scope === 'app') return ofApp(named, rest, apps);
  if (named) return commandOf(named, rest);
  const desks = slashes.filter((slash) => slash.scope === 'desk');
  const [only] = desks;
  if (!only) return { found: false, reply: refusal('failed', 'No desk is installed yet.') };
  const isCommand = commandNamed(first, only.commands) !== undefined || helpWords.has(first.toLowerCase());
  const ids = slashes.map(({ id }) => id);
  const meant = isCommand ? [] : closest(word, ids);
  if (desks.length === 1 && !first.startsWith('/') && meant.length === 0) return commandOf(only, line);
  return { found: false, reply: whichDesk({ first, line, rest, meant }, desks) };
}

function whichDesk(
  { first, line, rest, meant }: { first: string; line: string; rest: string; meant: string[] },
  desks: readonly DeskSlash[],
): Reply {
  const ids = desks.map(({ id }) => id);
  const own = commandNamed(first.replace(/^\/+/, ''), desks[0]?.commands ?? []);
  const after = own || !first.startsWith('/') ? line.replace(/^\/+/, '') : rest;
  const kept = meant.length > 0 ? rest : after;
  const lines = (meant.length > 0 ? meant : ids).map((id): Choice => {
    const whole = `/${id} ${kept}`.trim();
    return { label: ids.includes(id) ? `The ${id} desk` : `/${id}`, command: whole };
  });
  if (!first.startsWith('/') && meant.length === 0)
    return refusal('question', 'Which desk is asked?', 'Ask', lines);
  return suggesting('invalid', `There is no desk “${first}”.`, lines);
}

/** What one slash command of the app does not know may be meant for another: they were one before. */
function ofApp(slash: AppSlash, line: string, apps: readonly AppSlash[]): Found | Unknown {
  const own = commandOf(slash, line);
  if (own.found) return own;
  const others = apps.filter(({ id }) => id !== slash.id).map((other) => commandOf(other, line));
  const near = [own, ...others].flatMap((one) => (one.found ? [] : one.near));
  return others.find(({ found }) => found) ?? { ...own, near };
}

/** Which of its commands a line asks, given what was typed after the slash command. */
function commandOf(slash: Slash, line: string): Found | Unknown {
  const commands: readonly CommandShape[] = slash.commands;
  const [first, rest] = split(line);
  const help = commands.find(({ name }) => name === 'help');
  const found = (command: CommandShape, after: string) =>
    ({ found: true, slash, command, rest: after }) as Found;
  if (help && (first === '' || helpWords.has(first.toLowerCase()))) return found(help, rest);
  const visits = travelled.test(line) && commands.find(({ name }) => name === 'visits');
  if (visits) return found(visits, whereTo(line));
  const named = findCommand(line, commands);
  if (named && help && named.command !== help && helpWords.has(named.rest.toLowerCase()))
    return found(help, named.command.name);
  if (named) return found(named.command, named.rest);
  const group = commands.some((one) => groupOf(one) === first.toLowerCase()) && first.toLowerCase();
  if (help && group && (rest === '' || helpWords.has(rest.toLowerCase()))) return found(help, group);
  const near = nearLines(line, commands).map(({ label, command }) => ({
    label,
    command: `/${slash.id} ${command}`,
  }));
  return { found: false, slash, line, word: group ? `${group} ${split(rest)[0]}` : first, near };
}

/** Misspelt in either word, or with one of the two left out: `role grant`, `roles grnt`, `subscribe`. */
function nearLines(line: string, commands: readonly CommandShape[]): Choice[] {
  const [first, after] = split(line);
  const [second, rest] = split(after);
  const groups = [...new Set(commands.flatMap((one) => groupOf(one) ?? []))];
  const lastWord = ({ name }: CommandShape) => split(name)[1] || name;
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

/** `visited uzbekistan` is travel to it; a word of time or place after the verb says so itself. */
function whereTo(line: string): string {
  const rest = line.replace(travelled, '').trim();
  const said =
    /^(?:to|from|in|into|since|until|by|with|between|before|after|during|on|the us|\d|$)(?= |$|\d)/i.test(
      rest,
    );
  return said || !/visit/i.test(line.match(travelled)?.[0] ?? '') ? rest : `to ${rest}`;
}
