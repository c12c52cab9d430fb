import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { chosenToChange, notDone, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { digestLine } from './digest-words.ts';

export const digestUnsubscribe = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest unsubscribe',
    description: 'No more digests in this channel; the history stays',
    about: 'house',
    options: { number },
    bare: ['number'],
    acts: true,
    examples: [{ line: 'digest unsubscribe', about: 'no more digests here' }],
    async run(input, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(needs, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const done = await needs.acts.perform(subscription, { act: 'unsubscribe' }, { by: person, now });
      if (done.outcome !== 'done') return notDone(done.outcome, line({}));
      const history = [{ label: 'Its history', command: digestLine(`history number:${subscription.id}`) }];
      const says = `Unsubscribed: number ${subscription.id}. Its history stays. To have one again: ${digestLine('subscribe')}`;
      return refusal('ok', says, 'Look at', history);
    },
  });
