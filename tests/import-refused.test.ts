import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { deskwireProcess } from './cli/deskwire.ts';
import { startFakeSlack } from './fakes/slack/server.ts';

/** A public address, whose site the service reaches on this machine: see `outside.js`. */
const outside = 'http://93.184.216.34';

/** Sends its readers wherever the path says, and remembers what it was asked for. */
async function startSite() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(`${request.headers.host}${url}`);
    const to = /^\/to\/(.+)$/.exec(url)?.[1];
    response.writeHead(to ? 302 : 404, to ? { location: decodeURIComponent(to) } : {}).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, asked };
}

test('the real service reads nothing inside a house from chat, not by address and not by redirect', async () => {
  const [slack, site] = await Promise.all([startFakeSlack(), startSite()]);
  onTestFinished(() => slack.stop());
  const service = deskwireProcess({
    ...{ SLACK_BOT_TOKEN: slack.tokens.bot, SLACK_SIGNING_SECRET: slack.tokens.signingSecret },
    ...{ SLACK_API_URL: slack.apiUrl, DESKWIRE_ADMINS: 'slack:T1:U1', OUTSIDE_PORT: String(site.port) },
    NODE_OPTIONS: `--import ${pathToFileURL('tests/fakes/outside.js').href}`,
  });
  onTestFinished(() => service.end());
  const { port } = JSON.parse(await service.start('start').said('"serving"')) as { port: number };
  slack.pointAt(`http://127.0.0.1:${port}/slack/events`);
  async function answered(address: string): Promise<string> {
    const before = slack.workspace.shown.length;
    await slack.send.command(`/deskwire-edit import ${address}`);
    await expect.poll(() => slack.workspace.shown.length, { interval: 10 }).toBeGreaterThan(before);
    return slack.workspace.shown.at(-1)?.text ?? '';
  }

  const inside = [
    `http://127.0.0.1:${site.port}/secret`,
    'http://127.0.0.1/secret',
    'http://2130706433/secret',
    'http://[::1]/secret',
    'http://[::ffff:127.0.0.1]/secret',
    'http://localhost/secret',
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.google.internal/',
    'http://10.0.0.1/',
  ];
  for (const address of inside)
    expect(await answered(address), address).toMatch(/private network|Only ports 80 and 443/);
  expect(site.asked).toEqual([]);

  // The way out is open: a page that is not there is told as one.
  expect(await answered(`${outside}/nothing`)).toContain('no such page');
  for (const address of inside)
    expect(await answered(`${outside}/to/${encodeURIComponent(address)}`), address).toMatch(
      /private network|Only ports 80 and 443/,
    );
  expect(site.asked).toHaveLength(1 + inside.length);
  for (const asked of site.asked) expect(asked).toMatch(/^93\.184\.216\.34\//);
});
