import { textOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { forbidden, refusal } from '../../src/command/fault-reply.ts';
import type { Redeemed } from '../../src/domain/ports/role-store.ts';

/** Redeems a code for a person. */
export type Redeem = (code: string, person: string) => Promise<Redeemed>;

/** Makes whoever types the code that the host printed an admin; there is no other first admin. */
export const claim = (redeem: Redeem) =>
  defineHouseCommand({
    name: 'claim',
    description: 'Become an admin with the code that the host has printed',
    about: 'house',
    options: { code: { ...textOption('The code, such as K7QP-3XMD-9RTA', 40), required: true } },
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
