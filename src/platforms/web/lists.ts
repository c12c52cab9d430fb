import { html, raw } from 'hono/html';
import { count } from '../../domain/dates/day.ts';
import type { DigestAsked } from '../../domain/digests/rehearsal.ts';
import type { ContentRow, DeskContent, PageService } from '../../domain/ports/platform.ts';
import { type Html, type Json, panes } from './pane.ts';
import { drawPosts, frame, option, several } from './views.ts';

/** A digest of any desk, window, filter and moment as both platforms would show it. */
export async function digestView(service: PageService, asked: DigestAsked, csrf: string): Promise<Html> {
  const desks = service.desks();
  const desk = desks.find(({ id }) => id === asked.desk) ?? desks[0];
  if (!desk) return frame('/digests', 'Digests', csrf, html`<p class="note">There is no desk yet.</p>`);
  const of = { ...asked, desk: desk.id };
  const requests = await service.digest(of);
  const day = asked.now.toISOString().slice(0, 16);
  const content = html`
<form class="filters" method="get" action="/digests">
<label>Desk<select name="desk">${desks.map(({ id, name }) => option(id, name, id === desk.id))}</select></label>
<label>Days back<input type="number" name="window" min="1" max="3650" value="${asked.window}" /></label>
<label>Moment (UTC)<input type="datetime-local" name="now" value="${day}" /></label>
${several({ name: 'topic', label: 'Topics', size: 4 }, desk.topics, asked.topics)}
${several({ name: 'country', label: 'Countries', size: 4 }, desk.countries, asked.countries)}
<button type="submit">Preview</button></form>
<div class="panes">${panes.map((pane) => {
    const messages = (requests[pane] ?? []).map(({ body }, at) => ({
      id: `${pane}-digest-${at}`,
      changed: 0,
      at: asked.now,
      only: false,
      body: body as Json,
    }));
    const shown = { of: 'digest', note: 'A preview: its buttons do nothing', newestFirst: false };
    return drawPosts(pane, shown, messages);
  })}</div>`;
  return frame('/digests', 'Digests', csrf, content);
}

/** What a desk holds, and what is wrong with its files. Loaded anew when they change. */
export async function contentView(
  service: PageService,
  asked: string | undefined,
  csrf: string,
): Promise<Html> {
  const desks = service.desks();
  const desk = desks.find(({ id }) => id === asked) ?? desks[0];
  const unserved = Map.groupBy(await service.unserved(), ({ file }) => file);
  const waiting = unserved.size > 0 && faultsOf(unserved, 'Not in service', 'Put these right, and they are.');
  if (!desk) {
    const none = html`<div class="content" data-live><p class="note">There is no desk yet.</p>${waiting}</div>`;
    return frame('/content', 'Content', csrf, none);
  }
  const { briefs, facts, sources, people, faults } = await service.content(desk.id);
  const asks = (line: string, label: string) =>
    html`<a href="/?line=${encodeURIComponent(line)}">${label}</a>`;
  const byFile = Map.groupBy(faults, ({ file }) => file);
  const rows = (all: readonly ContentRow[], to: (row: ContentRow) => string) =>
    all.map((row) => {
      const wrong = row.file === undefined ? undefined : byFile.get(row.file);
      return html`<tr><td>${asks(to(row), row.title)}</td><td>${row.about}</td><td><code>${row.file ?? row.id}</code>${wrong && html`<p class="undrawn">its file has <a href="#${idOf(row.file ?? '')}">${count(wrong.length, 'fault')}</a>, the first in line ${wrong[0]?.line}</p>`}</td></tr>`;
    });
  const table = (id: string, title: string, all: readonly ContentRow[], to: (row: ContentRow) => string) =>
    html`<details id="${id}" open><summary><h2>${title} <small>${all.length}</small></h2></summary>
<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table><tbody>${rows(all, to)}</tbody></table></div></details>`;
  const content = html`<div class="content" data-live>
<p class="links">${desks.map(({ id, name }) => html`<a href="/content?desk=${id}"${id === desk.id ? raw(' aria-current="true"') : ''}>${name}</a>`)}
${asks('/deskwire-edit review', 'Review queue')} ${asks('/deskwire-edit feeds items', 'Feed items')} ${asks('/deskwire-edit reports', 'Reported mistakes')}</p>
${waiting}${faults.length > 0 ? faultsOf(byFile, 'Files with faults', 'Their last good revision is in service.') : html`<p class="note">No file has a fault.</p>`}
${table('briefs', 'Briefs', briefs, ({ id }) => `/${desk.id} brief ${id}`)}
${table('facts', 'Facts', facts, ({ id }) => `/${desk.id} brief ${id}`)}
${table('sources', 'Sources and how far they reach', sources, ({ id }) => `/${desk.id} search ${id}`)}
${table('people', 'People and their spellings', people, ({ title }) => `/${desk.id} who ${title}`)}
</div>`;
  return frame('/content', 'Content', csrf, content);
}

type Faults = DeskContent['faults'];

const idOf = (file: string) => `faults-${file.replace(/[^\w.-]/g, '-')}`;

/** As `validate` prints them: each with its place and what to write instead. */
const faultsOf = (byFile: ReadonlyMap<string, Faults>, title: string, says: string) =>
  html`<section class="faults" aria-label="${title}"><h2>${title} <small>${byFile.size}</small></h2><p>${says}</p>
${[...byFile].map(
  ([file, own]) =>
    html`<h3 id="${idOf(file)}"><code>${file}</code> <small>${count(own.length, 'fault')}</small></h3><ul>${own.map(
      ({ line, column, what, fix }) => html`<li><b>${line}:${column}</b> ${what}. <i>${fix}</i></li>`,
    )}</ul>`,
)}</section>`;
