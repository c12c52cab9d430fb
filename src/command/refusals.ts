import { allows, type Role } from '../domain/identity.ts';
import { appCommands } from '../domain/ports/answerer.ts';
import type { Log } from '../domain/ports/runtime.ts';
import type { Block, Choice, Outcome, Reply } from '../domain/reply.ts';
import { choices } from './answer/blocks.ts';
import type { CommandShape } from './define.ts';
import { lineFor, type Values } from './line.ts';
import type { Fault } from './parse/fault.ts';

/** The answer to a line that cannot be read: what is wrong, what to write, and whole lines to choose from. */
export function faultReply(
  fault: Fault,
  at: { slash: string; desk?: string; definition: CommandShape; values: Values; notices: Block[] },
): Reply {
  const options = fault.choices.map((choice) =>
    'command' in choice
      ? choice
      : { label: choice.label, command: lineFor(at.slash, at.definition, { ...at.values, ...choice.set }) },
  );
  const asks = fault.code === 'ambiguous' || fault.code === 'twice';
  const says = [fault.says, fault.write].filter(Boolean).join(' ');
  const outcome = asks ? 'question' : fault.code === 'unknown_name' ? 'not_found' : 'invalid';
  const reply = refusal(outcome, says, asks ? 'Which one?' : promptFor(fault), options);
  return { ...reply, ...(at.desk && { desk: at.desk }), blocks: [...at.notices, ...reply.blocks] };
}

/** To one who may not: `needed` is the role that would do, or in words what or who, for the log. */
export const forbidden = (needed: string, says: string): Reply => ({
  ...sentence('forbidden', says),
  needed,
});

/** To one who came too late: somebody has done it meanwhile, or changed what it was to be done to. It is logged too. */
export const tooLate = (says: string, prompt?: string, options?: Choice[]): Reply => ({
  ...sentence('invalid', says, prompt, options),
  needed: 'that nobody was quicker',
});

/** A reply of one sentence or two, with lines to choose from when there are any. */
export const refusal = (
  outcome: Exclude<Outcome, 'forbidden'>,
  says: string,
  prompt?: string,
  options?: Choice[],
): Reply => sentence(outcome, says, prompt, options);

function sentence(outcome: Outcome, says: string, prompt = '', options: Choice[] = []): Reply {
  // A question, or a plain answer, is nothing to be warned of.
  const tone = outcome === 'question' || outcome === 'ok' ? 'info' : 'warning';
  const blocks: Block[] = [{ type: 'notice', tone, spans: [{ text: says }] }];
  if (options.length > 0) blocks.push({ type: 'choices', prompt, options });
  return { version: 1, outcome, visibility: 'private', blocks, citations: [] };
}

/** A refusal with what was perhaps meant; without any it is a refusal alone. */
export const suggesting = (outcome: Exclude<Outcome, 'forbidden'>, says: string, options: Choice[]): Reply =>
  refusal(outcome, says, didYouMean, options);

/** Lines that were perhaps meant, within an answer. */
export const meantLines = (options: Choice[]): Block[] => choices(didYouMean, options);

const didYouMean = 'Did you mean';

/** A word that is no command: lines that were perhaps meant, and the one that lists them all. */
export function unknownCommand(says: string, meant: readonly Choice[], help: Choice): Reply {
  return suggesting('invalid', says, [...meant.slice(0, 5), help]);
}

function promptFor({ code }: Fault): string {
  return code === 'missing' ? 'For example' : didYouMean;
}

/** What somebody tries: a command, a button's command or a form. */
export interface Tried {
  person: string;
  /** None: nothing of a desk's. */
  desk?: string | undefined;
  command: string;
  /** The role they hold there; none: it did not come to that. */
  held?: Role | undefined;
}

/** The one place where roles are checked. Undefined: allowed; otherwise the answer that says what is needed. */
export function checkRole(
  { person, command, held }: Tried & { held: Role },
  needed: Role,
): Reply | undefined {
  if (allows(held, needed)) return undefined;
  const says = `${command} is for the role ${needed} and above; you are ${/^[aeiou]/.test(held) ? 'an' : 'a'} ${held} here.`;
  return forbidden(needed, `${says.charAt(0).toUpperCase()}${says.slice(1)} ${howToBecome(person, needed)}`);
}

/** At the prompt sits whoever has the shell. */
const howToBecome = (person: string, needed: Role): string =>
  person === 'terminal'
    ? `On the host: npm run -s deskwire -- roles grant terminal ${needed}`
    : 'An admin can grant roles.';

/** Writes an answer that refuses to the log, once; never what was typed. Gives the answer back. */
export function logged(
  log: Log,
  { person, desk = appCommands.manage, command, held }: Tried,
  reply: Reply,
): Reply {
  const { needed } = reply;
  if (needed !== undefined) log.warn({ person, desk, command, needed, held }, 'command refused');
  return reply;
}
