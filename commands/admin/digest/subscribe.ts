import { z } from 'zod';
import { heading, privately, text } from '../../../src/command/answer/blocks.ts';
import { type AppContext, type DeskService, defineCommand } from '../../../src/command/define.ts';
import { refusal } from '../../../src/command/refusals.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import { filterWords } from '../../../src/domain/digests/filter.ts';
import type { Subscription, SubscriptionSettings } from '../../../src/domain/digests/subscription.ts';
import type { Timetable } from '../../../src/domain/ports/digests.ts';
import type { Block } from '../../../src/domain/reply.ts';
import { capital } from '../../../src/domain/text.ts';
import {
  channelOf,
  chosenToChange,
  type DigestDeps,
  type DigestInput,
  digestBare,
  digestOptions,
  noChannel,
  notDoneReply,
  numberAlone,
  refusedTo,
} from './options.ts';
import { editedSettings, newSettings } from './settings.ts';
import { settingsInShort } from './show.ts';
import {
  digestLine,
  emptyWords,
  headlinesWords,
  howToChange,
  instantIn,
  lookInto,
  nextDigests,
  stateWords,
} from './wording.ts';

export const digestSubscribe = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest subscribe',
    description: 'Subscribe this channel (default: weekdays at 08:00)',
    about: 'desk',
    options: digestOptions(deps.timetable),
    bare: digestBare,
    acts: true,
    examples: [
      { line: 'digest subscribe', about: 'weekdays at 08:00, all news' },
      {
        line: 'digest subscribe weekly on monday at 9:30 in London',
        about: 'beside a daily one, under the name “weekly”',
      },
      {
        line: 'digest subscribe cron "30 8 1 * *" headlines',
        about: 'on the first of each month, as headlines',
      },
    ],
    async run(input, context) {
      const { person, now, line } = context;
      const { desk, names } = context.service;
      const { timetable } = deps;
      const channel = channelOf(context);
      if (channel === undefined) return noChannel();
      const access = await deps.places.access(channel);
      if (!access.ok) return refusal('invalid', `${access.problem} Then type this again.`);
      const refused = await refusedTo(deps, { desk: desk.definition.id, channel }, context);
      if (refused) return refused;
      const profile = input.timezone === undefined ? await deps.places.zoneOf(person) : undefined;
      const zone =
        profile && deps.timetable.isZone(profile)
          ? { name: profile, from: 'profile' as const }
          : { name: desk.definition.zone, from: 'desk' as const };
      const settings = newSettings(input, { timetable: deps.timetable, zone, channel, line, names, now });
      if (!settings.ok) return settings.reply;
      const of = { desk: desk.definition.id, channel, by: person, now };
      const { outcome, subscription } = await deps.acts.subscribe(settings.value, of);
      return outcome === 'added'
        ? subscribed(deps, subscription, desk, context)
        : already(
            deps,
            subscription,
            desk,
            askedOtherwise(input, subscription, { timetable, line, desk, names, now }),
          );
    },
  });

function subscribed({ timetable }: DigestDeps, subscription: Subscription, desk: Desk, { now }: AppContext) {
  const { id } = subscription;
  return privately({
    blocks: [
      heading(`Subscribed: ${desk.definition.name}, ${subscription.name}, number ${id}`),
      ...settingsInShort(subscription, desk, timetable),
      text('The first one comes now and shows where things stand.'),
      ...nextDigests(subscription, desk, { now, timetable }),
      ...lookInto(id),
    ],
  });
}

function already({ timetable }: DigestDeps, subscription: Subscription, desk: Desk, otherwise: Block[]) {
  const { id } = subscription;
  return privately({
    blocks: [
      heading(`Already subscribed: ${desk.definition.name}`),
      text(
        `This channel has a digest “${subscription.name}” already, number ${id}. Nothing was changed. To have another beside it, give it a name: ${digestLine('subscribe name:second')}`,
      ),
      ...otherwise,
      ...settingsInShort(subscription, desk, timetable),
      ...howToChange(id),
      ...lookInto(id),
    ],
  });
}

export const digestEdit = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest edit',
    description: 'Change settings of a digest; others stay',
    about: 'desk',
    options: {
      number: numberAlone,
      ...digestOptions(deps.timetable),
      all: { description: 'Clear the filter', kind: { type: 'flag' }, schema: z.boolean() },
    },
    bare: ['number', ...digestBare],
    acts: true,
    examples: [
      { line: 'digest edit at 09:30', about: 'change the time' },
      { line: 'digest edit all', about: 'clear the filter' },
    ],
    async run(input, context) {
      const { person, now, line } = context;
      const { desk, names } = context.service;
      const found = await chosenToChange(deps, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      if (subscription.desk !== desk.definition.id) {
        const again = [{ label: `On ${subscription.desk}`, command: line({ desk: subscription.desk }) }];
        const says = `Number ${subscription.id} is a digest of the desk ${subscription.desk}.`;
        return refusal('question', says, 'Change it', again);
      }
      const { timetable } = deps;
      const settings = editedSettings(input, subscription, {
        timetable,
        channel: subscription.channel,
        line,
        names,
        now,
      });
      if (!settings.ok) return settings.reply;
      if (Object.keys(settings.value).length === 0) {
        const says = `Say what to change, such as ${digestLine(`edit number:${subscription.id} at 09:30`)}`;
        return refusal('invalid', `${says} What is not said stays.`);
      }
      const asked = { by: person, now };
      const done = await deps.acts.perform(subscription, { act: 'edit', settings: settings.value }, asked);
      if (done.outcome === 'already' && settings.value.name !== undefined) {
        const says = `This channel has another digest “${settings.value.name}”. Nothing was changed.`;
        return refusal('invalid', says);
      }
      if (done.outcome !== 'done') return notDoneReply(done.outcome, line({}));
      const edited = (await deps.subscriptions.get(subscription.id)) ?? subscription;
      return privately({
        blocks: [
          heading(`Changed: ${desk.definition.name}, ${edited.name}, number ${edited.id}`),
          ...settingsInShort(edited, desk, timetable),
          ...skipsOf(subscription, edited, { now, undone: done.undone ?? [] }),
          ...(edited.state === 'active' ? [] : [text(`It is ${stateWords(edited, now)}.`)]),
          ...nextDigests(edited, desk, { now, timetable }),
          ...lookInto(edited.id),
        ],
      });
    },
  });

/** What was left out stays so: at another instant, or no longer, that is said. */
function skipsOf(
  before: Subscription,
  { id, schedule, leftOut = [] }: Subscription,
  { now, undone }: { now: Date; undone: Date[] },
): Block[] {
  const same = new Set(before.leftOut?.map(Number));
  const moved = leftOut.filter((at) => at > now && !same.has(Number(at)));
  const kept = moved.map((at) => instantIn(schedule.zone, at));
  const lost = undone.map((at) => instantIn(before.schedule.zone, at));
  return [
    ...(kept.length > 0 ? [text(`Left out, as asked before: ${kept.join('; ')}.`)] : []),
    ...(lost.length > 0
      ? [
          text(
            `No longer left out, as this schedule has no digest or several on that day: ${lost.join('; ')}. To leave out the next one: ${digestLine(`skip number:${id}`)}`,
          ),
        ]
      : []),
  ];
}

/** What was asked of a digest that the channel has, and that is set otherwise; with the line that makes it so. */
function askedOtherwise(
  input: DigestInput,
  subscription: Subscription,
  {
    timetable,
    line,
    desk,
    names,
    now,
  }: Pick<DeskService, 'desk' | 'names'> & {
    timetable: Timetable;
    now: Date;
    line: AppContext['line'];
  },
): Block[] {
  // A time alone does not say the days that follow on a pattern: the usual ones.
  const { at, rhythm, weekday, cron } = input;
  const bare = subscription.schedule.rhythm === 'cron' && at !== undefined && !(rhythm ?? weekday ?? cron);
  const said = bare ? { ...input, rhythm: 'weekdays' as const } : input;
  const { channel } = subscription;
  const asked = editedSettings(said, subscription, { timetable, channel, line, names, now });
  if (!asked.ok) return [];
  const tell = (settings: SubscriptionSettings) => [
    filterWords(settings.filter, desk),
    timetable.describe(settings.schedule),
    `format ${settings.format}`,
    `when nothing is new, ${emptyWords(settings)}`,
    `unchecked headlines: ${headlinesWords(settings.headlines)}`,
    `pings ${settings.ping ?? 'nobody'}`,
  ];
  const has = tell(subscription);
  const differs = tell({ ...subscription, ...asked.value }).flatMap((wanted, index) =>
    wanted === has[index] ? [] : [`you asked for “${wanted}”, and it has “${has[index]}”`],
  );
  if (differs.length === 0) return [];
  const typed = line({ ...(bare && { rhythm: said.rhythm }) });
  const edit = typed.replace(' digest subscribe', ` digest edit number:${subscription.id}`);
  const says = differs.join('; ');
  return [
    text(`${capital(says)}. To make it so, type:`),
    { type: 'list', items: [[{ text: edit, style: 'code' }]] },
  ];
}
