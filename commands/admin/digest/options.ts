import { z } from 'zod';
import type { AppContext, Input, Options } from '../../../src/command/define.ts';
import { namesOption, textOption } from '../../../src/command/options.ts';
import { forbidden, refusal, tooLate } from '../../../src/command/refusals.ts';
import { weekdayNames } from '../../../src/domain/dates/day.ts';
import { type Desk, inWords } from '../../../src/domain/desk.ts';
import { filterWords } from '../../../src/domain/digests/filter.ts';
import { type Subscription, toName } from '../../../src/domain/digests/subscription.ts';
import { allows, platformOf } from '../../../src/domain/identity.ts';
import type {
  DigestActs,
  DigestPlaces,
  DigestViews,
  Subscriptions,
  Timetable,
} from '../../../src/domain/ports/digests.ts';
import type { Ledger } from '../../../src/domain/ports/ledger.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { filterKinds, isFilterLike } from './filter.ts';
import { digestLine } from './wording.ts';

/** A week begins on Monday. */
const days = [...weekdayNames.slice(1), ...weekdayNames.slice(0, 1)].map((name) => name.toLowerCase());
const lasts = Array.from({ length: 10 }, (_, at) => `last-${at + 1}`);

/** What can be said of a digest when it is subscribed and when it is edited. */
export const digestOptions = (timetable: Pick<Timetable, 'isTime' | 'isZone' | 'isCronLike' | 'isDays'>) =>
  ({
    rhythm: {
      description: 'How often (default: weekdays)',
      kind: {
        type: 'choice',
        choices: {
          daily: ['every day', 'each day'],
          weekdays: ['every weekday', 'weekday', 'working days', 'workdays'],
          weekly: ['every week', 'once a week'],
        },
      },
      schema: z.enum(['daily', 'weekdays', 'weekly']),
    },
    weekday: {
      description: 'Day of a weekly digest',
      aliases: ['on', 'day'],
      kind: {
        type: 'choice',
        choices: Object.fromEntries(
          days.map((day) => [day, [`${day}s`, day.slice(0, 3), `every ${day}`, `each ${day}`]]),
        ),
        grows: true,
      },
      schema: z.enum(days),
    },
    at: {
      ...textOption('Local time, such as 08:30', 60, ['time'], {
        most: 6,
        test: (words) => timetable.isTime(words),
      }),
    },
    cron: textOption('Instead: five cron fields: 30 8 * * 1-5', 120, ['every'], {
      most: 8,
      test: (words) => timetable.isCronLike(words),
      phrase: (words) => timetable.isDays(words),
    }),
    timezone: {
      ...textOption('City or IANA name', 60, ['zone', 'tz', 'in'], {
        most: 4,
        test: (words) => timetable.isZone(words),
      }),
    },
    filter: {
      description: 'Names, words, -word, min-weight 4, no opinions',
      aliases: ['only'],
      kind: { type: 'text', max: 300, names: filterKinds, like: { most: 12, test: isFilterLike } },
      schema: z.string().max(300),
    },
    topics: {
      ...namesOption('Only these, comma-separated', ['topic'], ['topic', 'on', 'about']),
      older: true,
    },
    countries: { ...namesOption('Only these, comma-separated', ['country'], ['country']), older: true },
    format: {
      description: 'Full entries or headlines',
      kind: { type: 'choice', choices: { full: [], headlines: ['headline'] } },
      schema: z.enum(['full', 'headlines']),
    },
    'on-empty': {
      description: 'What to post if nothing is new',
      aliases: ['empty', 'if empty', 'when empty'],
      kind: {
        type: 'choice',
        choices: {
          skip: ['nothing'],
          'one-line': ['line'],
          ...Object.fromEntries(lasts.map((last) => [last, last === 'last-3' ? ['last'] : []])),
        },
        grows: true,
      },
      schema: z.enum(['skip', 'one-line', ...lasts]),
    },
    headlines: {
      description: 'End with headlines of feeds, not checked',
      kind: { type: 'choice', choices: { on: ['yes'], off: ['no', 'none'] } },
      schema: z.enum(['on', 'off']),
    },
    holidays: {
      description: 'What to do on holidays',
      kind: { type: 'choice', choices: { send: [], skip: [], shift: [] } },
      schema: z.enum(['send', 'skip', 'shift']),
    },
    ping: textOption('User group or role to mention, or none', 80, ['mention']),
    name: textOption('Name, such as weekly', 80, ['called', 'named']),
  }) as const satisfies Options;

/** Options that bare words may fill. */
export const digestBare = [
  'rhythm',
  'weekday',
  'topics',
  'countries',
  'at',
  'timezone',
  'format',
  'cron',
] as const;

export type DigestInput = Input<ReturnType<typeof digestOptions>>;

/** What the commands of digests work with. */
export interface DigestDeps {
  subscriptions: Pick<Subscriptions, 'get' | 'list'>;
  ledger: Pick<Ledger, 'history' | 'delivery' | 'headlinesOf'>;
  timetable: Timetable;
  acts: DigestActs;
  views: DigestViews;
  places: DigestPlaces;
  /** A desk that serves now. */
  desk(id: string): Desk | undefined;
}

/** The channel that is meant; the prompt is one too. */
export function channelOf({ channel, person }: Pick<AppContext, 'channel' | 'person'>): string | undefined {
  return channel ?? (person === 'terminal' ? 'terminal' : undefined);
}

/** A digest by its number or its name; a bare word is one too. */
export const number = textOption('Digest number or name', 80, ['digest'], /^[\p{L}\p{N}][\p{L}\p{N} -]*$/u);

/** The same where bare words may be settings: of them only a number. */
export const numberAlone = textOption('Digest number or name', 80, ['digest'], /^\d+$/);

export const noChannel = () =>
  refusal('invalid', 'Digests belong to a channel: type this in the channel that is meant.');

/**
 * The subscription that is meant by its number or its name, or the answer that asks for it. `ended`: one that was
 * unsubscribed will do.
 */
export async function chosenSubscription(
  { subscriptions, desk }: DigestDeps,
  { number: said, ended = false }: { number: string | undefined; ended?: boolean },
  context: AppContext,
): Promise<{ subscription: Subscription } | { reply: Reply }> {
  const channel = channelOf(context);
  const id = said !== undefined && /^\d{1,9}$/.test(said) ? Number(said) : undefined;
  if (id !== undefined) {
    const found = await subscriptions.get(id);
    // Of another channel, editors of its desk may see it.
    const allowed =
      found && (found.channel === channel || allows(await context.roleOn(found.desk), 'editor'));
    if (allowed && (ended || found.state !== 'ended')) return { subscription: found };
    if (found && allowed) {
      const says = `Number ${id} was unsubscribed. To have one again: ${digestLine('subscribe')}`;
      const history = [{ label: 'Its history', command: digestLine(`history number:${id}`) }];
      return { reply: refusal('not_found', says, 'Look at', history) };
    }
    return {
      reply: refusal('not_found', `This channel has no digest with the number ${id}.`, 'Look at', here),
    };
  }
  if (channel === undefined) return { reply: noChannel() };
  const all = await subscriptions.list({ channel, ended });
  const running = all.filter(({ state }) => state !== 'ended');
  const name = said === undefined ? undefined : (toName(said) ?? said);
  const own = named(running.length > 0 ? running : all, name);
  const [only, ...others] = own;
  if (!only) {
    const has = [...new Set(running.map((one) => one.name))];
    const says =
      name !== undefined && has.length > 0
        ? `This channel has no digest “${name}”. It has ${inWords(has)}.`
        : `This channel has no digest. To have one: ${digestLine('subscribe')}`;
    return { reply: refusal('not_found', says) };
  }
  if (others.length === 0) return { subscription: only };
  const options = own.map((subscription) => {
    const of = desk(subscription.desk);
    const what = of ? `${of.definition.name}, ${filterWords(subscription.filter, of)}` : subscription.desk;
    return {
      label: `${subscription.id} ${subscription.name}: ${what}`,
      command: context.line({ number: String(subscription.id) }),
    };
  });
  return { reply: refusal('question', 'This channel has several digests.', 'Which one?', options) };
}

const named = (all: readonly Subscription[], name: string | undefined) =>
  name === undefined ? all : all.filter((one) => one.name === name);

const here = [{ label: 'The digests of this channel', command: digestLine('list') }];

/** Whoever may manage the digests of a channel; asked at the moment of the act. Undefined: they may. */
export async function refusedTo(
  { places }: Pick<DigestDeps, 'places'>,
  { desk, channel }: Pick<Subscription, 'desk' | 'channel'>,
  context: AppContext,
): Promise<Reply | undefined> {
  const { person, standing } = context;
  if (allows(await context.roleOn(desk), 'editor')) return undefined;
  if (channel === context.channel && standing === 'manages-channel') return undefined;
  if (await places.manages(person, channel)) return undefined;
  const who = 'The digests of a channel are for editors and admins of the desk';
  const others: Record<string, string> = {
    slack: `${who}, for admins of the workspace and for whoever created the channel.`,
    discord: `${who}, and for members who may manage the channel (Manage Channels).`,
    terminal: `${who}. On the host: npm run -s deskwire -- roles grant terminal editor`,
  };
  return forbidden('editor, or whoever manages the channel', others[platformOf(channel)] ?? `${who}.`);
}

/** One that is meant and that the asker may change, or the answer instead. */
export async function chosenToChange(
  deps: DigestDeps,
  input: { number: string | undefined },
  context: AppContext,
): Promise<{ subscription: Subscription } | { reply: Reply }> {
  const found = await chosenSubscription(deps, input, context);
  if ('reply' in found) return found;
  const reply = await refusedTo(deps, found.subscription, context);
  return reply ? { reply } : found;
}

/** What is said where nothing was written. */
export function notDoneReply(outcome: 'outdated' | 'already' | 'empty' | 'away', line: string): Reply {
  const again = [{ label: 'Once more', command: line }];
  switch (outcome) {
    case 'outdated':
      return {
        ...tooLate('It was changed at the same moment, so nothing was done.', 'Do it', again),
        outcome: 'question',
      };
    case 'already':
      return refusal(
        'invalid',
        'This channel has another digest of this desk with that name. Nothing was changed.',
        'Look at',
        here,
      );
    case 'empty':
      return refusal(
        'ok',
        'Nothing new was published, and this digest posts nothing then. Nothing was sent.',
      );
    case 'away':
      return refusal('failed', 'Its desk does not serve at the moment, or this process posts nothing there.');
  }
}
