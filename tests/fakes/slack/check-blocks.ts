import { limit } from './limits.ts';

type Json = Record<string, unknown>;

/** What Slack would say against these blocks; empty when it would take them. */
export function blockFaults(blocks: unknown, surface: 'message' | 'view'): string[] {
  if (!Array.isArray(blocks)) return ['blocks is not a list'];
  const most = limit(surface === 'view' ? 'view blocks' : 'message blocks');
  return [
    ...over(blocks.length, most, 'blocks'),
    ...blocks.flatMap((block, at) => one(block as Json).map((fault) => `/blocks/${at}: ${fault}`)),
    ...repeated(blocks.flatMap((block) => ids(block as Json))),
  ];
}

const over = (size: number, most: number, what: string) =>
  size > most ? [`${what}: ${size} is more than ${most}`] : [];

function one(block: Json): string[] {
  const id = over(String(block.block_id ?? '').length, limit('block id'), 'block_id');
  switch (block.type) {
    case 'divider':
      return id;
    case 'header':
      return [...id, ...plainOnly(block.text), ...text(block.text, limit('header text'))];
    case 'section':
      return [...id, ...section(block)];
    case 'context':
      return [
        ...id,
        ...list(block.elements, limit('context elements'), (each) => text(each, limit('section text'))),
      ];
    case 'actions':
      return [...id, ...list(block.elements, limit('actions elements'), element)];
    case 'image':
      return [...id, ...image(block)];
    case 'rich_text':
      return [...id, ...list(block.elements, 1000, richPart)];
    case 'input':
      return [
        ...id,
        ...plainOnly(block.label),
        ...text(block.label, limit('input label')),
        ...element(block.element as Json),
      ];
    default:
      return [`unsupported type: ${block.type}`];
  }
}

/** "you must provide either the URL or ID … If both are provided then the payload will be rejected." */
function image({ alt_text, image_url, slack_file }: Json): string[] {
  const file = (slack_file ?? {}) as Json;
  const places = [image_url, file.id, file.url].filter((place) => place !== undefined);
  return [
    ...(typeof alt_text === 'string' && alt_text !== '' ? [] : ['alt_text missing']),
    ...over(String(alt_text ?? '').length, limit('image alt text'), 'alt_text'),
    ...(places.length === 1 ? [] : ['an image needs one place']),
  ];
}

function section(block: Json): string[] {
  if (block.text === undefined && block.fields === undefined) return ['section without text or fields'];
  return [
    ...(block.text === undefined ? [] : text(block.text, limit('section text'))),
    ...(block.fields === undefined
      ? []
      : list(block.fields, limit('section fields'), (each) => text(each, limit('section field text')))),
    ...(block.accessory === undefined ? [] : element(block.accessory as Json)),
  ];
}

function list(value: unknown, most: number, check: (each: Json) => string[]): string[] {
  if (!Array.isArray(value) || value.length === 0) return ['elements missing'];
  return [...over(value.length, most, 'elements'), ...value.flatMap((each) => check(each as Json))];
}

function text(value: unknown, most: number): string[] {
  const { type, text: words } = (value ?? {}) as Json;
  if (type !== 'plain_text' && type !== 'mrkdwn') return [`not a text: ${type}`];
  if (typeof words !== 'string' || words.trim() === '') return ['text must be more than 0 characters'];
  return over(words.length, most, 'text');
}

const plainOnly = (value: unknown) =>
  (value as Json | undefined)?.type === 'plain_text' ? [] : ['must be plain_text'];

function element(value: Json): string[] {
  const id = over(String(value.action_id ?? '').length, limit('action id'), 'action_id');
  switch (value.type) {
    case 'button':
      return [
        ...id,
        ...plainOnly(value.text),
        ...text(value.text, limit('button text')),
        ...over(String(value.value ?? '').length, limit('button value'), 'value'),
        ...over(String(value.url ?? '').length, limit('button url'), 'url'),
        ...over(
          String(value.accessibility_label ?? '').length,
          limit('accessibility label'),
          'accessibility_label',
        ),
      ];
    case 'plain_text_input':
      return [
        ...id,
        ...over(Number(value.max_length ?? 0), limit('input max_length'), 'max_length'),
        ...over(String(value.initial_value ?? '').length, limit('input initial_value'), 'initial_value'),
      ];
    case 'checkboxes':
      return [...id, ...list(value.options, limit('checkboxes'), optionFaults)];
    case 'external_select':
      return [
        ...id,
        ...noOptions(value),
        ...(value.initial_option ? optionFaults(value.initial_option as Json) : []),
      ];
    case 'multi_external_select':
      return [
        ...id,
        ...noOptions(value),
        ...('initial_options' in value
          ? list(value.initial_options, limit('select options'), optionFaults)
          : []),
      ];
    case 'static_select':
    case 'multi_static_select':
      return [...id, ...list(value.options, limit('select options'), optionFaults)];
    default:
      return [`unsupported element: ${value.type}`];
  }
}

/** Its options come from the app while somebody types, from the third letter unless it says otherwise. */
const noOptions = (value: Json) => ('options' in value ? ['an external select holds no options'] : []);

const optionFaults = (option: Json): string[] => [
  ...plainOnly(option.text),
  ...text(option.text, limit('option text')),
  ...over(String(option.value ?? '').length, limit('option value'), 'option value'),
];

function richPart(part: Json): string[] {
  switch (part.type) {
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return list(part.elements, 1000, richElement);
    case 'rich_text_list':
      return list(part.elements, 1000, (each) =>
        each.type === 'rich_text_section' ? richPart(each) : ['a list holds sections'],
      );
    default:
      return [`unsupported rich text: ${part.type}`];
  }
}

function richElement({ type, text: words, url, user_id, usergroup_id, channel_id }: Json): string[] {
  if (type === 'user') return /^[UW][A-Z0-9]+$/.test(String(user_id)) ? [] : ['bad user'];
  if (type === 'usergroup') return /^S[A-Z0-9]+$/.test(String(usergroup_id)) ? [] : ['bad user group'];
  if (type === 'channel') return /^[CGD][A-Z0-9]+$/.test(String(channel_id)) ? [] : ['bad channel'];
  if (type === 'text') return typeof words === 'string' && words !== '' ? [] : ['empty text'];
  // slack-go#1412: an empty link text is refused, it has to be left out.
  if (type === 'link') return typeof url === 'string' && words !== '' ? [] : ['bad link'];
  return [`unsupported rich text element: ${type}`];
}

function ids(block: Json): string[] {
  const elements = [...((block.elements as Json[] | undefined) ?? []), block.accessory as Json | undefined];
  return elements.flatMap((each) => (typeof each?.action_id === 'string' ? [each.action_id] : []));
}

const repeated = (all: string[]) =>
  new Set(all).size === all.length ? [] : ['action_id used more than once'];
