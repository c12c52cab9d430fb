import { fields, heading, privately } from '../../src/command/answer/blocks.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import type { Desk } from '../../src/domain/desk.ts';
import { countryName, inWords, nameOf } from '../../src/domain/desk-names.ts';
import type { Timetable } from '../../src/domain/ports/timetable.ts';
import type { Block } from '../../src/domain/reply.ts';
import type { Subscription, ToldSetting } from '../../src/domain/subscription.ts';
import { chosen, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { emptyWords, howToChange, nextDigests, stateWords } from './digest-words.ts';

export const digestShow = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest show',
    description: 'Every setting of a digest, and where each comes from',
    about: 'house',
    options: { number },
    bare: ['number'],
    examples: [{ line: 'digest show', about: 'how the digest of this channel is set' }],
    async run(input, context) {
      const found = await chosen(needs, { ...input, ended: true }, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const { id, channel, state, sent, createdBy } = subscription;
      const desk = needs.desk(subscription.desk);
      const { now } = context;
      const { timetable } = needs;
      return privately({
        ...(desk && { desk: desk.definition.id }),
        blocks: [
          heading(`Digest ${id}: ${desk?.definition.name ?? subscription.desk}`),
          ...fields([
            ['State', stateWords(subscription, now)],
            ['Channel', { text: channel, style: 'code' }],
          ]),
          ...(desk ? settingsFields(subscription, desk, timetable) : []),
          ...fields([
            ['Sent so far', String(sent)],
            ['Subscribed by', { text: createdBy, style: 'code' }],
          ]),
          ...(desk ? nextDigests(subscription, desk, { now, timetable }) : []),
          ...(state === 'ended' ? [] : howToChange(id)),
        ],
      });
    },
  });

/** Each effective value, and where it comes from. */
export function settingsFields(subscription: Subscription, desk: Desk, timetable: Timetable): Block[] {
  const { schedule, filter, format, ping, origins = {} } = subscription;
  const told = (setting: ToldSetting, value: string) => {
    const from = { given: 'given', desk: 'the desk’s', profile: 'from the profile', usual: 'the usual' };
    return `${value} (${from[origins[setting] ?? 'usual']})`;
  };
  const topics = inWords(filter.topics.map((id) => nameOf(desk, 'topics', id)));
  const countries = inWords(filter.countries.map((id) => countryName(desk, id)));
  const { holidays, zone } = schedule;
  const when = timetable.describe({ ...schedule, holidays: 'send' }).replace(/, [^,]+$/, '');
  const onHolidays = {
    send: 'sent all the same',
    skip: 'left out',
    shift: 'sent on the next day that is none',
  };
  return fields([
    ['When', told('schedule', when)],
    ['Time zone', told('zone', zone)],
    ['Topics', told('topics', topics || 'all')],
    ['Countries', told('countries', countries || 'all')],
    ['Format', told('format', format)],
    ['When nothing is new', told('onEmpty', emptyWords(subscription))],
    ['On holidays', told('holidays', onHolidays[holidays])],
    ['Ping', told('ping', ping ?? 'nobody')],
  ]);
}
