import { html, raw } from 'hono/html';
import { type Html, type Json, mayOpen, UnknownPart } from '../pane.ts';

interface Text {
  type: 'plain_text' | 'mrkdwn';
  text: string;
}

interface Option {
  text: Text;
  value: string;
  description?: Text;
}

interface Part extends Json {
  type: string;
  text?: Text;
  elements?: Part[];
  accessory?: Part;
  fields?: Text[];
}

/** Draws the blocks of a message or form. Throws UnknownPart on a type that it does not know. */
export const drawBlocks = (blocks: unknown): Html => html`${((blocks ?? []) as Part[]).map(drawBlock)}`;

function drawBlock(block: Part): Html {
  switch (block.type) {
    case 'header':
      return html`<h4 class="sl-header">${block.text?.text}</h4>`;
    case 'section':
      return html`<div class="sl-section">
        <div>${block.text && drawText(block.text)}${block.fields?.map((field) => html`<div>${drawText(field)}</div>`)}</div>
        ${block.accessory && html`<div class="sl-accessory">${drawElement(block.accessory)}</div>`}
      </div>`;
    case 'context':
      return html`<div class="sl-context">${block.elements?.map(drawElement)}</div>`;
    case 'divider':
      return html`<hr />`;
    case 'rich_text':
      return html`<div class="sl-rich">${block.elements?.map(drawRich)}</div>`;
    case 'actions':
      return html`<div class="sl-actions">${block.elements?.map(drawElement)}</div>`;
    case 'image':
      return html`<figure>${block.title ? html`<figcaption>${(block.title as Text).text}</figcaption>` : ''}${drawImage(block)}</figure>`;
    case 'input':
      return drawInput(block as unknown as Input);
    default:
      throw new UnknownPart('A Slack message', block.type);
  }
}

function drawElement(element: Part): Html {
  switch (element.type) {
    case 'plain_text':
    case 'mrkdwn':
      return html`<div>${drawText(element as unknown as Text)}</div>`;
    case 'image':
      return drawImage(element);
    case 'button': {
      const { action_id, style, accessibility_label: spoken, url } = element as Json;
      const look = style ? `sl-button sl-${style}` : 'sl-button';
      const label = element.text?.text;
      if (typeof url === 'string')
        return html`<a class="${look}" href="${safe(url)}" target="_blank" rel="noreferrer">${label}</a>`;
      const named = spoken ? html` aria-label="${label}: ${spoken}"` : '';
      return html`<button type="button" class="${look}" data-press="${action_id}"${named}>${label}</button>`;
    }
    case 'static_select':
    case 'overflow': {
      const { placeholder, options, option_groups, action_id } = element as Json;
      const groups = (option_groups as { options: Option[] }[] | undefined)?.flatMap(
        (group) => group.options,
      );
      const label = (placeholder as Text | undefined)?.text ?? 'More';
      return html`<details class="menu sl-menu"><summary>${label}</summary><div>${(
        (options ?? groups ?? []) as Option[]
      ).map(
        ({ text, value, description }) =>
          html`<button type="button" data-press="${action_id}" data-value="${value}">${text.text}${description && html`<small>${description.text}</small>`}</button>`,
      )}</div></details>`;
    }
    default:
      throw new UnknownPart('A Slack message', element.type);
  }
}

function drawImage({ image_url, slack_file, alt_text }: Json): Html {
  const address =
    image_url ?? (slack_file as Json | undefined)?.url ?? `/files/slack/${(slack_file as Json)?.id}`;
  return html`<img src="${safe(String(address))}" alt="${alt_text}" />`;
}

function drawRich(element: Part): Html {
  switch (element.type) {
    case 'rich_text_section':
      return html`<p>${element.elements?.map(drawRun)}</p>`;
    case 'rich_text_quote':
      return html`<blockquote>${element.elements?.map(drawRun)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre tabindex="0">${element.elements?.map(drawRun)}</pre>`;
    case 'rich_text_list': {
      const items = element.elements?.map((item) => html`<li>${item.elements?.map(drawRun)}</li>`);
      const depth = `sl-in${element.indent ?? 0}`;
      return element.style === 'ordered'
        ? html`<ol class="${depth}">${items}</ol>`
        : html`<ul class="${depth}">${items}</ul>`;
    }
    default:
      throw new UnknownPart('Slack rich text', element.type);
  }
}

interface Run extends Json {
  type: string;
  text?: string;
  url?: string;
  style?: { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean };
}

function drawRun(part: Json): Html {
  const { type, text = '', url = '', style = {}, ...rest } = part as Run;
  switch (type) {
    case 'text':
      return styled(html`${text}`, style);
    case 'link':
      return styled(link(url, text || url), style);
    case 'user':
    case 'usergroup':
    case 'channel':
    case 'broadcast': {
      const sign = type === 'channel' ? '#' : '@';
      return html`<span class="sl-mention">${sign}${rest.user_id ?? rest.usergroup_id ?? rest.channel_id ?? rest.range}</span>`;
    }
    case 'emoji':
      return html`${emojiOf(rest)}`;
    default:
      throw new UnknownPart('Slack rich text', type);
  }
}

const emojiOf = ({ unicode, name }: Json) =>
  typeof unicode === 'string'
    ? String.fromCodePoint(...unicode.split('-').map((code) => Number.parseInt(code, 16)))
    : `:${name}:`;

function styled(inner: Html, { bold, italic, strike, code }: NonNullable<Run['style']>): Html {
  let drawn = inner;
  if (code) drawn = html`<code>${drawn}</code>`;
  if (strike) drawn = html`<s>${drawn}</s>`;
  if (italic) drawn = html`<i>${drawn}</i>`;
  return bold ? html`<b>${drawn}</b>` : drawn;
}

const link = (url: string, label: string) =>
  html`<a href="${safe(url)}" target="_blank" rel="noreferrer">${label}</a>`;

/** An address that may be opened, or of our own files; any other leads nowhere. */
const safe = (url: string) => (mayOpen(url) || url.startsWith('/files/') ? url : '#');

const drawText = ({ type, text }: Text): Html => (type === 'mrkdwn' ? drawMrkdwn(text) : html`${text}`);

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Addresses and mentions in angle brackets; code; bold, italic and struck words. */
const marks =
  /<([^<>|]+)(?:\|([^<>]*))?>|```([\s\S]+?)```|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])/gu;

/** Slack's own markup: https://docs.slack.dev/messaging/formatting-message-text */
function drawMrkdwn(text: string): Html {
  const parts: Html[] = [];
  let at = 0;
  for (const found of text.matchAll(marks)) {
    const [whole, target, label, pre, code, bold, italic, struck] = found;
    parts.push(html`${unescaped(text.slice(at, found.index))}`);
    at = found.index + whole.length;
    if (target !== undefined) parts.push(drawTarget(unescaped(target), label && unescaped(label)));
    else if (pre !== undefined) parts.push(html`<pre tabindex="0">${unescaped(pre)}</pre>`);
    else if (code !== undefined) parts.push(html`<code>${unescaped(code)}</code>`);
    else if (bold !== undefined) parts.push(html`<b>${drawMrkdwn(bold)}</b>`);
    else if (italic !== undefined) parts.push(html`<i>${drawMrkdwn(italic)}</i>`);
    else parts.push(html`<s>${drawMrkdwn(struck ?? '')}</s>`);
  }
  parts.push(html`${unescaped(text.slice(at))}`);
  return html`${parts}`;
}

function drawTarget(target: string, label: string | undefined): Html {
  const [sign] = target;
  if (target.startsWith('!date^')) return html`${label ?? target.split('^')[1]}`;
  if (sign === '@' || sign === '#')
    return html`<span class="sl-mention">${sign}${label ?? target.slice(1)}</span>`;
  if (sign === '!')
    return html`<span class="sl-mention">${label ?? `@${target.slice(1).split('^').at(-1)}`}</span>`;
  return link(target, label ?? target);
}

/** The top-level text, which a screen reader gets, in plain characters. */
export const spokenText = (text: unknown): string =>
  unescaped(
    String(text ?? '').replace(/<((?:https?|mailto):[^<>|]*)(?:\|([^<>]*))?>/g, (_, url, label) =>
      label ? `${label} (${url})` : url,
    ),
  );

interface Input {
  block_id: string;
  label: Text;
  hint?: Text;
  optional?: boolean;
  element: Json & { type: string; action_id: string };
}

function drawInput({ block_id: name, label, hint, optional = false, element }: Input): Html {
  const id = `in-${name}`;
  const described = hint ? html` aria-describedby="${id}-hint"` : '';
  const needed = optional ? '' : raw(' required');
  const about = html`${hint && html`<small id="${id}-hint">${hint.text}</small>`}`;
  const title = html`${label.text}${optional ? html` <small>(optional)</small>` : ''}`;
  const plain = (control: Html) =>
    html`<div class="field"><label for="${id}">${title}</label>${control}${about}</div>`;
  const options = (element.options ?? []) as Option[];
  const initial = [
    element.initial_option,
    ...((element.initial_options as Option[] | undefined) ?? []),
  ].flatMap((option) => (option ? [option as Option] : []));
  const isInitial = ({ value }: Option) => initial.some((option) => option.value === value);
  switch (element.type) {
    case 'plain_text_input': {
      const value = String(element.initial_value ?? '');
      const max = element.max_length ?? 3000;
      return plain(
        element.multiline
          ? html`<textarea id="${id}" name="${name}" rows="4" maxlength="${max}"${needed}${described}>${value}</textarea>`
          : html`<input id="${id}" name="${name}" maxlength="${max}" value="${value}"${needed}${described} />`,
      );
    }
    case 'static_select':
      return plain(
        html`<select id="${id}" name="${name}"${needed}${described}>
          ${optional || initial.length === 0 ? html`<option value="">—</option>` : ''}
          ${options.map((option) => html`<option value="${option.value}"${isInitial(option) ? raw(' selected') : ''}>${option.text.text}</option>`)}
        </select>`,
      );
    case 'checkboxes':
    case 'multi_static_select':
    case 'radio_buttons': {
      const type = element.type === 'radio_buttons' ? 'radio' : 'checkbox';
      return html`<fieldset class="field"><legend>${title}</legend><div class="choices">${options.map(
        (option) =>
          html`<label><input type="${type}" name="${name}" value="${option.value}"${isInitial(option) ? raw(' checked') : ''} /> ${option.text.text}</label>`,
      )}</div>${about}</fieldset>`;
    }
    case 'external_select':
    case 'multi_external_select': {
      const type = element.type === 'external_select' ? 'radio' : 'checkbox';
      return html`<fieldset class="field" data-suggest="${name}" data-type="${type}"><legend>${title}</legend>
        <div class="choices">${initial.map((option) => html`<label><input type="${type}" name="${name}" value="${option.value}" checked /> ${option.text.text}</label>`)}</div>
        <input type="search" aria-label="Find: ${label.text}" placeholder="Type to find" autocomplete="off" /><div class="offers"></div>${about}</fieldset>`;
    }
    default:
      throw new UnknownPart('A Slack form', element.type);
  }
}
