import type { Choice } from '../domain/reply.ts';
import { completeValue } from './complete-value.ts';
import type { CommandDefinition } from './define.ts';
import { type DeskService, scopeOf } from './desk-service.ts';
import { grammarOf, type Option } from './parse/grammar.ts';
import { optionKey, phrase } from './parse/phrase.ts';
import { split } from './route.ts';

export interface LineInProgress {
  text: string;
  /** Where the next letter will stand, counted in UTF-16 units. */
  cursor: number;
  commands: readonly CommandDefinition[];
  desks: readonly DeskService[];
  now: Date;
}

const most = 20;

/**
 * Whole lines that this one may become, best first: desks, commands, then values of the option being written, names,
 * choices, ids and option names. What stands right of the cursor is kept.
 */
export async function completeLine({
  text,
  cursor,
  commands,
  desks,
  now,
}: LineInProgress): Promise<string[]> {
  const before = text.slice(0, cursor).trimStart();
  const [first, rest] = split(before);
  const named = desks.find(
    ({ desk }) => `/${desk.definition.id}` === `/${first.replace(/^\/+/, '').toLowerCase()}`,
  );
  const spaced = before.includes(' ');
  const after = (lines: string[]) => lines.slice(0, most).map((line) => line + text.slice(cursor));
  const implied = desks.length === 1 && !first.startsWith('/') ? desks[0] : undefined;
  if (!spaced)
    return after([...deskLines(first, desks), ...(implied ? commandLines('', first, commands) : [])]);
  const service = named ?? implied;
  if (!service) return [];
  const head = named ? `${first} ` : '';
  const line = named ? before.slice(before.indexOf(' ') + 1).trimStart() : before;
  if (!line.includes(' ')) return after(commandLines(head, line, commands));
  const [name] = named ? split(rest) : [first];
  const definition = commands.find((one) => one.name === name.toLowerCase());
  if (!definition) return [];
  const typed = line.slice(line.indexOf(' ') + 1);
  return after(await optionLines(`${head}${name} `, typed, definition, service, now));
}

function deskLines(typed: string, desks: readonly DeskService[]): string[] {
  return desks
    .map(({ desk }) => `/${desk.definition.id} `)
    .filter((line) => line.startsWith(`/${typed.replace(/^\/+/, '').toLowerCase()}`));
}

function commandLines(head: string, typed: string, commands: readonly CommandDefinition[]): string[] {
  const names = commands.map(({ name }) => name).filter((name) => name.startsWith(typed.toLowerCase()));
  return names.map((name) => `${head}${name} `);
}

async function optionLines(
  head: string,
  typed: string,
  definition: CommandDefinition,
  service: DeskService,
  now: Date,
): Promise<string[]> {
  const grammar = grammarOf(definition);
  const scope = scopeOf(service, 'reader', now);
  const values = (option: Option, part: string) => completeValue(option, part, service, scope, most);
  const { kept, word, key } = lastWord(typed);
  const announced = key === undefined ? undefined : grammar.announced.get(optionKey(key))?.[0];
  if (announced) {
    const found = await values(announced, word);
    return found.map((value) => `${head}${kept}${announced.name}:${written(value, announced)} `);
  }
  const lines: string[] = [];
  const spoken = grammar.announced.get(optionKey(kept.trim().split(' ').at(-1) ?? ''))?.[0];
  for (const option of spoken ? [spoken] : grammar.bare) {
    for (const { fixed, part } of wordRuns(kept, word)) {
      const found = (await values(option, part)).filter(({ label }) => fixed === kept || begins(label, part));
      lines.push(...found.map((value) => `${head}${fixed}${written(value, option)} `));
      if (found.length > 0) break;
    }
  }
  const used = new Set([...typed.matchAll(/([\p{L}-]+)[:=]/gu)].map(([, name]) => name));
  const open = grammar.options.filter(({ name }) => !used.has(name) && name.startsWith(word.toLowerCase()));
  return [...new Set([...lines, ...open.map(({ name }) => `${head}${kept}${name}:`)])];
}

/** What is being written: the part after the last space that is not within quotes, and its key when it has one. */
function lastWord(typed: string): { kept: string; word: string; key?: string } {
  const open = /(?:^|\s)(?:([\p{L}_-]+)[:=])?["“„«][^"”“»]*$/u.exec(typed);
  const at = open ? open.index + (/^\s/.test(open[0]) ? 1 : 0) : typed.lastIndexOf(' ') + 1;
  const last = typed.slice(at);
  const [, key, value] = /^(?:--)?([\p{L}_-]+)[:=](.*)$/u.exec(last) ?? [];
  const word = (value ?? last).replace(/^["“„«]/, '');
  return { kept: typed.slice(0, at), word, ...(key !== undefined && { key }) };
}

/** A name may have begun some words ago: `hillary cl`. The longest run first. */
function wordRuns(kept: string, word: string): { fixed: string; part: string }[] {
  const words = kept.split(/(?<= )/);
  const runs = [2, 1].flatMap((back) => {
    const start = words.length - back;
    if (start < 0 || words.slice(start).some((one) => /[:="]/.test(one)) || kept === '') return [];
    return [{ fixed: words.slice(0, start).join(''), part: `${words.slice(start).join('')}${word}` }];
  });
  return [...runs, { fixed: kept, part: word }];
}

function begins(label: string, part: string): boolean {
  return phrase(label).startsWith(phrase(part)) && part.trim().length > 2;
}

/** Names are put in as they read; ids and choices as they are. */
function written({ label, command }: Choice, { kind }: Option): string {
  if (kind.type !== 'name') return command;
  return /[\s"]/.test(label) ? `"${label.replace(/["\\]/g, '\\$&')}"` : label;
}
