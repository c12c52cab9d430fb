import type { Desk } from '../domain/desk.ts';
import { inWords } from '../domain/desk-names.ts';
import { namesIn } from '../domain/form.ts';
import type { Name, NameKind } from '../domain/ports/names.ts';
import { type Field, type Raw, type Reading, short } from './field.ts';

const lists = {
  country: 'countries',
  person: 'people',
  office: 'offices',
  topic: 'topics',
  organisation: 'organisations',
  place: 'places',
} as const satisfies Record<NameKind, keyof Desk['definition']>;

interface NameField {
  name: string;
  label: string;
  kind: NameKind;
  many: boolean;
  required?: boolean;
  hint?: string;
  /** Where the ids stand; one of `many: false` is a text of its own. */
  key: string;
}

/** Each is compared with all that the desk has. */
const mostNames = 60;

/** Names of the desk, as ids or however they are written. */
export function nameField({ name, label, kind, many, required = false, hint, key }: NameField): Field {
  return {
    ...{ name, label, key, required, hint: hint ?? (many ? 'Several with commas between them' : undefined) },
    kind: { type: 'name', kinds: [kind], many },
    show(raw) {
      const value = get(raw, key);
      return Array.isArray(value) ? value.join(', ') : String(value ?? '');
    },
    write(raw, text, reading) {
      const parts = namesIn(text);
      if (parts.length > mostNames) return `At most ${mostNames} names at once; this has ${parts.length}.`;
      const found = parts.map((part) => readName(part, kind, reading));
      const faults = found.flatMap((one) => ('fault' in one ? [one.fault] : []));
      if (faults.length > 0) return faults.join(' ');
      const ids = [...new Set(found.flatMap((one) => ('id' in one ? [one.id] : [])))];
      if (!many && ids.length > 1) return `One only: ${inWords(ids, 'or')}.`;
      set(raw, key, many ? ids : ids[0]);
      return undefined;
    },
  };
}

/** What the names in a field are called; what is no id of the desk stays as it was typed. */
export const calledIn = (value: string, kinds: readonly NameKind[], { definition }: Desk): string[] =>
  namesIn(value).map((typed) => {
    const same = ({ id }: { id: string }) => id.toLowerCase() === typed.toLowerCase();
    const found = kinds.flatMap((kind) => definition[lists[kind]].find(same) ?? [])[0];
    return found?.name ?? typed;
  });

/** What a name means on the desk; off the house spelling it is read with a notice, and one that fits two is asked about. */
function readName(
  typed: string,
  kind: NameKind,
  { desk, names, notices }: Reading,
): { id: string } | { fault: string } {
  const listed: readonly { id: string }[] = desk.definition[lists[kind]];
  const asId = kind === 'country' ? typed.toUpperCase() : typed.toLowerCase();
  if (listed.some(({ id }) => id === asId)) return { id: asId };
  const read = names.resolve(typed, [kind]);
  if (read.outcome === 'ambiguous') {
    const meant = inWords(read.candidates.map(told), 'or');
    return { fault: `“${short(typed)}” fits several: ${meant}. Write the one that is meant.` };
  }
  if (read.outcome === 'unknown') {
    const near = read.suggestions.slice(0, 3).map(told);
    const known =
      kind === 'topic' ? `It has ${inWords(desk.definition.topics.map(({ name }) => name))}. ` : '';
    const meant = near.length > 0 ? `Did you mean ${inWords(near, 'or')}? ` : known;
    return { fault: `The desk has no ${kind} “${short(typed)}”. ${meant}Names are added in its desk.yaml.` };
  }
  const { name, via } = read;
  if (!listed.some(({ id }) => id === name.id))
    return { fault: `The desk does not list ${name.label}. Names are added in its desk.yaml.` };
  if (via === 'near' || !names.isPlain(typed, name))
    notices.push(`“${short(typed)}” is read as ${name.label}.`);
  return { id: name.id };
}

const told = ({ label, id }: Name) => `${label} (${id})`;

function get(raw: Raw, key: string): unknown {
  return key.split('.').reduce<unknown>((value, step) => (value as Raw | undefined)?.[step], raw);
}

function set(raw: Raw, key: string, value: unknown): void {
  const steps = key.split('.');
  const last = steps.pop() as string;
  let at = raw;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Raw;
  }
  at[last] = value;
}
