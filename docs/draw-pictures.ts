import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type App, createApp } from '../src/app/app.ts';
import { pageService } from '../src/app/page/page.ts';
import { chatService } from '../src/app/service.ts';
import { quietLog } from '../src/cli/output.ts';
import { readConfig } from '../src/config.ts';
import { createPage } from '../src/platforms/web/page.ts';

/** Draws the pictures of the documentation by driving the local page, which shows what both platforms would show. */
export interface Picture {
  name: string;
  /** Typed one after the other; `where`: the pane that is asked, otherwise both. */
  asks: readonly { line: string; where?: 'slack' | 'discord' }[];
  /** The view of the page, where it is another than the two panes, and what is typed into its fields. */
  at?: string;
  fills?: Readonly<Record<string, string>>;
  /** The part of the page that is shown. */
  shows: string;
}

const digest = '/deskwire digest preview';

const pictures: readonly Picture[] = [
  { name: 'visits', asks: [{ line: '/centralasia visits kazakhstan' }], shows: '.panes' },
  {
    name: 'digest',
    asks: [
      { line: digest, where: 'slack' },
      { line: digest, where: 'discord' },
    ],
    shows: '.panes',
  },
  { name: 'slack', asks: [{ line: '/centralasia chart visits' }], shows: '.pane.slack' },
  { name: 'discord', asks: [{ line: '/centralasia who hillary clinton' }], shows: '.pane.discord' },
  {
    name: 'editors',
    asks: [{ line: '/deskwire-edit edit kz-abraham-2025-11', where: 'slack' }],
    shows: '.pane.slack dialog',
  },
  {
    name: 'own-desk',
    asks: [],
    at: 'own',
    fills: {
      name: 'Horn of Africa',
      countries: 'Ethiopia, Somalia, DJ, Kenya',
      counterparts: 'US, China',
      feeds: 'https://news.example.org/rss',
      out: '../deskwire-briefs',
    },
    shows: 'form.own',
  },
];

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** The instant at which everything is asked. */
const now = new Date('2026-11-28T08:00:00Z');
const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'pictures');

/** Ids are random; the pictures always show this one instead. */
const draftId = 'k3f9a';

/** Wide enough for two panes of 42 columns, and as high as a reader looks at one time. */
const viewport = { width: 1060, height: 1000 };

/** Room under the last message. */
const margin = 12;

/** Pixels per unit, for sharp text on any screen. */
const scale = 2;

async function drawAll(browser: Browser): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'deskwire-pictures-'));
  const result = readConfig({ DESKWIRE_DATA: data, DESKWIRE_BRIEFS: join(root, 'briefs') });
  if (!result.ok) throw new Error(result.faults.join());
  const clock = () => now;
  const app = await createApp(result.config, { log: quietLog, clock, recordedBy: clock, as: 'admin' });
  try {
    await app.desks.sync();
    for (const picture of pictures) await drawThemes(app, browser, picture, { clock });
  } finally {
    await app.close();
    rmSync(data, { recursive: true });
  }
}

interface Shown {
  clock: () => Date;
  /** Folder of the desks; missing: the one that ships. */
  briefs?: string;
}

/** Writes a picture of what an app answers, for bright and for dark pages. */
export async function drawThemes(app: App, browser: Browser, picture: Picture, shown: Shown): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const theme of themes) {
    const bytes = await draw(app, browser, { picture, theme }, shown);
    writeFileSync(join(folder, `${picture.name}-${theme}.webp`), bytes);
    console.log(`${picture.name}-${theme}.webp: ${Math.round(bytes.length / 1000)} kB`);
  }
}

/** The browser that draws. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--font-render-hinting=none'],
  });

async function draw(
  app: App,
  browser: Browser,
  { picture, theme }: { picture: Picture; theme: Theme },
  { clock, briefs = join(root, 'briefs') }: Shown,
): Promise<Buffer> {
  let address = '';
  const chat = { ...chatService(app, { log: quietLog }), clock };
  const server = createPage({
    port: 0,
    service: pageService(app, chat, { briefs }),
    log: quietLog,
    onAddress: (next) => {
      address = next;
    },
  });
  await server.start();
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: scale,
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector('#line');
    if (picture.at) await page.goto(new URL(picture.at, address).href);
    else await page.click('[data-switch=width]');
    for (const ask of picture.asks) await asked(page, ask);
    for (const [field, words] of Object.entries(picture.fills ?? {}))
      await page.fill(`[name=${field}]`, words);
    await page.locator(picture.shows).waitFor();
    await page.evaluate(
      `for (const title of document.querySelectorAll('dialog h3')) title.textContent = title.textContent.replace(/draft [0-9a-z]{5}/, 'draft ${draftId}');`,
    );
    // The beginning of the conversation, with nothing under the pointer or in focus.
    await page.mouse.move(0, 0);
    await page.evaluate(
      `document.activeElement.blur(); for (const list of document.querySelectorAll('.messages, .fields')) list.scrollTop = 0;`,
    );
    await fitted(page, picture.shows);
    return await shot(page, picture.shows);
  } finally {
    await context.close();
    await server.stop();
  }
}

async function asked(page: Page, { line, where }: Picture['asks'][number]): Promise<void> {
  const panes = where ? [where] : ['slack', 'discord'];
  await page.selectOption('#where', where ?? 'both');
  await page.fill('#line', line);
  await page.press('#line', 'Escape');
  await page.click('.box button[type=submit]');
  for (const pane of panes) {
    await page.locator(`.pane.${pane} [data-message], .pane.${pane} dialog[open]`).first().waitFor();
    await page.locator(`.pane.${pane} .waiting`).waitFor({ state: 'detached' });
  }
  await page.waitForLoadState('networkidle');
}

/** Makes the page lower where the shown messages end before it does, and higher where it is longer. */
async function fitted(page: Page, selector: string): Promise<void> {
  const spare = await page.evaluate<number>(
    `Math.min(...[...document.querySelectorAll('${selector} .messages')].map((list) =>
      list.getBoundingClientRect().bottom - list.lastElementChild.getBoundingClientRect().bottom))`,
  );
  if (Number.isFinite(spare) && spare > margin)
    await page.setViewportSize({ ...viewport, height: Math.ceil(viewport.height - spare + margin) });
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  if (height > viewport.height) await page.setViewportSize({ ...viewport, height });
}

/** WebP, which Playwright itself does not write. */
async function shot(page: Page, selector: string): Promise<Buffer> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`nothing to show at ${selector}`);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 75,
    clip: { ...box, scale },
  });
  return Buffer.from(data, 'base64');
}

if (import.meta.main) {
  const browser = await openBrowser();
  try {
    await drawAll(browser);
  } finally {
    await browser.close();
  }
}
