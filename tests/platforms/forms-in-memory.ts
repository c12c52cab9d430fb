import { refusal } from '../../src/command/refusals.ts';
import type { Form } from '../../src/domain/form.ts';
import type { FilledForm, FormOutcome, Forms } from '../../src/domain/ports/drafts.ts';

export const noForms: Forms = {
  fill: async () => ({ outcome: 'answered', reply: refusal('not_found', 'There is no such form.') }),
  open: async () => undefined,
};

/** One form that keeps what is typed and wants a statement without the word “wrong”. */
export function formInMemory(form: Form) {
  const filled: FilledForm[] = [];
  const values: Record<string, string> = {};
  const seen = new Set<string>();
  const kept = (fault?: string): Form => ({
    ...form,
    fields: form.fields.map((field) => ({
      ...field,
      ...(values[field.name] && { value: values[field.name] }),
      ...(fault && field.name === 'statement' && { fault }),
    })),
  });
  const forms: Forms = {
    async fill(given): Promise<FormOutcome> {
      if (!seen.has(given.interaction)) filled.push(given);
      seen.add(given.interaction);
      Object.assign(values, given.values);
      if (!given.complete) return { outcome: 'kept', form: kept() };
      if (values.statement?.includes('wrong')) return { outcome: 'kept', form: kept('Say what is right.') };
      return { outcome: 'answered', reply: refusal('ok', `Draft ${given.form} holds ${values.title}.`) };
    },
    open: async (id) => (id === form.id ? kept() : undefined),
  };
  return { forms, filled, values };
}

/** A form of every kind of field. */
export const sampleForm: Form = {
  id: 'k3x9f',
  desk: 'centralasia',
  title: 'Add a fact: k3x9f',
  about: ['“The source says so.”'],
  submit: 'Save',
  fields: [
    { name: 'title', label: 'Title', required: true, kind: { type: 'line', max: 160 } },
    {
      name: 'statement',
      label: 'Statement',
      hint: 'In your own words',
      required: true,
      kind: { type: 'text', max: 6000 },
    },
    {
      name: 'country',
      label: 'Countries',
      required: false,
      kind: { type: 'name', kinds: ['country'], many: true },
      value: 'KZ',
      called: ['Kazakhstan'],
    },
    {
      name: 'standing',
      label: 'Standing',
      required: true,
      kind: {
        type: 'choice',
        many: false,
        choices: ['reported', 'opinion'].map((value) => ({ value, label: value })),
      },
      value: 'opinion',
    },
    {
      name: 'claims',
      label: 'Claims',
      required: false,
      kind: {
        type: 'choice',
        many: true,
        choices: Array.from({ length: 30 }, (_, at) => ({ value: `c${at}`, label: `Claim ${at}` })),
      },
    },
    {
      name: 'ticks',
      label: 'Ticks',
      required: false,
      kind: { type: 'choice', many: true, choices: ['a', 'b'].map((value) => ({ value, label: value })) },
    },
  ],
};
