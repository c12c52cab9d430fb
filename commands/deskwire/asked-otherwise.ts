import { text } from '../../src/command/answer/blocks.ts';
import type { HouseContext } from '../../src/command/define-house.ts';
import type { Timetable } from '../../src/domain/ports/timetable.ts';
import type { Block } from '../../src/domain/reply.ts';
import type { Subscription, SubscriptionSettings } from '../../src/domain/subscription.ts';
import type { DigestInput } from './digest-options.ts';
import { editedSettings } from './digest-settings.ts';
import { emptyWords } from './digest-words.ts';

/** What was asked of a digest that the channel has, and that is set otherwise; with the line that makes it so. */
export function askedOtherwise(
  input: DigestInput,
  subscription: Subscription,
  { timetable, line }: { timetable: Timetable; line: HouseContext['line'] },
): Block[] {
  // A time alone does not say the days that follow on a pattern: the usual ones.
  const { at, rhythm, weekday, cron } = input;
  const bare = subscription.schedule.rhythm === 'cron' && at !== undefined && !(rhythm ?? weekday ?? cron);
  const said = bare ? { ...input, rhythm: 'weekdays' as const } : input;
  const { channel } = subscription;
  const asked = editedSettings(said, subscription, { timetable, channel, line });
  if (!asked.ok) return [];
  const tell = (settings: SubscriptionSettings) => [
    timetable.describe(settings.schedule),
    `format ${settings.format}`,
    `when nothing is new, ${emptyWords(settings)}`,
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
    text(`${says.charAt(0).toUpperCase()}${says.slice(1)}. To make it so, type:`),
    { type: 'list', items: [[{ text: edit, style: 'code' }]] },
  ];
}
