import { z } from 'zod';
import { defineCommand } from '../../../src/command/define.ts';
import { dayAheadOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count, formatDay, startOfDay } from '../../../src/domain/dates/day.ts';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { chosenToChange, type DigestDeps, notDoneReply, number } from './options.ts';
import { digestLine, instantIn, isAhead, nextInstant, stateWords } from './wording.ts';

export const digestPause = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest pause',
    description: 'Pause a digest until a day or until resumed',
    about: 'app',
    options: { number, until: dayAheadOption('Day on which it resumes', ['to', 'till', 'for']) },
    bare: ['number', 'until'],
    acts: true,
    examples: [
      { line: 'digest pause', about: 'until resumed' },
      { line: 'digest pause until friday', about: 'until that day; also 1 December, or 3 days' },
    ],
    async run({ until: day, ...input }, { person, now, line, ...context }) {
      const found = await chosenToChange(deps, input, { person, now, line, ...context });
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const until = day === undefined ? undefined : startOfDay(subscription.schedule.zone, day);
      if (until && until <= now) {
        const says = `${formatDay(day ?? '')} has come already. Name a day ahead, or none.`;
        return refusal('invalid', says);
      }
      const act = { act: 'pause', ...(until && { until }) } as const;
      const done = await deps.acts.perform(subscription, act, { by: person, now });
      if (done.outcome !== 'done') return notDoneReply(done.outcome, line({}));
      const begins = day ? `until ${formatDay(day)}` : 'until it is resumed';
      const again = `To go on before: ${digestLine(`resume number:${subscription.id}`)}`;
      const meanwhile =
        'Nothing is posted meanwhile, and nothing that is published is lost; what was posted before is still corrected.';
      const next = until && !subscription.broken ? nextAfter(deps, subscription, until) : undefined;
      const then = next ? ` The next comes ${next}.` : '';
      return refusal('ok', `Paused ${begins}.${then} ${meanwhile} ${again}`);
    },
  });

/** One that is due at the very end of its pause comes; one that was not begun begins then. */
function nextAfter(
  { desk, timetable }: DigestDeps,
  subscription: Subscription,
  until: Date,
): string | undefined {
  if (subscription.cursor < 0) return instantIn(subscription.schedule.zone, until);
  const now = new Date(until.getTime() - 1);
  return nextInstant({ ...subscription, state: 'active' }, desk(subscription.desk), { now, timetable });
}

export const digestResume = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest resume',
    description: 'End a pause, catching up or not',
    about: 'app',
    options: {
      number,
      how: {
        description: 'catch-up: send what was missed; from-now: skip it',
        kind: {
          type: 'choice',
          choices: { 'catch-up': ['catch up', 'catchup'], 'from-now': ['from now', 'from now on'] },
        },
        schema: z.enum(['catch-up', 'from-now']),
      },
    },
    bare: ['number', 'how'],
    acts: true,
    examples: [{ line: 'digest resume', about: 'resume; asks whether to catch up' }],
    async run({ how, ...input }, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(deps, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const { state } = subscription;
      if (state === 'broken')
        return refusal(
          'ok',
          `It is ${stateWords(subscription, now)}. It goes on by itself once the channel can be reached.`,
        );
      const desk = deps.desk(subscription.desk);
      const at = { now, timetable: deps.timetable };
      if (state !== 'paused' && !isAhead(subscription, now))
        return refusal(
          'ok',
          `It is not paused. The next comes ${nextInstant(subscription, desk, at) ?? 'as planned'}.`,
        );
      const waiting =
        state === 'paused' && how === undefined ? await deps.views.waiting(subscription, now) : 0;
      const held = state === 'paused' ? await heldDigests(deps, subscription) : 0;
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
      const done = await deps.acts.perform(subscription, act, { by: person, now });
      if (done.outcome !== 'done') return notDoneReply(done.outcome, line({}));
      const { entries = 0 } = done.skipped ?? {};
      const over =
        how === 'from-now' && held > 0 ? ` ${count(held, 'digest is', 'digests are')} not sent.` : '';
      const passed = `${entries > 0 ? ` ${count(entries, 'entry is', 'entries are')} passed over.` : ''}${over}`;
      const resumed = (await deps.subscriptions.get(subscription.id)) ?? subscription;
      if (resumed.state === 'broken')
        return refusal('ok', `Its pause is over.${passed} It is ${stateWords(resumed, now)}.`);
      const next = nextInstant(resumed, desk, at) ?? 'as planned';
      return refusal('ok', `It goes on.${passed} The next comes ${next}.`);
    },
  });

/** Of the newest; corrections are not asked about. */
async function heldDigests({ ledger }: DigestDeps, { id }: Subscription): Promise<number> {
  const lines = await ledger.history(id, 50);
  return lines.filter(
    (line) => 'delivery' in line && line.delivery.state === 'held' && line.delivery.kind !== 'correction',
  ).length;
}

export const digestSkip = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest skip',
    description: 'Skip the next digest and what was published so far',
    about: 'app',
    options: { number },
    bare: ['number'],
    acts: true,
    examples: [{ line: 'digest skip', about: 'skip the next digest' }],
    async run(input, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(deps, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const done = await deps.acts.perform(subscription, { act: 'skip' }, { by: person, now });
      if (done.outcome !== 'done') return notDoneReply(done.outcome, line({}));
      const { slot = now, entries = 0 } = done.skipped ?? {};
      const { zone } = subscription.schedule;
      const passed = `${count(entries, 'entry is', 'entries are')} passed over`;
      if (slot <= now) return refusal('ok', `What was published so far is passed over: ${passed}.`);
      const left = (await deps.subscriptions.get(subscription.id)) ?? subscription;
      const at = { now, timetable: deps.timetable };
      const next = nextInstant(left, deps.desk(subscription.desk), at);
      const then = next ? ` The next comes ${next}.` : '';
      return refusal('ok', `Left out: the digest of ${instantIn(zone, slot)}. ${passed}.${then}`);
    },
  });

export const digestNow = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest now',
    description: 'Send what is new at once',
    about: 'app',
    options: {
      number,
      keep: { description: 'Repeat it in the next digest', kind: { type: 'flag' }, schema: z.boolean() },
      after: {
        description: 'Include all after this publication number',
        kind: { type: 'number', min: 0, max: 2_000_000_000 },
        schema: z.coerce.number().int(),
      },
    },
    bare: ['number', 'keep'],
    acts: true,
    examples: [
      { line: 'digest now', about: 'send what is new at once' },
      { line: 'digest now keep', about: 'send now and again with the next digest' },
    ],
    async run({ keep = false, after, ...input }, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(deps, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const done = await deps.acts.perform(subscription, { act: 'now', keep, after }, { by: person, now });
      if (done.outcome !== 'done') return notDoneReply(done.outcome, line({}));
      const left = (await deps.subscriptions.get(subscription.id)) ?? subscription;
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

export const digestUnsubscribe = (deps: DigestDeps) =>
  defineCommand({
    scope: 'app',
    name: 'digest unsubscribe',
    description: 'End the digest; its history stays',
    about: 'app',
    options: { number },
    bare: ['number'],
    acts: true,
    examples: [{ line: 'digest unsubscribe', about: 'end the digest of this channel' }],
    async run(input, context) {
      const { person, now, line } = context;
      const found = await chosenToChange(deps, input, context);
      if ('reply' in found) return found.reply;
      const { subscription } = found;
      const done = await deps.acts.perform(subscription, { act: 'unsubscribe' }, { by: person, now });
      if (done.outcome !== 'done') return notDoneReply(done.outcome, line({}));
      const history = [{ label: 'Its history', command: digestLine(`history number:${subscription.id}`) }];
      const says = `Unsubscribed: number ${subscription.id}. Its history stays. To have one again: ${digestLine('subscribe')}`;
      return refusal('ok', says, 'Look at', history);
    },
  });
