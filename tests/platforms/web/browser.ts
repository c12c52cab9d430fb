import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { localPage } from './local-page.ts';

/** Chromium of this machine; CHROMIUM names another. */
const executable = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

export const noBrowser = executable === undefined;

/** Says which tests did not run. */
export function sayWithout(what: string): void {
  if (noBrowser)
    console.warn(`NOT RUN, no Chromium on this machine (apt-get install chromium, or set CHROMIUM): ${what}`);
}

let launched: Promise<Browser> | undefined;

export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}

/** A window of its own. `faults`: what its console complains of. */
export async function openWindow(
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ window: Page; faults: string[] }> {
  if (!executable) throw new Error('no Chromium on this machine');
  launched ??= chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  const context = await (await launched).newContext({ viewport: { width: 1400, height: 900 }, colorScheme });
  onTestFinished(() => context.close());
  const window = await context.newPage();
  const faults: string[] = [];
  window.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  window.on('pageerror', (error) => faults.push(error.message));
  return { window, faults };
}

/** The local page in a window of its own, ready to be asked. */
export async function openedIn(
  as: Parameters<typeof localPage>[0] = 'reader',
  theme: 'light' | 'dark' = 'light',
) {
  const page = await localPage(as);
  const { window, faults } = await openWindow(theme);
  await window.goto(page.address());
  await window.locator('#line:focus').waitFor();
  return { ...page, window, faults };
}
