import { heading, privately } from '../../src/command/answer/blocks.ts';
import { page as pageOption } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { Span } from '../../src/domain/reply.ts';
import { type RolesNeeds, whereOf } from './roles-options.ts';

export const rolesList = ({ store, admins }: RolesNeeds) =>
  defineHouseCommand({
    name: 'roles list',
    description: 'Who has a role on a desk, and who gave it',
    about: 'desks',
    role: 'admin',
    options: { page: pageOption },
    bare: [],
    examples: [{ line: 'roles list', about: 'who may do what here, for admins' }],
    async run({ page: asked }, context) {
      const { desk } = context;
      const grants = await store.grants();
      const lines: Span[][] = [
        ...admins.map((id) => item(id, 'admin on every desk, by DESKWIRE_ADMINS')),
        ...grants
          .filter((grant) => desk === '*' || grant.desk === desk || grant.desk === '*')
          .map(({ subject, role, desk: on, grantedBy, grantedAt }) => {
            const day = formatDay(grantedAt.toISOString().slice(0, 10));
            return item(subject, `${role} on ${whereOf(on)}, given by ${grantedBy} on ${day}`);
          }),
      ];
      if (lines.length === 0) return refusal('ok', 'No roles are given: everyone is a reader.');
      const { items, paging, notices } = await readPage(context, asked, 'roles', pageOf(lines));
      const blocks = [heading(`Roles on ${whereOf(desk)}`), ...notices, { type: 'list' as const, items }];
      return privately({ blocks, paging });
    },
  });

const item = (id: string, words: string): Span[] => [{ text: id, style: 'code' }, { text: ` ${words}` }];
