import type { Draft } from '../../src/domain/draft.ts';
import type { Form } from '../../src/domain/form.ts';

const mark = '.return';

/** Asks why a draft is returned. Its id tells it from the form in which the draft itself is written. */
export const returnForm = ({ id, desk }: Pick<Draft, 'id' | 'desk'>): Form => ({
  id: `${id}${mark}`,
  desk,
  title: `Return draft ${id}`,
  about: [],
  fields: [
    {
      name: 'reason',
      label: 'Reason',
      hint: 'What is to be done; its author reads it',
      required: true,
      kind: { type: 'text', max: 400 },
    },
  ],
  left: 'What was written is not kept, and the draft is not returned: /deskwire review shows it.',
  submit: 'Return',
});

/** The draft that a form returns; undefined for a form in which one is written. */
export const returned = (form: string): string | undefined =>
  form.endsWith(mark) ? form.slice(0, -mark.length) : undefined;
