import { expect, test } from 'vitest';
import type { StandIn } from '../../../src/domain/ports/platform.ts';
import { createDiscordClient } from '../../../src/platforms/web/discord/client.ts';
import type { Json, PaneClient } from '../../../src/platforms/web/pane.ts';
import { createSlackClient } from '../../../src/platforms/web/slack/client.ts';

const now = () => new Date('2026-11-23T12:00:00Z');
const png = new Uint8Array(8);

/** A pane, what its handlers are handed, and their way back. */
async function paneOf(make: (open: (standIn: StandIn) => Promise<never>) => PaneClient) {
  const payloads: Json[] = [];
  let answers: StandIn | undefined;
  const pane = make(async (standIn) => {
    answers = standIn;
    return { receive: async (payload: Json) => void payloads.push(payload), stop: async () => {} } as never;
  });
  await pane.ask('/centralasia latest');
  const [first] = payloads;
  if (!answers || !first) throw new Error('nothing was handed over');
  const stand = answers;
  return {
    pane,
    first,
    request: (path: string, rest: object) => stand({ method: 'POST', path, body: {}, ...rest }),
  };
}

test('the page forgets old pictures and response addresses of Slack, and knows the new ones', async () => {
  const { pane, first, request } = await paneOf((open) => createSlackClient(open, now));
  const address = new URL(String(first.response_url)).pathname;
  expect((await request(address, {})).body).toEqual({ ok: true });
  const upload = async () => {
    const { body } = await request('/files.getUploadURLExternal', {});
    const { file_id: id, upload_url: url } = body as { file_id: string; upload_url: string };
    await request(new URL(url).pathname, { body: png });
    return id;
  };
  const ids: string[] = [];
  for (let more = 0; more < 300; more += 1) {
    await pane.ask('/centralasia latest');
    ids.push(await upload());
  }
  expect(new Set(ids).size).toBe(300);
  expect(pane.channel.files.get(ids.at(-1) ?? '')).toBe(png);
  expect(pane.channel.files.size).toBeLessThan(300);
  expect((await request(address, {})).body).toMatchObject({ ok: false });
});

test('the page forgets old pictures and interactions of Discord, and knows the new ones', async () => {
  const known = {
    typedLine: () => ({ slash: 'centralasia', command: 'latest', options: {} }),
    catalogue: () => [],
  };
  const { pane, first, request } = await paneOf((open) => createDiscordClient(open, known, now));
  const answer = (body: object, files: { name: string; bytes: Uint8Array }[]) =>
    request(`/webhooks/1/${first.token}`, { body, files });
  expect((await answer({}, [])).status).toBe(200);
  for (let more = 0; more < 300; more += 1) await answer({}, [{ name: `${more}.png`, bytes: png }]);
  expect(pane.channel.files.get('299.png')).toBe(png);
  expect(pane.channel.files.size).toBeLessThan(300);
  for (let more = 0; more < 300; more += 1) await pane.ask('/centralasia latest');
  expect((await answer({}, [])).status).toBe(404);
});
