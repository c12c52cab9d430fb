import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { closeBrowser, noBrowser, openWindow, sayWithout } from './browser.ts';
import { localPage } from './local-page.ts';

sayWithout('the local page in a browser: keyboard, accessibility, phone width, forms');
afterAll(closeBrowser);

async function opened(as: Parameters<typeof localPage>[0] = 'reader', theme: 'light' | 'dark' = 'light') {
  const page = await localPage(as);
  const { window, faults } = await openWindow(theme);
  await window.goto(page.address());
  await window.locator('#line:focus').waitFor();
  return { ...page, window, faults };
}

const answers = (window: Page, pane: string) => window.locator(`[data-pane=${pane}] [data-message]`);

async function ask(window: Page, line: string) {
  await window.fill('#line', line);
  await window.press('#line', 'Enter');
  await window.locator('body:not([aria-busy])').waitFor();
  expect(await window.textContent('#status')).toBe('');
}

/** Serious faults that axe finds. */
async function serious(window: Page): Promise<string[]> {
  await window.evaluate(axe.source);
  const { violations } = (await window.evaluate('axe.run()')) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

describe.skipIf(noBrowser)('in a browser', () => {
  test('the keyboard alone asks, completes, turns pages and goes back', async () => {
    const { window, faults } = await opened();
    await window.keyboard.type('visits kaz');
    await window.locator('#completions li').first().waitFor();
    await window.keyboard.press('Tab');
    expect(await window.inputValue('#line')).toBe('/centralasia visits Kazakhstan ');
    await window.keyboard.press('Enter');
    await answers(window, 'discord').first().waitFor();
    await answers(window, 'slack').first().waitFor();
    const before = await window.locator('[data-pane=discord]').innerText();
    await window
      .locator('[data-pane=discord] button', { hasText: /Next|All/ })
      .last()
      .focus();
    await window.keyboard.press('Enter');
    await expect.poll(() => window.locator('[data-pane=discord]').innerText()).not.toBe(before);
    await window.focus('#line');
    await window.keyboard.press('ArrowUp');
    expect(await window.inputValue('#line')).toBe('/centralasia visits Kazakhstan ');
    expect(faults).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious in the %s theme, drawn, as text and with a form',
    async (theme) => {
      const { window, faults, base } = await opened('editor', theme);
      await ask(window, '/centralasia visits uzbekistan pompeo');
      await ask(window, '/centralasia brief hsg-t-4127');
      await ask(window, '/centralasia help');
      expect(await window.getAttribute('html', 'data-theme')).toBe(theme);
      expect(await serious(window)).toEqual([]);
      await window.click('[data-switch=view]');
      expect(await serious(window)).toEqual([]);
      await window.click('[data-switch=view]');
      for (const pane of ['slack', 'discord']) {
        await window.selectOption('#where', pane);
        await ask(window, '/deskwire-edit add fact');
        await window.locator('dialog[open]').waitFor();
        expect(await serious(window), pane).toEqual([]);
        await window.keyboard.press('Escape');
        await window.locator('dialog[open]').waitFor({ state: 'detached' });
      }
      for (const path of ['/digests', '/content']) {
        await window.goto(base + path);
        expect(await serious(window), path).toEqual([]);
      }
      expect(faults).toEqual([]);
    },
  );

  test('phone width leaves 42 columns for text, and nothing is wider than its pane', async () => {
    const { window } = await opened();
    await ask(window, '/centralasia visits kazakhstan');
    await window.click('[data-switch=width]');
    const columns = await window.evaluate(`[...document.querySelectorAll('.pane .said')].map((said) => {
      const ruler = Object.assign(document.createElement('span'), { textContent: '0'.repeat(42) });
      ruler.style.position = 'absolute';
      said.append(ruler);
      const width = said.clientWidth / (ruler.offsetWidth / 42);
      ruler.remove();
      return Math.round(width);
    })`);
    expect(new Set(columns as number[])).toEqual(new Set([42]));
    const wide = await window.evaluate(
      `[...document.querySelectorAll('.messages')].filter((list) => list.scrollWidth > list.clientWidth).length`,
    );
    expect(wide).toBe(0);
  });
});
