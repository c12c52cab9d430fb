import { html, raw } from 'hono/html';
import type { DeskMaker, DeskQuestion } from '../../domain/desk.ts';
import type { PageService } from '../../domain/ports/platform.ts';
import * as discord from './discord/draw.ts';
import {
  type Clients,
  type Html,
  type Json,
  type Pane,
  type PaneClient,
  type PaneMessage,
  panes,
  UnknownPart,
} from './pane.ts';
import * as slack from './slack/draw.ts';

const names = { slack: 'Slack', discord: 'Discord' } as const;

/** The frame around every view. `here`: path of the view. */
export function frame(here: string, title: string, csrf: string, content: Html): Html {
  const tab = (path: string, label: string) =>
    html`<a href="${path}"${here === path ? raw(' aria-current="page"') : ''}>${label}</a>`;
  return html`<!doctype html>
<html lang="en" data-width="wide" data-view="drawn">
<head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><meta name="csrf" content="${csrf}" />
<title>${title} · Deskwire</title><link rel="stylesheet" href="/page.css" /><link rel="icon" href="/icon.svg" /><script src="/page.js" defer></script></head>
<body>
<header class="bar"><h1>Deskwire</h1><nav aria-label="Views">${tab('/', 'Ask')}${tab('/digests', 'Digests')}${tab('/rehearsal', 'Rehearsal')}${tab('/content', 'Content')}${tab('/own', 'My own desk')}</nav>
<div class="switches" role="group" aria-label="How it is shown">
<button type="button" data-switch="theme" data-value="dark">Dark</button>
<button type="button" data-switch="width" data-value="phone">Phone width</button>
<button type="button" data-switch="view" data-value="plain">Screen reader text</button>
</div></header>
<main>${content}</main>
</body></html>`;
}

/** Both channels side by side, with the box that asks both. */
export async function askView(service: PageService, clients: Clients, csrf: string): Promise<Html> {
  const desks = service.catalogue();
  const [desk] = desks;
  const examples =
    desk?.commands.flatMap(({ examples: [first] }) => (first ? [first] : [])).slice(0, 5) ?? [];
  const content = html`
${service.example ? html`<p class="note example">This is the example desk. <a href="/own">Make a desk of your own region</a></p>` : ''}
<div class="panes">${panes.map((pane) => drawPane(pane, clients[pane]))}</div>
<form id="ask" class="ask" autocomplete="off">
<div class="examples" role="group" aria-label="Examples">${examples.map(
    ({ line, about }) =>
      html`<button type="button" data-line="/${desk?.id} ${line}" title="${about}">${line}</button>`,
  )}</div>
<div class="box"><label for="where" class="hidden">Ask on</label>
<select id="where"><option value="both">Both</option><option value="slack">Slack</option><option value="discord">Discord</option></select>
<label for="line" class="hidden">Question</label>
<input id="line" name="line" value="${desk ? `/${desk.id} ` : ''}" maxlength="4000" role="combobox" aria-expanded="false" aria-controls="completions" aria-autocomplete="list" spellcheck="false" />
<button type="submit">Ask</button></div>
<ul id="completions" role="listbox" aria-label="Completions" hidden></ul>
</form>
<p id="status" role="status" class="status"></p>`;
  return frame('/', 'Ask', csrf, content);
}

function drawPane(pane: Pane, client: PaneClient): Html {
  const { channel } = client;
  return html`<section class="pane ${pane}" data-pane="${pane}" data-number="${channel.number()}" aria-labelledby="${pane}-name">
${nameOf(pane)}
<div class="messages" role="log" aria-label="${names[pane]} messages" tabindex="0">${channel
    .since(0)
    .filter(({ gone }) => !gone)
    .map((message) => drawMessage(pane, message))}</div>
<dialog aria-labelledby="${pane}-form">${drawModal(pane, client)}</dialog></section>`;
}

const nameOf = (pane: Pane) =>
  html`<h2 id="${pane}-name"><span class="hash" aria-hidden="true">#</span> briefing <small>${names[pane]}</small></h2>`;

/** Messages that are looked at: their buttons do nothing. `note` says so to those who do not see it. */
export function drawPosts(
  pane: Pane,
  { of, note, newestFirst }: { of: string; note: string; newestFirst: boolean },
  messages: readonly PaneMessage[],
): Html {
  return html`<section class="pane ${pane}" aria-labelledby="${pane}-name">
${nameOf(pane)}
<div class="messages" role="region" aria-label="${names[pane]} ${of}" tabindex="0"${newestFirst ? raw(' data-newest') : ''}><fieldset class="bare" disabled><legend class="hidden">${note}</legend>${messages.map((message) => drawMessage(pane, message))}</fieldset></div></section>`;
}

export const option = (value: string, label: string, chosen: boolean): Html =>
  html`<option value="${value}"${chosen ? raw(' selected') : ''}>${label}</option>`;

/** A field in which several may be chosen. */
export function several(
  { name, label, size }: { name: string; label: string; size: number },
  all: readonly { id: string; name: string }[],
  chosen: readonly string[],
): Html {
  return html`<label>${label}<select name="${name}" multiple size="${size}">${all.map((one) => option(one.id, one.name, chosen.includes(one.id)))}</select></label>`;
}

/** A drawn part; one that cannot be drawn says so in its place, and leaves the others. */
function drawn(draw: () => Html): Html {
  try {
    return draw();
  } catch (error) {
    const why = error instanceof UnknownPart ? error.message : 'This message cannot be drawn';
    return html`<p class="undrawn">${why}.</p>`;
  }
}

function drawMessage(pane: Pane, message: PaneMessage): Html {
  const { id, body, only, line, at, waiting, when = at.toISOString().slice(11, 16) } = message;
  const time = html`<time datetime="${at.toISOString()}">${when}</time>`;
  if (!body)
    return html`<article class="message you" id="${id}"><div class="avatar" aria-hidden="true">Y</div><div class="said"><div class="by"><b>You</b> ${time}</div><p>${line}</p></div></article>`;
  const isSlack = pane === 'slack';
  const content = drawn(() =>
    isSlack ? slack.drawBlocks(body.blocks) : discord.drawComponents(body.components),
  );
  const plain = isSlack ? slack.spokenText(body.text) : discord.spokenText(body.components);
  const alone =
    only && html`<p class="only">${isSlack ? 'Only visible to you' : 'Only you can see this'}</p>`;
  return html`<article class="message" id="${id}" data-message="${id}">
${!isSlack && line !== undefined ? html`<p class="used"><b>You</b> used <span>${line}</span></p>` : ''}
<div class="avatar" aria-hidden="true">D</div>
<div class="said">${isSlack && alone}<div class="by"><b>Deskwire</b> <span class="app">${isSlack ? 'APP' : '✓ APP'}</span> ${time}</div>
<div class="drawn">${waiting ? html`<p class="waiting">Deskwire is thinking…</p>` : content}</div><pre class="plain" tabindex="0">${plain}</pre>${!isSlack && alone}</div></article>`;
}

function drawModal(pane: Pane, { channel }: PaneClient): Html {
  const modal = channel.modal();
  if (!modal) return html``;
  const { id, body, errors } = modal;
  const isSlack = pane === 'slack';
  const labels = isSlack
    ? { title: textOf(body.title), submit: textOf(body.submit), close: textOf(body.close) || 'Close' }
    : { title: String(body.title ?? ''), submit: 'Submit', close: 'Cancel' };
  const wrong = Object.entries(errors).map(([field, fault]) => html`<li data-field="${field}">${fault}</li>`);
  return html`<form method="dialog" data-modal="${id}" novalidate>
<h3 id="${pane}-form">${labels.title}</h3>
${wrong.length > 0 ? html`<ul class="errors" role="alert">${wrong}</ul>` : ''}
<div class="fields">${drawn(() => (isSlack ? slack.drawBlocks(body.blocks) : discord.drawModal(body.components)))}</div>
<div class="ends"><button type="button" data-dismiss>${labels.close}</button>${labels.submit && html`<button type="submit" class="primary">${labels.submit}</button>`}</div></form>`;
}

const textOf = (text: unknown) => String((text as Json | undefined)?.text ?? '');

/** What has changed since the numbers that the browser knows. */
export async function updatesOf(clients: Clients, since: Readonly<Record<string, number>>): Promise<object> {
  const changed = await Promise.all(
    panes.map(async (pane) => {
      const { channel } = clients[pane];
      const messages = await Promise.all(
        channel.since(since[pane] ?? 0).map(async (message) => ({
          id: message.id,
          html: message.gone ? '' : String(await drawMessage(pane, message)),
        })),
      );
      const modal = channel.modal();
      const form = modal && { id: modal.id, html: String(await drawModal(pane, clients[pane])) };
      return [pane, { number: channel.number(), messages, modal: form ?? null }];
    }),
  );
  return { panes: Object.fromEntries(changed) };
}

/** The questions of `init` as a form. What is wrong with an answer is told at its field, what was made below. */
export function ownDeskView({ questions }: DeskMaker, csrf: string): Html {
  const content = html`<form class="own pad" data-own novalidate>
<h2>A desk of your own region</h2>
<p class="hint">Names and codes of countries and languages may be in any language. Only the name and the countries are needed.</p>
${questions().map(drawQuestion)}
<button type="submit">Make my own desk</button>
<p id="status" role="status" class="status"></p></form>`;
  return frame('/own', 'My own desk', csrf, content);
}

function drawQuestion({ option: name, question, needed, beside, empty, value = '' }: DeskQuestion): Html {
  const usual = empty === undefined ? 'Optional' : `Optional; empty: ${empty}`;
  const hints = [beside, needed || value !== '' ? undefined : usual].filter((one) => one !== undefined);
  return html`<div class="question"><label for="own-${name}">${question}</label>
<input id="own-${name}" name="${name}" value="${value}" maxlength="2000" autocomplete="off" aria-describedby="fault-${name} hint-${name}"${needed ? html` required` : ''} />
<p class="fault" id="fault-${name}"></p><p class="hint" id="hint-${name}">${hints.map((hint) => html`<span>${hint}</span>`)}</p></div>`;
}
