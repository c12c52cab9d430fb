import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { closeBrowser, noBrowser, openWindow, sayWithout } from './browser.ts';

sayWithout('from the printed address to the first answer');
afterAll(closeBrowser);

describe.skipIf(noBrowser)('a start without any token', () => {
  test('shows the first answer within 5 s and two inputs of opening the printed address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskwire-page-'));
    const env = {
      PATH: process.env.PATH,
      DESKWIRE_DATA: folder,
      PORT: '0',
      PAGE_PORT: '0',
      METRICS_PORT: 'off',
    };
    const service = spawn(process.execPath, ['src/deskwire.js', 'start'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let log = '';
    service.stdout.on('data', (chunk) => {
      log += chunk;
    });
    onTestFinished(async () => {
      service.kill();
      await new Promise((resolve) => service.once('exit', resolve));
      expect(existsSync(join(folder, 'page.url')), 'the address is gone').toBe(false);
      await rm(folder, { recursive: true, force: true });
    });
    await vi.waitFor(() => expect(log).toContain('"local page"'), { timeout: 60_000 });
    const address = readFileSync(join(folder, 'page.url'), 'utf8').trim();
    // What lets in whoever reads it is in no log.
    expect(log).not.toContain('key=');
    const { window } = await openWindow();
    const began = performance.now();
    await window.goto(address);
    await window.locator('#line').pressSequentially('visits kazakhstan');
    await window.keyboard.press('Enter');
    for (const pane of ['slack', 'discord'])
      await window.locator(`[data-pane=${pane}] [data-message]`, { hasText: 'Kazakhstan' }).first().waitFor();
    const seconds = (performance.now() - began) / 1000;
    console.info(`first answer on both platforms after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(5);
  });
});
