import { z } from 'zod';
import { heading, inForms, list, notice, onlyIn, privately } from '../../src/command/answer/blocks.ts';
import { type AppContext, defineCommand } from '../../src/command/define.ts';
import { textOption } from '../../src/command/options.ts';
import { maxAppLine } from '../../src/command/parse/parse.ts';
import { forbidden, refusal } from '../../src/command/refusals.ts';
import { channel, naming, person as personSpan } from '../../src/domain/answer/named.ts';
import { count, formatDay } from '../../src/domain/dates/day.ts';
import { isPassing } from '../../src/domain/errors.ts';
import {
  accountOf,
  allows,
  channelPattern,
  idWithin,
  isGroup,
  sameAccount,
  subjectLike,
  subjectOf,
  subjectPattern,
} from '../../src/domain/identity.ts';
import type { ChosenDesks, People, Trace, TraceKind } from '../../src/domain/ports/access.ts';
import { appCommands } from '../../src/domain/ports/answerer.ts';
import type { Reply, Span } from '../../src/domain/reply.ts';
import { unknownSubjectReply, whereOf } from './roles.ts';

export interface MeDeps {
  people: People;
  chosenDesks: ChosenDesks;
  /** Those whom `DESKWIRE_ADMINS` makes admins of every desk. */
  admins: readonly string[];
  /** Of a desk that serves. */
  deskName(id: string): string | undefined;
}

const person = textOption('Another person (admins)', 80, ['of'], subjectLike);

/** How each kind is told, before its number. */
const kindWords: Record<TraceKind, string> = {
  role: 'Roles',
  'role given': 'Roles given to others',
  'admin code': 'Admin codes used',
  revision: 'Changes of entries',
  owner: 'Entries to keep true, by revision',
  draft: 'Drafts written, edited or reviewed',
  import: 'Articles imported',
  report: 'Mistakes reported',
  subscription: 'Digests subscribed',
  feed: 'Feeds added',
  change: 'Other changes, in the audit',
  'change to them': 'Changes of their roles, in the audit',
  message: 'Private messages about what waits',
  mention: 'Mentions in what others wrote',
  'news read': 'What “new” has shown, on each desk',
  'desk chosen': 'Your desk, which “me desk” changes',
};

/** The person who is meant, or the answer to one who may not ask for another. A person's data is of every desk. */
async function whomOf(
  written: string | undefined,
  { person: asker, roleOn }: AppContext,
): Promise<string | Reply> {
  if (written === undefined) return asker;
  const meant = subjectOf(written, asker);
  if (meant !== undefined && sameAccount(meant, asker)) return asker;
  if (!allows(await roleOn('*'), 'admin')) {
    return forbidden(
      'admin',
      'What is kept of somebody else is for admins of every desk, and for that person.',
    );
  }
  if (meant === undefined) return unknownSubjectReply(written);
  if (isGroup(meant)) return refusal('invalid', `${meant} is a group. Name one person of it.`);
  return meant;
}

/** `slack:T1:U2`, or `you`. */
const whomWords = (meant: string, asker: string) => (meant === asker ? 'you' : meant);

/** Whether the host names them, which nothing said in chat changes. */
const namedByHost = (meant: string, admins: readonly string[]) => admins.some((id) => sameAccount(id, meant));

/** Of each kind. */
const newest = 3;
const longest = 160;

export const meShow = ({ people, admins, deskName }: MeDeps) =>
  defineCommand({
    scope: 'app',
    name: 'me show',
    description: 'Show everything stored about you',
    about: 'app',
    options: { person },
    bare: ['person'],
    forms: true,
    examples: [{ line: 'me show', about: 'what is stored about you, by kind, newest first' }],
    async run({ person: written }, context) {
      const meant = await whomOf(written, context);
      if (typeof meant !== 'string') return meant;
      const whom = whomWords(meant, context.person);
      const traces = await people.traces(meant, newest);
      const forget = {
        label: 'Remove it',
        command: `/${appCommands.manage} me forget${written ? ` ${written}` : ''}`,
      };
      const blocks = [
        heading(`What is kept of ${whom === 'you' ? whom : 'one person'}`),
        ...(whom === 'you' ? [] : list([[personSpan(meant)]])),
        ...(namedByHost(meant, admins)
          ? [notice('info', 'DESKWIRE_ADMINS on the host makes an admin of every desk.')]
          : []),
        ...onlyIn('glance', list(traces.map(({ kind, count }) => `${kindWords[kind]}: ${count}`))),
        ...onlyIn(
          'details',
          traces.flatMap((trace) => traceBlocks(trace, deskName)),
        ),
        notice(
          'info',
          `${traces.length === 0 ? `Nothing here names ${whom}. ` : ''}What is asked of a desk is not kept with a name.`,
        ),
      ];
      return inForms(context, privately({ blocks }), [], traces.length > 0 ? [forget] : []);
    },
  });

function traceBlocks({ kind, count, newest: shown }: Trace, deskName: MeDeps['deskName']) {
  const lines = shown.map(({ what, at }): Span[] => [
    { text: `${formatDay(at.toISOString().slice(0, 10))}: ` },
    ...named(shortened(what).replace(onDesk, (said, id) => (deskName(id) ? ` on ${deskName(id)}` : said))),
  ]);
  const more = count > shown.length ? [`and ${count - shown.length} earlier`] : [];
  return [heading(`${kindWords[kind]}: ${count}`, 2), ...list([...lines, ...more])];
}

/** As the store tells where something was. */
const onDesk = / on ([a-z0-9-]{1,64})(?=$|[:, ])/g;

/** People, groups and channels by name, wherever their ids stand. */
const named = (words: string): Span[] =>
  words.split(idWithin).flatMap((part) => {
    if (subjectPattern.test(part)) return [personSpan(part)];
    if (channelPattern.test(part)) return [channel(part)];
    return part === '' ? [] : [{ text: part }];
  });

const shortened = (text: string) =>
  [...text].length > longest ? `${[...text].slice(0, longest).join('')}…` : text;

export const meDesk = ({ chosenDesks }: MeDeps) =>
  defineCommand({
    scope: 'app',
    name: 'me desk',
    description: 'Choose your desk, for lines that name none',
    about: 'desk',
    keepsDesk: true,
    options: {
      line: { ...textOption('A line to answer there', maxAppLine), older: true },
    },
    bare: [],
    acts: true,
    examples: [{ line: 'me desk', about: 'choose the desk for lines that name none' }],
    async run({ line }, { person, now, service, answer }) {
      const { id, name } = service.desk.definition;
      try {
        await chosenDesks.set(person, id, now);
      } catch (error) {
        // A full disk keeps nobody from reading.
        if (line === undefined || !isPassing(error)) throw error;
      }
      return line === undefined
        ? refusal('ok', `Your desk is ${name}: a line that names no other is asked there.`)
        : answer(line);
    },
  });

export const meForget = ({ people, admins }: MeDeps) =>
  defineCommand({
    scope: 'app',
    name: 'me forget',
    description: 'Delete your id from everything stored',
    about: 'app',
    options: {
      person,
      sure: { description: 'Confirm, permanently', kind: { type: 'flag' }, schema: z.boolean() },
    },
    bare: ['person'],
    acts: true,
    examples: [{ line: 'me forget', about: 'delete your id everywhere, after confirmation' }],
    async run({ person: written, sure }, context) {
      const meant = await whomOf(written, context);
      if (typeof meant !== 'string') return meant;
      const whom = whomWords(meant, context.person);
      if (!accountOf(meant)) {
        return refusal('invalid', `“${meant}” is whoever sits at the host, and names nobody.`);
      }
      const places = (await people.traces(meant, 0)).reduce((sum, trace) => sum + trace.count, 0);
      if (places === 0) return refusal('ok', `Nothing here names ${whom}.`);
      if (!sure) {
        const says = `In ${count(places, 'place')} “removed” will stand for ${whom}, and roles will be gone. What was written stays, without a name. This cannot be undone.`;
        const options = [{ label: 'Remove for good', command: context.line({ sure: 'yes' }) }];
        return refusal('question', naming(says, meant), 'Sure?', options);
      }
      const done = await people.remove(meant, context.person, context.now, admins);
      if (done.outcome === 'last admin') return onlyAdmin(whom, done.desks);
      const host = namedByHost(meant, admins)
        ? ' DESKWIRE_ADMINS on the host still names an admin: take the id out there.'
        : '';
      const says = `Done: nothing here names ${whom} any more.${host} Logs and backups are with whoever runs the host.`;
      return refusal('ok', naming(says, meant));
    },
  });

function onlyAdmin(whom: string, desks: readonly string[]) {
  const are = whom === 'you' ? 'You are' : `${whom} is`;
  const where = desks.map(whereOf).join(' and ');
  const says = `${are} the last admin of ${where}. Give the role to somebody else first: /deskwire roles grant.`;
  return refusal('invalid', naming(says, whom));
}
