import { dayAheadOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { formatDay, startOfDay } from '../../src/domain/day.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { chosenToChange, notDone, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { digestLine, instantIn, nextInstant } from './digest-words.ts';

export const digestPause = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest pause',
    description: 'Hold a digest back, until a day or until it is resumed',
    about: 'house',
    options: { number, until: dayAheadOption('The day on which it begins again', ['to', 'till', 'for']) },
    bare: ['number', 'until'],
    acts: true,
    examples: [
      { line: 'digest pause', about: 'until somebody resumes it' },
      { line: 'digest pause until friday', about: 'until that day; also 1 December, or 3 days' },
    ],
    async run({ until: day, ...input }, { person, now, line, ...context }) {
      const found = await chosenToChange(needs, input, { person, now, line, ...context });
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const until = day === undefined ? undefined : startOfDay(subscription.schedule.zone, day);
      if (until && until <= now) {
        const says = `${formatDay(day ?? '')} has come already. Name a day ahead, or none.`;
        return refusal('invalid', says);
      }
      const act = { act: 'pause', ...(until && { until }) } as const;
      const done = await needs.acts.perform(subscription, act, { by: person, now });
      if (done.outcome !== 'done') return notDone(done.outcome, line({}));
      const begins = day ? `until ${formatDay(day)}` : 'until it is resumed';
      const again = `To go on before: ${digestLine(`resume number:${subscription.id}`)}`;
      const meanwhile =
        'Nothing is posted meanwhile, and nothing that is published is lost; what was posted before is still corrected.';
      const next = until && !subscription.broken ? nextAfter(needs, subscription, until) : undefined;
      const then = next ? ` The next comes ${next}.` : '';
      return refusal('ok', `Paused ${begins}.${then} ${meanwhile} ${again}`);
    },
  });

/** One that is due at the very end of its pause comes; one that was not begun begins then. */
function nextAfter(
  { desk, timetable }: DigestNeeds,
  subscription: Subscription,
  until: Date,
): string | undefined {
  if (subscription.cursor < 0) return instantIn(subscription.schedule.zone, until);
  const now = new Date(until.getTime() - 1);
  return nextInstant({ ...subscription, state: 'active' }, desk(subscription.desk), { now, timetable });
}
