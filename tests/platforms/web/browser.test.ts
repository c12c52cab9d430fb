import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { closeBrowser, noBrowser, openedIn, sayWithout } from './browser.ts';

sayWithout('the local page by keyboard alone');
afterAll(closeBrowser);

const answers = (window: Page, pane: string) => window.locator(`[data-pane=${pane}] [data-message]`);

describe.skipIf(noBrowser)('in a browser', () => {
  test('what is wrong with a desk of one’s own is told at its fields, all at once', async () => {
    const { window, faults } = await openedIn();
    await window.click('nav a[href="/own"]');
    await window.fill('[name=countries]', 'Germny');
    await window.fill('[name=feeds]', 'The Courier');
    await window.click('form.own button');
    await expect.poll(() => window.innerText('#fault-feeds')).toContain('"The Courier" is a name');
    expect(await window.innerText('#fault-countries')).toContain('did you mean Germany?');
    const marked = window.locator('[aria-invalid=true]');
    expect(await Promise.all((await marked.all()).map((one) => one.getAttribute('name')))).toEqual([
      'name',
      'countries',
      'feeds',
    ]);
    expect(await window.locator(':focus').getAttribute('name')).toBe('name');
    expect(faults).toEqual([]);
  });

  test('the keyboard alone asks, completes, turns pages and goes back', async () => {
    const { window, faults } = await openedIn();
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
});
