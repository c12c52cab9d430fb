import { isObject, type Json, objects, text } from './json.ts';
import { type Fault, Faults } from './limits.ts';
import type { FakeFile } from './world.ts';

export const flag = { suppressEmbeds: 4, ephemeral: 64, componentsV2: 32768 } as const;

const type = {
  row: 1,
  button: 2,
  select: 3,
  section: 9,
  text: 10,
  gallery: 12,
  separator: 14,
  container: 17,
} as const;

/** What Discord would refuse about a message, before an edit or a post has any effect. */
export function messageFaults(body: Json, files: readonly FakeFile[] = []): Fault[] {
  const faults = new Faults();
  const flags = typeof body.flags === 'number' ? body.flags : 0;
  const components = objects(body.components);
  if ((flags & flag.componentsV2) !== 0) {
    for (const field of ['content', 'embeds', 'poll', 'sticker_ids']) {
      const value = body[field];
      const given = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
      if (given) faults.say(field, 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2');
    }
    if (components.length === 0) faults.say('components', 'Cannot send an empty message');
  } else checkLegacy(body, faults);
  checkComponents(components, (flags & flag.componentsV2) !== 0, faults);
  checkFiles(body, files, faults);
  if (body.nonce !== undefined) faults.atMost('nonce', String(body.nonce).length, 'nonce');
  return faults.list;
}

/** `attachment://name` must be a file that comes with the message and is named in `attachments`. */
function checkFiles(body: Json, files: readonly FakeFile[], faults: Faults): void {
  const named = objects(body.attachments).map(({ id, filename, description }) => {
    if (description !== undefined) faults.text('description', description, 'attachments');
    return files[Number(id)] ? text(filename) : '';
  });
  const galleries = objects(body.components)
    .flatMap((each) => [each, ...objects(each.components)])
    .flatMap((each) => (each.type === type.gallery ? objects(each.items) : []));
  for (const { media } of galleries) {
    const url = isObject(media) ? text(media.url) : '';
    const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
    if (name !== undefined && !named.includes(name))
      faults.say('components', `The media attachment "${name}" could not be found`);
  }
}

function checkLegacy(body: Json, faults: Faults): void {
  faults.atMost('content', text(body.content).length, 'content');
  const embeds = objects(body.embeds);
  faults.atMost('embeds', embeds.length, 'embeds');
  const fields = embeds.flatMap((embed) => objects(embed.fields));
  const total = [
    ...embeds.flatMap((e) => [e.title, e.description]),
    ...fields.flatMap((f) => [f.name, f.value]),
  ]
    .map((part) => text(part).trim().length)
    .reduce((sum, length) => sum + length, 0);
  faults.atMost('embedTotal', total, 'embeds');
  const empty = text(body.content).trim() === '' && embeds.length === 0 && !objects(body.components).length;
  if (empty) faults.say('content', 'Cannot send an empty message');
}

function checkComponents(top: Json[], v2: boolean, faults: Faults): void {
  const all: Json[] = [];
  const visit = (component: Json, at: string) => {
    all.push(component);
    checkOne(component, at, v2, faults);
    for (const [index, child] of objects(component.components).entries())
      visit(child, `${at}.components.${index}`);
    if (isObject(component.accessory)) visit(component.accessory, `${at}.accessory`);
  };
  for (const [index, component] of top.entries()) visit(component, `components.${index}`);
  faults.atMost('components', all.length, 'components');
  const texts = all.filter((component) => component.type === type.text);
  faults.atMost(
    'textTotal',
    texts.reduce((sum, each) => sum + text(each.content).length, 0),
    'components',
  );
  const ids = all.map((component) => component.custom_id).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) faults.say('components', 'Component custom id cannot be duplicated');
}

function checkOne(component: Json, at: string, v2: boolean, faults: Faults): void {
  switch (component.type) {
    case type.row: {
      const children = objects(component.components);
      if (children.length === 0) faults.say(at, 'An action row needs a component');
      faults.atMost('buttonsPerRow', children.length, at);
      if (children.length > 1 && children.some((child) => child.type !== type.button))
        faults.say(at, 'A select stands alone in its row');
      break;
    }
    case type.button:
      faults.text('buttonLabel', component.label, `${at}.label`);
      if (component.style === 5) faults.text('url', component.url, `${at}.url`);
      else faults.text('customId', component.custom_id, `${at}.custom_id`);
      break;
    case type.select:
      checkSelect(component, at, faults);
      break;
    case type.text:
      faults.text('textDisplay', component.content, `${at}.content`);
      break;
    case type.container:
    case type.section:
      if (objects(component.components).length === 0) faults.say(at, 'Components are required');
      break;
    case type.gallery: {
      const items = objects(component.items);
      if (items.length === 0) faults.say(`${at}.items`, 'This field is required');
      faults.atMost('galleryItems', items.length, `${at}.items`);
      for (const { description } of items)
        if (description !== undefined) faults.text('description', description, `${at}.items`);
      break;
    }
    case type.separator:
      break;
    default:
      faults.say(at, `Unknown component type ${String(component.type)}`);
  }
  const needsV2 = [type.section, type.text, type.gallery, type.separator, type.container].some(
    (t) => t === component.type,
  );
  if (needsV2 && !v2) faults.say(at, 'This component needs the flag IS_COMPONENTS_V2');
}

function checkSelect(select: Json, at: string, faults: Faults): void {
  const options = objects(select.options);
  faults.text('customId', select.custom_id, `${at}.custom_id`);
  faults.atMost('selectOptions', options.length, `${at}.options`);
  if (options.length === 0) faults.say(`${at}.options`, 'This field is required');
  if (select.placeholder !== undefined)
    faults.text('selectPlaceholder', select.placeholder, `${at}.placeholder`);
  options.forEach((option, index) => {
    faults.text('selectLabel', option.label, `${at}.options.${index}.label`);
    faults.text('selectValue', option.value, `${at}.options.${index}.value`);
    if (option.description !== undefined)
      faults.text('selectDescription', option.description, `${at}.options.${index}.description`);
  });
  if (new Set(options.map((option) => option.value)).size < options.length)
    faults.say(`${at}.options`, 'The specified option value is already used');
}
