import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slackLimits, viewLimits } from './limits.ts';
import { type FakeSlack, startFakeSlack } from './server.ts';

let fake: FakeSlack;
beforeAll(async () => {
  fake = await startFakeSlack();
});
afterAll(() => fake.stop());

/** What the fake says to a call, over the wire; undefined: it took it. */
async function call(method: string, args: Record<string, unknown>): Promise<string | undefined> {
  const fields = Object.entries(args).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(`${fake.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${fake.tokens.bot}` },
    body: new URLSearchParams(fields),
  });
  const answer = (await response.json()) as { ok: boolean; error?: string };
  return answer.ok ? undefined : answer.error;
}

const openView = (view: unknown) => call('views.open', { trigger_id: fake.triggers.issue(), view });

const refusal = (surface: string, sample: unknown) => {
  if (surface === 'text') return call('chat.postMessage', { channel: 'C1', text: sample });
  if (surface === 'view') return openView({ type: 'modal', blocks: sample });
  return call('chat.postMessage', { channel: 'C1', text: 'x', blocks: sample });
};

describe('each limit holds at its edge', () => {
  for (const [name, row] of Object.entries(slackLimits)) {
    test(`${name}: ${row.limit} is taken, one more is refused`, async () => {
      expect(await refusal(row.surface, row.sample(row.limit))).toBeUndefined();
      expect(await refusal(row.surface, row.sample(row.limit + 1))).toBe(row.error);
    });
  }
  for (const [name, { limit }] of Object.entries(viewLimits)) {
    test(`view ${name}: ${limit} is taken, one more is refused`, async () => {
      const view = (size: number) => ({
        type: 'modal',
        blocks: [{ type: 'divider' }],
        [name]: ['title', 'submit', 'close'].includes(name)
          ? { type: 'plain_text', text: 'x'.repeat(size) }
          : 'x'.repeat(size),
      });
      expect(await openView(view(limit))).toBeUndefined();
      expect(await openView(view(limit + 1))).toBe('invalid_arguments');
    });
  }
});
