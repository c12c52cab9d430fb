import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { count } from '../../src/domain/day.ts';
import { chosenToChange, notDone, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { instantIn, nextInstant } from './digest-words.ts';

export const digestSkip = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest skip',
    description: 'Leave out the next digest, with what was published so far',
    about: 'house',
    options: { number },
    bare: ['number'],
    acts: true,
    examples: [{ line: 'digest skip', about: 'leave the next one out' }],
    async run(input, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(needs, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const done = await needs.acts.perform(subscription, { act: 'skip' }, { by: person, now });
      if (done.outcome !== 'done') return notDone(done.outcome, line({}));
      const { slot = now, entries = 0 } = done.skipped ?? {};
      const { zone } = subscription.schedule;
      const passed = `${count(entries, 'entry is', 'entries are')} passed over`;
      if (slot <= now) return refusal('ok', `What was published so far is passed over: ${passed}.`);
      const left = (await needs.subscriptions.get(subscription.id)) ?? subscription;
      const at = { now, timetable: needs.timetable };
      const next = nextInstant(left, needs.desk(subscription.desk), at);
      const then = next ? ` The next comes ${next}.` : '';
      return refusal('ok', `Left out: the digest of ${instantIn(zone, slot)}. ${passed}.${then}`);
    },
  });
