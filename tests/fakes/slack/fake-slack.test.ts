import { webApi } from '@slack/bolt';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FakeSlackOptions, startFakeSlack } from './server.ts';

/** The fake and the real client on it, set up as the product sets it up. */
async function start(options: FakeSlackOptions = {}, timeout = 5000) {
  const fake = await startFakeSlack(options);
  onTestFinished(() => fake.stop());
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => webApi.LogLevel.ERROR,
    setName() {},
  };
  const client = (token = fake.tokens.bot) =>
    new webApi.WebClient(token, {
      slackApiUrl: fake.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout,
      logger,
    });
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => 'none',
      (error) => error.data?.error ?? error.code,
    );
  return { fake, client, web: client(), refusal };
}

const words = { text: 'Hello' };

describe('writing', () => {
  test('refuses as Slack does', async () => {
    const { fake, web, client, refusal } = await start();
    const post = (channel: string, more: object = {}) =>
      refusal(web.chat.postMessage({ channel, ...words, ...more }));
    expect(await refusal(client('xoxb-other').chat.postMessage({ channel: 'C1', ...words }))).toBe(
      'invalid_auth',
    );
    expect(await post('C404')).toBe('channel_not_found');
    expect(await post('C2')).toBe('not_in_channel');
    expect(await post('C3')).toBe('is_archived');
    expect(await post('C1', { blocks: [{ type: 'surprise' }] })).toBe('invalid_blocks');
    expect(await post('C1', { text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    fake.workspace.scopes.delete('chat:write');
    expect(await post('C1')).toBe('missing_scope');
    expect(fake.workspace.shown).toEqual([]);
  });

  test('posts, updates and whispers', async () => {
    const { fake, web, refusal } = await start();
    const { ts } = await web.chat.postMessage({ channel: 'C1', ...words });
    await web.chat.update({ channel: 'C1', ts: ts!, text: 'Hello again' });
    expect(fake.workspace.messages.get('C1')).toMatchObject([{ ts, text: 'Hello again' }]);
    expect(await refusal(web.chat.update({ channel: 'C1', ts: '1.1', ...words }))).toBe('message_not_found');
    fake.workspace.editWindowMs = -1;
    expect(await refusal(web.chat.update({ channel: 'C1', ts: ts!, ...words }))).toBe('edit_window_closed');
    await web.chat.postEphemeral({ channel: 'C1', user: 'U2', ...words });
    expect(fake.workspace.shown.at(-1)).toMatchObject({ user: 'U2', via: 'chat.postEphemeral' });
  });

  test('a message to a person stands in the conversation with them', async () => {
    const { fake, web } = await start();
    expect((await web.chat.postMessage({ channel: 'U1', ...words })).channel).toBe('D-U1');
    expect(fake.workspace.messages.get('D-U1')).toMatchObject([words]);
  });

  test('takes one message a second a channel and 300 a minute in all, and says how long to wait', async () => {
    let now = 1_000_000;
    const { fake, web } = await start({ pacing: true, clock: () => new Date(now) });
    await web.chat.postMessage({ channel: 'C1', ...words });
    await expect(web.chat.postMessage({ channel: 'C1', ...words })).rejects.toMatchObject({ retryAfter: 1 });
    now += 1000;
    await web.chat.postMessage({ channel: 'C1', ...words });
    for (let at = 0; at < 298; at += 1) expect(fake.rate.post(`C-other-${at}`)).toBeUndefined();
    now += 1000;
    await expect(web.chat.postMessage({ channel: 'C1', ...words })).rejects.toMatchObject({ retryAfter: 58 });
  });
});

describe('reading', () => {
  test('history pages, keeps to its edges, leaves out threads, and shows metadata only when asked', async () => {
    const { web } = await start();
    const metadata = { event_type: 'part', event_payload: { delivery: 'd1' } };
    const stamps: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      const { ts } = await web.chat.postMessage({ channel: 'C1', text, metadata });
      stamps.push(ts!);
    }
    await web.chat.postMessage({ channel: 'C1', text: 'in a thread', thread_ts: stamps[0]! });
    const first = await web.conversations.history({ channel: 'C1', limit: 2 });
    expect(first.messages).toMatchObject([{ text: 'three' }, { text: 'two' }]);
    expect(first.messages![0]).not.toHaveProperty('metadata');
    const cursor = first.response_metadata!.next_cursor!;
    const second = await web.conversations.history({
      channel: 'C1',
      limit: 2,
      cursor,
      include_all_metadata: true,
    });
    expect(second).toMatchObject({ has_more: false, messages: [{ text: 'one', metadata }] });
    const between = await web.conversations.history({
      channel: 'C1',
      oldest: stamps[0]!,
      latest: stamps[2]!,
    });
    expect(between.messages).toMatchObject([{ text: 'two' }]);
  });

  test('history needs membership, and can be one call a minute', async () => {
    let now = 1_000_000;
    const { web, refusal } = await start({ historyOnceAMinute: true, clock: () => new Date(now) });
    expect(await refusal(web.conversations.history({ channel: 'C2' }))).toBe('not_in_channel');
    for (let at = 0; at < 16; at += 1) await web.chat.postMessage({ channel: 'C1', ...words });
    const page = await web.conversations.history({ channel: 'C1', limit: 100 });
    expect([page.messages?.length, page.has_more]).toEqual([15, true]);
    await expect(web.conversations.history({ channel: 'C1' })).rejects.toMatchObject({ retryAfter: 60 });
    now += 60_000;
    await web.conversations.history({ channel: 'C1' });
  });

  test('knows its channels, people and itself', async () => {
    const { web, refusal } = await start();
    expect((await web.auth.test()).user_id).toBe('U0BOT');
    const info = await web.conversations.info({ channel: 'C2' });
    expect(info.channel).toMatchObject({ is_member: false, is_private: false });
    expect(info.response_metadata?.scopes).toContain('channels:history');
    expect((await web.users.info({ user: 'U1' })).user).toMatchObject({ tz: 'Asia/Almaty' });
    expect(await refusal(web.users.info({ user: 'U404' }))).toBe('user_not_found');
    expect(await refusal(web.apiCall('no.such.method'))).toBe('unknown_method');
  });
});

describe('views', () => {
  const view = {
    type: 'modal' as const,
    title: { type: 'plain_text' as const, text: 'T' },
    blocks: [{ type: 'divider' as const }],
  };

  test('a trigger opens one view, within three seconds', async () => {
    let now = 1_000_000;
    const { fake, web, refusal } = await start({ clock: () => new Date(now) });
    const trigger_id = fake.triggers.issue();
    const opened = await web.views.open({ trigger_id, view });
    expect(await refusal(web.views.push({ trigger_id, view }))).toBe('exchanged_trigger_id');
    const late = fake.triggers.issue();
    now += 3001;
    expect(await refusal(web.views.open({ trigger_id: late, view }))).toBe('expired_trigger_id');
    expect(await refusal(web.views.open({ trigger_id: 'made-up', view }))).toBe('invalid_trigger_id');
    await web.views.update({ view_id: opened.view!.id!, view });
    expect(await refusal(web.views.update({ view_id: opened.view!.id!, hash: 'old', view }))).toBe(
      'hash_conflict',
    );
    expect(await refusal(web.views.update({ view_id: 'V404', view }))).toBe('not_found');
  });

  test('is pushed only onto one that is open', async () => {
    const { fake, web, refusal } = await start();
    const push = () => refusal(web.views.push({ trigger_id: fake.triggers.issue(), view }));
    expect(await push()).toBe('not_found');
    await web.views.open({ trigger_id: fake.triggers.issue(), view });
    expect(await push()).toBe('none');
  });

  test('a Home is published for a person who is there', async () => {
    const { web, refusal } = await start();
    const home = { type: 'home' as const, blocks: [] };
    await web.views.publish({ user_id: 'U1', view: home });
    expect(await refusal(web.views.publish({ user_id: 'U404', view: home }))).toBe('user_not_found');
  });
});

describe('response addresses', () => {
  const body = { text: 'x' };

  test('work five times', async () => {
    const { fake } = await start();
    const url = fake.urls.issue('C1', 'U1');
    const post = async (sent: object) =>
      (await fetch(url, { method: 'POST', body: JSON.stringify(sent) })).status;
    for (let use = 1; use <= 5; use += 1) expect(await post(body)).toBe(200);
    expect(await post(body)).toBe(404);
  });

  test('put what all see into the history of the channel, and nothing else', async () => {
    const { fake, web } = await start();
    const id = fake.urls.issue('C1', 'U1').split('/').at(-1)!;
    fake.urls.post(id, { text: 'for one' });
    fake.urls.post(id, { text: 'for all', response_type: 'in_channel' });
    const { messages } = await web.conversations.history({ channel: 'C1' });
    expect(messages).toMatchObject([{ text: 'for all' }]);
  });

  test('work for thirty minutes, and refuse what Slack refuses', async () => {
    let now = 1_000_000;
    const { fake } = await start({ clock: () => new Date(now) });
    const id = fake.urls.issue('C1', 'U1').split('/').at(-1)!;
    expect(fake.urls.post(id, { blocks: [{ type: 'surprise' }] })).toMatchObject({
      status: 400,
      answer: 'invalid_blocks',
    });
    now += 30 * 60_000;
    expect(fake.urls.post(id, body).status).toBe(200);
    now += 1;
    expect(fake.urls.post(id, body)).toMatchObject({ status: 404, answer: 'expired_url' });
    expect(fake.urls.post('made-up', body).status).toBe(404);
  });
});

describe('faults on demand', () => {
  const post = (web: webApi.WebClient) => web.chat.postMessage({ channel: 'C1', ...words });
  const count = (fake: { workspace: { messages: Map<string, unknown[]> } }) =>
    fake.workspace.messages.get('C1')?.length ?? 0;

  test('before the effect nothing is there, after it the message is', async () => {
    const { fake, web } = await start();
    fake.faults.set({
      route: 'chat.postMessage',
      nth: 1,
      when: 'before',
      kind: { type: 'status', status: 500 },
    });
    await expect(post(web)).rejects.toThrow();
    expect(count(fake)).toBe(0);
    fake.faults.set({ route: 'chat.postMessage', nth: 2, when: 'after', kind: { type: 'drop' } });
    await post(web);
    await expect(post(web)).rejects.toThrow();
    expect(count(fake)).toBe(2);
  });

  test('429 comes with and without a time to wait', async () => {
    const { fake, web } = await start();
    fake.faults.set({
      route: 'chat.postMessage',
      count: 1,
      when: 'before',
      kind: { type: '429', retryAfter: 7 },
    });
    await expect(post(web)).rejects.toMatchObject({ retryAfter: 7 });
    fake.faults.set({ route: 'chat.postMessage', count: 1, when: 'before', kind: { type: '429' } });
    await expect(post(web)).rejects.toThrow();
    await post(web);
  });

  test('garbage, hanging and lateness; the late message lands after the client gave up', async () => {
    const { fake, web } = await start({}, 100);
    const kinds = [{ type: 'garbage' }, { type: 'hang' }] as const;
    for (const kind of kinds) {
      fake.faults.set({ route: 'chat.postMessage', nth: 1, when: 'before', kind });
      await expect(post(web)).rejects.toThrow();
    }
    expect(count(fake)).toBe(0);
    fake.faults.set({ route: 'chat.postMessage', nth: 1, when: 'after', kind: { type: 'late' } });
    await expect(post(web)).rejects.toThrow();
    await fake.journal.wait('chat.postMessage', 3);
    expect(count(fake)).toBe(1);
  });

  test('a late message lands when the test says so, and any answer can be put in the mouth of Slack', async () => {
    const { fake, web } = await start({}, 100);
    const { promise, resolve } = Promise.withResolvers<void>();
    fake.faults.set({
      route: 'chat.postMessage',
      nth: 1,
      when: 'after',
      kind: { type: 'late', until: promise },
    });
    await expect(post(web)).rejects.toThrow();
    expect(count(fake)).toBe(0);
    resolve();
    await fake.journal.wait('chat.postMessage');
    expect(count(fake)).toBe(1);
    const answer = { ok: true, channel: 'C9', ts: '1.1' };
    fake.faults.set({ route: 'chat.postMessage', nth: 1, when: 'before', kind: { type: 'answer', answer } });
    expect(await post(web)).toMatchObject(answer);
  });

  test('slow answers rightly once it is let go', async () => {
    const { fake, web } = await start();
    const { promise, resolve } = Promise.withResolvers<void>();
    fake.faults.set({
      route: 'chat.postMessage',
      nth: 1,
      when: 'before',
      kind: { type: 'slow', until: promise },
    });
    const posted = post(web);
    resolve();
    expect((await posted).ok).toBe(true);
  });
});
