import type { Form } from '../../domain/form.ts';
import { house } from '../../domain/house.ts';
import type { Questions } from './form-questions.ts';

/** What a line is while a form is asked. `exit`: it leaves the form and nothing else. */
export type LineInForm = 'answer' | 'command' | 'exit';

/** A text may hold any line but one that is surely a command. */
export function lineInForm({ form, lines }: Questions, line: string): LineInForm {
  const typed = line.trim().toLowerCase();
  if (lines.length > 0) return commands(form).includes(typed.split(/\s/)[0] ?? '') ? 'command' : 'answer';
  if (typed === 'exit' || typed === 'quit') return 'exit';
  return typed.startsWith('/') ? 'command' : 'answer';
}

const commands = ({ desk }: Form) => [`/${house}`, `/${desk}`];

/** How a form is filled in and left, above its first question. */
export function howToFill(form: Form): string {
  const hasText = form.fields.some(({ kind }) => kind.type === 'text');
  const inText = hasText
    ? `; within a text only one that begins with ${commands(form).join(' or ')} does`
    : '';
  return `Write each answer on a line. exit, or a line that begins with /, leaves the form${inText}.${form.left ? '' : ' What was written is kept.'}`;
}

/** What becomes of what was written into a form that was left. */
export const toldWhenLeft = ({ left }: Form): string =>
  left ?? 'What was written is kept. /deskwire draft list goes on with it.';

/** The ways out, for whoever pressed Ctrl-C once. */
export function waysOut(asking: Questions | undefined): string {
  if (!asking) return 'Ctrl-C once more, Ctrl-D or exit leaves.';
  const word = asking.lines.length > 0 ? `A line /${house}` : 'exit';
  return `${word} leaves the form; Ctrl-C once more or Ctrl-D leaves altogether.`;
}
