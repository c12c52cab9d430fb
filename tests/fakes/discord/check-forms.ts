import { isObject, type Json, objects, text } from './json.ts';
import { type Fault, Faults } from './limits.ts';

/** What Discord would refuse about a modal. */
export function modalFaults(modal: Json): Fault[] {
  const faults = new Faults();
  faults.text('modalCustomId', modal.custom_id, 'custom_id');
  faults.text('modalTitle', modal.title, 'title');
  const components = objects(modal.components);
  if (components.length === 0) faults.say('components', 'Must be between 1 and 5 in length.');
  faults.atMost('modalComponents', components.length, 'components');
  for (const [index, component] of components.entries()) checkInput(component, `components.${index}`, faults);
  return faults.list;
}

function checkInput(component: Json, at: string, faults: Faults): void {
  if (component.type === 10) return;
  if (component.type !== 18) {
    faults.say(at, 'Only a label or a text stands in a modal');
    return;
  }
  faults.text('labelText', component.label, `${at}.label`);
  if (component.description !== undefined)
    faults.text('labelDescription', component.description, `${at}.description`);
  const field = component.component;
  if (!isObject(field)) {
    faults.say(`${at}.component`, 'This field is required');
    return;
  }
  if (field.disabled) faults.say(`${at}.component`, 'A disabled component in a modal is an error');
  faults.text('customId', field.custom_id, `${at}.component.custom_id`);
  if (field.type === 3) checkSelect(field, `${at}.component`, faults);
  if (field.type !== 4) return;
  faults.atMost('textInputMax', Number(field.max_length ?? 0), `${at}.component.max_length`);
  faults.atMost('textInputMax', text(field.value).length, `${at}.component.value`);
  faults.atMost('textInputPlaceholder', text(field.placeholder).length, `${at}.component.placeholder`);
}

function checkSelect(field: Json, at: string, faults: Faults): void {
  const options = objects(field.options);
  if (options.length === 0) faults.say(`${at}.options`, 'This field is required');
  faults.atMost('selectOptions', options.length, `${at}.options`);
  if (Number(field.max_values ?? 1) > options.length)
    faults.say(`${at}.max_values`, 'Must be no more than the options');
  if (field.required === true && field.min_values === 0)
    faults.say(`${at}.min_values`, 'A required select wants at least one value');
  options.forEach((option, index) => {
    faults.text('selectLabel', option.label, `${at}.options.${index}.label`);
    faults.text('selectValue', option.value, `${at}.options.${index}.value`);
  });
}

export function choiceFaults(data: Json): Fault[] {
  const faults = new Faults();
  const choices = objects(data.choices);
  if (!Array.isArray(data.choices)) faults.say('choices', 'This field is required');
  faults.atMost('autocompleteChoices', choices.length, 'choices');
  choices.forEach((choice, index) => {
    faults.text('choiceName', choice.name, `choices.${index}.name`);
    if (typeof choice.value === 'string') faults.text('choiceValue', choice.value, `choices.${index}.value`);
  });
  return faults.list;
}

const name = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const kinds = { subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, number: 10 } as const;

/** What Discord would refuse about a list of commands that shall stand in place of all others. */
export function commandFaults(commands: Json[], scope: 'global' | 'guild'): Fault[] {
  const faults = new Faults();
  faults.atMost('commands', commands.length, 'commands');
  if (new Set(commands.map((command) => command.name)).size < commands.length)
    faults.say('commands', 'Application command names must be unique');
  commands.forEach((command, index) => {
    // An action on a message: any name of 32 characters, and nothing else.
    if (command.type === 3) {
      faults.text('commandName', command.name, `${index}.name`);
      if (command.description || command.options) faults.say(String(index), 'It has a name alone');
      return;
    }
    checkNamed(command, String(index), faults);
    checkOptions(objects(command.options), String(index), faults);
    faults.atMost('commandTotal', weigh(command), String(index));
    const visible = command.contexts !== undefined || command.integration_types !== undefined;
    if (scope === 'guild' && visible) faults.say(String(index), 'Only global commands have contexts');
  });
  return faults.list;
}

function checkNamed(named: Json, at: string, faults: Faults): void {
  faults.text('commandName', named.name, `${at}.name`);
  faults.text('commandDescription', named.description, `${at}.description`);
  const value = text(named.name);
  if (!name.test(value) || value !== value.toLowerCase()) faults.say(`${at}.name`, 'Command name is invalid');
}

function checkOptions(options: Json[], at: string, faults: Faults): void {
  faults.atMost('commandOptions', options.length, `${at}.options`);
  let optional = false;
  options.forEach((option, index) => {
    const here = `${at}.options.${index}`;
    checkNamed(option, here, faults);
    if (!Object.values(kinds).some((kind) => kind === option.type)) faults.say(here, 'Unknown option type');
    if (option.required && optional)
      faults.say(here, 'Required options must be placed before non-required options');
    optional ||= option.type !== kinds.subcommand && option.type !== kinds.group && !option.required;
    const choices = objects(option.choices);
    if (choices.length > 0 && option.autocomplete)
      faults.say(here, 'Choices and autocomplete exclude each other');
    faults.atMost('commandChoices', choices.length, here);
    checkChoices(choices, here, faults);
    checkOptions(objects(option.options), here, faults);
  });
}

function checkChoices(choices: Json[], at: string, faults: Faults): void {
  for (const choice of choices) {
    faults.text('choiceName', choice.name, `${at}.choices`);
    if (typeof choice.value === 'string') faults.text('choiceValue', choice.value, `${at}.choices`);
  }
}

/** Names, descriptions and choice values of a command with all that is nested in it. */
function weigh(node: Json): number {
  const own = text(node.name).length + text(node.description).length + text(node.value).length;
  const nested = [...objects(node.options), ...objects(node.choices)];
  return nested.reduce((sum, each) => sum + weigh(each), own);
}
