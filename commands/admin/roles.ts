import { z } from 'zod';
import { heading, privately } from '../../src/command/answer/blocks.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineCommand } from '../../src/command/define.ts';
import { page, textOption } from '../../src/command/options.ts';
import { forbidden, refusal, refusalSuggesting } from '../../src/command/refusals.ts';
import { naming, person } from '../../src/domain/answer/named.ts';
import { formatDay } from '../../src/domain/dates/day.ts';
import { inWords } from '../../src/domain/desk.ts';
import {
  groupForms,
  isGroup,
  roles,
  subjectForms,
  subjectLike,
  subjectOf,
} from '../../src/domain/identity.ts';
import type { Grant, Redeemed, RoleStore } from '../../src/domain/ports/access.ts';
import { appCommands } from '../../src/domain/ports/answerer.ts';
import type { Reply, Span } from '../../src/domain/reply.ts';

export interface RolesDeps {
  store: RoleStore;
  /** Those whom `DESKWIRE_ADMINS` makes admins of every desk. */
  admins: readonly string[];
  /** Names of the desks on which one person approves alone, until a second has a role. */
  onePersonDesks(): Promise<readonly string[]>;
}

const who = {
  ...textOption('Person or group: @name or id', 80, ['to'], subjectLike),
  required: true,
} as const;

const sure = {
  description: 'Confirm, even if no admin remains',
  kind: { type: 'flag' },
} as const;

/** `every desk`, or the desk's id. */
export const whereOf = (desk: string) => (desk === '*' ? 'every desk' : desk);

/** The id of the person or the group, or the answer to one who cannot be told. */
function grantee(written: string, asker: string, admins: readonly string[]): string | Reply {
  const subject = subjectOf(written, asker);
  if (subject === undefined) return unknownSubjectReply(written);
  if (!admins.includes(subject)) return subject;
  const fixed = `${subject} is admin of every desk by DESKWIRE_ADMINS, which nothing said here changes.`;
  return forbidden(
    'the host',
    naming(`${fixed} Take the id out of that variable on the host and start again.`, subject),
  );
}

export function unknownSubjectReply(written: string): Reply {
  const write = `Type @ and choose the person or the group, or write an id: ${subjectForms}; for a group ${groupForms}.`;
  return refusal('invalid', `“${written}” is nobody whom I can tell by it. ${write}`);
}

/** `slack:T1:U1 is now`, and for a group that everybody in it is. */
export const nowIs = (subject: string) => `${isGroup(subject) ? 'Everybody in ' : ''}${subject} is now`;

/** What becomes of one whose role was taken back. */
export function afterRevoking(subject: string, grants: readonly Grant[]): string {
  if (isGroup(subject)) return `Being in ${subject} gives no role there any more.`;
  const groups = grants.some((grant) => isGroup(grant.subject));
  return `${subject} is a reader there again${groups ? ', unless a group they are in was given more' : ''}.`;
}

/** What is told first of the last admin, with the line that does it all the same. */
function lastAdmin(subject: string, asker: string, desk: string, line: string): Reply {
  const who = subject === asker ? 'You are' : `${subject} is`;
  const again = `To become one again: npm run -s deskwire -- roles code on the host, then /${appCommands.manage} claim with that code.`;
  const says = `${who} the last admin of ${whereOf(desk)}. ${again} Or give the role to somebody else first.`;
  return refusal('question', naming(says, subject), 'All the same', [
    { label: 'Give up the role', command: line },
  ]);
}

/** Said once, with the role of the second person. */
const fourEyesFrom = (desks: readonly string[]) =>
  `You are two now: from here on a draft of ${inWords(desks)} is approved by somebody else than its author. To go on alone, write review: one in desk.yaml.`;

/** Gives a role in place of the one held there, stronger or weaker. */
export const rolesGrant = ({ store, admins, onePersonDesks }: RolesDeps) =>
  defineCommand({
    scope: 'app',
    name: 'roles grant',
    description: 'Grant a role to a person or group',
    about: 'desks',
    role: 'admin',
    options: {
      who,
      role: {
        description: 'Each role includes those before it',
        kind: { type: 'choice', choices: { reader: [], editor: [], reviewer: [], admin: [] } },
        required: true,
        schema: z.enum(roles),
      },
      sure: { ...sure, schema: z.boolean() },
    },
    bare: ['who', 'role'],
    acts: true,
    examples: [
      { line: 'roles grant slack:T012:U345 editor', about: 'make a person an editor' },
      { line: 'roles grant terminal admin every desk', about: 'make an admin of every desk' },
    ],
    async run({ who: written, role, sure: anyway }, { desk, person, now, line }) {
      const subject = grantee(written, person, admins);
      if (typeof subject !== 'string') return subject;
      const grant = { subject, role, desk, grantedBy: person, grantedAt: now };
      const before = await onePersonDesks();
      if ((await store.grant(grant, anyway ? undefined : { admins })) === 'last admin')
        return lastAdmin(subject, person, desk, line({ sure: 'yes' }));
      const after = new Set(await onePersonDesks());
      const grown = before.filter((name) => !after.has(name));
      const says = `${nowIs(subject)} ${role} on ${whereOf(desk)}.`;
      return refusal('ok', naming(grown.length > 0 ? `${says} ${fourEyesFrom(grown)}` : says, subject));
    },
  });

export const rolesRevoke = ({ store, admins }: RolesDeps) =>
  defineCommand({
    scope: 'app',
    name: 'roles revoke',
    description: 'Revoke a role',
    about: 'desks',
    role: 'admin',
    options: { who, sure: { ...sure, schema: z.boolean() } },
    bare: ['who'],
    acts: true,
    examples: [{ line: 'roles revoke slack:T012:U345', about: 'make a person a reader again' }],
    async run({ who: written, sure: anyway }, { desk, person, now, line }) {
      const subject = grantee(written, person, admins);
      if (typeof subject !== 'string') return subject;
      const revoked = await store.revoke(subject, desk, person, now, anyway ? undefined : { admins });
      if (revoked === 'last admin') return lastAdmin(subject, person, desk, line({ sure: 'yes' }));
      const grants = await store.grants();
      const wider = grants.find((grant) => grant.subject === subject && grant.desk === '*');
      const still = wider && desk !== '*' ? ` On every desk ${subject} is ${wider.role}, and so here.` : '';
      if (revoked === 'revoked') {
        const says = `Taken back on ${whereOf(desk)}.${still || ` ${afterRevoking(subject, grants)}`}`;
        return refusal('ok', naming(says, subject));
      }
      const options = still ? [{ label: 'Take it back on every desk', command: line({ desk: '*' }) }] : [];
      const says = `${subject} was given no role on ${whereOf(desk)}.${still}`;
      return refusalSuggesting('not_found', naming(says, subject), options);
    },
  });

export const rolesList = ({ store, admins }: RolesDeps) =>
  defineCommand({
    scope: 'app',
    name: 'roles list',
    description: 'List roles on a desk and who granted them',
    about: 'desks',
    role: 'admin',
    options: { page },
    bare: [],
    examples: [{ line: 'roles list', about: 'who has which role (admins)' }],
    async run({ page: asked }, context) {
      const { desk } = context;
      const grants = await store.grants();
      const lines: Span[][] = [
        ...admins.map((id) => item(id, 'admin on every desk, by DESKWIRE_ADMINS')),
        ...grants
          .filter((grant) => desk === '*' || grant.desk === desk || grant.desk === '*')
          .map(({ subject, role, desk: on, grantedBy, grantedAt }) => {
            const day = formatDay(grantedAt.toISOString().slice(0, 10));
            return item(subject, `${role} on ${whereOf(on)}, given by ${grantedBy} on ${day}`, grantedBy);
          }),
      ];
      if (lines.length === 0) return refusal('ok', 'No roles are given: everyone is a reader.');
      const { items, paging, notices } = await readPage(context, asked, 'roles', pageOf(lines));
      const blocks = [heading(`Roles on ${whereOf(desk)}`), ...notices, { type: 'list' as const, items }];
      return privately({ blocks, paging });
    },
  });

const item = (id: string, words: string, ...named: string[]): Span[] => [
  person(id),
  ...naming(` ${words}`, ...named),
];

/** Redeems a code for a person. */
export type Redeem = (code: string, person: string) => Promise<Redeemed>;

/** Makes whoever types the code that the host printed an admin; there is no other first admin. */
export const claim = (redeem: Redeem) =>
  defineCommand({
    scope: 'app',
    name: 'claim',
    description: 'Become an admin with a code printed on the host',
    about: 'app',
    options: { code: { ...textOption('Code, such as K7QP-3XMD-9RTA', 40), required: true } },
    bare: ['code'],
    acts: true,
    examples: [{ line: 'claim K7QP-3XMD-9RTA', about: 'become an admin with a code from the host' }],
    async run({ code }, { person, now }) {
      const redeemed = await redeem(code, person);
      if (redeemed.outcome === 'redeemed')
        return refusal('ok', 'You are an admin on every desk now. The code is spent.');
      if (redeemed.outcome === 'wait') {
        const minutes = Math.max(1, Math.ceil((redeemed.until.getTime() - now.getTime()) / 60_000));
        const says = `Too many wrong codes were typed. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
        return forbidden('fewer tries', says);
      }
      const host = 'Ask whoever runs the host for a new one: npm run -s deskwire -- roles code.';
      return forbidden('a code from the host', `That code is wrong, spent or older than an hour. ${host}`);
    },
  });
