import { z } from 'zod';
import { fields, heading, list, notice, privately, text } from '../../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../../src/command/answer/paging.ts';
import { type AppContext, type ContextAbout, defineCommand } from '../../../src/command/define.ts';
import { page as pageOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { channel as channelSpan, person } from '../../../src/domain/answer/named.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import { filterWords, isEverything } from '../../../src/domain/digests/filter.ts';
import type { Subscription, ToldSetting } from '../../../src/domain/digests/subscription.ts';
import { allows } from '../../../src/domain/identity.ts';
import type { Timetable } from '../../../src/domain/ports/digests.ts';
import type { Block, Span } from '../../../src/domain/reply.ts';
import { channelOf, chosen, type DigestDeps, noChannel, number } from './options.ts';
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
      page: pageOption,
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
    examples: [{ line: 'digest show', about: 'the settings of this channel’s digest' }],
    async run(input, context) {
      const found = await chosen(deps, { ...input, ended: true }, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const { id, channel, state, sent, createdBy } = subscription;
      const desk = deps.desk(subscription.desk);
      const { now } = context;
      const { timetable } = deps;
      return privately({
        ...(desk && { desk: desk.definition.id }),
        blocks: [
          heading(`Digest ${id} ${subscription.name}: ${desk?.definition.name ?? subscription.desk}`),
          ...fields([
            ['State', stateWords(subscription, now)],
            ['Channel', channelSpan(channel)],
          ]),
          ...(desk ? settingsFields(subscription, desk, timetable) : []),
          ...fields([
            ['Sent so far', String(sent)],
            ['Subscribed by', person(createdBy)],
          ]),
          ...(desk ? nextDigests(subscription, desk, { now, timetable }) : []),
          ...(state === 'ended' ? [] : howToChange(id)),
        ],
      });
    },
  });

/** Each effective value, and where it comes from. */
export function settingsFields(subscription: Subscription, desk: Desk, timetable: Timetable): Block[] {
  const { schedule, filter, format, headlines, ping, origins = {} } = subscription;
  const told = (setting: ToldSetting, value: string) => {
    const from = { given: 'given', desk: 'the desk’s', profile: 'from the profile', usual: 'the usual' };
    return `${value} (${from[origins[setting] ?? 'usual']})`;
  };
  const { holidays, zone } = schedule;
  const when = timetable.describe({ ...schedule, holidays: 'send' }).replace(/, [^,]+$/, '');
  const onHolidays = {
    send: 'sent all the same',
    skip: 'left out',
    shift: 'sent on the next day that is none',
  };
  return fields([
    ['Name', told('name', subscription.name)],
    ['When', told('schedule', when)],
    ['Time zone', told('zone', zone)],
    ['Filter', `${filterWords(filter, desk)} (${isEverything(filter) ? 'the usual' : 'given'})`],
    ['Format', told('format', format)],
    ['When nothing is new', told('onEmpty', emptyWords(subscription))],
    ['Unchecked headlines', told('headlines', headlinesWords(headlines))],
    ['On holidays', told('holidays', onHolidays[holidays])],
    ['Ping', told('ping', ping ?? 'nobody')],
  ]);
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
      const found = (await unsubscribed(deps, input, context)) ?? (await chosen(deps, input, context));
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
      ...{
        id: 0,
        name: 'daily',
        desk: definition.id,
        channel,
        state: 'active',
        cursor: -1,
        slot: now,
        sent: 0,
        version: 0,
      },
      ...{ createdBy: person, createdAt: now },
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
