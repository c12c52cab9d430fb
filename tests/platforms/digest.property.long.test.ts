import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActionCodec } from '../../src/command/action-codec.ts';
import { anyoneOf } from '../../src/domain/button-actions.ts';
import { entriesIn, type FrozenPart } from '../../src/domain/digests/delivery.ts';
import { readAll } from '../../src/domain/digests/split-digest.ts';
import type { DigestContext, DigestRenderer } from '../../src/domain/ports/platform.ts';
import { type EntryItem, type Reply, replySchema } from '../../src/domain/reply.ts';
import { showsMark } from '../../src/platforms/discord/digest/post-outcome.ts';
import * as discord from '../../src/platforms/discord/digest/render.ts';
import { postKeyOf } from '../../src/platforms/slack/digest/post-outcome.ts';
import * as slack from '../../src/platforms/slack/digest/render.ts';
import { limits } from '../../src/platforms/slack/limits.ts';
import { messageFaults } from '../fakes/discord/check-message.ts';
import type { Json } from '../fakes/discord/json.ts';
import { readMarkdown } from '../fakes/discord/reading.ts';
import { messageRefusal } from '../fakes/slack/check-message.ts';
import { anyReply } from './discord/replies.ts';
import { replies } from './slack/arbitrary-reply.ts';
import { bare, kinds, readBlocks, readMrkdwn } from './slack/read-message.ts';

const actions = createActionCodec('a secret of this test');
const delivery = 'k3x9k3x9k3x9k3x9';
const more = `/deskwire digest more ${delivery}`;

interface Platform {
  renderer: DigestRenderer;
  context: DigestContext;
  /** Why the platform would refuse it. */
  faults(body: unknown): unknown;
  /** All that is seen of it. */
  seen(body: unknown): string;
  /** The states of its buttons and menus. */
  states(body: unknown): string[];
  identifies(body: unknown, part: number): boolean;
}

const strings = (value: unknown, key: string): string[] => {
  if (Array.isArray(value)) return value.flatMap((each) => strings(each, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === key && typeof each === 'string' ? [each] : strings(each, key),
  );
};

const platforms: Record<'slack' | 'discord', Platform> = {
  slack: {
    renderer: slack.createDigestRenderer(actions),
    context: { channel: 'slack:T1:C1', delivery, more },
    faults(body) {
      const { text, blocks } = body as { text: string; blocks: unknown };
      const size = JSON.stringify(blocks).length;
      return (
        messageRefusal({ text, blocks })?.faults ??
        (text.length > 3900 || size > limits.blocksJson ? [size] : [])
      );
    },
    seen: (body) => bare(readBlocks((body as Json).blocks)),
    states: (body) => strings((body as Json).blocks, 'value'),
    identifies: (body, part) => {
      const key = postKeyOf(body);
      return key?.delivery === delivery && key.part === part;
    },
  },
  discord: {
    renderer: discord.createDigestRenderer(actions),
    context: { channel: 'discord:1000001:3000001', delivery, more },
    faults: (body) => messageFaults(body as Json).map(({ message, at }) => `${at}: ${message}`),
    seen: (body) =>
      strings((body as Json).components, 'content')
        .map((content) => readMarkdown(content).text)
        .join('\n'),
    states: (body) =>
      [...strings(body, 'custom_id'), ...strings(body, 'value')].map((state) => state.replace(/^n[RM]/, '')),
    identifies: (body, part) => showsMark(body, `${delivery}-${part + 1}`),
  },
};

const ids = (reply: Reply) => entriesIn(reply);
const itemsOf = ({ blocks }: Reply): EntryItem[] =>
  blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
const citesOf = (part: Reply) => new Set(itemsOf(part).flatMap(({ cites }) => cites));
const hasMore = (parts: FrozenPart[]) =>
  parts.at(-1)!.reply.blocks.some((block) => block.type === 'choices' && block.options[0]?.command === more);

const entry = (id: string, lines: string[] = []): EntryItem => ({
  id,
  type: 'fact',
  flags: ['KZ'],
  when: '23 November 2026',
  headline: [{ text: `Headline of ${id}`, style: 'strong' }],
  lines: lines.map((text) => [{ text }]),
  standing: 'reported',
  remarks: [],
  cites: [1],
});
const digestOf = (items: EntryItem[]): Reply => ({
  version: 1,
  outcome: 'ok',
  visibility: 'public',
  desk: 'centralasia',
  blocks: [
    { type: 'heading', level: 1, text: 'Central Asia · Digest 12' },
    { type: 'heading', level: 2, text: 'Visits' },
    { type: 'entries', items },
  ],
  citations: [{ n: 1, source: 's', title: 'A page', publisher: 'A paper', date: '2026' }],
});

/** As digests are when much has happened: many entries, some of them long. */
const fullDigest = fc
  .array(fc.integer({ min: 0, max: 1500 }), { minLength: 5, maxLength: 50 })
  .map((lengths) => digestOf(lengths.map((length, at) => entry(`e-${at}`, ['Word '.repeat(length / 5)]))));

describe.each(['slack', 'discord'] as const)('any digest on %s', (name) => {
  const { renderer, context, faults, seen, identifies } = platforms[name];
  const any = fc.oneof(anyReply, replies, fullDigest);
  const runs = { numRuns: 60 };

  test('is at most five messages, each within every limit and each naming itself', () => {
    let [divided, overflowed, inFive] = [0, 0, 0];
    fc.assert(
      fc.property(any, (reply) => {
        const parts = renderer.parts(reply, context);
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.length).toBeLessThanOrEqual(5);
        if (parts.length > 1) divided += 1;
        if (parts.length === 5) inFive += 1;
        if (hasMore(parts)) overflowed += 1;
        for (const [at, { body, reply: part }] of parts.entries()) {
          expect(faults(body)).toEqual([]);
          expect(identifies(body, at)).toBe(true);
          expect(replySchema.safeParse(part).success || !replySchema.safeParse(reply).success).toBe(true);
          if (parts.length > 1)
            expect(seen(body).toLowerCase()).toContain(`part ${at + 1} of ${parts.length}`);
        }
      }),
      runs,
    );
    // Without these the property would say nothing about splitting.
    expect(divided).toBeGreaterThan(runs.numRuns / 10);
    expect(inFive).toBeGreaterThan(0);
    expect(overflowed).toBeGreaterThan(0);
  });

  test('shows every entry once and in order, or has the rest behind its button', () => {
    fc.assert(
      fc.property(any, (reply) => {
        const parts = renderer.parts(reply, context);
        const shown = parts.flatMap(({ reply: part }) => ids(part));
        const wanted = ids(reply);
        if (!hasMore(parts)) expect(shown).toEqual(wanted);
        let at = 0;
        for (const id of wanted) if (id === shown[at]) at += 1;
        expect(at).toBe(shown.length);
      }),
      runs,
    );
  });

  test('has under each part the sources that it cites, under their own numbers', () => {
    fc.assert(
      fc.property(any, (reply) => {
        const known = new Map(reply.citations.map((citation) => [citation.n, citation]));
        for (const { reply: part } of renderer.parts(reply, context)) {
          for (const citation of part.citations) expect(citation).toEqual(known.get(citation.n));
          for (const n of citesOf(part)) {
            if (known.has(n)) expect(part.citations.map((citation) => citation.n)).toContain(n);
          }
        }
      }),
      runs,
    );
  });

  test('mentions nobody but the one role, in the first part alone', () => {
    const ping = name === 'slack' ? 'S0GROUP' : '9000001';
    fc.assert(
      fc.property(any, fc.boolean(), (reply, asked) => {
        const parts = renderer.parts(reply, { ...context, ...(asked && { ping }) });
        const calls = parts.map(({ body }) =>
          name === 'slack'
            ? kinds((body as Json).blocks).filter((kind) => ['user', 'usergroup', 'broadcast'].includes(kind))
                .length
            : ((body as { allowed_mentions: { roles?: string[] } }).allowed_mentions.roles ?? []).length,
        );
        expect(calls).toEqual(parts.map((_, at) => (asked && at === 0 ? 1 : 0)));
        for (const [at, { body }] of parts.entries()) {
          const said =
            name === 'slack'
              ? ((body as { text: string }).text.match(/<[!@#][^>]*>/g) ?? [])
              : strings((body as Json).components, 'content').flatMap(
                  (content) => readMarkdown(content).live,
                );
          expect(said).toEqual(
            asked && at === 0 ? [name === 'slack' ? '<!subteam^S0GROUP>' : '<@&9000001>'] : [],
          );
        }
      }),
      runs,
    );
  });

  test('offers the rest once, in the last part, where the reply itself asks for it', () => {
    fc.assert(
      fc.property(any, (reply) => {
        const parts = renderer.parts(
          { ...reply, blocks: [...reply.blocks, { type: 'choices', prompt: '', options: [readAll(more)] }] },
          context,
        );
        const offered = parts.map(
          ({ reply: { blocks } }) =>
            blocks.filter(
              (block) => block.type === 'choices' && block.options.some(({ command }) => command === more),
            ).length,
        );
        expect(offered).toEqual(parts.map((_, at) => (at === parts.length - 1 ? 1 : 0)));
        expect(parts.length).toBeLessThanOrEqual(5);
      }),
      runs,
    );
  });

  test('renders the same again, and what one part says as that part', () => {
    fc.assert(
      fc.property(any, (reply) => {
        const parts = renderer.parts(reply, context);
        expect(renderer.parts(reply, context)).toEqual(parts);
        for (const [part, { reply: own, body }] of parts.entries())
          expect(renderer.one(own, { ...context, part })).toEqual(body);
      }),
      { numRuns: 30 },
    );
  });
});

test('on Slack the text says what the blocks show', () => {
  const squeeze = (text: string) => text.replace(/Buttons?: .*|There is more than fits here\.|[•\s]/g, '');
  const { renderer, context } = platforms.slack;
  fc.assert(
    fc.property(replies, (reply) => {
      for (const { body, reply: part } of renderer.parts(reply, context)) {
        const heard = squeeze(readMrkdwn((body as { text: string }).text));
        for (const { headline, id } of itemsOf(part)) {
          if (id.length <= 200) expect(heard).toContain(squeeze(id));
          for (const { text } of headline) if (/^[\w ]*$/.test(text)) expect(heard).toContain(squeeze(text));
        }
      }
    }),
    { numRuns: 60 },
  );
});

describe.each(['slack', 'discord'] as const)('a long digest on %s', (name) => {
  const { renderer, context, seen, states } = platforms[name];
  const long = (n: number) =>
    digestOf(Array.from({ length: n }, (_, at) => entry(`e-${at}`, ['Word '.repeat(140)])));

  test('goes on with its title and section, and ends when all is shown', () => {
    const parts = renderer.parts(long(12), context);
    expect(parts.length).toBeGreaterThan(1);
    expect(hasMore(parts)).toBe(false);
    expect(seen(parts[1]!.body)).toMatch(/Central Asia · Digest 12, part 2 of \d\s+Visits, continued\n/);
    expect(parts.flatMap(({ reply }) => ids(reply))).toHaveLength(12);
  });

  test('beyond five parts has a button that anyone in the channel may press, and nobody elsewhere', () => {
    const parts = renderer.parts(long(60), context);
    expect(parts).toHaveLength(5);
    expect(hasMore(parts)).toBe(true);
    const channel = name === 'slack' ? 'C1' : context.channel;
    const person = anyoneOf(context.channel);
    const pressed = states(parts[4]!.body).map((state) => actions.decode(state, { person, channel }));
    expect(pressed).toContainEqual({ kind: 'more', text: more });
    expect(pressed).toContainEqual({ kind: 'report', text: expect.stringMatching(/^centralasia\/e-/) });
    const elsewhere = states(parts[4]!.body).map((state) =>
      actions.decode(state, { person, channel: 'other' }),
    );
    expect(elsewhere.filter(Boolean)).toEqual([]);
  });

  test('an entry too long for a message is its headline and the command that shows it whole', () => {
    const parts = renderer.parts(digestOf([entry('a'), entry('b', ['x'.repeat(9000)]), entry('c')]), context);
    expect(parts.flatMap(({ reply }) => ids(reply))).toEqual(['a', 'b', 'c']);
    const all = parts.map(({ body }) => seen(body)).join('\n');
    expect(all).toContain('Headline of b');
    expect(all).toContain('Too long to show here. Whole: /centralasia brief b');
    expect(hasMore(parts)).toBe(false);
  });
});
