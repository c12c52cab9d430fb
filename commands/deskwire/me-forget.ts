import { z } from 'zod';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { count } from '../../src/domain/day.ts';
import { accountOf } from '../../src/domain/subject.ts';
import { type MeNeeds, namedByHost, person, whomOf, whomWords } from './me-options.ts';
import { whereOf } from './roles-options.ts';

export const meForget = ({ people, admins }: MeNeeds) =>
  defineHouseCommand({
    name: 'me forget',
    description: 'Remove you from everything that is kept',
    about: 'house',
    options: {
      person,
      sure: { description: 'For good', kind: { type: 'flag' }, schema: z.boolean() },
    },
    bare: ['person'],
    acts: true,
    examples: [{ line: 'me forget', about: 'take your name out of everything, after a question back' }],
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
        return refusal('question', says, 'Sure?', options);
      }
      const done = await people.remove(meant, context.person, context.now, admins);
      if (done.outcome === 'last admin') return onlyAdmin(whom, done.desks);
      const host = namedByHost(meant, admins)
        ? ' DESKWIRE_ADMINS on the host still names an admin: take the id out there.'
        : '';
      return refusal(
        'ok',
        `Done: nothing here names ${whom} any more.${host} Logs and backups are with whoever runs the host.`,
      );
    },
  });

export function onlyAdmin(whom: string, desks: readonly string[]) {
  const are = whom === 'you' ? 'You are' : `${whom} is`;
  const where = desks.map(whereOf).join(' and ');
  return refusal(
    'invalid',
    `${are} the last admin of ${where}. Give the role to somebody else first: /deskwire roles grant.`,
  );
}
