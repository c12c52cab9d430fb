/**
 * What the fake refuses, kept apart from the product's own table so that one mistake cannot stand in both.
 * Each row quotes where it was taken from; a row marked "assumed" stands in no documentation.
 */
export const platformLimits = {
  components: [40, 'message components: "max 40 components total (nested count)"'],
  textDisplay: [4000, 'Text Display: "1-4000 chars each" (OpenAPI specification, and the builder)'],
  textTotal: [4000, 'assumed: "4000 in total over the message", from memory'],
  content: [2000, 'message: "content 2000 (docs; the OpenAPI spec says 4000, do not use it)"'],
  embeds: [10, 'embeds: "<=10, title 256, description 4096, 25 fields"'],
  embedTotal: [6000, 'embeds: "6000 chars over ALL embeds of the message"'],
  buttonsPerRow: [5, 'assumed: "5 buttons per Action Row", from memory'],
  buttonLabel: [80, 'button: "label 80"'],
  customId: [100, 'component: "custom_id 1-100 and unique per message"'],
  url: [512, 'button: "url 512"'],
  selectOptions: [25, 'select: "25 options, label/value/description 100, placeholder 150"'],
  selectLabel: [100, 'select: "25 options, label/value/description 100, placeholder 150"'],
  selectValue: [100, 'select: "25 options, label/value/description 100, placeholder 150"'],
  selectDescription: [100, 'select: "25 options, label/value/description 100, placeholder 150"'],
  selectPlaceholder: [150, 'select: "25 options, label/value/description 100, placeholder 150"'],
  galleryItems: [10, 'Components V2: "Media Gallery 1-10 items, alt text 1024"'],
  description: [1024, 'Components V2: "Media Gallery 1-10 items, alt text 1024"'],
  nonce: [25, 'message: "nonce: int or string <=25 chars"'],
  modalCustomId: [100, 'modal: "custom_id 100, title 45, 1-5 components"'],
  modalTitle: [45, 'modal: "custom_id 100, title 45, 1-5 components"'],
  modalComponents: [5, 'modal: "custom_id 100, title 45, 1-5 components"; the builder does not check it'],
  labelText: [45, 'modal: "Label (type 18: label 45, description 100)"'],
  labelDescription: [100, 'modal: "Label (type 18: label 45, description 100)"'],
  textInputMax: [4000, 'modal: "Text Input (max 4000, placeholder 100)"'],
  textInputPlaceholder: [100, 'modal: "Text Input (max 4000, placeholder 100)"'],
  autocompleteChoices: [25, 'autocomplete: "callback type 8, max 25 choices"'],
  choiceName: [100, 'commands: "choice name 100, string choice value 100"'],
  choiceValue: [100, 'commands: "choice name 100, string choice value 100"'],
  commands: [100, 'commands: "100 global CHAT_INPUT commands … same again per guild"'],
  commandOptions: [25, 'commands: "25 options, 25 choices"'],
  commandChoices: [25, 'commands: "25 options, 25 choices"'],
  commandName: [32, 'commands: "name 1-32, description 1-100"'],
  commandDescription: [100, 'commands: "name 1-32, description 1-100"'],
  commandTotal: [
    8000,
    'commands: "8,000 chars total per command (names + descriptions + values incl. nested)"',
  ],
} as const satisfies Record<string, readonly [number, string]>;

export type LimitName = keyof typeof platformLimits;

export interface Fault {
  at: string;
  limit?: LimitName;
  message: string;
}

/** Collects what is wrong with a payload. */
export class Faults {
  readonly list: Fault[] = [];

  atMost(limit: LimitName, size: number, at: string): void {
    const [max] = platformLimits[limit];
    if (size > max) this.list.push({ at, limit, message: `Must be ${max} or fewer in length.` });
  }

  /** The length of a text that must be there. */
  text(limit: LimitName, value: unknown, at: string): void {
    if (typeof value !== 'string' || value.trim() === '') this.say(at, 'This field is required');
    else this.atMost(limit, value.length, at);
  }

  say(at: string, message: string): void {
    this.list.push({ at, message });
  }
}
