import { afterRevoking, nowIs, whereOf } from '../../commands/admin/roles.ts';
import { codeMinutes, hashAdminCode, newAdminCode } from '../app/access.ts';
import { type App, createApp } from '../app/app.ts';
import type { Config } from '../config.ts';
import {
  accountOf,
  groupForms,
  personForms,
  type Role,
  roles,
  subjectForms,
  subjectPattern,
} from '../domain/identity.ts';
import { capital } from '../domain/text.ts';
import { toStderr, toStdout } from '../runtime/standard-streams.ts';
import { type ExitCode, quietLog } from './output.ts';

/** Actor in the audit for role changes made on the host. */
const host = 'host';

export const list = (config: Config) =>
  withStore(config, async ({ store }) => {
    const grants = await store.roles.grants();
    for (const admin of config.admins) say(`${admin}  admin  every desk  (DESKWIRE_ADMINS)`);
    for (const { subject, role, desk, grantedBy, grantedAt } of grants) {
      say(
        `${subject}  ${role}  ${whereOf(desk)}  (by ${grantedBy}, ${grantedAt.toISOString().slice(0, 10)})`,
      );
    }
    if (grants.length + config.admins.length === 0) say('No roles are granted: everyone is a reader.');
    return 0;
  });

export const grant = (config: Config, subject: string, role: string, desk: string) =>
  withStore(config, async ({ store }) => {
    if (!isRole(role)) return misused(`there is no role "${role}"`, `write one of ${roles.join(', ')}`);
    const fault = await faultOf(subject, desk, store);
    if (fault) return fault;
    await store.roles.grant({ subject, role, desk, grantedBy: host, grantedAt: new Date() });
    say(`${nowIs(subject)} ${role} on ${whereOf(desk)}.`);
    return 0;
  });

export const revoke = (config: Config, subject: string, desk: string) =>
  withStore(config, async ({ store }) => {
    const fault = await faultOf(subject, desk, store);
    if (fault) return fault;
    const found = (await store.roles.revoke(subject, desk, host, new Date())) === 'revoked';
    if (!found) {
      toStderr(`deskwire: ${subject} has no role there\nRun \`deskwire roles list\` to see all roles.\n`);
      return 1;
    }
    say(`Revoked on ${whereOf(desk)}. ${afterRevoking(subject, await store.roles.grants())}`);
    return 0;
  });

/** Whoever can run this already owns the database; the code gives them the same rights in chat, once. */
export const code = (config: Config) =>
  withStore(config, async ({ store }) => {
    const fresh = newAdminCode();
    await store.codes.open(hashAdminCode(fresh), new Date(Date.now() + codeMinutes * 60_000));
    say(
      `${fresh}\nType it within ${codeMinutes} minutes: /deskwire claim ${fresh}\nIt works once; an earlier code is void.`,
    );
    return 0;
  });

async function withStore(config: Config, work: (app: App) => Promise<ExitCode>): Promise<ExitCode> {
  const app = await createApp(config, { log: quietLog });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

async function faultOf(subject: string, desk: string, store: App['store']): Promise<ExitCode | undefined> {
  if (!subjectPattern.test(subject)) {
    return misused(
      `"${subject}" is not the id of a person or a group`,
      `write ${subjectForms}; for a group ${groupForms}`,
    );
  }
  const desks = await store.content.desks();
  if (desk !== '*' && !desks.includes(desk)) {
    return misused(
      `there is no desk "${desk}"`,
      `write one of ${desks.join(', ') || 'the folders under briefs/'}`,
    );
  }
  return undefined;
}

function misused(what: string, write: string): ExitCode {
  toStderr(`deskwire: ${what}\n${capital(write)}.\n`);
  return 2;
}

const isRole = (text: string): text is Role => roles.some((role) => role === text);
const say = (line: string) => toStdout(`${line}\n`);

/** Removes a person from the database. For requests made to the operator; `/deskwire me forget` is the same in chat. */
export async function forget(config: Config, person: string): Promise<ExitCode> {
  if (!subjectPattern.test(person) || !accountOf(person)) {
    toStderr(`deskwire: "${person}" is not the id of a person\nWrite ${personForms}.\n`);
    return 2;
  }
  const { store, close } = await createApp(config, { log: quietLog });
  try {
    const done = await store.people.remove(person, host, new Date(), config.admins);
    if (done.outcome === 'last admin') {
      const desks = done.desks.map((desk) => (desk === '*' ? 'every desk' : desk)).join(', ');
      toStderr(
        `deskwire: ${person} is the last admin of ${desks}\nMake somebody else an admin first: deskwire roles grant.\n`,
      );
      return 1;
    }
    toStdout(`Nothing in the database names ${person} any more. Logs and backups may still do so.\n`);
    return 0;
  } finally {
    await close();
  }
}
