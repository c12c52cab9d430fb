import { asNew } from '../../domain/form.ts';
import type { Place } from '../../domain/ports/access.ts';
import type { NamedEntry, Scope } from '../../domain/ports/entries.ts';
import type { Name, NameIndex, NameKind } from '../../domain/ports/names.ts';
import type { Choice } from '../../domain/reply.ts';
import { isNamed } from '../../domain/sources/listed.ts';
import { nearestIds } from '../answer/nearest.ts';
import { type DeskService, type OptionDefinition, scopeOf } from '../define.ts';
import { noNames } from '../desk-option.ts';
import { closest, kindsOf, normalisePhrase, type Option, takesMany } from '../parse/grammar.ts';

interface Among {
  options: readonly Option[];
  /** The value has no key, so it must be unambiguous among other words. */
  bare: boolean;
  commands: readonly { name: string }[];
  /** The desk; missing: no names are known. */
  service: DeskService | undefined;
  now: Date;
}

const most = 20;
/** Letters from which countries outside the desk are offered. */
const tellsCountry = 4;

/**
 * Completions of `part`, as written into the line. Several values always begin with the typed text, because a prompt
 * inserts their common prefix; a value that does not is returned alone. `near`: it only resembles `part`.
 */
export async function completionsOf(part: string, among: Among): Promise<{ found: string[]; near: boolean }> {
  const names = namesFor(part, among);
  const fixed = await fixedValues(part, among);
  const begun = [...names.filter(({ label }) => starts(label, part)).map(written(among)), ...fixed];
  if (begun.length > 0) return { found: unique(begun), near: false };
  const within = names.filter(({ label }) => tailOf(label, part) !== undefined);
  const [only] = within;
  if (only && within.length === 1) return { found: [written(among)(only)], near: false };
  const tails = within.flatMap(({ label }) => tailOf(label, part) ?? []);
  const known = tails.filter((tail) => namesOf(among).exact(tail, kindsFor(among)).length > 0);
  if (known.length > 0) return { found: unique(known.map((tail) => quotedIf(tail, among))), near: false };
  const meant = part.trim() === '' ? undefined : namesOf(among).resolve(part, kindsFor(among));
  return { found: meant?.outcome === 'found' ? [written(among)(meant.name)] : [], near: true };
}

const namesOf = ({ service }: Among) => service?.names ?? noNames;

/** Names for all the options, best first; countries outside the desk only after several letters. */
function namesFor(part: string, among: Among): Name[] {
  const kinds = kindsFor(among);
  if (kinds.length === 0 || !among.service) return [];
  const { names, desk } = among.service;
  const found = names.complete(part, kinds, most * 3);
  const own = found.filter(
    ({ kind, id }) => kind !== 'country' || desk.definition.countries.some((country) => country.id === id),
  );
  return part.trim().length < tellsCountry && (among.bare || own.length > 0) ? own : found;
}

async function fixedValues(part: string, { options, commands, service, now }: Among): Promise<string[]> {
  const values = await Promise.all(
    options.map(async (option) => {
      if (option.kind.type === 'name') return [];
      if (option.kind.type === 'words') {
        const all = option.kind.of === 'commands' ? commands.map(({ name }) => name) : [];
        return all.filter((name) => name.startsWith(part.toLowerCase()));
      }
      const found = await completeValue(option, part, { service, now, place: async () => 'internal' }, most);
      return found
        .map(({ command }) => command)
        .filter((value) => option.kind.type === 'entry' || starts(value, part));
    }),
  );
  return values.flat();
}

function kindsFor({ options }: Among) {
  return kindsOf(options).kinds;
}

function starts(label: string, part: string): boolean {
  return normalisePhrase(label).startsWith(normalisePhrase(part));
}

/** The end of a label from the first word that begins like `part`: `Kerry` of John Kerry. */
function tailOf(label: string, part: string): string | undefined {
  const words = label.split(' ');
  const at = words.findIndex((_, from) => starts(words.slice(from).join(' '), part));
  return at < 0 ? undefined : words.slice(at).join(' ');
}

/** Quoted only if the bare words would mean something else, because the quote would precede the typed text. */
function written(among: Among): (name: Name) => string {
  return ({ id, label }) => {
    if (among.options.every(takesMany) && /\s/.test(label)) return id;
    const meant = namesOf(among).exact(label, kindsFor(among));
    return among.bare && meant.length === 1 && meant[0]?.id === id ? label : quotedIf(label, among);
  };
}

function quotedIf(label: string, among: Among): string {
  if (!/[\s"]/.test(label)) return label;
  if (among.bare && namesOf(among).exact(label, kindsFor(among)).length > 0) return label;
  return `"${label.replace(/["\\]/g, '\\$&')}"`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Completions of an option: label, and value to insert. Names are those of `service`. */
export async function completeValue(
  option: OptionDefinition,
  typed: string,
  { service, now, place }: { service: DeskService | undefined; now: Date; place(): Promise<Place> },
  limit: number,
): Promise<Choice[]> {
  const { kind } = option;
  const names = (kinds: readonly NameKind[], { kept, part }: ReturnType<typeof lastOf>): Choice[] =>
    (service?.names.complete(part, kinds, limit) ?? []).map(({ id, label }) => ({
      label: `${kept}${label}`,
      command: `${kept}${id}`,
    }));
  switch (kind.type) {
    case 'name':
      return names(kind.kinds, takesMany(option) ? lastOf(typed) : { kept: '', part: typed });
    case 'text':
      return kind.names ? names(kind.names, lastOf(typed)) : [];
    case 'choice': {
      const all = Object.keys(kind.choices);
      const begun = all.filter((value) => normalisePhrase(value).startsWith(normalisePhrase(typed)));
      const values = begun.length > 0 ? begun : closest(typed, all);
      return values.slice(0, limit).map((value) => ({ label: value, command: value }));
    }
    case 'entry': {
      if (!service) return [];
      const scope = scopeOf(service, 'reader', now, await place());
      const found = await completeEntry(service, scope, typed, limit);
      return found.map(({ id, title }) => ({ label: `${id}: ${title}`, command: id }));
    }
    default:
      return [];
  }
}

/** The name being typed, and the names before it with the last comma. */
export function lastOf(typed: string): { kept: string; part: string } {
  const end = typed.lastIndexOf(',') + 1;
  return { kept: typed.slice(0, end), part: typed.slice(end).trimStart() };
}

/** Characters; no id or title is as long. */
const longestTyped = 200;

/**
 * Entries that the typed text may mean: ids that begin with it and titles that contain it; else search results; else
 * results for a corrected spelling; else the most similar ids.
 */
async function completeEntry(
  { entries, searcher, language }: DeskService,
  scope: Scope,
  typed: string,
  limit: number,
): Promise<NamedEntry[]> {
  if (typed.length > longestTyped) return [];
  const [begun, titled] = await Promise.all([
    entries.completeIds(scope, typed.toLowerCase(), limit),
    entries.completeTitles(scope, typed, limit),
  ]);
  const found = new Map([...begun, ...titled].map((entry) => [entry.id, entry]));
  if (found.size > 0) return [...found.values()].slice(0, limit);
  for (const words of [typed, ...language.suggest(typed, suggestions)]) {
    const { query } = language.understand(words);
    const { items } = await searcher.search(scope, query, { limit, offset: 0 });
    if (items.length > 0) return items.map(({ entry: { body } }) => ({ id: body.id, title: body.title }));
  }
  return nearestIds(entries, scope, typed.trim().toLowerCase().replace(/\s+/g, '-'), limit);
}

const suggestions = 2;

/** Names that an entry of the desk may use; no countries outside the desk's lists. */
export function completeNames(
  typed: string,
  kinds: readonly NameKind[],
  { desk: { definition }, names }: DeskService,
  limit: number,
): Choice[] {
  const listed = new Set(definition.countries.map(({ id }) => id));
  const world = 250;
  const found = names
    .complete(typed, kinds, limit + world)
    .filter(({ kind, id }) => kind !== 'country' || listed.has(id))
    .slice(0, limit)
    .map(({ id, label }) => ({ label, command: id }));
  const added = asAdded(typed, kinds, names);
  return added ? [...found.slice(0, limit - 1), added] : found;
}

/** What the desk does not have is added with what names it: `Aigul Serikova (new)`. */
function asAdded(typed: string, kinds: readonly NameKind[], names: NameIndex): Choice | undefined {
  const name = typed.trim();
  const isName = kinds.every(isNamed) && name.length <= mostAdded && /^\p{Lu}[^(),;]{2,}$/u.test(name);
  if (!isName || names.exact(name, kinds).length > 0) return undefined;
  const isWhole = !kinds.includes('person') || name.includes(' ');
  return isWhole ? { label: asNew(name), command: asNew(name) } : undefined;
}

/** As long as an option of a menu holds. */
const mostAdded = 60;
