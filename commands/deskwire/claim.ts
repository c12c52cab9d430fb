import { LRUCache } from 'lru-cache';
import { textOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { forbidden, refusal } from '../../src/command/fault-reply.ts';

/** Redeems a code for a person; false for a wrong, used or old one. */
export type Redeem = (code: string, person: string) => Promise<boolean>;

/** Wrong codes that one person, and all together, may type within the time, in milliseconds. */
const limit = { person: 5, all: 50, within: 15 * 60_000 };
/** Of all together. */
const everyone = '*';

/** Counts the wrong codes of late; the clock is that of whoever asks. */
function createAttempts() {
  const wrong = new LRUCache<string, number[]>({ max: 10_000 });
  const recent = (who: string, now: Date) =>
    (wrong.get(who) ?? []).filter((at) => now.getTime() - at < limit.within);
  return {
    /** When the next one may be tried; undefined: now. */
    next(person: string, now: Date): Date | undefined {
      const waits = (
        [
          [person, limit.person],
          [everyone, limit.all],
        ] as const
      ).flatMap(([who, most]) => {
        const times = recent(who, now);
        return times.length < most ? [] : [(times[times.length - most] ?? 0) + limit.within];
      });
      return waits.length > 0 ? new Date(Math.max(...waits)) : undefined;
    },
    failed(person: string, now: Date): void {
      for (const who of [person, everyone]) wrong.set(who, [...recent(who, now), now.getTime()]);
    },
  };
}

/** Makes whoever types the code that the host printed an admin; there is no other first admin. */
export const claim = (redeem: Redeem) => {
  const attempts = createAttempts();
  return defineHouseCommand({
    name: 'claim',
    description: 'Become an admin with the code that the host has printed',
    about: 'house',
    options: { code: { ...textOption('The code, such as K7QP-3XMD-9RTA', 40), required: true } },
    bare: ['code'],
    acts: true,
    examples: [{ line: 'claim K7QP-3XMD-9RTA', about: 'become an admin with a code from the host' }],
    async run({ code }, { person, now }) {
      const next = attempts.next(person, now);
      if (next) {
        const minutes = Math.ceil((next.getTime() - now.getTime()) / 60_000);
        const says = `Too many wrong codes were typed. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
        return forbidden('fewer tries', says);
      }
      if (await redeem(code, person))
        return refusal('ok', 'You are an admin on every desk now. The code is spent.');
      attempts.failed(person, now);
      const host = 'Ask whoever runs the host for a new one: npm run -s deskwire -- roles code.';
      return forbidden('a code from the host', `That code is wrong, spent or older than an hour. ${host}`);
    },
  });
};
