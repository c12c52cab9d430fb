import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createApp } from '../../../src/app/app.ts';
import { pageService } from '../../../src/app/page/page.ts';
import { chatService } from '../../../src/app/service.ts';
import { readConfig } from '../../../src/config.ts';
import type { Role } from '../../../src/domain/identity.ts';
import type { Timers } from '../../../src/domain/ports/runtime.ts';
import { createPage } from '../../../src/platforms/web/page.ts';
import { fixtureDesk } from '../../content/fixture-desk.ts';
import { silent } from '../../store/fixture.ts';
import { syncedFolder } from '../../synced-folder.ts';

export const pageNow = new Date('2026-11-23T12:00:00Z');

/** A folder of briefs with the desk `harbour` of the fixtures. */
export function harbourBriefs() {
  const briefs = mkdtempSync(join(tmpdir(), 'deskwire-briefs-'));
  onTestFinished(() => rmSync(briefs, { recursive: true }));
  for (const [path, text] of fixtureDesk('good').files) {
    mkdirSync(dirname(join(briefs, 'harbour', path)), { recursive: true });
    writeFileSync(join(briefs, 'harbour', path), text);
  }
  const edit = (path: string, change: (text: string) => string) => {
    const file = join(briefs, 'harbour', path);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };
  return { briefs, edit };
}

/** The app on the real desk or on one of one's own, its instant standing still. */
export async function appOnDesk(as: Role = 'reader', briefs?: string) {
  const folder = briefs ? await mkdtemp(join(tmpdir(), 'deskwire-page-')) : await syncedFolder(pageNow);
  const result = readConfig({ DESKWIRE_DATA: folder, DESKWIRE_BRIEFS: briefs });
  if (!result.ok) throw new Error(result.faults.join());
  const clock = () => pageNow;
  const app = await createApp(result.config, { log: silent, clock, recordedBy: clock, as });
  await app.desks.sync();
  onTestFinished(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });
  return app;
}

/** On a busy machine too, an answer is there before Discord has to be told to wait. */
const timers: Timers = { after: () => () => {} };

/** The local page of that app on a free port. */
export async function localPage(as: Role = 'reader', briefs?: string, folder?: string) {
  const app = await appOnDesk(as, briefs);
  const chat = { ...chatService(app, { log: silent }), timers, clock: () => pageNow };
  const addresses: string[] = [];
  const page = createPage({
    port: 0,
    service: pageService(app, chat, { briefs: briefs ?? 'briefs', ...(folder && { folder }) }),
    log: silent,
    onAddress: (address) => void addresses.push(address),
  });
  const port = await page.start();
  onTestFinished(() => page.stop());
  return { app, port, addresses, address: () => addresses.at(-1) ?? '', base: `http://127.0.0.1:${port}` };
}

type Page = Awaited<ReturnType<typeof localPage>>;

/** A browser that has opened the page: its cookie, and the token that its requests carry. */
export async function openedPage(page: Page) {
  const opened = await fetch(page.address());
  const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';');
  const get = (path: string) => fetch(page.base + path, { headers: { cookie } });
  const html = await (await get('/')).text();
  const csrf = /name="csrf" content="([^"]+)"/.exec(html)?.[1] ?? '';
  const usual = { cookie, origin: page.base, 'x-csrf': csrf, 'content-type': 'application/json' };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(page.base + path, {
      method: 'POST',
      headers: { ...usual, ...headers },
      body: JSON.stringify(body),
    });
  const act = async (doing: object, since = { slack: 0, discord: 0 }): Promise<Updates> =>
    (await post('/act', { do: doing, since })).json() as Promise<Updates>;
  return { cookie, html, csrf, get, post, act };
}

export interface Updates {
  panes: Record<
    'slack' | 'discord',
    {
      number: number;
      messages: { id: string; html: string }[];
      modal: { id: string; html: string } | null;
    }
  >;
}

/** The text of HTML, each block on lines of its own. */
export const textOf = (html: string) =>
  html
    .replace(/<(br|\/(?:p|div|li|h\d|pre|blockquote|button|article|tr))[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&amp;/g, '&');
