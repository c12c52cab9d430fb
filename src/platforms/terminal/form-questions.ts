import { inWords } from '../../domain/desk.ts';
import { type Form, type FormField, severalHint } from '../../domain/form.ts';
import { appCommandIds } from '../../domain/ports/answerer.ts';

/** A form being asked, field by field. */
export interface Questions {
  form: Form;
  /** What is still to be asked, the first of them now. */
  ahead: readonly FormField[];
  values: Readonly<Record<string, string>>;
  /** Lines typed so far of a text that takes several. */
  lines: readonly string[];
}

export type Taken =
  | { next: 'question'; questions: Questions; said?: string }
  | { next: 'filled'; values: Readonly<Record<string, string>> };

const clears = '-';

/** A text of several paragraphs has empty lines in it; one of a paragraph ends with the first. */
const endOfText = '.';
const paragraph = 1000;
export const isLong = ({ kind }: FormField) => kind.type === 'text' && kind.max > paragraph;

/** What is needed and not there, or wrong; where nothing is, every field, to be kept or changed. */
export function questionsOf(form: Form): Questions {
  const open = form.fields.filter(
    ({ required, value, fault, also }) => fault || also || (required && !value),
  );
  const rest = form.fields.filter((field) => field.value && !open.includes(field));
  if (form.unchanged && rest.length > 0)
    return { form, ahead: [whichOf(rest), ...open], values: {}, lines: [] };
  return { form, ahead: open.length > 0 ? open : form.fields, values: {}, lines: [] };
}

/** No field of a form is called so: its answer is which fields are asked next. */
const which = '';

const whichOf = (fields: readonly FormField[]): FormField => ({
  name: which,
  label: 'What to change',
  required: true,
  kind: { type: 'choice', choices: fields.map(({ name, label }) => ({ value: name, label })), many: true },
});

/** What to print before the answer is typed. `names`: what may answer it. */
export function question({ form, ahead, lines }: Questions, names: readonly string[] = []): string {
  const [field] = ahead;
  if (!field || lines.length > 0) return '';
  const { name, label, hint, required, kind, value, fault } = field;
  const several = kind.type === 'choice' ? kind.many : false;
  const how = hint ?? (kind.type === 'name' && kind.many ? severalHint : undefined);
  return [
    ...(fault ? [`! ${fault}`] : []),
    `${label}${required ? '' : ' (may be left empty)'}`,
    ...(how ? [`  ${how}`] : []),
    ...(names.length > 0 ? [`  ${inWords(names, 'or')}`] : []),
    ...(kind.type === 'choice' ? kind.choices.map((choice, at) => `  ${at + 1}  ${choice.label}`) : []),
    ...(several ? ['  Several: 1,3-5'] : []),
    ...(kind.type === 'text'
      ? [
          `  As many lines as you like; ${isLong(field) ? `one with only “${endOfText}”` : 'an empty one'} ends it.`,
        ]
      : []),
    ...(value
      ? [`  Now: ${shownValue(field, value).replace(/\.$/, '')}. Enter keeps it, “${clears}” empties it.`]
      : []),
    ...(name === which || ahead.length === form.fields.length || ahead.length > 1
      ? []
      : ['  This is the last one.']),
  ].join('\n');
}

/** Takes one line. A choice that cannot be read is asked again, and says why. */
export function takeLine(questions: Questions, line: string): Taken {
  const { ahead, lines } = questions;
  const [field] = ahead;
  if (!field) return { next: 'filled', values: questions.values };
  const { kind, value } = field;
  const isEmpty = line.trim() === '' && field.name !== which;
  const ends = isLong(field) ? line.trim() === endOfText : isEmpty;
  if (lines.length > 0 && ends) return keepAnswer(questions, textOf(lines));
  if (lines.length === 0 && isEmpty) return keepAnswer(questions, value ?? '');
  if (lines.length === 0 && line.trim() === clears && field.name !== which) return keepAnswer(questions, '');
  if (kind.type === 'text') return { next: 'question', questions: { ...questions, lines: [...lines, line] } };
  if (kind.type !== 'choice') return keepAnswer(questions, line.trim());
  const chosen = chosenIn(line, kind.choices);
  if (chosen === undefined || (!kind.many && chosen.length > 1)) {
    const range = `Write ${kind.many ? 'numbers' : 'a number'} from 1 to ${kind.choices.length}.`;
    return { next: 'question', questions, said: range };
  }
  if (field.name !== which) return keepAnswer(questions, chosen.join(','));
  const asked = questions.form.fields.filter(({ name }) => chosen.includes(name));
  return { next: 'question', questions: { ...questions, ahead: [...asked, ...ahead.slice(1)] } };
}

/** All that was written so far, also of a text that is not ended. */
export function writtenIn({ ahead, values, lines }: Questions): Readonly<Record<string, string>> {
  const [field] = ahead;
  return field && lines.length > 0 ? { ...values, [field.name]: textOf(lines) } : values;
}

/** What the form would be sent with now. */
export const writtenSoFar = ({ form, values }: Questions) => ({
  form: form.id,
  values: { ...standing(form), ...values },
});

const isOpen = ({ required, value, fault, also }: FormField) => fault || also || (required && !value);

/**
 * What is wrong with the last answer is told at once, and asked again; once, for who keeps it knows. `judged`: the form as
 * it would come back. What it asks because of that answer comes next.
 */
export function afterLook(before: Questions, after: Questions, judged: Form): Questions {
  const [answered] = before.ahead;
  if (!answered || answered.name === which) return after;
  const known = new Set(after.form.fields.map(({ name }) => name));
  const further = judged.fields.filter((field) => !known.has(field.name) && isOpen(field));
  const form = { ...after.form, fields: [...after.form.fields, ...further] };
  const wrong = judged.fields.find(({ name, fault }) => name === answered.name && fault);
  const isKept = after.values[answered.name] === (answered.value ?? '');
  const again = wrong?.value && !isKept ? [wrong] : [];
  return { ...after, form, ahead: [...again, ...further, ...after.ahead] };
}

/** The first line keeps its blanks: those below it are as far in. */
const textOf = (lines: readonly string[]) => lines.join('\n').trimEnd();

/** What stood in the form before. */
const standing = (form: Form): Record<string, string> =>
  Object.fromEntries(form.fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

function keepAnswer({ form, ahead, values }: Questions, text: string): Taken {
  const [field, ...later] = ahead;
  const all = field ? { ...values, [field.name]: text } : values;
  // What its answer may tell is neither asked nor said of it.
  const needless = form.fields.filter(({ unless }) => unless !== undefined && unless === field?.name && text);
  const rest = later.filter((one) => !needless.includes(one));
  if (rest.length > 0) return { next: 'question', questions: { form, ahead: rest, values: all, lines: [] } };
  const open = form.fields.filter(
    (one) => !(one.unless !== undefined && all[one.unless] && !(one.name in all)),
  );
  return { next: 'filled', values: { ...standing({ ...form, fields: open }), ...all } };
}

/** `2`, `1,3-5`, or the words themselves. */
function chosenIn(line: string, choices: readonly { value: string; label: string }[]): string[] | undefined {
  const found: string[] = [];
  for (const word of line.split(',').map((part) => part.trim())) {
    const range = /^(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?$/.exec(word);
    if (range) {
      const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
      const picked = choices.slice(from - 1, to);
      if (from < 1 || to > choices.length || from > to) return undefined;
      found.push(...picked.map(({ value }) => value));
      continue;
    }
    const named = choices.find(({ value, label }) =>
      [value, label].some((each) => each.toLowerCase() === word.toLowerCase()),
    );
    if (!named) return undefined;
    found.push(named.value);
  }
  return [...new Set(found)];
}

function shownValue({ kind }: FormField, value: string): string {
  if (kind.type !== 'choice') return value;
  const chosen = value.split(',');
  return (
    kind.choices.flatMap((choice) => (chosen.includes(choice.value) ? choice.label : [])).join(', ') || value
  );
}

/** What a line is while a form is asked. `exit`: it leaves the form and nothing else. */
type LineInForm = 'answer' | 'command' | 'exit';

/** A text may hold any line but one that is surely a command; one of a paragraph has none that says `exit` alone. */
export function lineInForm({ form, lines, ahead: [field] }: Questions, line: string): LineInForm {
  const typed = line.trim().toLowerCase();
  const isExit = typed === 'exit' || typed === 'quit';
  if (isExit && !(lines.length > 0 && field && isLong(field))) return 'exit';
  if (lines.length > 0) return commands(form).includes(typed.split(/\s/)[0] ?? '') ? 'command' : 'answer';
  return typed.startsWith('/') ? 'command' : 'answer';
}

const commands = ({ desk }: Form) => [...appCommandIds, desk].map((id) => `/${id}`);

/** How a form is filled in and left, above its first question. */
export function howToFill(form: Form): string {
  const texts = form.fields.filter(({ kind }) => kind.type === 'text');
  const exit = texts.some(isLong) ? '' : ' exit, or';
  const inText =
    texts.length > 0
      ? `; within a text only${exit} one that begins with ${inWords(commands(form), 'or')} does`
      : '';
  return `Write each answer on a line. exit, or a line that begins with /, leaves the form${inText}.${form.left ? '' : ' What was written is kept.'}`;
}

/** What becomes of what was written into a form that was left. */
export const toldWhenLeft = ({ left }: Form): string =>
  left ?? 'What was written is kept. /deskwire-edit draft list goes on with it.';
