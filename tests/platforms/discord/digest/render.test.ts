import { expect, test } from 'vitest';
import type { Reply } from '../../../../src/domain/reply.ts';
import { createDigestRenderer } from '../../../../src/platforms/discord/digest/render.ts';
import type { Json } from '../../../fakes/discord/json.ts';
import { person } from '../../../fakes/discord/person.ts';
import { channel, connected, guild, other as otherId } from '../desk.ts';
import { replyOf } from '../replies.ts';

const delivery = 'k3x9k3x9k3x9k3x9';
const more = `/deskwire digest more ${delivery}`;

/** A digest of more than five messages, the last of which stands in the channel; or one of these blocks. */
async function posted(blocks?: Reply['blocks']) {
  const desk = await connected({
    script: ({ text }) => replyOf({ blocks: [{ type: 'text', spans: [{ text: `The rest for ${text}` }] }] }),
  });
  const [, block] = replyOf().blocks;
  const [item] = block?.type === 'entries' ? block.items : [];
  const items = Array.from({ length: 60 }, (_, at) => ({
    ...item!,
    id: `v-${at}`,
    lines: [[{ text: 'Long. '.repeat(120) }]],
  }));
  const { world } = desk.discord;
  const parts = createDigestRenderer(desk.options.actions).parts(
    replyOf({ blocks: blocks ?? [{ type: 'entries', items }] }),
    { channel: `discord:${guild}:${channel}`, delivery, more },
  );
  const body = parts.at(-1)!.body as Json;
  const id = world.newId();
  world.messages.set(id, {
    id,
    channel,
    body,
    flags: Number(body.flags),
    thinking: false,
    deleted: false,
    at: world.clock(),
  });
  return { ...desk, parts };
}

test('whoever reads the channel may see the rest, each alone', async () => {
  const { asker, other, asked } = await posted();
  const before = asker.reads();
  await other.answered(other.press(other.buttons().find(({ label }) => label === 'Read all')!));
  expect(asked).toMatchObject([{ text: more, person: `discord:${guild}:${otherId}`, audience: 'person' }]);
  expect(other.reads().at(-1)).toContain('The rest for');
  expect(asker.reads()).toEqual(before);
});

test('whoever reads the channel may see the headlines, beside the rest or without one', async () => {
  const headlines = { label: 'Headlines', command: `${more} headlines` };
  for (const options of [[{ label: 'Read all', command: more }, headlines], [headlines]]) {
    const { other, asked } = await posted([{ type: 'choices', prompt: '', options }]);
    await other.answered(other.press(other.buttons().find(({ label }) => label === 'Headlines')!));
    expect(asked).toMatchObject([{ text: `${more} headlines`, audience: 'person' }]);
  }
});

test('the button does nothing in another channel, nor when it is made to run another line', async () => {
  const { other, asked, discord } = await posted();
  const button = other.buttons().find(({ label }) => label === 'Read all')!;
  const elsewhere = person(discord, { guild, channel: '300000000000000009', user: otherId });
  for (const [who, pressed] of [
    [elsewhere, button],
    [other, { ...button, id: button.id.replace('more', 'less') }],
    [other, { ...button, id: button.id.replace(/^nMo/, 'nMr') }],
  ] as const) {
    await who.answered(who.press(pressed));
    expect(who.reads().at(-1)).toContain('belongs to another person');
  }
  expect(asked).toEqual([]);
});

test('a mistake in a digest can be reported by whoever reads it', async () => {
  const { other, kept } = await posted();
  const entry = other.buttons().find(({ value }) => value !== undefined)!;
  const press = await other.answered(other.press(entry));
  await other.answered(other.submit(press.answered!.data, 'Wrong place.'));
  expect(kept).toMatchObject([{ desk: 'centralasia', reporter: `discord:${guild}:${otherId}` }]);
});

test('each part has a nonce and a mark of its own, and the role is called once', async () => {
  const { parts, options } = await posted();
  const nonces = parts.map(({ body }) => (body as { nonce: string }).nonce);
  expect(new Set(nonces).size).toBe(5);
  const called = createDigestRenderer(options.actions).parts(replyOf(), {
    channel: `discord:${guild}:${channel}`,
    ...{ delivery, more, ping: '9000001' },
  });
  expect(called[0]!.body).toMatchObject({
    allowed_mentions: { parse: [], roles: ['9000001'] },
    nonce: `${delivery}-1`,
    enforce_nonce: true,
  });
});
