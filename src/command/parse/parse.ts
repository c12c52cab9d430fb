import type { DateWords } from '../../domain/dates/date-words.ts';
import type { Day } from '../../domain/dates/day.ts';
import type { NameIndex } from '../../domain/ports/names.ts';
import type { Block } from '../../domain/reply.ts';
import type { CommandShape } from '../define.ts';
import type { Values } from '../line.ts';
import { badValue, type Fault, fault } from './fault.ts';
import {
  announcedAt,
  boundsPeriod,
  grammarOf,
  kindsOf,
  type Option,
  plainRun,
  takesMany,
} from './grammar.ts';
import { readKeyed, readWorded } from './read-announced.ts';
import { readBare } from './read-bare.ts';
import { type Reader, setValue, waysBetween } from './reader.ts';
import { tidy, tokenise } from './tokens.ts';

/** Characters; longer lines are refused unread. */
export const maxLine = 1000;
/** Limit on words read and on misspelt names looked up, far above any real question. */
const mostWords = 250;
const mostSearches = 60;
/** Limit on faults collected; only one is shown. */
const mostFaults = 20;
/** Limit for app commands, which contain whole statements; Discord's options also become such a line. */
export const maxAppLine = 4000;

export interface Question {
  definition: CommandShape;
  /** Text after the command's name. */
  text: string;
  names: NameIndex;
  today: Day;
  /** Words for dates in the languages of the desk; default: English. */
  dates?: DateWords | undefined;
  /** Text before it, such as `/horn visits`, for suggested lines. */
  head: string;
  /** Characters; default `maxLine`. */
  longest?: number;
  /** Unknown words may be searched for instead. */
  searchable?: boolean;
  /** Stops after this many faults. */
  faults?: number;
}

/** `values` are canonical, in the order of the definition's options; `input` is their parsed form. */
type Parsed =
  | { ok: true; input: Record<string, unknown>; values: Values; notices: Block[] }
  | { ok: false; fault: Fault; values: Values; notices: Block[] };

/** Parses the text after a command. Never throws; unreadable text is a fault. */
export function parse(question: Question): Parsed {
  const { definition, text, today, head, longest = maxLine, faults = mostFaults } = question;
  const line = text.length > longest ? text : tidy(text);
  // One character may normalise to eighteen.
  if (line.length > longest) return refuse(tooLong(longest));
  const grammar = grammarOf(definition);
  const tokens = tokenise(line);
  if (tokens.length > mostWords && !grammar.words) return refuse(tooManyWords);
  const names = sparing(question.names, mostSearches);
  const reader: Reader = {
    grammar,
    tokens,
    names,
    today,
    head,
    line,
    command: definition.name,
    acts: definition.acts === true,
    searchable: question.searchable === true,
    dates: question.dates,
    looksAhead: definition.looksAhead === true,
    values: {},
    named: {},
    typed: {},
    periods: {},
    implied: {},
    words: [],
    notices: [],
    faults: [],
  };
  for (let at = 0; at < reader.tokens.length && reader.faults.length < faults; ) {
    const token = reader.tokens[at];
    if (token?.key !== undefined) {
      const used = readKeyed(reader, at);
      if (used === 0) reader.words.push(token.raw);
      at += used || 1;
    } else {
      at += (!token?.quoted && !beginsName(reader, at) && readWorded(reader, at)) || readBare(reader, at);
    }
  }
  if (reader.words.length > 0) {
    const option = grammar.words ?? grammar.options.find(({ kind }) => kind.type === 'words');
    if (option) setValue(reader, option, reader.words.join(' ').trim(), reader.words.join(' '));
  }
  return finish(reader, definition, head);
}

/** Whether an option's word begins an exact name of several words: `Organization of Turkic States`. */
function beginsName({ grammar, tokens, names }: Reader, at: number): boolean {
  const { used } = announcedAt(grammar, tokens, at);
  if (used === 0) return false;
  const run = plainRun(tokens.slice(at, at + names.longest().words), 0).map(({ text }) => text);
  const { kinds } = kindsOf(grammar.bare);
  return run.some(
    (_, last) => last >= used && names.exact(run.slice(0, last + 1).join(' '), kinds).length > 0,
  );
}

function finish(reader: Reader, definition: CommandShape, head: string): Parsed {
  const { faults, notices, grammar } = reader;
  const values: Values = {};
  for (const { name } of grammar.options) {
    const value = reader.values[name] ?? reader.implied[name];
    if (value !== undefined && value !== '') values[name] = value;
  }
  settleWay(reader, values);
  const wrong = faults[0] ?? missing(values, reader, definition, head) ?? wrongOrder(values, reader);
  if (wrong) return { ok: false, fault: joining(wrong, values, grammar.options), values, notices };
  const input: Record<string, unknown> = {};
  for (const { name, kind, schema } of grammar.options) {
    const value = values[name];
    if (value === undefined) continue;
    const checked = schema.safeParse(kind.type === 'flag' ? value !== 'no' : value);
    if (!checked.success) {
      return { ok: false, fault: fault('bad_value', ...badValue(name, checked.error)), values, notices };
    }
    input[name] = checked.data;
  }
  return { ok: true, input, values, notices };
}

/** A choice within a list of names keeps the names that were understood, including later ones. */
function joining(wrong: Fault, values: Values, options: readonly Option[]): Fault {
  const join = (option: string, id: string | undefined) => {
    const many = options.some((one) => one.name === option && takesMany(one));
    return many && id ? [...new Set([...(values[option]?.split(',') ?? []), id])].join(',') : id;
  };
  const choices = wrong.choices.map((choice) => {
    if ('command' in choice) return choice;
    const set = Object.entries(choice.set).map(([option, value]) => [option, join(option, value)]);
    return { label: choice.label, set: Object.fromEntries(set) };
  });
  return { ...wrong, choices };
}

/** Between two countries: both ways, unless a word says which. */
function settleWay({ between, grammar }: Reader, values: Values): void {
  const ways = between && waysBetween(grammar, between.outside);
  if (!ways) return;
  const said = values[ways.option];
  if (said === 'to-region') values[ways.option] = ways.from;
  else if (said === 'from-region') values[ways.option] = ways.to;
  else values[ways.option] = said ?? ways.both;
}

function missing(
  values: Values,
  { grammar }: Reader,
  definition: CommandShape,
  head: string,
): Fault | undefined {
  const option = grammar.options.find(({ name, required }) => required && values[name] === undefined);
  if (!option) return undefined;
  const desk = head.split(' ')[0];
  const examples = definition.examples.map(({ line, about }) => ({
    label: about,
    command: `${desk} ${line}`,
  }));
  const choices = definition.acts ? [] : examples;
  const write = examples[0] && `For example ${examples[0].command}.`;
  return fault('missing', `${definition.name} needs ${option.name}: ${option.description}.`, write, choices);
}

function wrongOrder(values: Values, { grammar, periods }: Reader): Fault | undefined {
  const from = grammar.options.find(boundsPeriod('start'))?.name;
  const to = grammar.options.find(boundsPeriod('end'))?.name;
  const [since, until] = [from && values[from], to && values[to]];
  if (!from || !to || !since || !until || since <= until) return undefined;
  const swapped = { [from]: periods[to]?.start ?? until, [to]: periods[from]?.end ?? since };
  return fault(
    'wrong_order',
    `${from} ${since} is later than ${to} ${until}.`,
    'Write the earlier date first.',
    [{ label: `${swapped[from]} to ${swapped[to]}`, set: swapped }],
  );
}

export function tooLong(longest: number): Fault {
  return fault(
    'too_long',
    `This is longer than ${longest.toLocaleString('en-GB')} characters.`,
    'Write it shorter.',
  );
}

const tooManyWords = fault(
  'too_long',
  `This has more than ${mostWords} words.`,
  'Ask for less at once, or put a longer text in quotes.',
);

/** Limits the lookups of misspelt names, each of which compares with all names; after that nothing is found. */
function sparing(names: NameIndex, searches: number): NameIndex {
  let left = searches;
  return {
    ...names,
    resolve(text, kinds) {
      left -= 1;
      return left < 0 ? { outcome: 'unknown', suggestions: [] } : names.resolve(text, kinds);
    },
  };
}

function refuse(wrong: Fault): Parsed {
  return { ok: false, fault: wrong, values: {}, notices: [] };
}
