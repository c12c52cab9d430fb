import { createRequire } from 'node:module';
import { html, raw } from 'hono/html';
import { type Html, type Json, mayOpen, UnknownPart } from '../pane.ts';

interface Markdown {
  toHTML(markdown: string): string;
}

// The library has no types.
const { toHTML } = createRequire(import.meta.url)('@cloudrac3r/discord-markdown') as Markdown;

interface Component extends Json {
  type: number;
  components?: Component[];
  content?: string;
  custom_id?: string;
}

interface Option {
  label: string;
  value: string;
  description?: string;
  default?: boolean;
}

/** Draws components of version 2. Throws UnknownPart on a type that it does not know. */
export const drawComponents = (components: unknown): Html =>
  html`${((components ?? []) as Component[]).map(drawComponent)}`;

/** https://discord.com/developers/docs/components/reference */
function drawComponent(component: Component): Html {
  const { type, components = [] } = component;
  switch (type) {
    case 1:
      return html`<div class="dc-row">${components.map(drawComponent)}</div>`;
    case 2:
      return drawButton(component);
    case 3: {
      const { placeholder, options, custom_id } = component as Json;
      return html`<details class="menu dc-menu"><summary>${placeholder ?? 'Make a selection'}</summary><div>${(
        (options ?? []) as Option[]
      ).map(
        ({ label, value, description }) =>
          html`<button type="button" data-press="${custom_id}" data-value="${value}">${label}${description && html`<small>${description}</small>`}</button>`,
      )}</div></details>`;
    }
    case 9:
      return html`<div class="dc-section"><div>${components.map(drawComponent)}</div>${drawComponent(component.accessory as Component)}</div>`;
    case 10:
      return html`<div class="dc-text">${drawMarkdown(component.content ?? '')}</div>`;
    case 11:
      return drawMedia(component);
    case 12:
      return html`<div class="dc-gallery">${(component.items as Json[]).map(drawMedia)}</div>`;
    case 13: {
      const name = String((component.file as Json).url).replace('attachment://', '');
      return html`<a class="dc-file" href="/files/discord/${name}" download>${name}</a>`;
    }
    case 14:
      return component.divider === false
        ? html`<div class="dc-gap"></div>`
        : html`<hr class="dc-space${component.spacing ?? 1}" />`;
    case 17: {
      const colour = Number(component.accent_color ?? 0x4e5058);
      const stripe = `#${colour.toString(16).padStart(6, '0')}`;
      // A style attribute would need CSP to allow inline styles.
      return html`<div class="dc-container"><svg class="dc-stripe" aria-hidden="true"><rect width="100%" height="100%" fill="${stripe}"></rect></svg><div>${components.map(drawComponent)}</div></div>`;
    }
    default:
      throw new UnknownPart('A Discord message', type);
  }
}

const buttonLooks = ['', 'primary', 'secondary', 'success', 'danger', 'link'];

function drawButton({ style, label, custom_id, url, disabled }: Json): Html {
  const look = `dc-button dc-${buttonLooks[Number(style)] ?? 'secondary'}`;
  if (typeof url === 'string')
    return html`<a class="${look}" href="${mayOpen(url) ? url : '#'}" target="_blank" rel="noreferrer">${label}</a>`;
  return html`<button type="button" class="${look}" data-press="${custom_id}"${disabled ? raw(' disabled') : ''}>${label}</button>`;
}

function drawMedia({ media, description, url }: Json): Html {
  const address = String((media as Json | undefined)?.url ?? url).replace('attachment://', '/files/discord/');
  return html`<img src="${mayOpen(address) || address.startsWith('/files/') ? address : '#'}" alt="${description ?? ''}" />`;
}

/** Discord's own Markdown as HTML, its text escaped. */
function drawMarkdown(text: string): Html {
  const drawn = toHTML(
    // Code is shown as it stands.
    text.replace(
      /(```[\s\S]*?```|`[^`\n]+`)|<t:(-?\d+)(?::[tTdDfFRsS])?>/g,
      (whole, code?: string, seconds?: string) => code ?? instant(Number(seconds)) ?? whole,
    ),
  );
  // Headings of an answer stand below those of the page.
  const lowered = drawn.replace(/<(\/?)h([1-3])>/g, (_, end, level) => `<${end}h${Number(level) + 2}>`);
  return raw(
    lowered
      .replace(
        /<a href="([^"]*)"/g,
        (link, url: string) => `<a target="_blank" rel="noreferrer"${mayOpen(url) ? link.slice(2) : ''}`,
      )
      .replace(/<pre>/g, '<pre tabindex="0">')
      .replace(/<sub>/g, '<small>')
      .replace(/<\/sub>/g, '</small>'),
  );
}

/** Minutes in UTC; Discord shows the reader's own time. */
function instant(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? undefined
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** All text of a message, in order, without its markup: what a screen reader gets. */
export function spokenText(components: unknown): string {
  const texts = ((components ?? []) as Component[]).flatMap(textsOf);
  return texts.filter(Boolean).join('\n\n');
}

function textsOf({ type, content, components = [], items, description }: Component): string[] {
  if (type === 10) return [plainMarkdown(content ?? '')];
  if (type === 12) return (items as Json[]).map((item) => String(item.description ?? ''));
  if (type === 11) return [String(description ?? '')];
  return type === 1 ? [] : components.flatMap(textsOf);
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", '#x27': "'" };

/** The words of Markdown, without its signs. */
const plainMarkdown = (text: string): string =>
  String(drawMarkdown(text))
    .replace(/<br>|<\/(h\d|li|ul|ol|pre|blockquote)>/g, '\n')
    .replace(/<li>/g, '• ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\n{2,}/g, '\n')
    .trim();

/** The inputs of a modal. */
export function drawModal(components: unknown): Html {
  return html`${((components ?? []) as Component[]).map((each) => {
    if (each.type === 10) return html`<div class="dc-text">${drawMarkdown(each.content ?? '')}</div>`;
    if (each.type !== 18) throw new UnknownPart('A Discord form', each.type);
    return drawLabelled(each);
  })}`;
}

function drawLabelled({ label, description, component }: Component): Html {
  const input = component as Component;
  const {
    type,
    custom_id: name = '',
    required = true,
    value = '',
    max_length = 4000,
    placeholder = '',
  } = input as Json & Component;
  const id = `in-${name}`;
  const needed = required ? raw(' required') : '';
  const about = html`${description && html`<small id="${id}-hint">${description}</small>`}`;
  const described = description ? html` aria-describedby="${id}-hint"` : '';
  const title = html`${label}${required ? html` <span class="dc-needed" aria-hidden="true">*</span>` : ''}`;
  if (type === 4) {
    const control =
      input.style === 2
        ? html`<textarea id="${id}" name="${name}" rows="4" maxlength="${max_length}" placeholder="${placeholder}"${needed}${described}>${value}</textarea>`
        : html`<input id="${id}" name="${name}" maxlength="${max_length}" placeholder="${placeholder}" value="${value}"${needed}${described} />`;
    return html`<div class="field"><label for="${id}">${title}</label>${about}${control}</div>`;
  }
  if (type !== 3) throw new UnknownPart('A Discord form', type);
  const options = (input.options ?? []) as Option[];
  if (Number(input.max_values ?? 1) > 1)
    return html`<fieldset class="field"><legend>${title}</legend>${about}<div class="choices">${options.map(
      (option) =>
        html`<label><input type="checkbox" name="${name}" value="${option.value}"${option.default ? raw(' checked') : ''} /> ${option.label}</label>`,
    )}</div></fieldset>`;
  return html`<div class="field"><label for="${id}">${title}</label>${about}<select id="${id}" name="${name}"${needed}${described}>
    ${!required || !options.some((option) => option.default) ? html`<option value="">—</option>` : ''}
    ${options.map((option) => html`<option value="${option.value}"${option.default ? raw(' selected') : ''}>${option.label}</option>`)}
  </select></div>`;
}
