import { z } from 'zod';
import {
  fields,
  heading,
  inForms,
  list,
  notice,
  onlyIn,
  privately,
  text,
} from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { type AppContext, type ContextAbout, defineCommand } from '../../../src/command/define.ts';
import { commandLine } from '../../../src/command/line.ts';
import { page } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { channel as channelSpan, person } from '../../../src/domain/answer/named.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import { filterWords, isEverything } from '../../../src/domain/digests/filter.ts';
import type { Subscription, ToldSetting } from '../../../src/domain/digests/subscription.ts';
import { allows } from '../../../src/domain/identity.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { Timetable } from '../../../src/domain/ports/digests.ts';
import type { Block, Reply, Span } from '../../../src/domain/reply.ts';
import { channelOf, chosenSubscription, type DigestDeps, noChannel, number, refusedTo } from './options.ts';
import { newSettings } from './settings.ts';
import {
  digestLine,
  emptyWords,
  headlinesWords,
  howToChange,
  nextDigests,
  nextInstant,
  stateWords,
} from './wording.ts';

export const digestList = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest list',
    description: 'List the digests of this channel, or of all (admins)',
    about: 'app',
    options: {
      all: { description: 'All channels', kind: { type: 'flag' }, schema: z.boolean() },
      page,
    },
    bare: ['all'],
    examples: [
      { line: 'digest list', about: 'digests of this channel' },
      { line: 'digest list all', about: 'digests of all channels (admins)' },
    ],
    async run({ all, page: asked }, context) {
      const channel = channelOf(context);
      if (!all && channel === undefined) return noChannel();
      const found = all
        ? await everywhere(deps, context)
        : await deps.subscriptions.list({ channel: channel ?? '' });
      if (!Array.isArray(found)) return found;
      if (found.length === 0) {
        const none = all ? 'No channel has a digest.' : 'This channel has no digest.';
        return refusal('ok', `${none} To have one, type in its channel: ${digestLine('subscribe')}`);
      }
      const lines = found.map((subscription) =>
        lineOf(deps, subscription, { all: all === true, now: context.now }),
      );
      const { items, paging, notices } = await readPage(context, asked, 'digests', pageOf(lines));
      const blocks = [
        heading(all ? 'Digests of every channel' : 'Digests of this channel'),
        ...notices,
        ...list(items),
        text(`To see one whole: ${digestLine('show number:…')}`, 'emphasis'),
      ];
      return privately({ blocks, paging });
    },
  });

/** Those of the desks that the asker is an admin of. */
async function everywhere({ subscriptions }: DigestDeps, context: AppContext) {
  const found = await subscriptions.list({});
  const ids = [...new Set(found.map(({ desk }) => desk))];
  const roles = await Promise.all(ids.map(async (id) => [id, await context.roleOn(id)] as const));
  const own = new Set(roles.flatMap(([id, role]) => (allows(role, 'admin') ? [id] : [])));
  const refused = own.size === 0 ? context.refuse('admin') : undefined;
  return refused ?? found.filter(({ desk }) => own.has(desk));
}

function lineOf(
  { desk, timetable }: DigestDeps,
  subscription: Subscription,
  { all, now }: { all: boolean; now: Date },
): Span[] {
  const { id, name, channel, schedule, filter } = subscription;
  const of = desk(subscription.desk);
  const next = nextInstant(subscription, of, { now, timetable });
  const title = `${id} ${name}: ${of?.definition.name ?? subscription.desk} · `;
  const words = [
    of ? filterWords(filter, of) : 'its desk does not serve',
    timetable.describe(schedule),
    stateWords(subscription, now),
    ...(next ? [`next ${next}`] : []),
  ].join(' · ');
  return [{ text: title }, ...(all ? [channelSpan(channel), { text: ' · ' }] : []), { text: words }];
}

export const digestShow = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest show',
    description: 'All settings of a digest and their origin',
    about: 'app',
    options: { number },
    bare: ['number'],
    forms: true,
    examples: [{ line: 'digest show', about: 'the settings of this channel’s digest' }],
    async run(input, context) {
      const found = await chosenSubscription(deps, { ...input, ended: true }, context);
      return 'reply' in found ? found.reply : settingsReply(deps, found.subscription, context);
    },
  });

/** The settings of a digest, and how whoever may change them does. In short without those that are the usual. */
export async function settingsReply(
  deps: DigestDeps,
  subscription: Subscription,
  context: AppContext,
): Promise<Reply> {
  const { id, name, channel, state, sent, createdBy } = subscription;
  const { timetable } = deps;
  const { now } = context;
  const desk = deps.desk(subscription.desk);
  const refused = state === 'ended' || (await refusedTo(deps, subscription, context)) !== undefined;
  const standing = fields([
    ['State', stateWords(subscription, now)],
    ['Channel', channelSpan(channel)],
  ]);
  const next = fields([['Next', nextInstant(subscription, desk, { now, timetable })]]);
  const reply = privately({
    ...(desk && { desk: desk.definition.id }),
    blocks: [
      heading(`Digest ${id} ${name}: ${desk?.definition.name ?? subscription.desk}`),
      ...(state === 'active' && channel === context.channel ? onlyIn('details', standing) : standing),
      ...(desk ? onlyIn('glance', [...settingsInShort(subscription, desk, timetable), ...next]) : []),
      ...onlyIn('details', [
        ...(desk ? toldFields(subscription, desk, settingsTold(subscription, timetable)) : []),
        ...fields([
          ['Sent so far', String(sent)],
          ['Subscribed by', person(createdBy)],
        ]),
        ...(desk ? nextDigests(subscription, desk, { now, timetable }) : []),
      ]),
      ...(refused ? [] : howToChange(id)),
      ...(refused && state !== 'ended' ? [text(whoChanges, 'emphasis')] : []),
    ],
  });
  const line = (changes: Record<string, string | undefined>) =>
    commandLine(appCommands.manage, 'digest show', { number: String(id), ...changes });
  return inForms({ ...context, line }, reply, [
    { label: 'Its history', command: digestLine(`history number:${id}`) },
  ]);
}

const whoChanges = 'Editors of the desk, and whoever manages the channel, can change it.';

/** When it comes, what it selects, and whatever else somebody said. */
export function settingsInShort(subscription: Subscription, desk: Desk, timetable: Timetable): Block[] {
  const { origins = {} } = subscription;
  const told = settingsTold(subscription, timetable).filter(
    ([setting]) => setting !== 'name' && (origins[setting] === 'given' || alwaysShown.has(setting)),
  );
  return toldFields(subscription, desk, told);
}

const alwaysShown: ReadonlySet<ToldSetting> = new Set(['schedule', 'zone']);

type Told = readonly [setting: ToldSetting, label: string, value: string];

/** Each effective value, and where it comes from. */
function toldFields({ filter, origins = {} }: Subscription, desk: Desk, told: readonly Told[]): Block[] {
  const from = { given: 'given', desk: 'the desk’s', profile: 'from the profile', usual: 'the usual' };
  const pairs = told.map(([setting, label, value]): [string, string] => [
    label,
    `${value} (${from[origins[setting] ?? 'usual']})`,
  ]);
  const after = told.findIndex(([setting]) => setting === 'zone') + 1;
  const filtered = `${filterWords(filter, desk)} (${isEverything(filter) ? 'the usual' : 'given'})`;
  return fields(pairs.toSpliced(after, 0, ['Filter', filtered]));
}

/** All but the filter, which says by itself whether it was given. */
function settingsTold(subscription: Subscription, timetable: Timetable): Told[] {
  const { name, schedule, format, headlines, ping } = subscription;
  const onHolidays = {
    send: 'sent all the same',
    skip: 'left out',
    shift: 'sent on the next day that is none',
  };
  return [
    ['name', 'Name', name],
    ['schedule', 'When', timetable.describe({ ...schedule, holidays: 'send' }).replace(/, [^,]+$/, '')],
    ['zone', 'Time zone', schedule.zone],
    ['format', 'Format', format],
    ['onEmpty', 'When nothing is new', emptyWords(subscription)],
    ['headlines', 'Unchecked headlines', headlinesWords(headlines)],
    ['holidays', 'On holidays', onHolidays[schedule.holidays]],
    ['ping', 'Ping', ping ?? 'nobody'],
  ];
}

export const digestPreview = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest preview',
    description: 'Show what would be sent now; sends nothing',
    about: 'desk',
    options: { number },
    bare: ['number'],
    examples: [{ line: 'digest preview', about: 'the digest as of now, visible only to you' }],
    async run(input, context) {
      const { now } = context;
      const found =
        (await unsubscribed(deps, input, context)) ?? (await chosenSubscription(deps, input, context));
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const reply = await deps.views.preview(subscription, now);
      if (!reply) return refusal('ok', 'Nothing new was published, and this digest posts nothing then.');
      return {
        ...reply,
        blocks: [
          notice('info', `${whose(subscription, now)}. Nothing is sent, and nothing moves.`),
          ...reply.blocks,
        ],
      };
    },
  });

function whose(subscription: Subscription, now: Date): string {
  if (subscription.id === 0) return 'This is how a digest would begin here';
  if (subscription.state === 'active') return 'This would come now';
  return `This would come now, but it is ${stateWords(subscription, now)}`;
}

/** Where the channel has none yet: one as it would be subscribed with nothing said. */
async function unsubscribed(
  deps: DigestDeps,
  { number: id }: { number: string | undefined },
  context: ContextAbout['desk'],
): Promise<{ subscription: Subscription } | undefined> {
  const channel = channelOf(context);
  if (id !== undefined || channel === undefined) return undefined;
  if ((await deps.subscriptions.list({ channel })).length > 0) return undefined;
  const { definition } = context.service.desk;
  const { now, line, person } = context;
  const { timetable } = deps;
  const { names } = context.service;
  const zone = { name: definition.zone, from: 'desk' } as const;
  const settings = newSettings(nothingSaid, { timetable, zone, channel, line, names, now });
  if (!settings.ok) return undefined;
  return {
    subscription: {
      ...settings.value,
      id: 0,
      name: 'daily',
      desk: definition.id,
      channel,
      state: 'active',
      cursor: -1,
      slot: now,
      sent: 0,
      version: 0,
      createdBy: person,
      createdAt: now,
    },
  };
}

const nothingSaid = {
  rhythm: undefined,
  weekday: undefined,
  at: undefined,
  cron: undefined,
  timezone: undefined,
  topics: undefined,
  filter: undefined,
  countries: undefined,
  format: undefined,
  'on-empty': undefined,
  headlines: undefined,
  holidays: undefined,
  ping: undefined,
  name: undefined,
};
