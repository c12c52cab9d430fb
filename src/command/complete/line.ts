import { dayIn } from '../../domain/dates/day.ts';
import type { TypedLine } from '../../domain/ports/platform.ts';
import { type CommandShape, type DeskService, datesOf } from '../define.ts';
import { noNames } from '../desk-option.ts';
import { commandLine, splitFirstWord, type Values } from '../line.ts';
import { withAnswerOptions } from '../options.ts';
import { grammarOf, optionKey, takesMany } from '../parse/grammar.ts';
import { maxAppLine, maxLine, parse } from '../parse/parse.ts';
import { tidy } from '../parse/tokens.ts';
import { type Found, route } from '../route.ts';
import { readAfter, type Slash, type Slashes, serviceOf } from '../slashes.ts';
import { completionsOf, lastOf } from './value.ts';

interface LineInProgress {
  text: string;
  /** Cursor position in UTF-16 units. */
  cursor: number;
  slashes: Slashes;
  /** The desk that is meant where the line names none. */
  usual?: string | undefined;
  now: Date;
}

const most = 20;

/**
 * Completions of the whole line, best first: slash commands, commands, then values of the current option, names,
 * choices, ids and option names. Text right of the cursor is kept.
 */
export async function completeLine({
  text,
  cursor,
  slashes: { all: slashes, apps, desks },
  usual,
  now,
}: LineInProgress): Promise<string[]> {
  const before = text.slice(0, cursor).trimStart();
  const [first] = splitFirstWord(before);
  const named = slashes.find(({ id }) => id === first.replace(/^\/+/, '').toLowerCase());
  const after = (lines: string[]) => lines.slice(0, most).map((line) => line + text.slice(cursor));
  const isMeant = ({ scope, id }: Slash) => scope === 'desk' && (desks.length === 1 || id === usual);
  const implied = first.startsWith('/') ? undefined : slashes.find(isMeant);
  if (!before.includes(' '))
    return after([
      ...slashLines(first, slashes),
      ...(implied ? commandLines('', first, implied.commands) : []),
    ]);
  const slash = named ?? implied;
  if (!slash) return [];
  const longest = slash.scope === 'app' ? maxAppLine : maxLine;
  // Too long to be asked; one character may normalise to eighteen.
  if (before.length > longest || tidy(before).length > longest) return [];
  const head = named ? `${first} ` : '';
  const line = named ? before.slice(before.indexOf(' ') + 1).trimStart() : before;
  const commands = readAfter(slash, apps);
  const definition = commands.find(({ name }) => line.toLowerCase().startsWith(`${name} `));
  if (!definition) {
    const own = commandLines(head, line, slash.commands);
    return after(own.length > 0 ? own : commandLines(head, line, commands));
  }
  const length = definition.name.length + 1;
  return after(
    await optionLines(head + line.slice(0, length), line.slice(length), definition, {
      slash,
      now,
      serviceOn: (said) => serviceOf(slash, said ?? usual, desks),
    }),
  );
}

function slashLines(typed: string, slashes: readonly Slash[]): string[] {
  return slashes
    .map(({ id }) => `/${id} `)
    .filter((line) => line.startsWith(`/${typed.replace(/^\/+/, '').toLowerCase()}`));
}

/** For a name of two words the group comes first: `roles `, then its commands. */
function commandLines(head: string, typed: string, commands: readonly CommandShape[]): string[] {
  const begun = commands.map(({ name }) => name).filter((name) => name.startsWith(typed.toLowerCase()));
  const words = begun.map((name) => `${name} `.slice(0, `${name} `.indexOf(' ', typed.length)));
  return [...new Set(words)].map((name) => `${head}${name} `);
}

async function optionLines(
  head: string,
  typed: string,
  definition: CommandShape,
  {
    slash,
    serviceOn,
    now,
  }: { slash: Slash; serviceOn(said: string | undefined): DeskService | undefined; now: Date },
): Promise<string[]> {
  const grammar = grammarOf(definition);
  const { kept, word, key } = lastWord(typed);
  const read = (text: string, service: DeskService | undefined) => {
    const today = dayIn(service?.desk.definition.zone ?? 'UTC', now);
    const names = service?.names ?? noNames;
    return parse({ definition, text, names, dates: datesOf(service), today, head: '' }).values;
  };
  const service = serviceOn(read(kept, serviceOn(undefined)).desk);
  const given = (text: string) => read(text, service);
  const among = { commands: slash.commands, service, now };

  const announced = key === undefined ? undefined : grammar.announced.get(optionKey(key))?.[0];
  if (announced) {
    const several = takesMany(announced) ? lastOf(word) : { kept: '', part: word };
    const { found } = await completionsOf(several.part, {
      ...among,
      options: [announced],
      bare: false,
    });
    return found.map((value) => `${head}${kept}${announced.name}:${several.kept}${value} `);
  }
  const spoken = grammar.announced.get(optionKey(kept.trim().split(' ').at(-1) ?? ''))?.[0];
  const used = { ...given(kept) };
  const open = grammar.options.filter(
    ({ name, kind, older }) =>
      kind.type !== 'words' && !older && !Object.hasOwn(used, name) && name.startsWith(word.toLowerCase()),
  );
  const keys = spoken ? [] : open.map(({ name }) => `${head}${kept}${name}:`);
  for (const { fixed, part } of wordRuns(kept, word)) {
    const before = given(fixed);
    const bare = spoken
      ? [spoken]
      : grammar.bare.filter((option) => takesMany(option) || before[option.name] === undefined);
    const { found, near } = await completionsOf(part, { ...among, options: bare, bare: true });
    // Near matches give way to options, and never absorb words that may mean something else.
    if (found.length === 0 || (near && (fixed !== kept || keys.length > 0))) continue;
    const lines = found.map((value) => `${head}${fixed}${value} `);
    return fixed === kept && kept !== '' ? [...keys, ...lines] : [...lines, ...keys];
  }
  return keys;
}

/** The word being typed: the part after the last unquoted space, with its key if any. */
function lastWord(typed: string): { kept: string; word: string; key?: string } {
  const open = /(?:^|\s)(?:([\p{L}_-]+)[:=])?["“„«][^"”“»]*$/u.exec(typed);
  const at = open ? open.index + (/^\s/.test(open[0]) ? 1 : 0) : typed.lastIndexOf(' ') + 1;
  const last = typed.slice(at);
  const [, key, value] = /^(?:--)?([\p{L}_-]+)[:=](.*)$/u.exec(last) ?? [];
  const word = (value ?? last).replace(/^["“„«]/, '');
  return { kept: typed.slice(0, at), word, ...(key !== undefined && { key }) };
}

/** A name may have begun some words earlier: `hillary cl`. Longest run first. */
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

/**
 * A typed line as a person fills it into the options of a platform that has typed ones. A lone value stays as typed,
 * so that its spelling is read and shown there too; several are canonical, as chosen from a list. Words that cannot be
 * read go into the first option, so that the answer says what is wrong. Undefined if no slash command is meant.
 */
export function typedLine(text: string, slashes: Slashes, now: Date): TypedLine | undefined {
  const where = route(text, slashes);
  if (!('slash' in where)) return undefined;
  if (!where.found) return { slash: where.slash.id, command: where.line, options: {} };
  const { slash, command, rest } = where;
  const definition = withAnswerOptions(command, slash.scope);
  return { slash: slash.id, command: command.name, options: filled(definition, rest, where, slashes, now) };
}

function filled(
  definition: CommandShape,
  rest: string,
  { slash }: Found,
  { desks }: Slashes,
  now: Date,
): Values {
  const read = (text: string, service: DeskService | undefined) =>
    parse({
      definition,
      text,
      names: service?.names ?? noNames,
      dates: datesOf(service),
      head: '',
      today: dayIn(service?.desk.definition.zone ?? 'UTC', now),
      longest: slash.scope === 'app' ? maxAppLine : maxLine,
    });
  const said = read(rest, serviceOf(slash, undefined, desks)).values.desk;
  const service = serviceOf(slash, said, desks);
  const { ok, values } = read(rest, service);
  const [first] = definition.bare;
  if (!ok) return first && rest !== '' ? { [first]: rest } : values;
  const [only, ...others] = Object.keys(values);
  if (only === undefined || others.length > 0) return values;
  const asTyped = { [only]: rest };
  const line = commandLine('', '', asTyped).replace(/^\/ +/, '');
  const again = read(line, service);
  return again.ok && again.values[only] === values[only] ? asTyped : values;
}
