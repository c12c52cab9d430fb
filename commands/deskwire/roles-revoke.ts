import { z } from 'zod';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { grantee, lastAdmin, type RolesNeeds, sure, whereOf, who, without } from './roles-options.ts';

export const rolesRevoke = ({ store, admins }: RolesNeeds) =>
  defineHouseCommand({
    name: 'roles revoke',
    description: 'Take back a role that was given',
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
      if (revoked === 'last admin')
        return lastAdmin(subject === person ? 'You are' : `${subject} is`, desk, line({ sure: 'yes' }));
      const grants = await store.grants();
      const wider = grants.find((grant) => grant.subject === subject && grant.desk === '*');
      const still = wider && desk !== '*' ? ` On every desk ${subject} is ${wider.role}, and so here.` : '';
      if (revoked === 'revoked') {
        return refusal('ok', `Taken back on ${whereOf(desk)}.${still || ` ${without(subject, grants)}`}`);
      }
      const options = still ? [{ label: 'Take it back on every desk', command: line({ desk: '*' }) }] : [];
      const says = `${subject} was given no role on ${whereOf(desk)}.${still}`;
      return refusal('not_found', says, 'Did you mean', options);
    },
  });
