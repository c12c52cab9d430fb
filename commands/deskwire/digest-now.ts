import { z } from 'zod';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { chosenToChange, notDone, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { digestLine, stateWords } from './digest-words.ts';

export const digestNow = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest now',
    description: 'Send the digest at once; the next one tells what comes after',
    about: 'house',
    options: {
      number,
      keep: { description: 'The next one tells it again', kind: { type: 'flag' }, schema: z.boolean() },
      after: {
        description: 'Also what was passed over after this publication',
        kind: { type: 'number', min: 0, max: 2_000_000_000 },
        schema: z.coerce.number().int(),
      },
    },
    bare: ['number', 'keep'],
    acts: true,
    examples: [
      { line: 'digest now', about: 'what is new, at once' },
      { line: 'digest now keep', about: 'at once, and once more at its hour' },
    ],
    async run({ keep = false, after, ...input }, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(needs, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const done = await needs.acts.perform(subscription, { act: 'now', keep, after }, { by: person, now });
      if (done.outcome !== 'done') return notDone(done.outcome, line({}));
      const left = (await needs.subscriptions.get(subscription.id)) ?? subscription;
      const broken = left.state === 'broken' ? ` It waits: the channel is ${stateWords(left, now)}.` : '';
      const paused = left.state === 'paused' ? ` The subscription stays ${stateWords(left, now)}.` : '';
      const kept = keep ? ' The next one tells it again.' : '';
      const see = [{ label: 'What became of it', command: digestLine(`history number:${subscription.id}`) }];
      return refusal(
        'ok',
        `Digest ${subscription.sent + 1} is on its way.${kept}${broken}${paused}`,
        'Look at',
        see,
      );
    },
  });
