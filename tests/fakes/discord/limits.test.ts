import { describe, expect, test } from 'vitest';
import { choiceFaults, commandFaults, modalFaults } from './check-forms.ts';
import { messageFaults } from './check-message.ts';
import { type Fault, type LimitName, platformLimits } from './limits.ts';

const v2 = 32768;
const many = <T>(size: number, make: (index: number) => T) => Array.from({ length: size }, (_, i) => make(i));
const display = (content: string) => ({ type: 10, content });
const row = (...components: object[]) => ({ type: 1, components });
const button = (id: string, label = 'a', extra: object = {}) => ({
  type: 2,
  style: 2,
  label,
  custom_id: id,
  ...extra,
});
const inV2 = (...components: object[]) => messageFaults({ flags: v2, components });
const select = (changes: object) =>
  inV2(row({ type: 3, custom_id: 'a', options: [{ label: 'a', value: 'a' }], ...changes }));
const field = (changes: object = {}) => ({ type: 4, custom_id: 'a', style: 2, ...changes });
const label = (changes: object = {}) => ({ type: 18, label: 'a', component: field(), ...changes });
const modal = (changes: object) =>
  modalFaults({ custom_id: 'a', title: 'a', components: [label()], ...changes });
const command = (changes: object) => commandFaults([{ name: 'a', description: 'a', ...changes }], 'global');
const string = (changes: object) =>
  command({ options: [{ type: 3, name: 'a', description: 'a', ...changes }] });

/** What a payload that measures `size` is answered with. */
const sized: Record<LimitName, (size: number) => Fault[]> = {
  components: (size) => inV2(...many(size, () => display('a'))),
  textDisplay: (size) => inV2(display('a'.repeat(size))),
  textTotal: (size) => inV2(display('a'.repeat(2000)), display('a'.repeat(size - 2000))),
  content: (size) => messageFaults({ content: 'a'.repeat(size) }),
  embeds: (size) => messageFaults({ embeds: many(size, () => ({ title: 'a' })) }),
  embedTotal: (size) =>
    messageFaults({ embeds: [{ description: 'a'.repeat(3000) }, { description: 'a'.repeat(size - 3000) }] }),
  buttonsPerRow: (size) => inV2(row(...many(size, (index) => button(`b${index}`)))),
  buttonLabel: (size) => inV2(row(button('a', 'a'.repeat(size)))),
  customId: (size) => inV2(row(button('a'.repeat(size)))),
  url: (size) => inV2(row({ type: 2, style: 5, label: 'a', url: 'a'.repeat(size) })),
  selectOptions: (size) => select({ options: many(size, (i) => ({ label: 'a', value: `v${i}` })) }),
  selectLabel: (size) => select({ options: [{ label: 'a'.repeat(size), value: 'a' }] }),
  selectValue: (size) => select({ options: [{ label: 'a', value: 'a'.repeat(size) }] }),
  selectDescription: (size) =>
    select({ options: [{ label: 'a', value: 'a', description: 'a'.repeat(size) }] }),
  selectPlaceholder: (size) => select({ placeholder: 'a'.repeat(size) }),
  galleryItems: (size) =>
    inV2({ type: 12, items: many(size, () => ({ media: { url: 'https://example.org/a.png' } })) }),
  description: (size) =>
    inV2({
      type: 12,
      items: [{ media: { url: 'https://example.org/a.png' }, description: 'a'.repeat(size) }],
    }),
  nonce: (size) => messageFaults({ content: 'a', nonce: 'a'.repeat(size) }),
  modalCustomId: (size) => modal({ custom_id: 'a'.repeat(size) }),
  modalTitle: (size) => modal({ title: 'a'.repeat(size) }),
  modalComponents: (size) => modal({ components: many(size, () => label()) }),
  labelText: (size) => modal({ components: [label({ label: 'a'.repeat(size) })] }),
  labelDescription: (size) => modal({ components: [label({ description: 'a'.repeat(size) })] }),
  textInputMax: (size) => modal({ components: [label({ component: field({ max_length: size }) })] }),
  textInputPlaceholder: (size) =>
    modal({ components: [label({ component: field({ placeholder: 'a'.repeat(size) }) })] }),
  autocompleteChoices: (size) => choiceFaults({ choices: many(size, () => ({ name: 'a', value: 'a' })) }),
  choiceName: (size) => choiceFaults({ choices: [{ name: 'a'.repeat(size), value: 'a' }] }),
  choiceValue: (size) => choiceFaults({ choices: [{ name: 'a', value: 'a'.repeat(size) }] }),
  commands: (size) =>
    commandFaults(
      many(size, (i) => ({ name: `c${i}`, description: 'a' })),
      'global',
    ),
  commandOptions: (size) =>
    command({ options: many(size, (i) => ({ type: 3, name: `o${i}`, description: 'a' })) }),
  commandChoices: (size) => string({ choices: many(size, (i) => ({ name: `n${i}`, value: 'a' })) }),
  commandName: (size) => command({ name: 'a'.repeat(size) }),
  commandDescription: (size) => command({ description: 'a'.repeat(size) }),
  commandTotal: (size) => {
    // 'a' and 'a' of the command, then 'o' and 'a' of options that hold choices of known weight.
    const options = many(25, (i) => ({ type: 3, name: `o${String(i).padStart(2, '0')}`, description: 'a' }));
    let left = size - 2 - 25 * 4;
    for (const option of options) {
      const choices = [];
      while (left > 1 && choices.length < 25) {
        const weight = Math.min(left, 198);
        choices.push({ name: 'n'.repeat(Math.ceil(weight / 2)), value: 'v'.repeat(Math.floor(weight / 2)) });
        left -= weight;
      }
      Object.assign(option, { choices });
    }
    return command({ options });
  },
};

describe.each(Object.keys(platformLimits) as LimitName[])('%s', (name) => {
  const [max] = platformLimits[name];
  test(`${max} is accepted`, () => {
    expect(sized[name](max)).toEqual([]);
  });
  test(`${max + 1} is refused`, () => {
    expect(sized[name](max + 1).map((fault) => fault.limit)).toContain(name);
  });
});
