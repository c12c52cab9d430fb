import fc from 'fast-check';
import type { Form } from '../../src/domain/form.ts';

const words = (max: number) =>
  fc.string({ minLength: 1, maxLength: max }).filter((text) => text.trim() !== '' && !/\p{Cc}/u.test(text));
const kind = fc.oneof(
  fc.record({ type: fc.constant('line' as const), max: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ type: fc.constant('text' as const), max: fc.integer({ min: 1, max: 9000 }) }),
  fc.record({
    type: fc.constant('choice' as const),
    many: fc.boolean(),
    choices: fc.array(fc.record({ value: fc.stringMatching(/^[a-z0-9-]{1,40}$/), label: words(200) }), {
      minLength: 1,
      maxLength: 100,
    }),
  }),
  fc.record({
    type: fc.constant('name' as const),
    many: fc.boolean(),
    kinds: fc.constant(['country' as const]),
  }),
);
const field = fc.record(
  {
    label: words(45),
    hint: words(100),
    required: fc.boolean(),
    kind,
    value: fc.string({ maxLength: 7000 }),
    fault: words(300),
  },
  { requiredKeys: ['label', 'required', 'kind'] },
);
/** Any form that the contract allows: labels of 45 characters, hints of 100, titles of 24. */
export const anyForm: fc.Arbitrary<Form> = fc
  .record({
    title: words(24),
    submit: words(24),
    about: fc.array(words(500), { maxLength: 3 }),
    fields: fc.array(field, { minLength: 1, maxLength: 14 }),
  })
  .map(
    (form) =>
      ({
        ...form,
        id: 'k3x9f',
        desk: 'north',
        fields: form.fields.map((each, at) => ({ ...each, name: `f${at}` })),
      }) as Form,
  );
