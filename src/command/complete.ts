import { candidates } from './complete-candidates.ts';
import type { CommandDefinition } from './define.ts';
import { type DeskService, scopeOf } from './desk-service.ts';
import { grammarOf, type Option } from './parse/grammar.ts';
import { parse } from './parse/parse.ts';
import { optionKey } from './parse/phrase.ts';
import { split } from './route.ts';

interface LineInProgress {
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
  return after(await optionLines(`${head}${name} `, typed, definition, { commands, service, now }));
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
  { commands, service, now }: Pick<LineInProgress, 'commands' | 'now'> & { service: DeskService },
): Promise<string[]> {
  const grammar = grammarOf(definition);
  const { kept, word, key } = lastWord(typed);
  const today = scopeOf(service, 'reader', now).today;
  const given = (text: string) => parse({ definition, text, names: service.names, today, head: '' }).values;
  const fits = (options: readonly Option[], part: string, bare: boolean) =>
    candidates(part, { options, bare, commands, service, now });

  const announced = key === undefined ? undefined : grammar.announced.get(optionKey(key))?.[0];
  if (announced) {
    const { found } = await fits([announced], word, false);
    return found.map((value) => `${head}${kept}${announced.name}:${value} `);
  }
  const spoken = grammar.announced.get(optionKey(kept.trim().split(' ').at(-1) ?? ''))?.[0];
  const used = { ...given(kept) };
  const open = grammar.options.filter(
    ({ name, kind }) =>
      kind.type !== 'words' && !Object.hasOwn(used, name) && name.startsWith(word.toLowerCase()),
  );
  const keys = spoken ? [] : open.map(({ name }) => `${head}${kept}${name}:`);
  for (const { fixed, part } of wordRuns(kept, word)) {
    const before = given(fixed);
    const bare = spoken ? [spoken] : grammar.bare.filter(({ name }) => before[name] === undefined);
    const { found, near } = await fits(bare, part, true);
    // What is only near gives way to an option, and never joins words that may stand for something else.
    if (found.length === 0 || (near && (fixed !== kept || keys.length > 0))) continue;
    const lines = found.map((value) => `${head}${fixed}${value} `);
    return fixed === kept && kept !== '' ? [...keys, ...lines] : [...lines, ...keys];
  }
  return keys;
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
    if (start < 0 || words.slice(start).some((one) => /[:="]/.test(one)) || kept === '' || word === '')
      return [];
    return [{ fixed: words.slice(0, start).join(''), part: `${words.slice(start).join('')}${word}` }];
  });
  return [...runs, { fixed: kept, part: word }];
}
