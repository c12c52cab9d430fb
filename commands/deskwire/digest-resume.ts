import { z } from 'zod';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { count } from '../../src/domain/day.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { chosenToChange, notDone, number } from './digest-chosen.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { isAhead, nextInstant, stateWords } from './digest-words.ts';

export const digestResume = (needs: DigestNeeds) =>
  defineHouseCommand({
    name: 'digest resume',
    description: 'End a pause, with what came meanwhile or without',
    about: 'house',
    options: {
      number,
      how: {
        description: 'catch-up: what came meanwhile too; from-now: only what is new',
        kind: {
          type: 'choice',
          choices: { 'catch-up': ['catch up', 'catchup'], 'from-now': ['from now', 'from now on'] },
        },
        schema: z.enum(['catch-up', 'from-now']),
      },
    },
    bare: ['number', 'how'],
    acts: true,
    examples: [{ line: 'digest resume', about: 'go on; it asks what to do with what came meanwhile' }],
    async run({ how, ...input }, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(needs, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const { state } = subscription;
      if (state === 'broken')
        return refusal(
          'ok',
          `It is ${stateWords(subscription, now)}. It goes on by itself once the channel can be reached.`,
        );
      const desk = needs.desk(subscription.desk);
      const at = { now, timetable: needs.timetable };
      if (state !== 'paused' && !isAhead(subscription, now))
        return refusal(
          'ok',
          `It is not paused. The next comes ${nextInstant(subscription, desk, at) ?? 'as planned'}.`,
        );
      const waiting =
        state === 'paused' && how === undefined ? await needs.views.waiting(subscription, now) : 0;
      const held = state === 'paused' ? await heldDigests(needs, subscription) : 0;
      if (how === undefined && waiting + held > 0) {
        // Some came before the pause: since the digest before it.
        const entries = count(waiting, 'entry, new or changed, is', 'entries, new or changed, are');
        const came = waiting > 0 ? [`${entries} not told yet`] : [];
        const waits = held > 0 ? [`${count(held, 'digest')} could not be sent before the pause`] : [];
        const says = `${[...came, ...waits].join(', and ')}. Tell ${waiting + held === 1 ? 'it' : 'them'}?`;
        return refusal('question', says, 'Go on', [
          { label: 'Catch up', command: line({ how: 'catch-up' }) },
          { label: 'From now', command: line({ how: 'from-now' }) },
        ]);
      }
      const act = { act: 'resume', how: how ?? 'catch-up' } as const;
      const done = await needs.acts.perform(subscription, act, { by: person, now });
      if (done.outcome !== 'done') return notDone(done.outcome, line({}));
      const { entries = 0 } = done.skipped ?? {};
      const over =
        how === 'from-now' && held > 0 ? ` ${count(held, 'digest is', 'digests are')} not sent.` : '';
      const passed = `${entries > 0 ? ` ${count(entries, 'entry is', 'entries are')} passed over.` : ''}${over}`;
      const resumed = (await needs.subscriptions.get(subscription.id)) ?? subscription;
      if (resumed.state === 'broken')
        return refusal('ok', `Its pause is over.${passed} It is ${stateWords(resumed, now)}.`);
      const next = nextInstant(resumed, desk, at) ?? 'as planned';
      return refusal('ok', `It goes on.${passed} The next comes ${next}.`);
    },
  });

/** Of the newest; corrections are not asked about. */
async function heldDigests({ ledger }: DigestNeeds, { id }: Subscription): Promise<number> {
  const lines = await ledger.history(id, 50);
  return lines.filter(
    (line) => 'delivery' in line && line.delivery.state === 'held' && line.delivery.kind !== 'correction',
  ).length;
}
