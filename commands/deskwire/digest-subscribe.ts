import { heading, privately, text } from '../../src/command/answer/blocks.ts';
import { defineHouseCommand, type HouseContext } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import type { Desk } from '../../src/domain/desk.ts';
import type { Block } from '../../src/domain/reply.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { askedOtherwise } from './asked-otherwise.ts';
import { noChannel, refusedTo } from './digest-chosen.ts';
import { channelOf, type DigestNeeds } from './digest-needs.ts';
import { digestBare, digestOptions } from './digest-options.ts';
import { newSettings } from './digest-settings.ts';
import { settingsFields } from './digest-show.ts';
import { howToChange, lookInto, nextDigests } from './digest-words.ts';

export const digestSubscribe = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest subscribe',
    description: 'Have digests in this channel: weekdays at 08:00, or as you say',
    about: 'desk',
    options: digestOptions(needs.timetable),
    bare: digestBare,
    acts: true,
    examples: [
      { line: 'digest subscribe', about: 'weekdays at 08:00, everything that is new' },
      { line: 'digest subscribe weekly on monday at 9:30 in London', about: 'your own days, time and zone' },
      { line: 'digest subscribe cron "30 8 1 * *" headlines', about: 'on the first of every month' },
    ],
    async run(input, context) {
      const { person, now, line } = context;
      const { desk } = context.service;
      const { timetable } = needs;
      const channel = channelOf(context);
      if (channel === undefined) return noChannel();
      const access = await needs.places.access(channel);
      if (!access.ok) return refusal('invalid', `${access.problem} Then type this again.`);
      const refused = await refusedTo(needs, { desk: desk.definition.id, channel }, context);
      if (refused) return refused;
      const profile = input.timezone === undefined ? await needs.places.zoneOf(person) : undefined;
      const zone =
        profile && needs.timetable.isZone(profile)
          ? { name: profile, from: 'profile' as const }
          : { name: desk.definition.zone, from: 'desk' as const };
      const settings = newSettings(input, { timetable: needs.timetable, zone, channel, line });
      if (!settings.ok) return settings.reply;
      const of = { desk: desk.definition.id, channel, by: person, now };
      const { outcome, subscription } = await needs.acts.subscribe(settings.value, of);
      return outcome === 'added'
        ? subscribed(needs, subscription, desk, context)
        : already(needs, subscription, desk, askedOtherwise(input, subscription, { timetable, line }));
    },
  });

function subscribed(
  { timetable }: DigestNeeds,
  subscription: Subscription,
  desk: Desk,
  { now }: HouseContext,
) {
  const { id } = subscription;
  return privately({
    blocks: [
      heading(`Subscribed: ${desk.definition.name}, number ${id}`),
      ...settingsFields(subscription, desk, timetable),
      text('The first one comes now and shows where things stand.'),
      ...nextDigests(subscription, desk, { now, timetable }),
      ...howToChange(id),
      ...lookInto(id),
    ],
  });
}

function already({ timetable }: DigestNeeds, subscription: Subscription, desk: Desk, otherwise: Block[]) {
  const { id } = subscription;
  return privately({
    blocks: [
      heading(`Already subscribed: ${desk.definition.name}`),
      text(`This channel has that digest already, as number ${id}. Nothing was changed.`),
      ...otherwise,
      ...settingsFields(subscription, desk, timetable),
      ...howToChange(id),
      ...lookInto(id),
    ],
  });
}
