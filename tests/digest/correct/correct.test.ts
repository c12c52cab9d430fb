import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unsubscribe } from '../../../src/digest/acts.ts';
import { correct } from '../../../src/digest/correct/correct.ts';
import type { Delivery } from '../../../src/domain/digests/delivery.ts';
import type { CorrectionStep } from '../../../src/domain/ports/ledger.ts';
import type { DigestRenderer } from '../../../src/domain/ports/platform.ts';
import { terminalDigests } from '../../../src/platforms/terminal/channel-sender.ts';
import { DigestWorld } from '../digest-world.ts';

let world: DigestWorld;
let id: number;
beforeEach(async () => {
  world = await DigestWorld.open('2026-11-22T12:00:00Z');
  ({ id } = await world.subscribe());
  await world.tickAt('2026-11-22T12:01:00Z');
  await send();
  await world.write('first', { statement: 'Ten came.' });
  await world.write('other');
  await world.tickAt('2026-11-23T03:00:00Z');
});
afterEach(() => world.end());

const send = () => world.send(['terminal']);

const note = 'was “Ten came”; the ministry counts twelve.';
const correction = { statement: 'Twelve came.', corrections: [{ on: '2026-11-23', note }] };

/** Writes a revision and looks for corrections two minutes later. */
async function revise(entry: string, over: Parameters<DigestWorld['write']>[1]): Promise<void> {
  await world.write(entry, over);
  world.now = new Date(world.now.getTime() + 120_000);
  await world.correct();
}
const corrections = async () => (await world.deliveries(id)).filter(({ kind }) => kind === 'correction');
/** What was sent, its lines joined. */
const bodies = (deliveries: Delivery[]) =>
  deliveries.flatMap(({ parts }) => parts.map(({ body }) => `${body}`.replace(/\s+/g, ' ')));

describe('a correction of what was posted', () => {
  test('edits the message: what was corrected, and what the entry says now', async () => {
    await send();
    await revise('first', correction);
    const [made, ...more] = await corrections();
    expect(more).toEqual([]);
    const [, digest] = await world.deliveries(id);
    expect(made?.key).toBe(`correction:3:${digest?.id}:0`);
    expect(made?.parts[0]?.edits?.message).toBe(`message-${digest?.id}-0`);
    const [text] = bodies(made ? [made] : []);
    expect(text).toContain(`Corrected 23 November 2026: ${note}`);
    expect(text).toContain('Twelve came.');
    expect(text).not.toContain('Ten came.');
    expect(text).toContain('Title of other');
    const instead = `${made?.parts[0]?.edits?.instead}`.replace(/\s+/g, ' ');
    expect(instead).toContain('Correction to digest 2: “Title of first”');
    expect(instead).toContain(note);
    expect(instead).toContain('/north brief first');
  });

  test('is written once, however often it is looked for', async () => {
    await send();
    await revise('first', correction);
    await world.correct();
    expect(await corrections()).toHaveLength(1);
  });

  test('a second one keeps the first', async () => {
    await send();
    await revise('first', correction);
    await send();
    const again = { on: '2026-11-24', note: 'was “twelve”; it was thirteen.' };
    await revise('first', { statement: 'Thirteen came.', corrections: [...correction.corrections, again] });
    await revise('other', { state: 'retracted', retraction: 'It did not happen.' });
    const text = bodies(await corrections()).at(-1);
    expect(text).toMatch(/24 November 2026: was “twelve”[\s\S]*23 November 2026: was “Ten/);
    expect(text).toContain('Thirteen came.');
    expect(text).toContain('Retracted 23 November 2026: It did not happen.');
  });

  test('a part that was not sent yet is put right before it is', async () => {
    await revise('first', correction);
    expect(await corrections()).toEqual([]);
    const [, digest] = await world.deliveries(id);
    expect(bodies(digest ? [digest] : [])[0]).toContain('Twelve came.');
  });

  test('a part that was not sent yet leaves out what is retracted by then', async () => {
    await revise('first', { state: 'retracted', retraction: 'It never was.' });
    expect(await corrections()).toEqual([]);
    const [, digest] = await world.deliveries(id);
    const [text] = bodies(digest ? [digest] : []);
    expect(text).not.toMatch(/Title of first|It never was/);
    expect(text).toContain('One entry was retracted before this was sent, and is left out.');
    expect(text).toContain('Title of other');
  });

  test('that would not fit is a short message of its own', async () => {
    await send();
    const strict: DigestRenderer = {
      ...terminalDigests,
      one: (reply, context) =>
        JSON.stringify(reply).includes('"entries"') ? undefined : terminalDigests.one(reply, context),
    };
    world.renderers = { terminal: strict };
    await revise('first', correction);
    const [made] = await corrections();
    expect(made?.parts).toHaveLength(1);
    expect(made?.parts[0]?.edits).toBeUndefined();
    expect(bodies(made ? [made] : [])[0]).toContain('Correction to digest 2: “Title of first”');
  });

  test('is written at once; a digest that was composed before it, and not yet written, is composed again', async () => {
    await send();
    await world.write('second', { statement: 'Ten went.' });
    world.meanwhile = {
      at: 'write',
      async happens() {
        await world.write('first', correction);
        await world.write('second', { ...correction, statement: 'Twelve went.' });
        await world.correct();
      },
    };
    await world.tickAt('2026-11-24T03:00:00Z');
    expect(await corrections()).toHaveLength(1);
    await world.correct();
    expect(await corrections()).toHaveLength(1);
    const digest = bodies(await world.deliveries(id)).at(-1);
    expect(digest).toContain('Twelve went.');
    expect(digest).not.toContain('Ten went.');
  });
});

describe('an entry that many editions of a channel show', () => {
  async function shownOften() {
    ({ id } = await world.subscribe({ onEmpty: 'last', lastCount: 2 }, 'slack:T1:C1'));
    for (const day of ['23', '24', '25', '26']) {
      await world.tickAt(`2026-11-${day}T03:05:00Z`);
      await world.send(['slack']);
    }
    return world.deliveries(id);
  }
  const instead = async () =>
    (await corrections()).map(({ corrects, parts: [part] }) => [
      corrects?.number,
      part?.edits?.instead === null ? 'nothing' : 'a message',
    ]);

  test('is edited in each, and told in a message of its own for the newest alone', async () => {
    const shown = await shownOften();
    expect(shown).toHaveLength(4);
    await revise('first', correction);
    expect((await instead()).sort()).toEqual([
      [1, 'nothing'],
      [2, 'nothing'],
      [3, 'nothing'],
      [4, 'a message'],
    ]);
  });

  test('that would not fit there is told once', async () => {
    await shownOften();
    const strict: DigestRenderer = {
      ...terminalDigests,
      one: (reply, context) =>
        JSON.stringify(reply).includes('"entries"') ? undefined : terminalDigests.one(reply, context),
    };
    world.renderers = { slack: strict };
    await revise('first', correction);
    expect((await corrections()).map(({ corrects }) => corrects?.number)).toEqual([4]);
  });

  test('is told in no message where the newest was composed after the correction', async () => {
    await shownOften();
    await world.write('first', correction);
    await world.tickAt('2026-11-27T03:05:00Z');
    await world.send(['slack']);
    world.now = new Date(world.now.getTime() + 120_000);
    await world.correct();
    expect((await instead()).map(([, posts]) => posts)).toEqual(Array(4).fill('nothing'));
  });

  test('is told in no message once it was unsubscribed', async () => {
    await shownOften();
    const { version } = await world.subscription(id);
    await world.store.subscriptions.change(id, version, unsubscribe(), 'terminal', world.now);
    await revise('first', correction);
    expect((await instead()).map(([, posts]) => posts)).toEqual(Array(4).fill('nothing'));
  });
});

test('a retraction takes the words away also of what only editors may see by now', async () => {
  await send();
  await revise('first', { handling: 'restricted' });
  expect(await corrections()).toEqual([]);
  const gone = { handling: 'restricted', state: 'retracted', retraction: 'The source withdrew it.' } as const;
  await revise('first', gone);
  const [text] = bodies(await corrections());
  expect(text).toContain('Retracted 23 November 2026: The source withdrew it.');
  expect(text).not.toContain('Ten came.');
  await send();
  await world.write('later');
  await world.tickAt('2026-11-24T03:00:00Z');
  const [, , , next] = await world.deliveries(id);
  expect(bodies(next ? [next] : []).join()).toContain('Title of later');
  expect(bodies(next ? [next] : []).join()).not.toContain('first');
});

test('a retraction takes the words away', async () => {
  await send();
  await revise('first', { state: 'retracted', retraction: 'The source withdrew it.' });
  const [text] = bodies(await corrections());
  expect(text).toContain('Retracted 23 November 2026: The source withdrew it.');
  expect(text).not.toContain('Ten came.');
  expect(text).toContain('Title of first');
});

test.each(['full', 'headlines'] as const)(
  'a retraction that is undone gives the words back, %s',
  async (format) => {
    ({ id } = await world.subscribe({ format }, 'slack:T1:C1'));
    await world.tickAt('2026-11-23T03:05:00Z');
    await world.send(['slack']);
    await revise('first', { state: 'retracted', retraction: 'The source withdrew it.' });
    await world.send(['slack']);
    await revise('first', { state: 'published', retraction: undefined });
    const text = bodies(await corrections()).at(-1);
    expect(text).toMatch(/Corrected 23 November 2026: it is no longer retracted\..*Retracted 23/);
    expect(text?.includes('Ten came.')).toBe(format === 'full');
    expect(text).not.toContain('(retracted');
  },
);

test('a retraction that is undone when a newer entry has taken the place says both', async () => {
  await send();
  await revise('first', { state: 'retracted', retraction: 'The source withdrew it.' });
  await send();
  await revise('newer', { supersedes: 'first' });
  await revise('first', { state: 'published', retraction: undefined });
  const text = bodies(await corrections()).at(-1);
  expect(text).toContain('it is no longer retracted');
  expect(text).toContain('Ten came.');
  expect(text).toMatch(/Ten came\..*superseded/);
  expect(text).not.toContain('· retracted');
});

test('a retraction and its undoing in one digest: only that it stands again', async () => {
  await send();
  await revise('first', { state: 'retracted', retraction: 'The source withdrew it.' });
  await revise('first', { state: 'published', retraction: undefined });
  await world.tickAt('2026-11-24T03:00:00Z');
  const [text] = bodies((await world.deliveries(id)).slice(-1));
  expect(text).toContain('Corrected: it is no longer retracted · Title of first');
  expect(text).not.toContain('The source withdrew it');
});

test('a silent edit and a supersession correct nothing', async () => {
  await send();
  await revise('first', { statement: 'Ten came, by bus.' });
  await revise('newer', { supersedes: 'first' });
  expect(await corrections()).toEqual([]);
});

test('a digest composed after the correction tells of it itself', async () => {
  await send();
  await world.write('first', correction);
  await world.tickAt('2026-11-24T03:00:00Z');
  await send();
  await world.correct();
  const made = await corrections();
  expect(made.map(({ key }) => key.split(':')[2])).toEqual([(await world.deliveries(id))[1]?.id]);
});

test('one that cannot be rendered is left out, and does not hold up the next', async () => {
  await send();
  const { renderers } = world;
  const broken = () => {
    throw new Error('no such block');
  };
  world.renderers = { terminal: { ...terminalDigests, one: broken } };
  await revise('first', correction);
  expect(world.errors).toHaveLength(1);
  world.renderers = renderers;
  await revise('other', { state: 'retracted', retraction: 'It did not happen.' });
  expect(await corrections()).toHaveLength(1);
});

describe('a correction waits', () => {
  test('for a process that renders for the platform, whatever others do meanwhile', async () => {
    await send();
    const { renderers } = world;
    world.renderers = { slack: terminalDigests };
    const slack = await world.subscribe({}, 'slack:T1:C1');
    await world.tickAt('2026-11-23T03:05:00Z');
    await world.send(['slack']);
    await revise('first', correction);
    expect(await corrections()).toEqual([]);
    expect(await world.history(slack.id)).toHaveLength(2);
    world.renderers = { terminal: terminalDigests };
    await world.correct();
    expect(await corrections()).toHaveLength(1);
    world.renderers = renderers;
    await world.correct();
    expect(await corrections()).toHaveLength(1);
    expect(await world.history(slack.id)).toHaveLength(2);
  });

  test('until its desk serves again', async () => {
    await send();
    const { desks } = world;
    world.desks = [];
    await revise('first', correction);
    world.desks = desks;
    await world.correct();
    expect(await corrections()).toHaveLength(1);
  });

  test('where the platform does not tell who sees a channel, and holds up no other platform', async () => {
    await send();
    const slack = await world.subscribe({}, 'slack:T1:C1');
    await world.tickAt('2026-11-23T03:05:00Z');
    await world.send(['slack']);
    world.places = (channel) => (channel === 'terminal' ? undefined : 'internal');
    await revise('first', { ...correction, handling: 'internal' });
    expect(await corrections()).toEqual([]);
    expect(await world.history(slack.id)).toHaveLength(2);
    world.places = () => 'internal';
    await world.correct();
    expect(await corrections()).toHaveLength(1);
    expect(await world.history(slack.id)).toHaveLength(2);
  });

  test('for no other, however many corrections of entries that no digest carried came before it', async () => {
    await send();
    for (let n = 1; n <= 101; n += 1) {
      const notes = Array.from({ length: n }, (_, at) => ({ on: '2026-11-23', note: `Note ${at}.` }));
      await world.write('unseen', { corrections: notes });
    }
    await revise('first', correction);
    expect(await corrections()).toHaveLength(1);
  });
});

test('what many channels carry is corrected in batches, each part once, also after a crash between them', async () => {
  const channels = Array.from({ length: 250 }, (_, n) => `slack:T1:C${n}`);
  for (const channel of channels) await world.subscribe({}, channel);
  await world.tickAt('2026-11-23T03:05:00Z');
  await send();
  await world.send(['slack']);
  await world.write('first', correction);
  world.now = new Date(world.now.getTime() + 120_000);
  const ports = world.ports();
  let batches = 0;
  const breaking = (step: CorrectionStep, at: Date) => {
    if (++batches > 1) throw new Error('the disk is full');
    return world.store.ledger.correct(step, at);
  };
  const { ledger } = ports;
  const crashing = new Proxy(ledger, {
    get: (_, name) => (name === 'correct' ? breaking : Reflect.get(ledger, name).bind(ledger)),
  });
  await correct({ ...ports, renderers: { slack: terminalDigests }, ledger: crashing }, world.now);
  const written = async () => (await world.store.ledger.counts()).deliveries.waiting ?? 0;
  const first = await written();
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(250);
  await world.correct();
  await world.correct();
  expect(await written()).toBe(251);
});
