import type { Choice, Reply } from '../domain/reply.ts';
import type { CommandDefinition } from './define.ts';
import { commandNamed, helpWords, split } from './line.ts';
import { closest } from './parse/grammar.ts';
import { tidy } from './parse/tokens.ts';
import { refusal } from './refusals.ts';

/** A question in words that begins like another command: `who visited uzbekistan` asks the register, not a person. */
const travelled = /^who(?: has| have| had)? (?:visited|went|came|travell?ed|visits|been)(?= |$)/i;

export type Route =
  | { found: true; desk: string; definition: CommandDefinition; rest: string }
  /** The desk is known, the command is not: `line` is all that was typed for it. */
  | { found: false; desk: string; line: string; near: CommandDefinition[] }
  | { found: false; reply: Reply };

/**
 * Which desk and which of its commands a line asks. The slash is optional; so is the desk, where there is but one.
 * `others`: slash commands that are no desk, and may be meant by a misspelt one.
 */
export function route(
  text: string,
  desks: readonly string[],
  commands: readonly CommandDefinition[],
  others: readonly string[] = [],
): Route {
  const line = tidy(text);
  const [first, rest] = split(line);
  const word = first.replace(/^\/+/, '').toLowerCase();
  const [only] = desks;
  if (!only) return { found: false, reply: refusal('failed', 'No desk is installed yet.') };
  if (desks.includes(word)) return command(word, rest, commands);
  const isCommand = commandNamed(first, commands) !== undefined || helpWords.has(first.toLowerCase());
  const meant = isCommand ? [] : closest(word, [...desks, ...others]);
  if (desks.length === 1 && !first.startsWith('/') && meant.length === 0)
    return command(only, line, commands);
  return { found: false, reply: whichDesk({ first, line, rest, meant, isCommand }, desks, commands) };
}

function whichDesk(
  typed: { first: string; line: string; rest: string; meant: string[]; isCommand: boolean },
  desks: readonly string[],
  commands: readonly CommandDefinition[],
): Reply {
  const { first, line, rest, meant } = typed;
  const own = commandNamed(first.replace(/^\/+/, ''), commands);
  const after = own || !first.startsWith('/') ? line.replace(/^\/+/, '') : rest;
  const kept = meant.length > 0 ? rest : after;
  const lines = (meant.length > 0 ? meant : desks).map((desk): Choice => {
    const whole = `/${desk} ${kept}`.trim();
    return { label: desks.includes(desk) ? `The ${desk} desk` : `/${desk}`, command: whole };
  });
  if (!first.startsWith('/') && meant.length === 0)
    return refusal('question', 'Which desk is asked?', 'Ask', lines);
  return refusal('invalid', `There is no desk “${first}”.`, 'Did you mean', lines);
}

function command(desk: string, line: string, commands: readonly CommandDefinition[]): Route {
  const [first, rest] = split(line);
  const help = commands.find(({ name }) => name === 'help');
  if (help && (first === '' || helpWords.has(first.toLowerCase()))) {
    return { found: true, desk, definition: help, rest };
  }
  const visits = travelled.test(line) && commands.find(({ name }) => name === 'visits');
  if (visits) return { found: true, desk, definition: visits, rest: whereTo(line) };
  const definition = commandNamed(first, commands);
  if (definition && help && helpWords.has(rest.toLowerCase()) && definition !== help) {
    return { found: true, desk, definition: help, rest: definition.name };
  }
  if (definition) return { found: true, desk, definition, rest };
  const names = closest(
    first,
    commands.map(({ name }) => name),
  );
  const near = names.flatMap((name) => commands.find((one) => one.name === name) ?? []);
  return { found: false, desk, line, near };
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
