import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActionCodec } from '../../src/command/action-codec.ts';
import { decodePressed } from '../../src/domain/button-actions.ts';
import { directActions } from '../../src/platforms/discord/handlers/context.ts';
import { readPress, resolveKept } from '../../src/platforms/discord/render/buttons.ts';
import { restFrom } from '../../src/platforms/slack/render/message.ts';
import { reader } from '../commands/digest-service.ts';
import { freshStore } from '../store/fixture.ts';
import { openProduct } from './open-product.ts';
import posted from './posted-buttons.json' with { type: 'json' };
import { recordedNow } from './recording.ts';

/**
 * Buttons as they stand in channels since 2026, of every kind: they are never made again, only added to. Whatever
 * becomes of the code, a press of each does what it did.
 */
interface Posted {
  person: string;
  channel: string;
  kind: string;
  text: string;
}
const actions = createActionCodec(posted.secret);
const guild = '000000000000000001';

describe('on Slack', () => {
  test.each(posted.slack as (Posted & { pressed?: string; value?: string; metadata?: string })[])(
    '$pressed $kind $text',
    ({ person, channel, kind, text, pressed = '', value, metadata }) => {
      const state: string = value ?? JSON.parse(metadata ?? '').state;
      expect(decodePressed(actions, state, { person, channel })).toEqual({ kind, text });
      expect(restFrom(pressed)).toBe(Number(/>(\d+)/.exec(pressed)?.[1] ?? 0));
    },
  );
});

describe('on Discord', () => {
  let store: Awaited<ReturnType<typeof freshStore>>;
  beforeAll(async () => {
    store = await freshStore();
    const database = new DatabaseSync(join(store.folder, 'deskwire.sqlite'));
    const keep = database.prepare('INSERT INTO button_states (id, state, expires) VALUES (?, ?, ?)');
    for (const [id, state] of Object.entries(posted.keptStates))
      keep.run(id, state, '2026-12-23T12:00:00.000Z');
    database.close();
  });
  afterAll(() => store.end());

  test.each(posted.discord as (Posted & { pressed: string; mode: 'u' | 'n'; direct?: true })[])(
    '$pressed',
    async ({ person, channel, kind, text, pressed, mode, direct }) => {
      const codec = direct ? directActions(actions, guild) : actions;
      const press = readPress(pressed, { actions: codec, binding: { person, channel } });
      expect(press?.mode).toBe(mode);
      expect(press && (await resolveKept(store.store.buttonStates, press.action, recordedNow))).toEqual({
        kind,
        text,
      });
    },
  );
});

test('the lines behind them are answered as they were', async () => {
  const product = await openProduct(recordedNow);
  try {
    const outcomes: Record<string, string> = {};
    for (const line of Object.keys(posted.outcomes)) {
      const reply = await product.ask(line, line.startsWith('/deskwire') ? {} : { person: reader });
      outcomes[line] = reply.outcome;
    }
    expect(outcomes).toEqual(posted.outcomes);
  } finally {
    await product.end();
  }
});
