import { z } from 'zod';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { roles } from '../../src/domain/roles.ts';
import { grantee, lastAdmin, nowIs, type RolesNeeds, sure, whereOf, who } from './roles-options.ts';

/** Gives a role in place of the one held there, stronger or weaker. */
export const rolesGrant = ({ store, admins }: RolesNeeds) =>
  defineHouseCommand({
    name: 'roles grant',
    description: 'Give a person or a group a role',
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
      { line: 'roles grant slack:T012:U345 editor', about: 'let a person write' },
      { line: 'roles grant terminal admin every desk', about: 'make an admin of every desk' },
    ],
    async run({ who: written, role, sure: anyway }, { desk, person, now, line }) {
      const subject = grantee(written, person, admins);
      if (typeof subject !== 'string') return subject;
      const grant = { subject, role, desk, grantedBy: person, grantedAt: now };
      if ((await store.grant(grant, anyway ? undefined : { admins })) === 'last admin')
        return lastAdmin(subject === person ? 'You are' : `${subject} is`, desk, line({ sure: 'yes' }));
      return refusal('ok', `${nowIs(subject)} ${role} on ${whereOf(desk)}.`);
    },
  });
