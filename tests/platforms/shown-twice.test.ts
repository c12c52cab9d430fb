import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createActionCodec } from '../../src/command/action-codec.ts';
import { renderMessages as onDiscord } from '../../src/platforms/discord/render/render.ts';
import { renderMessages as onSlack } from '../../src/platforms/slack/render/render.ts';
import { renderText } from '../../src/platforms/terminal/render.ts';
import { anyReply } from './terminal/any-reply.ts';

const actions = createActionCodec('secret');
const binding = { person: 'slack:T1:U1', channel: 'C1' };
const line = '/centralasia latest';

test('no platform changes the reply that it shows: the same one is shown to whoever asks next', () => {
  fc.assert(
    fc.property(anyReply, (reply) => {
      const before = structuredClone(reply);
      onSlack(reply, { visibility: 'private', buttons: { actions, binding }, line });
      onDiscord(reply, { visibility: 'private', actions, binding, line });
      renderText(reply, { width: 80, colour: true, links: true });
      expect(reply).toEqual(before);
    }),
  );
});
