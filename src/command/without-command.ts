import { dayIn } from '../domain/dates/day.ts';
import type { Choice } from '../domain/reply.ts';
import { typingErrors } from '../search/names/near.ts';
import { type DeskCommand, datesOf } from './define.ts';
import { commandNamed } from './line.ts';
import { isSmallWord } from './parse/grammar.ts';
import { parse } from './parse/parse.ts';
import { commandOf, type Page, pageOf, type Unknown } from './route.ts';
import type { DeskSlash } from './slashes.ts';

/** The command that a line means which begins with none: a name's page, or a command among its words. */
export const turnedInto = (line: string, slash: DeskSlash, now: Date): Page | undefined =>
  pageOf(line, slash) ??
  comparison(line, slash, now) ??
  commandInside(line, slash, now) ??
  whatLiesAhead(line, slash, now) ??
  afterLeadIn(line, slash, now);

/** `kenya vs uganda` */
function comparison(line: string, slash: DeskSlash, now: Date): Page | undefined {
  const [, one = '', other = ''] = /^(.+?) (?:vs\.?|versus|compared (?:to|with)) (.+?)\??$/i.exec(line) ?? [];
  const compare = slash.commands.find(({ name }) => name === 'compare');
  const rest = `${one} and ${other}`;
  return compare && one && canRead(compare, rest, slash, now) ? { command: compare, rest } : undefined;
}

/** `since 2010 visits kenya`: a command after one of its options, or last, if it takes all the other words. */
function commandInside(line: string, slash: DeskSlash, now: Date): Page | undefined {
  const words = line.split(' ');
  const last = words.length > 1 ? commandNamed(words.at(-1) ?? '', slash.commands) : undefined;
  const before = words.slice(0, -1).join(' ');
  // Two that are compared are not the two ends of one journey.
  const compares = words.some((word) => /^(?:vs\.?|versus)$/i.test(word));
  if (
    last &&
    !compares &&
    isOfNames(last) &&
    !isSmallWord(words[0] ?? '', line) &&
    canRead(last, before, slash, now)
  )
    return { command: last, rest: before };
  const at = words.findIndex((word, index) => index > 0 && commandNamed(word, slash.commands));
  const command = at > 0 ? commandNamed(words[at] ?? '', slash.commands) : undefined;
  const first = words[0]?.toLowerCase() ?? '';
  const options = Object.entries(command?.options ?? {});
  if (!command || !options.some(([name, { aliases = [] }]) => [name, ...aliases].includes(first)))
    return undefined;
  const rest = words.toSpliced(at, 1).join(' ');
  return canRead(command, rest, slash, now) ? { command, rest } : undefined;
}

const whatIsAhead =
  /^what(?:['’]?s| is| lies) (?:ahead|next|coming(?: up)?)(?: (?:for|in|on|with))?(?= |\?|$)/i;

/** `what lies ahead for kenya`: the dates still to come, if it names only what they are listed by. */
function whatLiesAhead(line: string, slash: DeskSlash, now: Date): Page | undefined {
  const command = slash.commands.find(({ name }) => name === 'upcoming');
  const rest = line
    .replace(whatIsAhead, '')
    .replace(/[?!.\s]+$/, '')
    .trim();
  return command && whatIsAhead.test(line) && canRead(command, rest, slash, now)
    ? { command, rest }
    : undefined;
}

/** `tell me about lamu`, `ok, visits by smith`: a name or a command after words that only ask. */
function afterLeadIn(line: string, slash: DeskSlash, now: Date): Page | undefined {
  const asked = withoutLeadIn(line);
  if (asked === undefined) return undefined;
  const page = isTopicWord(asked, slash) ? undefined : pageOf(asked, slash);
  if (page) return page;
  const found = commandOf(slash, asked);
  const command = found.found && slash.commands.find(({ name }) => name === found.command.name);
  if (found.found && command && isOfNames(command) && canRead(command, found.rest, slash, now))
    return { command, rest: found.rest };
  return commandInside(asked, slash, now);
}

/** Only a word of texts on a topic, which a question looks for. */
const isTopicWord = (text: string, { service: { names } }: DeskSlash): boolean =>
  names.exact(text, ['topic']).some(({ id }) => names.isWordOf(text, id));

/** Whether the command can read all of the text. */
export function canRead(definition: DeskCommand, text: string, { service }: DeskSlash, now: Date): boolean {
  const today = dayIn(service.desk.definition.zone, now);
  const { names } = service;
  return parse({ definition, text, names, dates: datesOf(service), today, head: '', faults: 1 }).ok;
}

/** Whether the command is one typing error away, and takes the words after it. */
export function isSlip({ word }: Unknown, suggested: string, slash: DeskSlash, now: Date): boolean {
  const [, name = '', ...rest] = suggested.split(' ');
  const definition = slash.commands.find((command) => command.name === name);
  return (
    definition !== undefined &&
    typingErrors(word.toLowerCase(), name) <= 1 &&
    canRead(definition, rest.join(' '), slash, now)
  );
}

/** Asked by names alone: not by free words or by an entry's id. */
const isOfNames = ({ bare, options }: DeskCommand): boolean =>
  bare.length > 0 &&
  bare.every((name) => ['name', 'choice', 'number'].includes(options[name]?.kind.type ?? ''));

/** `tell me about`, `ok, and`, `what do we have on`: asks for whatever follows. */
const leadIn =
  /^(?:(?:ok|okay|and|so|now|then|please|pls|hi|hello|hey|thanks|thx)[,!.]* )*(?:(?:can|could|would|will) (?:you|u) (?:please |pls )?|i (?:want|need|would like) (?:to (?:see|know|read) )?|let me see |help me )?(?:(?:tell|show|give|get|find|list|send|write|prepare|make|compile)(?: me| us)?(?: the| an?)? |gimme (?:the )?|what (?:do|does) (?:we|you|the desk) (?:have|know) |what(?:['’]?s| is) (?:known|there) |what should (?:we|i) know |(?:what|how) (?=about |abt ))?(?:(?:everything|all|anything|something|more|(?:\d+|some|few|a few|key|main|basic) facts|facts|reports?|briefings?|info|information|an? (?:summary|overview)|summary|overview) )*(?:(?:about|abt|on|of|regarding) )?/i;

/** The line without the words that only ask; undefined if it has none. */
function withoutLeadIn(line: string): string | undefined {
  const rest = line.replace(leadIn, '').replace(/[?!.\s]+$/, '');
  return rest !== '' && rest.length < line.length ? rest : undefined;
}

/** Lines of commands that can read the words typed without a command. */
export function readersOf(line: string, slash: DeskSlash, now: Date): Choice[] {
  const { id, commands } = slash;
  const readers = commands.filter((definition) => {
    if (definition.bare.length === 0 || definition.name === 'help' || definition.role !== 'reader')
      return false;
    const kinds = definition.bare.map((name) => definition.options[name]?.kind.type);
    return !kinds.includes('entry') && canRead(definition, line, slash, now);
  });
  return readers.map(({ name, description }) => ({
    label: description,
    command: `/${id} ${name} ${line}`,
  }));
}
