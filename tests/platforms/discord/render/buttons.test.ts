import { expect, test } from 'vitest';
import type { Reply } from '../../../../src/domain/reply.ts';
import { isObject } from '../../../fakes/discord/json.ts';
import { person } from '../../../fakes/discord/person.ts';
import { asker as askerId, channel, connected, guild, type Script } from '../desk.ts';
import { replyOf } from '../replies.ts';

const paged: Script = ({ text }) => {
  const page = text.includes('page:2') ? 2 : 1;
  return replyOf({
    blocks: [{ type: 'text', spans: [{ text: `This is page ${page}` }] }],
    paging: {
      page,
      pages: 2,
      total: 12,
      unit: 'stops',
      ...(page === 1 ? { next: '/centralasia visits page:2' } : { previous: '/centralasia visits page:1' }),
    },
  });
};

test('pages turn in the message that is there', async () => {
  const { asker } = await connected({ script: paged });
  await asker.answered(asker.command('centralasia', 'visits'));
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Next ▶')!));
  expect(asker.reads()).toEqual([expect.stringContaining('This is page 2')]);
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === '◀ Previous')!));
  expect(asker.reads()).toEqual([expect.stringContaining('This is page 1')]);
});

test('whoever asks what others asked before has buttons of their own', async () => {
  const replies = [paged, paged].map((script, at) =>
    script({ text: `page:${at + 1}` } as Parameters<Script>[0]),
  ) as Reply[];
  const { asker, other, asked } = await connected({
    script: ({ text }) => replies[text.includes('page:2') ? 1 : 0]!,
  });
  const found: string[] = [];
  for (const who of [asker, other, asker, other]) {
    await who.answered(who.command('centralasia', 'visits'));
    const next = who.buttons().findLast((button) => button.label === 'Next ▶')!;
    found.push(next.id);
    await who.answered(who.press(next));
    expect(asked.at(-1)).toMatchObject({ text: '/centralasia visits page:2', person: asked.at(-2)?.person });
  }
  expect([found[2], found[3]]).toEqual([found[0], found[1]]);
  expect(found[0]).not.toBe(found[1]);
});

test('pages of a public answer are asked for the channel', async () => {
  const { asker, other, asked } = await connected({ script: paged });
  await asker.answered(asker.command('centralasia', 'visits', { public: true }));
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Next ▶')!));
  expect(asked.map((question) => question.audience)).toEqual(['channel', 'channel']);
  expect(other.reads()).toEqual([expect.stringContaining('This is page 2')]);
});

test('a button of another process works: its state is all in it', async () => {
  const { asker, app, another, asked } = await connected({ script: paged });
  await asker.answered(asker.command('centralasia', 'visits'));
  await app.stop();
  await another().start();
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Next ▶')!));
  expect(asked.at(-1)?.text).toBe('/centralasia visits page:2');
  expect(asker.reads()).toEqual([expect.stringContaining('This is page 2')]);
});

test('a choice of "did you mean" runs its line', async () => {
  const { asker, asked } = await connected({
    script: ({ text }) =>
      text.includes('uzbekstan')
        ? replyOf({
            outcome: 'question',
            blocks: [
              {
                type: 'choices',
                prompt: 'Did you mean',
                options: [{ label: 'Uzbekistan', command: '/centralasia visits country:uzbekistan' }],
              },
            ],
          })
        : replyOf(),
  });
  await asker.answered(asker.command('centralasia', 'visits', { country: 'uzbekstan' }));
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Uzbekistan')!));
  expect(asked.at(-1)?.text).toBe('/centralasia visits country:uzbekistan');
  expect(asker.reads()).toEqual([expect.stringContaining('Antony Blinken')]);
});

test('sharing asks again what the whole channel may see', async () => {
  const { asker, other, asked } = await connected({
    script: ({ audience }) =>
      replyOf({
        blocks: [{ type: 'text', spans: [{ text: audience === 'channel' ? 'for all' : 'for one' }] }],
      }),
  });
  await asker.answered(asker.command('centralasia', 'visits'));
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Share to channel')!));
  expect(asked.map((question) => question.audience)).toEqual(['person', 'channel']);
  expect(other.reads()).toEqual([expect.stringContaining('for all')]);
  expect(other.buttons().map((button) => button.label)).not.toContain('Share to channel');
});

test('sharing what the channel may not see tells only the asker', async () => {
  const { asker, other } = await connected({
    script: ({ audience }) => replyOf(audience === 'channel' ? { outcome: 'forbidden' } : {}),
  });
  await asker.answered(asker.command('centralasia', 'visits'));
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Share to channel')!));
  expect(other.reads()).toEqual([]);
  expect(asker.reads()).toHaveLength(2);
});

test('a mistake reaches the editors once', async () => {
  const { asker, kept, discord } = await connected();
  await asker.answered(asker.command('centralasia', 'visits'));
  const press = await asker.answered(
    asker.press(asker.buttons().find((b) => b.label === 'Report a mistake')!),
  );
  expect(press.answered?.type).toBe(9);
  const submit = asker.submit(press.answered!.data, 'It was the 28th.');
  await asker.answered(submit);
  expect(kept).toEqual([
    {
      desk: 'centralasia',
      entry: 'hsg-t-4127',
      reporter: `discord:${guild}:${askerId}`,
      words: 'It was the 28th.',
      at: expect.any(Date),
    },
  ]);
  expect(asker.reads().at(-1)).toContain('The editors of the desk will look at it');

  // Delivered again, as after a resume.
  delete submit.answered;
  const sent = isObject(press.answered?.data) ? press.answered.data.custom_id : '';
  discord.gateway.dispatch('INTERACTION_CREATE', {
    id: submit.id,
    token: submit.token,
    application_id: discord.world.application,
    type: 5,
    guild_id: guild,
    channel_id: channel,
    member: { user: { id: askerId } },
    data: { custom_id: sent, components: [{ component: { custom_id: 'words', value: 'It was the 28th.' } }] },
  });
  await asker.answered(submit);
  expect(kept).toHaveLength(1);
});

test('an entry of a list is reported from one menu', async () => {
  const item = replyOf().blocks[1];
  const items = item?.type === 'entries' ? item.items : [];
  const { asker, kept } = await connected({
    script: () =>
      replyOf({ blocks: [{ type: 'entries', items: [...items, { ...items[0]!, id: 'second-one' }] }] }),
  });
  await asker.answered(asker.command('centralasia', 'visits'));
  const entry = asker.buttons().filter((button) => button.value !== undefined)[1]!;
  const press = await asker.answered(asker.press(entry));
  await asker.answered(asker.submit(press.answered!.data, 'Wrong place.'));
  expect(kept.map((report) => report.entry)).toEqual(['second-one']);
});

test('a report without words, or with too many, is not kept', async () => {
  const { asker, kept } = await connected();
  await asker.answered(asker.command('centralasia', 'visits'));
  const report = asker.buttons().find((button) => button.label === 'Report a mistake')!;
  const press = await asker.answered(asker.press(report));
  await asker.answered(asker.submit(press.answered!.data, '  \n '));
  await asker.answered(asker.submit(press.answered!.data, 'x'.repeat(1001)));
  expect(kept).toEqual([]);
  expect(asker.reads().slice(-2)).toEqual([
    expect.stringContaining('was empty'),
    expect.stringContaining('longer than the desk can read'),
  ]);
});

test('a forged button, and one of another person or channel, is refused privately', async () => {
  const { asker, other, asked, discord } = await connected({ script: paged });
  await asker.answered(asker.command('centralasia', 'visits', { public: true }));
  const next = asker.buttons().find((button) => button.label === 'Next ▶')!;
  const elsewhere = person(discord, { guild, channel: '300000000000000009', user: askerId });
  for (const [who, button] of [
    [other, next],
    [elsewhere, next],
    [asker, { ...next, id: next.id.replace('page:2', 'page:9') }],
    [asker, { ...next, id: 'nonsense' }],
    [asker, { ...next, id: 'uNrAAAAAAAAAAAA/centralasia visits page:2' }],
  ] as const) {
    const press = await who.answered(who.press(button));
    expect(press.answered).toMatchObject({ type: 4 });
    expect(Number(press.answered?.data.flags) & 64).toBe(64);
    expect(who.reads().at(-1)).toContain('belongs to another person or has changed');
  }
  const form = await asker.answered(asker.submit({ custom_id: 'nFmAAAAAAAAAAAAcentralasia/x' }, 'words'));
  expect(form.answered).toMatchObject({ type: 4 });
  expect(asked).toHaveLength(1);
});

const long = `/centralasia visits country:${'long-name-'.repeat(12)} page:2`;
const longPaged: Script = ({ text }) =>
  text === long
    ? replyOf({ blocks: [{ type: 'text', spans: [{ text: 'This is page 2' }] }] })
    : replyOf({ paging: { page: 1, pages: 2, total: 9, unit: 'stops', next: long } });

test('a line too long for a button pages and is shared like any other, also by the next process', async () => {
  const { asker, other, app, another } = await connected({ script: longPaged });
  await asker.answered(asker.command('centralasia', 'visits'));
  await app.stop();
  await another().start();
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Next ▶')!));
  expect(asker.reads()).toEqual([expect.stringContaining('This is page 2')]);
  await asker.answered(asker.press(asker.buttons().find((button) => button.label === 'Share to channel')!));
  expect(other.reads()).toEqual([expect.stringContaining('This is page 2')]);
});

test('the state of such a button runs out, and belongs to one person', async () => {
  const { asker, discord, time } = await connected({ script: longPaged });
  await asker.answered(asker.command('centralasia', 'visits', { public: true }));
  const next = asker.buttons().find((button) => button.label === 'Next ▶')!;
  const stranger = person(discord, { guild, channel, user: '400000000000000009' });
  await stranger.answered(stranger.press(next));
  expect(stranger.reads().at(-1)).toContain('belongs to another person');
  await time.advance(31 * 86_400_000);
  await asker.answered(asker.press(next));
  expect(asker.reads().at(-1)).toContain('too old');
});

test('what cannot be kept for a button is shown as a line', async () => {
  const { asker, log } = await connected({
    script: longPaged,
    app: {
      buttonStates: { keep: () => Promise.reject(new Error('disk full')), read: async () => undefined },
    },
  });
  await asker.answered(asker.command('centralasia', 'visits'));
  expect(asker.buttons().map((button) => button.label)).not.toContain('Next ▶');
  expect(asker.reads()[0]).toContain(long);
  expect(log.some(({ level }) => level === 'error')).toBe(true);
});

test('a double click shares once, says who shared what, and may share again later', async () => {
  const { asker, other, time } = await connected();
  await asker.answered(asker.command('centralasia', 'visits'));
  const share = asker.buttons().find((button) => button.label === 'Share to channel')!;
  await Promise.all([asker.answered(asker.press(share)), asker.answered(asker.press(share))]);
  expect(other.reads()).toHaveLength(1);
  expect(other.reads()[0]).toContain(`Shared by user${askerId} · /centralasia visits`);
  expect(asker.reads().some((text) => text.includes('shared this a moment ago'))).toBe(true);
  await time.advance(61_000);
  await asker.answered(asker.press(share));
  expect(other.reads()).toHaveLength(2);
});

test('whoever sees a public answer may report a mistake in it', async () => {
  const { asker, other, kept } = await connected();
  await asker.answered(asker.command('centralasia', 'visits', { public: true }));
  const report = other.buttons().find((button) => button.label === 'Report a mistake')!;
  const press = await other.answered(other.press(report));
  await other.answered(other.submit(press.answered!.data, 'It was the 28th.'));
  expect(kept.map(({ reporter }) => reporter)).toEqual([expect.not.stringContaining(askerId)]);
});
