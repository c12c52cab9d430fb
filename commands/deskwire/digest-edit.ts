import { z } from 'zod';
import { heading, privately, text } from '../../src/command/answer/blocks.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import type { Block } from '../../src/domain/reply.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { chosenToChange, notDone, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { digestBare, digestOptions } from './digest-options.ts';
import { editedSettings } from './digest-settings.ts';
import { settingsFields } from './digest-show.ts';
import { digestLine, instantIn, lookInto, nextDigests, stateWords } from './digest-words.ts';

export const digestEdit = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest edit',
    description: 'Change a digest of this channel; what is not said stays',
    about: 'desk',
    options: {
      number,
      ...digestOptions(needs.timetable),
      all: { description: 'Every topic and country again', kind: { type: 'flag' }, schema: z.boolean() },
    },
    bare: ['number', ...digestBare],
    acts: true,
    examples: [
      { line: 'digest edit at 09:30', about: 'another time' },
      { line: 'digest edit all', about: 'every topic and country again' },
    ],
    async run(input, context) {
      const { person, now, line } = context;
      const { desk } = context.service;
      const found = await chosenToChange(needs, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      if (subscription.desk !== desk.definition.id) {
        const again = [{ label: `On ${subscription.desk}`, command: line({ desk: subscription.desk }) }];
        const says = `Number ${subscription.id} is a digest of the desk ${subscription.desk}.`;
        return refusal('question', says, 'Change it', again);
      }
      const { timetable } = needs;
      const settings = editedSettings(input, subscription, {
        timetable,
        channel: subscription.channel,
        line,
      });
      if (!settings.ok) return settings.reply;
      if (Object.keys(settings.value).length === 0) {
        const says = `Say what to change, such as ${digestLine(`edit number:${subscription.id} at 09:30`)}`;
        return refusal('invalid', `${says} What is not said stays.`);
      }
      const asked = { by: person, now };
      const done = await needs.acts.perform(subscription, { act: 'edit', settings: settings.value }, asked);
      if (done.outcome !== 'done') return notDone(done.outcome, line({}));
      const edited = (await needs.subscriptions.get(subscription.id)) ?? subscription;
      return privately({
        blocks: [
          heading(`Changed: ${desk.definition.name}, number ${edited.id}`),
          ...settingsFields(edited, desk, timetable),
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
