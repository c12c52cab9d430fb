import { describe, expect, test } from 'vitest';
import { strongest } from '../../../src/domain/identity.ts';
import type { RoleStore } from '../../../src/domain/ports/access.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const heldIn = async (roles: RoleStore, subject: string, desk: string) =>
  strongest(
    (await roles.grantsOn(desk)).filter((grant) => grant.subject === subject).map(({ role }) => role),
  );

export const rolesContract: Suite = (subject) => {
  describe('roles', () => {
    test('the grants of the desk and of every desk count on it', async () => {
      const { roles } = subject().store;
      const desk = ownDesk();
      const grant = (role: 'editor' | 'reviewer', on: string) =>
        roles.grant({ subject: `slack:T1:U${desk}`, role, desk: on, grantedBy: 'terminal', grantedAt: now });
      const held = (on: string) => heldIn(roles, `slack:T1:U${desk}`, on);
      expect(await held(desk)).toBe('reader');
      await grant('editor', '*');
      expect(await held(desk)).toBe('editor');
      await grant('reviewer', desk);
      expect(await held(desk)).toBe('reviewer');
      expect(await held('elsewhere')).toBe('editor');
      await grant('editor', desk);
      expect(await held(desk)).toBe('editor');
    });

    test('of two admins who revoke each other at once, in processes of their own, one stays', async () => {
      const own = ownDesk();
      const [ann, bob] = [`slack:T1:UA${own}`, `slack:T1:UB${own}`];
      const { store: here } = subject();
      const { store: there } = await subject().another();
      for (let round = 0; round < 5; round += 1) {
        for (const admin of [ann, bob])
          await here.roles.grant({
            subject: admin,
            role: 'admin',
            desk: own,
            grantedBy: 'terminal',
            grantedAt: now,
          });
        const outcomes = await Promise.all([
          here.roles.revoke(bob, own, ann, later(1), { admins: [] }),
          there.roles.grant(
            { subject: ann, role: 'reader', desk: own, grantedBy: bob, grantedAt: now },
            { admins: [] },
          ),
        ]);
        expect(outcomes.filter((outcome) => outcome === 'last admin')).toHaveLength(1);
        const left = (await here.roles.grantsOn(own)).filter(
          ({ role, desk }) => role === 'admin' && desk === own,
        );
        expect(left).toHaveLength(1);
      }
    });

    test('a revoked role is gone, and every change is in the audit', async () => {
      const { roles } = subject().store;
      const desk = ownDesk();
      const person = 'discord:12345:67890';
      await roles.grant({ subject: person, role: 'editor', desk, grantedBy: 'terminal', grantedAt: now });
      expect(await roles.grants()).toContainEqual({
        subject: person,
        role: 'editor',
        desk,
        grantedBy: 'terminal',
        grantedAt: now,
      });
      expect(await roles.revoke(person, desk, 'slack:T1:U1', later(1))).toBe('revoked');
      expect(await roles.revoke(person, desk, 'slack:T1:U1', later(2))).toBe('not held');
      expect(await heldIn(roles, person, desk)).toBe('reader');
      const audit = await subject()
        .database.read.selectFrom('audit')
        .select(['at', 'actor', 'action', 'subject', 'before', 'after'])
        .where('desk', '=', desk)
        .orderBy('number')
        .execute();
      expect(audit).toEqual([
        {
          at: now.toISOString(),
          actor: 'terminal',
          action: 'role granted',
          subject: person,
          before: null,
          after: 'editor',
        },
        {
          at: later(1).toISOString(),
          actor: 'slack:T1:U1',
          action: 'role revoked',
          subject: person,
          before: 'editor',
          after: null,
        },
      ]);
    });
  });

  describe('admin codes', () => {
    test('are redeemed once, in time, by whoever has them', async () => {
      const { codes, roles } = subject().store;
      await codes.open('right', later(10));
      expect(await codes.redeem('wrong', 'slack:T1:U2', now)).toEqual({ outcome: 'wrong' });
      expect(await codes.redeem('right', 'slack:T1:U2', later(10))).toEqual({ outcome: 'wrong' });
      expect(await codes.redeem('right', 'slack:T1:U2', later(9))).toEqual({ outcome: 'redeemed' });
      expect(await codes.redeem('right', 'slack:T1:U3', later(9))).toEqual({ outcome: 'wrong' });
      expect(await heldIn(roles, 'slack:T1:U2', 'any')).toBe('admin');
      expect(await heldIn(roles, 'slack:T1:U3', 'any')).toBe('reader');
    });

    test('a new code replaces the open one', async () => {
      const { codes } = subject().store;
      await codes.open('one', later(10));
      await codes.open('two', later(10));
      expect(await codes.redeem('one', 'slack:T1:U4', now)).toEqual({ outcome: 'wrong' });
      expect(await codes.redeem('two', 'slack:T1:U4', now)).toEqual({ outcome: 'redeemed' });
    });

    test('of two who redeem at once one becomes admin', async () => {
      const { store } = await subject().another();
      await store.codes.open('race', later(10));
      const redeemed = await Promise.all([
        store.codes.redeem('race', 'slack:T1:U5', now),
        subject().store.codes.redeem('race', 'slack:T1:U6', now),
      ]);
      expect(redeemed.filter(({ outcome }) => outcome === 'redeemed')).toHaveLength(1);
    });

    test('wrong ones are limited a person and in all, by all processes together, until the time is over', async () => {
      const { codes } = subject().store;
      const other = (await subject().another()).store.codes;
      // Later than what the other tests tried.
      const at = later(60);
      await codes.open('guessed', later(120));
      const tried = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? codes : other).redeem('wrong', 'slack:T1:U7', at)),
      );
      expect(tried.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(5);
      expect(await codes.redeem('guessed', 'slack:T1:U7', later(74))).toEqual({
        outcome: 'wait',
        until: later(75),
      });
      const crowd = await Promise.all(
        Array.from({ length: 60 }, (_, n) => (n % 2 ? codes : other).redeem('wrong', `slack:T1:V${n}`, at)),
      );
      expect(crowd.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(45);
      expect(await codes.redeem('guessed', 'slack:T1:U8', later(74))).toMatchObject({ outcome: 'wait' });
      expect(await codes.redeem('guessed', 'slack:T1:U7', later(75))).toEqual({ outcome: 'redeemed' });
    });
  });
};
